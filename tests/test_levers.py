"""What levers would do in a country: paired differences, the front, pairs, vendors apart from jurisdictions."""

from __future__ import annotations

import csv
import io
import json
import shlex
from dataclasses import replace
from functools import cache
from typing import Any

import jsonschema
import numpy as np
import pytest

import sovai
from conftest import SMALL, Run, shipped
from sovai.assessment.drawing import Drawing
from sovai.assessment.feasibility import Feasibility
from sovai.assessment.pairing import Variants, change
from sovai.assessment.setting import settle
from sovai.errors import UsageError
from sovai.loading import data_root, lever_ids, load_lever, load_profile
from sovai.model.altering import with_parameter
from sovai.model.changes import Set
from sovai.model.lever import Lever
from sovai.model.quantity import Quantity
from sovai.report import numbers
from sovai.report.data import result_schema, to_csv
from sovai.report.terminal.levers import render as levers_screen
from sovai.report.terminal.screen import on_screen
from sovai.results.levers import LeverEffect, Levers

DRAWS = 200
ONE = "layers.cloud.components.infrastructure.surge"


@cache
def profile(code: str = "DEU") -> sovai.Profile:
    return load_profile(code, model=shipped())


@cache
def found(code: str = "DEU", **options: Any) -> Levers:
    return sovai.levers(profile(code), model=shipped(), **{"draws": DRAWS, **options})


def effect(levers: Levers, key: str) -> LeverEffect:
    return next(lever for lever in levers.levers if lever.id == key)


def lever(*changes: dict[str, Any]) -> Lever:
    head = {"id": "own", "title": "Own", "description": "A lever.", "kind": "hedge"}
    return Lever.model_validate({"lever": head, "changes": changes})


NOTHING = {"kind": "shift", "component": "chips.accelerators", "from": "KEN", "to": "nvidia", "part": 0.5}


def test_every_shipped_lever_is_there_with_the_largest_effect_first() -> None:
    levers = found()
    assert sorted(lever.id for lever in levers.levers) == list(lever_ids(data_root()))
    effects = [lever.score.nominal for lever in levers.levers]
    assert effects == sorted(effects)
    for one in levers.levers:
        assert one.score.low is not None
        assert one.score.high is not None
        assert one.score.low <= one.score.high
        assert one.score.probability is not None
        assert 0.0 <= one.score.probability <= 1.0
        assert set(one.raises) <= {*one.by_layer, *one.by_component, *one.by_state}
        assert one.conditions


def test_the_baseline_is_the_assessment() -> None:
    assessed = sovai.assess(profile(), model=shipped(), draws=DRAWS)
    levers = found()
    assert levers.score.nominal == pytest.approx(assessed.score.nominal, abs=1e-12)
    assert levers.score.low == pytest.approx(assessed.score.low, rel=1e-5)
    top = next(party for party in assessed.parties if party.kind == "jurisdiction")
    assert levers.top_state is not None
    assert levers.top_state.id == top.id
    assert levers.top_state.loss.nominal == pytest.approx(top.loss.nominal, abs=1e-12)


@pytest.mark.parametrize("changes", [(NOTHING,), (NOTHING, NOTHING)])
def test_a_lever_that_finds_nothing_differs_by_nothing_in_every_draw(changes: tuple[dict[str, Any], ...]) -> None:
    variants = Variants(profile(), settle(shipped()))
    after = variants.under(lever(*changes).changes)
    assert after.applied.unmatched == tuple(range(len(changes)))
    some = variants.under(load_lever("national-champion", model=shipped()).changes)
    drawn = variants.draw([variants.recorded, some, after], ["USA"], Drawing(DRAWS, seed=0))
    assert np.array_equal(drawn[0].score, drawn[2].score)
    assert np.array_equal(drawn[0].layers, drawn[2].layers)
    assert np.array_equal(drawn[0].losses["USA"], drawn[2].losses["USA"])
    assert not np.array_equal(drawn[0].score, drawn[1].score)


