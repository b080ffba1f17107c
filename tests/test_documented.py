"""Every public name is in the reference, and says what it takes and gives back."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

import sovai

REFERENCE = Path(__file__).parents[1] / "docs" / "reference" / "api.md"
NAMES = [name for name in sovai.__all__ if not name.startswith("__")]
FUNCTIONS = [name for name in NAMES if inspect.isfunction(getattr(sovai, name))]


def test_the_reference_has_every_public_name() -> None:
    entries = re.findall(r"^\.\. auto(?:function|class|exception):: sovai\.(\w+)$", REFERENCE.read_text("utf-8"), re.M)
    assert sorted(entries) == sorted(NAMES)


def section(docstring: str, title: str) -> str:
    found = re.search(rf"^{title}\n-{{{len(title)}}}\n(.*?)(?=^[A-Z]\w+\n-{{3,}}\n|\Z)", docstring, re.M | re.S)
    return found.group(1) if found else ""


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_public_function_documents_its_parameters_and_what_it_returns(name: str) -> None:
    function = getattr(sovai, name)
    docstring = inspect.getdoc(function) or ""
    entries = re.findall(r"^(\w[\w, ]*?) : ", section(docstring, "Parameters"), re.M)
    signature = inspect.signature(function)
    assert [one for entry in entries for one in entry.split(", ")] == list(signature.parameters)
    assert bool(section(docstring, "Returns")) == (signature.return_annotation != "None")
    assert section(docstring, "Raises")
