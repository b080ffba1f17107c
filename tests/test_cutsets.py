"""Minimal cut sets: exact, minimal, complete or said to be cut short, and shown in every form."""

from __future__ import annotations

import csv
import io
import json
import shlex
from functools import cache
from itertools import combinations
from typing import Any

import jsonschema
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sovai
from conftest import SMALL, Run, shipped
from sovai.assessment.compiling import compile_system
from sovai.engine.coalitions import expose_jointly, joint_losses
from sovai.engine.cut_sets import minimal_cut_sets
from sovai.errors import UsageError
from sovai.report.data import result_schema, to_csv, to_json
from sovai.report.terminal.assessment import render as score_screen
from sovai.report.terminal.cutsets import render as cut_sets_screen
from sovai.report.terminal.screen import on_screen
from sovai.report.wording import assessment as wording
from sovai.report.wording.cutsets_summary import opening
from sovai.results.assessment import WithoutLargest
from sovai.results.cutsets import CutSets


@cache
def found(code: str = "DEU", **options: Any) -> CutSets:
    return sovai.cut_sets(sovai.load_profile(code, model=shipped()), model=shipped(), **options)


@pytest.mark.parametrize("code", ["DEU", "KEN"])
@pytest.mark.parametrize("loss", [None, 0.1])
def test_every_minimal_set_of_a_country_and_no_other(code: str, loss: float | None) -> None:
    model = shipped()
    profile = sovai.load_profile(code, model=model)
    system = compile_system(profile, model, home=frozenset({code}), horizon_years=1.0)
    result = found(code, size=2, loss=loss)
    for group in result.groups:
        kind = group.kind == "jurisdiction"
        members = [p for p in range(len(system.parties)) if system.is_state[p] == kind]
        expected: set[frozenset[str]] = set()
        for size in (1, 2):
            sets = list(combinations(members, size))
            taking_part = np.zeros((len(system.parties), len(sets)))
            for i, one in enumerate(sets):
                taking_part[list(one), i] = 1.0
            if group.component is None:
                reached = joint_losses(system, taking_part)
            else:
                component = next(c for c in system.components if c.id == group.component)
                reached = expose_jointly(component, system, taking_part, np.zeros(1)).control
            for one, value in zip(sets, reached, strict=True):
                labels = frozenset(system.parties[p] for p in one)
                if value >= group.threshold - 1e-9 and not any(smaller < labels for smaller in expected):
                    expected.add(labels)
        assert {frozenset(one.members) for one in group.sets} == expected
        assert group.complete


@settings(max_examples=60, deadline=None)
@given(
    shares=st.lists(st.lists(st.floats(0.0, 1.0), min_size=6, max_size=6), min_size=1, max_size=4),
    threshold=st.floats(0.05, 0.95),
)
def test_cut_sets_of_random_holdings_are_those_of_brute_force(shares: list[list[float]], threshold: float) -> None:
    held = np.array(shares) / max(1.0, float(np.sum(shares, axis=1).max()))

    def reach(members: np.ndarray) -> np.ndarray:
        return np.asarray((held @ members).max(axis=0))  # the tightest of several inputs, as the engine takes them

    answer = minimal_cut_sets(reach, reach(np.eye(6)), range(6), threshold=threshold)
    expected: list[frozenset[int]] = []
    for size in (1, 2, 3):
        for candidate in combinations(range(6), size):
            members = np.zeros((6, 1))
            members[list(candidate)] = 1.0
            known = any(smaller < set(candidate) for smaller in expected)
            if reach(members)[0] >= threshold - 1e-9 and not known:
                expected.append(frozenset(candidate))
    assert {frozenset(one) for one in answer.sets} == set(expected)


def test_a_single_cut_set_is_a_veto_of_the_assessment() -> None:
    assessment = sovai.assess(sovai.load_profile("DEU", model=shipped()), model=shipped(), draws=0)
    for group in found().groups:
        singles = {one.members[0]: one.reached for one in group.sets if len(one.members) == 1}
        vetoes = {
            party.id: party.control[group.component or ""]
            for party in assessment.parties
            if party.kind == group.kind and group.component in {veto.component for veto in party.vetoes}
        }
        assert singles == pytest.approx(vetoes)