def test_a_parameter_set_to_what_it_is_differs_by_nothing_in_every_draw() -> None:
    value = shipped().weights.component("cloud.infrastructure").surge
    variants = Variants(profile(), settle(shipped()))
    after = variants.under([Set(kind="set", parameter=ONE, value=value)])
    drawn = variants.draw([variants.recorded, after], [], Drawing(DRAWS, seed=3))
    assert after.score == variants.recorded.score
    assert np.array_equal(drawn[0].score, drawn[1].score)


def test_a_lever_that_finds_nothing_is_named() -> None:
    levers = sovai.levers(profile(), lever(NOTHING), model=shipped(), draws=DRAWS)
    assert levers.levers[0].nothing_found == (1,)
    assert levers.levers[0].score.nominal == 0.0
    assert levers.levers[0].score.probability == 1.0
    screen = on_screen(lambda out: levers_screen(levers, out), plain=True)
    assert "Nothing to act on in this country: “Own”." in screen


def test_draws_are_those_of_one_block_after_another() -> None:
    variants = Variants(profile(), settle(shipped(), horizon_years=0.0))
    [many] = variants.draw([variants.recorded], ["USA"], Drawing(2100, seed=0))
    [few] = variants.draw([variants.recorded], ["USA"], Drawing(50, seed=0))
    assert many.score.shape == (2100,)
    np.testing.assert_allclose(many.score[:50], few.score, rtol=1e-6)


def test_who_is_on_the_front_is_beaten_by_nobody() -> None:
    known = {
        lever.id: (lever.score.nominal, lever.cost_million_euros.mode, lever.years_to_effect.mode)
        for lever in found().levers
        if lever.cost_million_euros is not None and lever.years_to_effect is not None
    }
    assert len(known) >= 5
    for one in found().levers:
        if one.id not in known:
            assert one.on_front is None
            continue
        own = known[one.id]
        beaten = any(other != own and all(np.array(other) <= own) for other in known.values())
        assert one.on_front == (own[0] < 0.0 and not beaten)
    assert any(one.on_front for one in found().levers)


def test_switching_vendors_moves_companies_and_leaves_the_state() -> None:
    vendors = [lever for lever in found().levers if lever.vendors_only]
    assert len(vendors) == 3
    for one in vendors:
        assert one.top_loss is not None
        assert one.top_loss.nominal == pytest.approx(0.0, abs=1e-4)
        assert min(one.by_company.values()) < -0.005
    screen = on_screen(lambda out: levers_screen(found(), out), plain=True)
    head, _, tail = screen.partition("Switching vendors")
    assert "Several cloud vendors" in tail
    assert "Several cloud vendors" not in head


def test_a_lever_that_raises_something_shows_both_arrows() -> None:
    one = effect(found(), "national-accelerators")
    assert one.by_layer["cloud"] < 0.0 < one.by_layer["chips"]
    assert {"chips", "TWN"} <= set(one.raises)
    screen = on_screen(lambda out: levers_screen(found(), out), plain=True)
    assert "↓ Cloud −6.7, ↑ Chips" in screen


def test_pairs_are_the_country_under_both() -> None:
    levers = found()
    assert len(levers.pairs) == 15
    gains = [pair.interaction for pair in levers.pairs]
    assert gains == sorted(gains)
    pair = levers.pairs[0]
    assert pair.apart == effect(levers, pair.first).score.nominal + effect(levers, pair.second).score.nominal
    both = [change for key in (pair.first, pair.second) for change in load_lever(key, model=shipped()).changes]
    variants = Variants(profile(), settle(shipped()))
    assert pair.together == 100.0 * (variants.under(both).score - variants.recorded.score)
    assert pair.interaction == pair.together - pair.apart


def test_budget_and_years_set_apart_what_is_known_to_be_beyond() -> None:
    levers = found(budget=1000.0, years=1.0, draws=0)
    assert effect(levers, "european-full-stack").within_budget is False
    assert effect(levers, "local-open-weights").within_budget is None
    assert effect(levers, "local-open-weights").within_years is True
    assert all(effect(levers, key).within_budget is not False for pair in levers.pairs for key in (pair.first,))
    screen = on_screen(lambda out: levers_screen(levers, out), plain=True)
    assert "A full European stack" in screen.partition("Beyond the budget")[2]
    assert effect(found(), "european-full-stack").within_budget is None


