"""Every shipped profile against its golden result, by itself and under every shipped scenario and lever.

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
from conftest import shipped
from sovai.loading import data_root, lever_ids, profile_codes, scenario_ids

GOLDEN = Path(__file__).parent / "golden"
CODES = profile_codes(data_root())

_spec = importlib.util.spec_from_file_location("regenerate", GOLDEN / "regenerate.py")
assert _spec is not None
assert _spec.loader is not None
regenerate = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(regenerate)


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
    assessment = sovai.assess(sovai.load_profile(code, model=shipped()), model=shipped(), draws=0)
    assert differences(golden, regenerate.golden(assessment)) == []


def test_there_is_a_golden_result_for_every_profile_and_no_other() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.json")) == list(CODES)


@cache
def countries() -> Any:
    return regenerate.Countries(CODES)


def lines(golden: regenerate.Rows, found: regenerate.Rows) -> list[str]:
    """Places where two tables differ by more than the last of their 6 digits, or in what is in them."""
    keys = [[(code, what) for code, what, _ in rows] for rows in (golden, found)]
    if keys[0] != keys[1]:
        return [" ".join(key) for key in sorted(set(keys[0]) ^ set(keys[1]))] or ["another order"]
    return [
        f"{code} {what}: {was!r} became {now!r}"
        for (code, what, was), (_, _, now) in zip(golden, found, strict=True)
        if now != pytest.approx(was, rel=2e-5, abs=1e-8)
    ]


@pytest.mark.parametrize("scenario", scenario_ids(data_root()))
def test_a_shipped_scenario_gives_its_golden_result_in_every_country(scenario: str) -> None:
    golden = regenerate.read_table(GOLDEN / "scenarios" / f"{scenario}.csv")
    assert lines(golden, regenerate.golden_scenario(scenario, countries())) == []


@pytest.mark.parametrize("lever", lever_ids(data_root()))
def test_a_shipped_lever_gives_its_golden_result_in_every_country(lever: str) -> None:
    golden = regenerate.read_table(GOLDEN / "levers" / f"{lever}.csv")
    assert lines(golden, regenerate.golden_lever(lever, countries())) == []


def test_there_is_a_table_for_every_scenario_and_lever_and_no_other() -> None:
    assert sorted(path.stem for path in (GOLDEN / "scenarios").glob("*.csv")) == list(scenario_ids(data_root()))
    assert sorted(path.stem for path in (GOLDEN / "levers").glob("*.csv")) == list(lever_ids(data_root()))


def test_every_table_speaks_of_every_country() -> None:
    for path in (*(GOLDEN / "scenarios").glob("*.csv"), *(GOLDEN / "levers").glob("*.csv")):
        assert tuple(dict.fromkeys(code for code, _, _ in regenerate.read_table(path))) == CODES


def test_the_tables_are_those_of_the_commands() -> None:
    """Spot checks of the short way that the tables take against the library's own functions."""
    profile = sovai.load_profile("KEN", model=shipped())
    levers = sovai.levers(profile, "national-accelerators", model=shipped(), draws=0)
    table = {w: v for c, w, v in regenerate.read_table(GOLDEN / "levers" / "national-accelerators.csv") if c == "KEN"}
    assert table["score"] == pytest.approx(levers.levers[0].score.nominal, rel=1e-5)
    assert table["layer:chips"] == pytest.approx(levers.levers[0].by_layer["chips"], rel=1e-5)
    answer = sovai.what_if(profile, scenario="us-cloud-suspension", model=shipped(), draws=0)
    path = GOLDEN / "scenarios" / "us-cloud-suspension.csv"
    parts = [v for c, w, v in regenerate.read_table(path) if c == "KEN" and w.startswith("loss:")]
    assert sum(parts) == pytest.approx(answer.loss.nominal, rel=1e-5)


def test_a_difference_of_tables_is_seen() -> None:
    golden = [("DEU", "score", -1.0), ("DEU", "layer:chips", 0.5)]
    assert lines(golden, [("DEU", "score", -1.000001), ("DEU", "layer:chips", 0.5)]) == []
    assert lines(golden, [("DEU", "score", -1.1), ("DEU", "layer:chips", 0.5)]) == ["DEU score: -1.0 became -1.1"]
    assert lines(golden, golden[:1]) == ["DEU layer:chips"]


def test_a_difference_is_seen() -> None:
    golden = {"a": 1.0, "b": [1.0, 2.0], "c": {"x": "high"}}
    assert differences(golden, {"a": 1.0 + 1e-10, "b": [1.0, 2.0], "c": {"x": "high"}}) == []
    assert differences(golden, {"a": 1.1, "b": [1.0, 2.1], "c": {"x": "low"}}) == [
        "a: 1.0 became 1.1",
        "b[2]: 2.0 became 2.1",
        "c.x: 'high' became 'low'",
    ]
    assert len(differences({"a": 1, "b": 2}, {"b": 2, "a": 1})) == 1
