"""A country beside scenarios and countries: paired differences, and accounts that add up."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from collections.abc import Callable
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sovai
from conftest import Run, shipped
from sovai.assessment.whatif import what_if
from sovai.engine.attribution import EXACT_CHANGES, ScorePoint, score_parts, shapley
from sovai.engine.compiled import Floats
from sovai.errors import UsageError
from sovai.loading import data_root, load_lever, load_profile, scenario_ids
from sovai.model.changes import AnyChange, Cut, Price
from sovai.model.scenario import Scenario
from sovai.report.data import result_schema
from sovai.report.document.comparison import render as comparison_page
from sovai.report.language import speaking, translated
from sovai.report.terminal.comparison import render as comparison_screen
from sovai.report.terminal.screen import on_screen
from sovai.results.comparison import Account, Comparison

DRAWS = 150
ADDS_UP = 1e-9


@cache
def profile(code: str = "DEU") -> sovai.Profile:
    return load_profile(code, model=shipped())


@cache
def compared(*others: str, country: str = "DEU", **options: Any) -> Comparison:
    return sovai.compare(profile(country), others, model=shipped(), **{"draws": DRAWS, **options})


def scenario(changes: tuple[AnyChange | dict[str, Any], ...], key: str = "own") -> Scenario:
    head = {"id": key, "title": "Own", "description": "A scenario."}
    written = [one if isinstance(one, dict) else one.model_dump(by_alias=True, exclude_none=True) for one in changes]
    return Scenario.model_validate({"scenario": head, "changes": written})


def of_levers(*ids: str) -> Scenario:
    return scenario(tuple(one for key in ids for one in load_lever(key, model=shipped()).changes))


def adds_up(account: Account, total: float) -> None:
    assert account.total == pytest.approx(total, abs=ADDS_UP)
    for parts in (account.by_layer, account.by_component, account.by_change):
        if parts:
            assert sum(parts.values()) == pytest.approx(total, abs=ADDS_UP)
    assert sum(part.part for part in account.parts) == pytest.approx(total, abs=ADDS_UP)


# The account


fractions = st.floats(0.0, 1.0).map(lambda x: 0.0 if x < 1e-6 else x)
points = st.integers(1, 6).flatmap(
    lambda n: st.tuples(
        st.lists(fractions, min_size=n, max_size=n),
        st.lists(fractions, min_size=n, max_size=n),
        st.lists(st.floats(0.05, 1.0), min_size=n, max_size=n),
    )
)


def value_of(point: ScorePoint) -> float:
    return float(point.terms(point.exponent).sum() ** (1.0 / point.exponent))


@given(points, st.floats(1.0, 4.0), st.floats(1.0, 4.0))
def test_parts_by_component_add_up(drawn: tuple[list[float], ...], p: float, q: float) -> None:
    before, after, weights = map(np.array, drawn)
    weights = weights / weights.sum()
    a, b = ScorePoint(before, weights, p), ScorePoint(after, weights, q)
    parts = score_parts(a, b)
    assert parts.sum() == pytest.approx(value_of(b) - value_of(a), abs=ADDS_UP)
    same = score_parts(a, ScorePoint(after, weights, p))
    assert (same[before == after] == 0.0).all()
    np.testing.assert_allclose(score_parts(ScorePoint(after, weights, p), a), -same, atol=1e-12)


def test_a_move_from_nothing_has_parts() -> None:
    weights = np.array([0.5, 0.5])
    nothing = ScorePoint(np.zeros(2), weights, 2.0)
    assert (score_parts(nothing, nothing) == 0.0).all()
    assert score_parts(nothing, ScorePoint(np.array([1.0, 0.0]), weights, 2.0)) == pytest.approx([0.5**0.5, 0.0])


def game(seed: int, players: int) -> Callable[[tuple[int, ...]], Floats]:
    known: dict[tuple[int, ...], Floats] = {(): np.zeros(3)}

    def value(members: tuple[int, ...]) -> Floats:
        rng = np.random.default_rng([seed, players, *(member + 1 for member in members)])
        return known.setdefault(members, rng.normal(size=3))

    return value


def less(before: Floats, after: Floats) -> Floats:
    difference: Floats = after - before
    return difference


@pytest.mark.parametrize("players", [1, 2, 3, 5])
def test_the_parts_of_changes_are_the_mean_over_all_orders(players: int) -> None:
    value = game(0, players)
    expected, orders = np.zeros((players, 3)), list(permutations(range(players)))
    for order in orders:
        for place, player in enumerate(order):
            with_it, without = tuple(sorted(order[: place + 1])), tuple(sorted(order[:place]))
            expected[player] += (value(with_it) - value(without)) / len(orders)
    parts, sampled = shapley(players, value, less)
    assert sampled is None
    np.testing.assert_allclose(parts, expected, atol=1e-12)
    np.testing.assert_allclose(parts.sum(axis=0), value(tuple(range(players))), atol=1e-12)


def test_beyond_the_exact_size_orders_are_sampled_and_still_add_up() -> None:
    players = EXACT_CHANGES + 1
    value = game(1, players)
    parts, sampled = shapley(players, value, less, seed=4)
    assert sampled == 200
    np.testing.assert_allclose(parts.sum(axis=0), value(tuple(range(players))), atol=ADDS_UP)
    np.testing.assert_array_equal(parts, shapley(players, value, less, seed=4)[0])


def test_a_player_that_changes_nothing_has_no_part() -> None:
    value = game(2, 3)
    parts, _ = shapley(4, lambda members: value(tuple(m for m in members if m < 3)), less)
    assert (parts[3] == 0.0).all()


# Countries


@pytest.mark.parametrize("others", [("FRA", "POL"), ("USA", "CHN", "KEN")])
def test_the_account_between_countries_adds_up(others: tuple[str, ...]) -> None:
    for other in compared(*others).others:
        adds_up(other.account, other.difference.nominal)
        assert other.account.method == "direct"
        assert other.difference.nominal == pytest.approx(
            other.score.nominal - compared(*others).baseline.score.nominal, abs=1e-12
        )
        assert other.joint_loss is None


def test_a_country_differs_from_itself_by_nothing_in_every_draw() -> None:
    germany = sovai.load_profile("DEU", model=shipped())
    again = germany.model_copy(update={"country": germany.country.model_copy(update={"note": "written again"})})
    [same] = sovai.compare(germany, again, model=shipped(), draws=50).others
    for change in (same.difference, *same.layer_differences.values()):
        assert (change.nominal, change.low, change.mean, change.high) == (0.0, 0.0, 0.0, 0.0)
        assert change.probability == 1.0
    assert same.account.parts == ()
    assert same.levers == ()


def test_the_difference_the_other_way_round_is_its_opposite() -> None:
    [there], [back] = compared("FRA").others, compared("DEU", country="FRA").others
    assert there.difference.nominal == pytest.approx(-back.difference.nominal, abs=1e-12)
    assert there.difference.mean == pytest.approx(-(back.difference.mean or 0.0), abs=1e-12)
    assert there.difference.probability == back.difference.probability
    for component, part in there.account.by_component.items():
        assert part == pytest.approx(-back.account.by_component[component], abs=1e-12)


def test_more_alike_mixes_make_differences_narrower() -> None:
    def width(correlation: float) -> float:
        [other] = compared("NGA", country="KEN", correlation=correlation).others
        assert other.difference.low is not None
        assert other.difference.high is not None
        return other.difference.high - other.difference.low

    assert width(1.0) < width(0.5) < width(0.0)


def test_the_probability_of_a_sign_is_the_least_of_several_correlations() -> None:
    [other] = compared("FRA").others
    alone = [compared("FRA", correlation=each).others[0].difference.probability for each in (0.0, 0.5, 1.0)]
    assert [other.difference.probability] * 3 == alone
    assert compared("FRA", correlation=0.25).probability_under == (0.0, 0.25, 0.5, 1.0)


def test_ranks_and_vetoes_of_states_on_both_sides() -> None:
    [other] = compared("USA").others
    levers = {lever.id: lever for lever in other.levers}
    home = levers["USA"]
    assert (home.rank_before, home.rank_after, home.after) == (1, None, 0.0)
    assert "chips.accelerators" in home.vetoes_lost
    assert home.vetoes_gained == ()


def test_a_circle_is_at_home_for_its_members() -> None:
    comparison = compared("FRA", "GBR", home="EU", draws=0)
    assert "FRA" in comparison.home
    france, britain = comparison.others
    assert france.score.nominal < compared("FRA", draws=0).others[0].score.nominal
    assert britain.score.nominal == compared("GBR", draws=0).others[0].score.nominal


# Scenarios


def test_every_shipped_scenario_has_an_account_that_adds_up() -> None:
    comparison = compared(*scenario_ids(data_root()), draws=0)
    for other, key in zip(comparison.others, scenario_ids(data_root()), strict=True):
        assert other.id == key
        adds_up(other.account, other.difference.nominal)
        cuts = [change for change in other.changes if isinstance(change.change, Cut)]
        assert (other.joint_loss is None) == (not cuts)
        if other.joint_loss is not None:
            assert other.loss_account is not None
            adds_up(other.loss_account, other.joint_loss.nominal)
        if all(isinstance(change.change, Cut | Price) for change in other.changes):
            assert other.difference.nominal == 0.0
            assert other.account.parts == ()


@pytest.mark.parametrize(
    "ids", [("national-accelerators",), ("national-champion", "european-cloud"), ("several-model-vendors",)]
)
def test_the_account_of_several_changes_adds_up_by_change(ids: tuple[str, ...]) -> None:
    asked = of_levers(*ids)
    [other] = sovai.compare(profile(), asked, model=shipped(), draws=0).others
    adds_up(other.account, other.difference.nominal)
    assert other.account.method == "shapley"
    assert list(other.account.by_change) == list(range(1, len(asked.changes) + 1))
    alone = sovai.levers(profile(), ids[0], model=shipped(), draws=0).levers[0].score.nominal
    if len(ids) == 1:
        assert other.difference.nominal == pytest.approx(alone, abs=1e-12)


def test_more_changes_than_orders_can_be_counted_for_are_sampled() -> None:
    asked = of_levers("european-full-stack", "national-champion")
    assert len(asked.changes) > EXACT_CHANGES
    [other] = sovai.compare(profile(), asked, model=shipped(), draws=0).others
    assert other.account.method == "sampled"
    assert other.account.orders == 200
    adds_up(other.account, other.difference.nominal)


def test_another_exponent_is_accounted_for() -> None:
    value = {"value": 1.5, "why": "A test.", "judgement": True}
    asked = scenario(({"kind": "set", "parameter": "model.exponent", "value": value},))
    [other] = sovai.compare(profile(), asked, model=shipped(), draws=0).others
    assert other.difference.nominal < 0.0
    adds_up(other.account, other.difference.nominal)


def test_a_scenario_that_finds_nothing_changes_nothing_in_any_draw() -> None:
    nothing = {"kind": "shift", "component": "chips.accelerators", "from": "KEN", "to": "nvidia", "part": 0.5}
    [other] = sovai.compare(profile(), scenario((nothing,)), model=shipped(), draws=DRAWS).others
    assert (other.difference.low, other.difference.high, other.difference.probability) == (0.0, 0.0, 1.0)
    assert [change.found for change in other.changes] == [False]
    assert other.account.parts == ()


def test_the_joint_loss_is_that_of_what_if() -> None:
    for key in ("us-cloud-suspension", "inverter-switch-off"):
        [other] = compared(key).others
        expected = what_if(profile(), scenario=key, model=shipped(), draws=DRAWS).loss
        assert other.joint_loss is not None
        assert other.joint_loss.nominal == pytest.approx(expected.nominal, abs=1e-12)
        assert other.joint_loss.low == pytest.approx(expected.low, abs=1e-6)


# What can be asked, and output


def test_scenarios_and_countries_are_told_apart(tmp_path: Path) -> None:
    shown = (data_root() / "scenarios" / "us-chip-tiers.toml").read_text(encoding="utf-8")
    (tmp_path / "us-chip-tiers.toml").write_text(shown, encoding="utf-8")
    assert sovai.compare(profile(), tmp_path / "us-chip-tiers.toml", model=shipped(), draws=0).kind == "scenarios"
    path = data_root() / "profiles" / "FRA.toml"
    assert sovai.compare(profile(), str(path), model=shipped(), draws=0).kind == "countries"
    assert sovai.compare(profile(), profile("FRA"), model=shipped(), draws=0).kind == "countries"


@pytest.mark.parametrize(
    ("others", "options", "message"),
    [
        ((), {}, "nothing to compare with"),
        (("FRA", "us-chip-tiers"), {}, "cannot be compared in one go"),
        (("us-chip-teirs",), {}, "no scenario has the id 'us-chip-teirs', and as a country: "),
        (("FRA",), {"correlation": 1.5}, "a correlation of 1.5"),
        (("FRA",), {"draws": -1}, "-1 draws"),
    ],
)
def test_what_cannot_be_asked(others: tuple[str, ...], options: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        sovai.compare(profile(), others, model=shipped(), **options)


@pytest.mark.parametrize(
    "others",
    [("FRA", "POL", "KEN"), ("inverter-switch-off", "us-cloud-suspension", "us-chip-tariff"), ("open-line-closes",)],
)
def test_the_screen_fits_and_the_page_says_the_same(others: tuple[str, ...]) -> None:
    comparison = compared(*others)
    screen = on_screen(lambda out: comparison_screen(comparison, out), plain=True)
    assert max(map(len, screen.splitlines())) <= 100
    assert "\x1b" not in screen
    page = comparison.to_markdown()
    for other in comparison.others:
        assert other.name in page
    assert "Germany (DEU) beside" in screen


def test_a_cut_says_why_the_score_stays() -> None:
    screen = on_screen(lambda out: comparison_screen(compared("us-cloud-suspension"), out), plain=True)
    assert "The score stays" in screen
    assert "of the weighted need of Germany would go unmet" in " ".join(screen.split())


@pytest.mark.parametrize("others", [("FRA",), ("inverter-switch-off",)])
def test_json_follows_its_schema_and_the_command_reproduces_it(run: Run, others: tuple[str, ...]) -> None:
    printed = run("compare", "DEU", *others, "--draws", "50", "--json").stdout
    result = json.loads(printed)
    jsonschema.validate(result, result_schema(Comparison))
    command = shlex.split(result["provenance"]["command"])
    assert run(*command[1:], "--json").stdout == printed


def test_csv_has_the_parts(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("compare", "DEU", "FRA", "--draws", "0", "--format", "csv").stdout)))
    parts = [float(row["change"]) for row in rows if row["kind"] == "part of score"]
    [score] = [float(row["change"]) for row in rows if row["kind"] == "score"]
    assert sum(parts) == pytest.approx(score, abs=ADDS_UP)


@pytest.mark.parametrize(
    ("lang", "unit", "of", "home"), [("en", "pp", "loss in", "its own home"), ("de", "PP", "Ausfall", "sein eigenes")]
)
def test_countries_head_their_columns_and_losses_differ_in_points(lang: str, unit: str, of: str, home: str) -> None:
    comparison = compared("NLD", "USA")
    with speaking(lang):
        shown = translated(comparison)
        screen = on_screen(lambda out: comparison_screen(shown, out), plain=True)
        page = comparison_page(shown)
    for text in (screen, page):
        assert home in " ".join(text.split())
        assert "before" not in text
        assert "vorher" not in text
        for code in ("DEU", "NLD", "USA"):
            assert f"{of} {code}" in text
        moved = [lever for other in comparison.others for lever in other.levers if abs(lever.change.nominal) >= 5e-4]
        assert text.count(f"\N{NO-BREAK SPACE}{unit}") >= min(len(moved), 6)
        assert not re.search(r"[+−][0-9.,]+ ?%", text)


def test_the_command_prints_a_page_and_a_screen(run: Run) -> None:
    assert run("compare", "DEU", "FRA", "--draws", "0", "--format", "markdown").stdout.startswith("# Germany (DEU)")
    assert "France less Germany" in run("compare", "DEU", "FRA", "--draws", "0").stdout
    assert run("compare", "DEU").exit_code == 2
