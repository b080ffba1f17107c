"""Texts in other languages: the mechanism, numbers and dates against the CLDR, and catalogues without a gap."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import sovai
from sovai.report import language

REPORT = Path(language.__file__).parent


def bound_names(function: ast.AST) -> Iterator[str]:
    """Names that a function binds itself; comprehensions bind theirs for themselves."""
    inner = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
    for node in ast.iter_child_nodes(function):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        if not isinstance(node, inner):
            yield from bound_names(node)


@pytest.mark.parametrize("module", sorted(REPORT.rglob("*.py")), ids=lambda path: str(path.relative_to(REPORT)))
def test_nothing_hides_the_function_that_translates(module: Path) -> None:
    """A loop over ``_, value`` would make ``_`` a local name in the whole function."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    if any(isinstance(node, ast.ImportFrom) and "_" in {alias.name for alias in node.names} for node in ast.walk(tree)):
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        assert [function.name for function in functions if "_" in bound_names(function)] == []


def test_english_is_the_message_itself() -> None:
    assert language.spoken() == "en"
    assert language._("at once") == "at once"
    assert language.ngettext("{number} day", "{number} days", 1) == "{number} day"
    assert language.ngettext("{number} day", "{number} days", 2) == "{number} days"


def test_a_language_is_spoken_within_its_block_only() -> None:
    with language.speaking("de"):
        assert language.spoken() == "de"
        assert language._("at once") == "sofort"
        with language.speaking("en"):
            assert language._("at once") == "at once"
        with language.speaking(None):
            assert language._("at once") == "sofort"
    assert language._("at once") == "at once"


def test_a_language_without_a_catalogue_is_refused() -> None:
    with (
        pytest.raises(sovai.UsageError, match="'tlh' is no language of the texts; there are en, de"),
        language.speaking("tlh"),
    ):
        pass