def test_without_draws_only_nominal_figures() -> None:
    levers = found(draws=0)
    assert levers.levers[0].score.low is None
    assert levers.levers[0].score.probability is None
    assert levers.levers[0].score.nominal == found().levers[0].score.nominal


def test_the_sign_holds_where_draws_have_it() -> None:
    drawn = np.array([0.1, 0.2, -0.1, 1e-8])
    assert change(0.1, drawn, 0.9).probability == 0.5
    assert change(0.0, drawn, 0.9).probability == 0.25
    assert change(0.1, drawn, 0.9, least=0.4).probability == 0.4


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"budget": -1.0}, "--budget -1.0"),
        ({"years": float("nan")}, "--years nan"),
        ({"levers": "no-such-lever"}, "there is no lever 'no-such-lever'"),
        ({"levers": ["chip-stockpile", "chip-stockpile"]}, "more than once: chip-stockpile"),
    ],
)
def test_what_cannot_be_asked(options: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        sovai.levers(profile(), model=shipped(), draws=0, **options)


def test_the_home_circle_counts() -> None:
    assert found(home="EU", draws=0).score.nominal < found(draws=0).score.nominal


# Output


@pytest.mark.parametrize("code", ["DEU", "KEN", "USA", "ARE"])
def test_the_screen_fits_and_says_whose_it_is(code: str) -> None:
    screen = on_screen(lambda out: levers_screen(found(code), out), plain=True)
    assert max(map(len, screen.splitlines())) <= 100
    assert "\x1b" not in screen
    assert found(code).country.name in screen.splitlines()[0]


def test_json_follows_its_schema_and_the_command_reproduces_it(run: Run) -> None:
    printed = run("levers", "DEU", "--draws", "50", "--lever", "chip-stockpile", "--budget", "5", "--json").stdout
    result = json.loads(printed)
    jsonschema.validate(result, result_schema(Levers))
    command = shlex.split(result["provenance"]["command"])
    assert command[:4] == ["sovai", "levers", "DEU", "--lever"]
    assert run(*command[1:], "--json").stdout == printed


def test_csv_has_a_row_per_lever(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("levers", "DEU", "--draws", "0", "--format", "csv").stdout)))
    assert len(rows) == len(lever_ids(data_root()))
    assert to_csv(found().to_records()).startswith("country,lever,title,kind,vendors_only,score,score_low,score_high")


def test_the_page_has_conditions_of_every_lever(run: Run) -> None:
    page = run("levers", "DEU", "--draws", "0", "--format", "markdown").stdout
    assert page.count("- Needs: ") == len(found().levers)
    assert page.startswith("# Levers for Germany\n")
    assert found(draws=0).to_markdown() == page


def test_a_lever_by_itself_is_described(run: Run) -> None:
    screen = run("levers", "DEU", "--draws", "0", "--lever", "more-data-centres").stdout
    assert "Needs: " in screen
    assert "Makes worse: " in screen
    assert max(map(len, screen.splitlines())) <= 100


# Whom a lever is open to, and what it costs there


def test_a_lever_that_a_country_cannot_use_stands_apart_and_says_why() -> None:
    kenya = found("KEN", draws=0)
    closed = {lever.id: [each.kind for each in lever.obstacles] for lever in kenya.levers if not lever.is_open}
    assert closed["european-full-stack"] == ["country"]
    assert closed["shared-public-compute"] == ["country"]
    assert closed["national-champion"] == ["means"]
    assert effect(kenya, "local-open-weights").is_open
    assert effect(found("DEU", draws=0), "european-full-stack").is_open
    screen = on_screen(lambda out: levers_screen(kenya, out), plain=True)
    usable, _, apart = screen.partition("Not open to this country")
    assert "Open to Kenya" in usable
    assert "A full European stack" not in usable
    assert "A full European stack: It is a plan for the European Union and its members." in apart
    assert "0.438% of gross domestic product in each year until it takes effect" in " ".join(apart.split())


def test_what_is_not_open_is_in_no_pair_and_beats_nobody() -> None:
    kenya = found("KEN", draws=0)
    closed = {lever.id for lever in kenya.levers if not lever.is_open}
    assert closed
    assert not closed & {key for pair in kenya.pairs for key in (pair.first, pair.second)}
    assert all(lever.on_front is None for lever in kenya.levers if lever.id in closed)


