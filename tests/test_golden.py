"""Every shipped profile against its golden result.

A difference is either a fault or a change that the changelog tells; in the second case `tests/golden/regenerate.py`
writes the results anew.
"""

from __future__ import annotations

import importlib.util
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import sovai
from sovai.loading import data_root, profile_codes

GOLDEN = Path(__file__).parent / "golden"
CODES = profile_codes(data_root())

_spec = importlib.util.spec_from_file_location("regenerate", GOLDEN / "regenerate.py")
assert _spec is not None
assert _spec.loader is not None
regenerate = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(regenerate)


@cache
def model() -> sovai.Model:
    return sovai.load_model()


def differences(golden: Any, found: Any, place: str = "") -> list[str]:
    """Places where two results differ by more than the last of 9 digits; order counts, since parties are ranked."""
    if isinstance(golden, dict) and isinstance(found, dict) and list(golden) == list(found):
        return [line for key in golden for line in differences(golden[key], found[key], f"{place}.{key}")]
    if isinstance(golden, list) and isinstance(found, list) and len(golden) == len(found):
        return [
            line
            for i, pair in enumerate(zip(golden, found, strict=True))
            for line in differences(*pair, f"{place}[{i + 1}]")
        ]
    if isinstance(golden, float) and isinstance(found, float):
        same = found == pytest.approx(golden, rel=1e-8, abs=1e-12)
    else:
        same = json.dumps(golden) == json.dumps(found)
    return [] if same else [f"{place[1:]}: {golden!r} became {found!r}"]


@pytest.mark.parametrize("code", CODES)
def test_a_shipped_profile_gives_its_golden_result(code: str) -> None:
    golden = json.loads((GOLDEN / f"{code}.json").read_text(encoding="utf-8"))
    assessment = sovai.assess(sovai.load_profile(code, model=model()), model=model(), draws=0)
    assert differences(golden, regenerate.golden(assessment)) == []


def test_there_is_a_golden_result_for_every_profile_and_no_other() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.json")) == list(CODES)


def test_a_difference_is_seen() -> None:
    golden = {"a": 1.0, "b": [1.0, 2.0], "c": {"x": "high"}}
    assert differences(golden, {"a": 1.0 + 1e-10, "b": [1.0, 2.0], "c": {"x": "high"}}) == []
    assert differences(golden, {"a": 1.1, "b": [1.0, 2.1], "c": {"x": "low"}}) == [
        "a: 1.0 became 1.1",
        "b[2]: 2.0 became 2.1",
        "c.x: 'high' became 'low'",
    ]
    assert len(differences({"a": 1, "b": 2}, {"b": 2, "a": 1})) == 1