def test_each_member_has_a_role() -> None:
    for group in (*found().groups, *found(loss=0.1).groups):
        roles = {role.party: role for role in group.roles}
        assert set(roles) == {member for one in group.sets for member in one.members}
        for one in group.sets:
            if group.component is not None:
                assert one.reached <= sum(roles[member].alone for member in one.members) + 1e-9
        for role in group.roles:
            assert role.component == (group.component or role.component)
            assert len(role.path) % 2 == 1
            assert (role.input is not None) == (role.channel == "inputs")
    accelerators = found().groups[1]
    tsmc = next(role for role in accelerators.roles if role.party == "tsmc")
    assert tsmc.input is not None
    assert found().names[tsmc.path[-1]] == "TSMC"


def test_a_search_cut_short_says_so() -> None:
    short = found(most=3)
    assert not all(group.complete for group in short.groups)
    screen = on_screen(lambda out: cut_sets_screen(short, out), plain=True)
    assert "there may be more" in screen
    assert "Complete up to" not in screen
    assert "there may be more" in short.to_markdown()


def test_home_leaves_nobody_at_home_among_the_members() -> None:
    assert not any("NLD" in one.members for group in found(home="EU").groups for one in group.sets)
    assert any("NLD" in one.members for group in found().groups for one in group.sets)


@pytest.mark.parametrize("every", [False, True])
@pytest.mark.parametrize("loss", [None, 0.1])
def test_the_screen_keeps_to_its_width_and_stays_short(every: bool, loss: float | None) -> None:
    screen = on_screen(lambda out: cut_sets_screen(found(loss=loss), out, every=every), plain=True)
    assert max(map(len, screen.splitlines())) <= 100
    assert every or len(screen.splitlines()) <= 75


def test_all_forms(run: Run) -> None:
    printed = json.loads(run("cutsets", "DEU", "--json").output)
    jsonschema.validate(printed, result_schema(CutSets))
    assert json.loads(to_json(found())) == printed
    rows = list(csv.DictReader(io.StringIO(run("cutsets", "DEU", "--format", "csv").output)))
    assert len(rows) == sum(len(group.sets) for group in found().groups)
    assert tuple(rows[0]) == CutSets.columns
    page = run("cutsets", "DEU", "--all", "--format", "markdown").output
    assert page.startswith("# Smallest sets that could cut off Germany\n")
    assert "| Member | Alone | How |" in page
    assert to_csv(found("DEU", loss=1.0).to_records(), CutSets.columns) == ",".join(CutSets.columns) + "\n"


def test_the_command_of_a_result_gives_it_again(run: Run) -> None:
    first = run("cutsets", "KEN", "--size", "2", "--loss", "0.2", "--home", "ZAF", "--horizon", "2", "--json").output
    command = shlex.split(json.loads(first)["provenance"]["command"])
    assert command[0] == "sovai"
    assert run(*command[1:], "--json").output == first


def test_arguments_out_of_bounds_are_refused(run: Run) -> None:
    profile = sovai.load_profile("DEU", model=shipped())
    for options, words in (
        ({"size": 4}, "from 1 to 3"),
        ({"loss": 0.0}, "above 0"),
        ({"components": "clouds"}, "no component 'clouds'"),
        ({"components": "cloud.infrastructure", "loss": 0.2}, "either for components or for a loss"),
        ({"horizon_years": -1.0}, "horizon"),
    ):
        with pytest.raises(UsageError, match=words):
            sovai.cut_sets(profile, model=shipped(), **options)
    assert run("cutsets", "DEU", "--component", "clouds").exit_code == 1


def test_a_tree_of_ones_own(run: Run) -> None:
    code = next(path.stem for path in sorted((SMALL / "profiles").glob("*.toml")))
    result = run("cutsets", code, "--data", SMALL, "--component", "cloud.infrastructure")
    assert result.exit_code == 0, result.output


# Without the largest state, as `score` says it


def test_without_the_largest_state_are_its_cut_sets_up_to_pairs() -> None:
    assessment = sovai.assess(sovai.load_profile("DEU", model=shipped()), model=shipped(), draws=0)
    without = assessment.without_largest
    assert without is not None
    assert without.largest == next(party.id for party in assessment.parties if party.kind == "jurisdiction")
    for group in found(size=2).groups:
        if group.kind == "jurisdiction":
            sets = {frozenset(one.members) for one in group.sets if without.largest not in one.members}
            assert {frozenset([one]) for one in without.alone.get(group.component or "", ())} <= sets
            assert sets <= {
                *(frozenset([one]) for one in without.alone.get(group.component or "", ())),
                *(frozenset(pair) for pair in without.pairs.get(group.component or "", ())),
            }


