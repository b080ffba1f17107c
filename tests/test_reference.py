"""The engine against a plain second implementation of the method: on every shipped profile and on invented systems."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sovai
from reference import Country, World
from sovai.loading import data_root
from systems import Tree, trees

WORKED_EXAMPLE = Path(__file__).parent / "worked_example"
SHIPPED = data_root()
COUNTRIES = sorted(path.stem for path in (SHIPPED / "profiles").glob("*.toml"))
ROUNDING = 1e-9


def differences(expected: dict[str, Any], found: sovai.Assessment) -> list[str]:
    """Every nominal number of an assessment that is not that of the reference."""
    faults = []

    def close(what: str, ours: float | None, theirs: float | None) -> None:
        missing = ours is None or theirs is None
        if (ours is not theirs) if missing else not abs(ours - theirs) <= ROUNDING:
            faults.append(f"{what}: {ours} by the reference, {theirs} by the engine")

    close("score", expected["score"], found.score.nominal)
    close("lower bound", expected["bounds"][0], found.bounds.low)
    close("upper bound", expected["bounds"][1], found.bounds.high)
    for name in ("coverage", "measured", "comparable"):
        close(name, expected[name], getattr(found, name))
    for layer in found.layers:
        close(layer.id, expected["layers"][layer.id], layer.score.nominal)
        close(f"{layer.id} contribution", expected["contributions"][layer.id], layer.contribution)
        close(f"{layer.id} coverage", expected["layer_coverage"][layer.id], layer.coverage)
        for component in layer.components:
            for name in sorted(expected["components"][component.id].keys() - {"control", "loss"}):
                ours = expected["components"][component.id][name]
                close(f"{component.id} {name}", ours, getattr(component, name))
    if sorted(party.id for party in found.parties) != sorted(expected["parties"]):
        faults.append(f"parties {sorted(expected['parties'])}, {sorted(party.id for party in found.parties)}")
        return faults
    for party in found.parties:
        ours = expected["parties"][party.id]
        close(f"{party.id} loss", ours["loss"], party.loss.nominal)
        for name in ("by_layer", "by_component", "control"):
            for key, value in ours[name].items():
                close(f"{party.id} {name} {key}", value, getattr(party, name)[key])
        for component, course in ours["course"].items():
            nothing = (0.0,) * len(found.course_years)
            for t, value, theirs in zip(found.course_years, course, party.course.get(component, nothing), strict=True):
                close(f"{party.id} {component} after {t} years", value, theirs)
        faults += hold_differences(ours, party, found)
    return faults


def hold_differences(ours: dict[str, Any], party: Any, found: sovai.Assessment) -> list[str]:
    """Vetoes, impact modes and times to half; what is a matter of rounding counts either way."""
    faults = []
    vetoes = {veto.component for veto in party.vetoes}
    for component, control in ours["control"].items():
        off = control - found.veto_threshold
        if abs(off) > 1e-5 and (off > 0) != (component in vetoes):
            faults.append(f"{party.id}: veto over {component}")
    if {hold.component for hold in party.holds} != {c for c, control in ours["control"].items() if control > 0}:
        faults.append(f"{party.id}: holds")
    for hold in party.holds:
        by_mode = ours["modes"][hold.component]
        if by_mode.get(hold.mode, 0.0) < max(by_mode.values()) - ROUNDING:
            faults.append(f"{party.id}: {hold.component} is {hold.mode}")
        course = ours["course"][hold.component]
        halved = [t for t, value in zip(found.course_years, course, strict=True) if value >= 0.5]
        unclear = any(abs(value - 0.5) <= ROUNDING for value in course)
        if not unclear and hold.time_to_half_years != (halved[0] if halved else None):
            faults.append(f"{party.id}: half of {hold.component} after {hold.time_to_half_years}")
    return faults


@cache
def world_of(root: Path) -> tuple[World, sovai.Model]:
    return World.read(root), sovai.load_model(root)


def compare(root: Path, code: str, *, home: tuple[str, ...] = (), horizon: float | None = None) -> list[str]:
    world, model = world_of(root)
    profile = tomllib.loads((root / "profiles" / f"{code}.toml").read_text("utf-8"))
    expected = Country(world, profile, home=home, horizon=horizon).assess()
    loaded = sovai.load_profile(code, model=model)
    return differences(expected, sovai.assess(loaded, model=model, home=home, horizon_years=horizon, draws=0))


@pytest.mark.parametrize("code", COUNTRIES)
def test_every_shipped_profile(code: str) -> None:
    assert compare(SHIPPED, code) == []


@pytest.mark.parametrize("code", ["DEU", "NLD", "POL"])
def test_with_a_circle_as_home(code: str) -> None:
    assert compare(SHIPPED, code, home=("EU",)) == []


def test_with_a_circle_and_a_country_as_home() -> None:
    assert compare(SHIPPED, "FRA", home=("EU", "KOR")) == []


@pytest.mark.parametrize("horizon", [0.0, 1.0, 2.5])
@pytest.mark.parametrize("code", ["CHN", "IND"])
def test_other_horizons(code: str, horizon: float) -> None:
    assert compare(SHIPPED, code, horizon=horizon) == []


@pytest.mark.parametrize("horizon", [None, 0.0, 2.5, 12.0])
@pytest.mark.parametrize("home", [(), ("XBB",), ("XAA", "XDD", "XFF")])
@pytest.mark.parametrize("code", ["XAA", "XFF"])
def test_the_worked_example(code: str, home: tuple[str, ...], horizon: float | None) -> None:
    assert compare(WORKED_EXAMPLE, code, home=home, horizon=horizon) == []


@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(trees(), st.sets(st.sampled_from(["XBB", "XCC", "XDD"]), max_size=2))
def test_invented_systems(tree: Tree, home: set[str]) -> None:
    allies = tuple(sorted(home))
    assert differences(tree.reference(home=allies), tree.assess(home=allies)) == []


def test_the_comparison_notices_a_difference() -> None:
    """The comparison itself can fail: a system with one share changed does not pass for the other."""
    world, model = world_of(WORKED_EXAMPLE)
    profile = tomllib.loads((WORKED_EXAMPLE / "profiles" / "XAA.toml").read_text("utf-8"))
    profile["cloud"]["infrastructure"][0]["share"] -= 1e-6
    found = sovai.assess(sovai.load_profile("XAA", model=model), model=model, draws=0)
    assert len(differences(Country(world, profile).assess(), found)) > 10