def test_more_means_open_more() -> None:
    assert effect(found("KEN", draws=0, means=1.0), "national-champion").is_open
    assert not effect(found("DEU", draws=0, means=0.0), "national-champion").is_open


def test_moving_supply_away_from_home_is_no_lever() -> None:
    usa = found("USA", draws=0)
    kinds = {lever.id: {each.kind for each in lever.obstacles} for lever in usa.levers}
    assert kinds["european-cloud"] == {"home"}
    assert effect(usa, "european-cloud").obstacles[0].changes == (1, 2, 3)
    assert kinds["several-cloud-vendors"] == set()  # from one firm at home to another
    assert kinds["open-source-office"] == set()  # to what nobody can withdraw
    assert kinds["conditional-access"] == {"country"}
    assert {each.kind for each in effect(found("CHN", draws=0), "national-accelerators").obstacles} == {"country"}


def test_costs_grow_with_the_country_where_the_figure_allows() -> None:
    economies = shipped().catalogue.economies
    germany, korea = found("DEU", draws=0), found("KOR", levers="national-accelerators", draws=0)
    one = effect(germany, "national-accelerators")
    assert one.cost_scaling is not None
    assert one.cost_scaling.factor == economies["DEU"].gdp_million_dollars / economies["KOR"].gdp_million_dollars
    assert one.cost_million_euros is not None
    assert one.cost_published is not None
    assert one.cost_million_euros.mode == one.cost_scaling.factor * one.cost_published.mode
    assert effect(korea, "national-accelerators").cost_million_euros == one.cost_published
    stack, members = load_lever("european-full-stack", model=shipped()), shipped().catalogue.members("EU")
    countries = [Feasibility(code, frozenset({code}), shipped().catalogue, 1.0) for code in members]
    factors = [scaling.factor for one in countries if (scaling := one.scaling(stack)) is not None]
    assert len(factors) == 27
    assert sum(factors) == pytest.approx(1.0)
    office = effect(germany, "open-source-office")
    assert office.cost_scaling is not None
    assert office.cost_scaling.factor == economies["DEU"].population / 2959517
    assert effect(germany, "national-champion").cost_scaling is None
    screen = on_screen(lambda out: levers_screen(germany, out), plain=True)
    assert "~16,500†" in screen
    assert "~17,000 " in screen


def test_a_country_of_unknown_size_gets_the_published_cost() -> None:
    catalogue = shipped().catalogue.model_copy(update={"economies": {}})
    one = load_lever("national-accelerators", model=shipped())
    levers = sovai.levers(profile("KEN"), one, model=replace(shipped(), catalogue=catalogue), draws=0)
    assert levers.levers[0].cost_scaling is None
    assert levers.levers[0].cost_million_euros == levers.levers[0].cost_published
    assert levers.levers[0].is_open


def test_of_who_is_not_comparable_only_bounds_are_quoted() -> None:
    strict = with_parameter(shipped().weights, "model.maximum_spread", Quantity(low=0.1, mode=0.1, high=0.1))
    germany = found("DEU", draws=0)
    model = replace(shipped(), weights=strict)
    doubtful = sovai.levers(profile(), "local-open-weights", model=model, draws=0)
    assert germany.comparable
    assert not doubtful.comparable
    assert doubtful.bounds == sovai.assess(profile(), model=shipped(), draws=0).bounds
    within = f"within {numbers.points_range(doubtful.bounds.low, doubtful.bounds.high)}, not comparable"
    for show in (lambda levers: on_screen(lambda out: levers_screen(levers, out), plain=True), Levers.to_markdown):
        assert f"{within}; only these bounds may be quoted" in " ".join(show(doubtful).split())
        assert f"as recorded: {numbers.points(doubtful.score.nominal)}" not in show(doubtful)
        assert "not comparable" not in show(germany)


def test_data_without_levers_say_so(run: Run) -> None:
    shown = run("levers", "DEU", "--data", SMALL)
    assert shown.exit_code == 1
    assert shown.stderr.startswith("sovai: the data have no levers; name the file of one")