def test_the_sentence_on_other_states() -> None:
    assessment = sovai.assess(sovai.load_profile("DEU", model=shipped()), model=shipped(), draws=0)
    alone: dict[str, tuple[str, ...]] = {"energy.batteries": ("CHN",)}
    pairs: dict[str, tuple[tuple[str, str], ...]] = {"chips.semiconductors": (("JPN", "TWN"), ("JPN", "KOR"))}

    def said(alone: dict[str, tuple[str, ...]], pairs: dict[str, tuple[tuple[str, str], ...]]) -> str:
        record = WithoutLargest(largest="USA", alone=alone, pairs=pairs)
        return wording.without_largest_sentence(assessment.model_copy(update={"without_largest": record}))

    assert said({}, {}) == (
        "Without the United States, no state and no pair of states controls 50% or more of any component."
    )
    assert said(alone, pairs) == (
        "Without the United States, single states control 50% or more of 1 of 10 components (China); pairs of states "
        "also of other semiconductors (Japan with Taiwan); no pair of states does of the other 8."
    )
    assert said({}, pairs) == (
        "Without the United States, only pairs of states control 50% or more of other semiconductors (Japan with "
        "Taiwan); no pair of states does of the other 9."
    )
    page = assessment.model_copy(update={"without_largest": WithoutLargest(largest="USA", alone={}, pairs=pairs)})
    assert said({}, pairs) in page.to_markdown()
    screen = on_screen(lambda out: score_screen(assessment, out), plain=True)
    assert (
        "Without the United States, 6 of 10 components could be vetoed by one state, 1 by two, 3 by no two." in screen
    )
    components = [component.id for layer in assessment.layers for component in layer.components]

    def line(alone: int, paired: int) -> str:
        record = WithoutLargest(
            largest="USA",
            alone=dict.fromkeys(components[:alone], ("CHN",)),
            pairs=dict.fromkeys(components[alone : alone + paired], (("JPN", "TWN"),)),
        )
        return wording.without_largest_line(assessment.model_copy(update={"without_largest": record}))

    assert line(6, 0) == (
        "Without the United States, 6 of 10 components could be vetoed by one state, the other 4 by no two."
    )
    assert line(6, 4) == (
        "Without the United States, 6 of 10 components could be vetoed by one state, the other 4 by two."
    )
    assert line(0, 2) == ("Without the United States, no single state could veto any of 10 components, and a pair 2.")
    assert line(10, 0) == ("Without the United States, each of 10 components could still be vetoed by one state.")
    nothing = assessment.model_copy(update={"without_largest": WithoutLargest(largest="USA", alone={}, pairs={})})
    assert wording.without_largest_line(nothing) == (
        "Without the United States, no state and no pair of states could veto any of 10 components."
    )
    unknown = assessment.model_copy(update={"without_largest": None})
    assert wording.without_largest_sentence(unknown) == wording.without_largest_line(unknown) == ""


def test_explain_shows_a_curve_of_every_component(run: Run) -> None:
    lines = run("explain", "DEU", "USA", "--draws", "0").output.splitlines()
    row = next(line for line in lines if line.startswith("AI accelerators "))
    assert "▁▁▁▂▄▆▇█" in row
    assert max(len(line) for line in lines if not line.startswith("[")) <= 100


@pytest.mark.parametrize("code", ["DEU", "CHN"])
def test_the_opening_says_what_the_table_holds(code: str) -> None:
    result = found(code)
    text = " ".join(opening(result))
    for kind, noun in (("jurisdiction", "state"), ("company", "company")):
        groups = [group for group in result.groups if group.kind == kind]
        alone = sum(any(len(one.members) == 1 for one in group.sets) for group in groups)
        assert f"A single {noun} controls 50% or more of {alone} of {len(groups)} components" in text
        for group in groups:
            assert (group.component is not None) and (bool(group.sets) or result.names[group.component] in text)


def test_the_opening_on_the_whole_stack() -> None:
    text = " ".join(opening(found("DEU", loss=0.25)))
    assert "The fewest states that would leave 25% or more of the weighted need unmet" in text
    assert "are 1: United States 3" in text
    assert "Even 3 companies together would leave less than 25% of the weighted need unmet." in text
