"""`sovai whatif`: what would stop, run down and go on, against the engine, its laws, and on the screen."""

from __future__ import annotations

import csv
import io
import json
import shlex
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sovai
from conftest import Run, Tree
from sovai.engine.coalitions import expose_jointly
from sovai.engine.compiled import Parameter
from sovai.engine.interruption import Refusal, interrupt
from sovai.engine.worlds import DrawnWorld, NominalWorld
from sovai.loading import scenario_ids
from sovai.report.terminal.screen import on_screen
from sovai.report.terminal.whatif import render as whatif_screen
from systems import trees

ROOT = Path(__file__).parents[1]
YEARS = (0.0, 0.25, 1.0, 5.0)


@pytest.fixture(scope="module")
def model() -> sovai.Model:
    return sovai.load_model()


@pytest.fixture(scope="module")
def germany(model: sovai.Model) -> sovai.Profile:
    return sovai.load_profile("DEU", model=model)


def ask(tree: Tree, **options: Any) -> sovai.WhatIf:
    model = sovai.load_model(tree.root)
    return sovai.what_if(sovai.load_profile("DEU", model=model), model=model, **{"draws": 0, **options})


def left(result: sovai.WhatIf) -> np.ndarray[Any, Any]:
    return np.array([[estimate.nominal for estimate in component.left] for component in result.components])


def test_a_cut_of_one_party_equals_its_course(germany: sovai.Profile, model: sovai.Model) -> None:
    assessment = sovai.assess(germany, model=model, draws=0)
    for party in (*assessment.parties[:6], *assessment.parties[40:44]):
        result = sovai.what_if(germany, model=model, cut=party.id, at=assessment.course_years, draws=0)
        assert result.loss.nominal == pytest.approx(party.loss.nominal, abs=1e-9)
        for component in result.components:
            course = party.course.get(component.id, (0.0,) * len(assessment.course_years))
            assert [1.0 - estimate.nominal for estimate in component.left] == pytest.approx(course, abs=1e-9)
            assert component.stops + sum(component.runs_down.values()) == pytest.approx(
                party.control[component.id], abs=1e-9
            )


def test_its_draws_are_those_of_the_assessment(germany: sovai.Profile, model: sovai.Model) -> None:
    (usa,) = (p for p in sovai.assess(germany, model=model, draws=1000).parties if p.id == "USA")
    loss = sovai.what_if(germany, model=model, cut="USA", draws=1000).loss
    assert loss.model_dump() == pytest.approx(usa.loss.model_dump(), abs=1e-5)


@settings(max_examples=30, deadline=None)
@given(trees(), st.data())
def test_refusals_are_joint(tree: Any, data: st.DataObject) -> None:
    system = tree.compiled()
    if not system.parties:
        return
    chosen = data.draw(st.lists(st.integers(0, len(system.parties) - 1), min_size=1, max_size=3, unique=True))
    members = np.zeros((len(system.parties), 1))
    members[chosen] = 1.0
    years = np.array(YEARS)
    whole = Parameter("one", 1.0, 1.0, 1.0)
    together = [Refusal(tuple(chosen), whole, whole)]
    apart = [Refusal((party,), whole, whole) for party in chosen]
    for component in system.components:
        expected = expose_jointly(component, system, members, years)
        for refusals in (together, apart):
            found = interrupt(component, system, refusals, years, NominalWorld())
            assert found.unmet == pytest.approx(expected.unmet, abs=1e-12)
            assert found.stopped[:, -1].sum(axis=0) == pytest.approx(expected.control, abs=1e-12)


@settings(max_examples=30, deadline=None)
@given(trees(), st.data())
def test_more_strength_part_or_parties_never_leave_more(tree: Any, data: st.DataObject) -> None:
    system = tree.compiled()
    if not system.parties:
        return
    party = st.integers(0, len(system.parties) - 1)
    low, high = sorted(data.draw(st.tuples(st.floats(0.0, 1.0), st.floats(0.0, 1.0))))
    some = tuple(data.draw(st.lists(party, min_size=1, max_size=2, unique=True)))
    more = tuple(dict.fromkeys((*some, data.draw(party))))
    years = np.array(YEARS)

    def unmet(parties: tuple[int, ...], strength: float, part: float) -> Any:
        refusal = Refusal(parties, *(Parameter(str(value), value, value, value) for value in (strength, part)))
        return np.stack([interrupt(c, system, [refusal], years, NominalWorld()).unmet for c in system.components])

    assert (unmet(some, low, 0.5) <= unmet(some, high, 0.5) + 1e-9).all()
    assert (unmet(some, 0.5, low) <= unmet(some, 0.5, high) + 1e-9).all()
    assert (unmet(some, high, 1.0) <= unmet(more, high, 1.0) + 1e-9).all()
    assert not unmet(some, 0.0, 1.0).any()


def test_a_tier_takes_that_part_in_every_draw(germany: sovai.Profile, model: sovai.Model) -> None:
    from sovai.assessment.compiling import compile_system

    system = compile_system(germany, model, home=frozenset({"DEU"}), horizon_years=1.0)
    (assistants,) = (c for c in system.components if c.id == "models.assistants")
    usa, years, world = system.parties.index("USA"), np.array([0.0, 1.0]), DrawnWorld(0, 0, 100)
    whole, tier = Parameter("one", 1.0, 1.0, 1.0), Parameter("tier", 0.1, 0.3, 0.6)
    stopped = interrupt(assistants, system, [Refusal((usa,), whole, whole)], years, world).stopped
    part = interrupt(assistants, system, [Refusal((usa,), whole, tier)], years, world)
    assert part.stopped == pytest.approx(stopped * world.value(tier), abs=1e-6)
    assert not part.able[[row.jurisdiction == "USA" for row in assistants.rows]].any()


def test_a_circle_is_its_members(germany: sovai.Profile, model: sovai.Model) -> None:
    members = [m for m in model.catalogue.circles["EU"].members if m != "DEU"]
    of_circle = sovai.what_if(germany, model=model, cut="EU", draws=0)
    named = sovai.what_if(germany, model=model, cut=",".join(members), draws=0)
    assert left(of_circle).tolist() == left(named).tolist()
    assert of_circle.changes[0].at_home == ("DEU",)


def test_swapped_states_have_swapped_courses(tree: Tree) -> None:
    """Two states that only names tell apart: what holds for one holds for the other."""
    china, korea = ask(tree, cut="CHN"), ask(tree, cut="KOR")
    for file in [tree.root / "profiles" / "DEU.toml", *(tree.root / "profiles" / "catalogue").glob("*.toml")]:
        text = file.read_text(encoding="utf-8").replace('"CHN"', '"@"').replace('"KOR"', '"CHN"')
        file.write_text(text.replace('"@"', '"KOR"'), encoding="utf-8")
    assert left(ask(tree, cut="KOR")) == pytest.approx(left(china), abs=1e-12)
    assert left(ask(tree, cut="CHN")) == pytest.approx(left(korea), abs=1e-12)


def test_parts_add_to_the_need(germany: sovai.Profile, model: sovai.Model) -> None:
    result = sovai.what_if(germany, model=model, cut=["USA,CHN", "EU"], draws=0)
    for component in result.components:
        total = component.stops + sum(component.runs_down.values()) + sum(component.goes_on.values())
        assert total == pytest.approx(1.0, abs=1e-9)
        assert min(component.runs_down.values()) >= -1e-12 and min(component.goes_on.values()) >= -1e-12
        gone = np.array([1.0 - e.nominal for e in component.left]) + np.array(component.replaced)
        assert (gone <= component.stops + sum(component.runs_down.values()) + 1e-9).all()
    weighted = sum(layer.weight * component.weight * (1.0 - component.left[2].nominal)
                   for layer in result.layers for component in layer.components)  # fmt: skip
    assert 1.0 - result.stack.left[2].nominal == pytest.approx(weighted, abs=1e-12)


def test_what_comes_from_suppliers_at_home_is_not_counted_with_the_others(model: sovai.Model) -> None:
    chile = sovai.load_profile("CHL", model=model)
    result = sovai.what_if(chile, model=model, cut="CHN", draws=0)
    power = next(found for found in result.components if found.id == "energy.power-equipment")
    own = [row for row in chile.energy["power-equipment"] if row.supplier == "CHL"]
    assert 0.0 < power.goes_on["home"] <= own[0].share
    assert power.goes_on["others"] <= sum(
        row.share for row in chile.energy["power-equipment"] if row.supplier not in ("CHL", "CHN")
    )
    screen = on_screen(lambda out: whatif_screen(result, out))
    assert "producers at home" in screen
    assert "most of all Chile" not in screen
    assert ", Chile" not in screen
    union = sovai.what_if(sovai.load_profile("DEU", model=model), model=model, cut="CHN", home="EU", draws=0)
    alone = sovai.what_if(sovai.load_profile("DEU", model=model), model=model, cut="CHN", draws=0)
    for wide, narrow in zip(union.components, alone.components, strict=True):
        assert wide.goes_on["home"] >= narrow.goes_on["home"] - 1e-12


def test_a_limit_to_components_layers_inputs_or_access(tree: Tree) -> None:
    def lost(**limits: Any) -> set[str]:
        result = ask(tree, cut="USA,TWN,NLD", **limits)
        return {component.id for component in result.components if component.stops + sum(component.runs_down.values())}

    assert lost(components=["models"]) == {"models.assistants"}
    assert lost(components=["cloud.infrastructure"], access=["owned"]) == {"cloud.infrastructure"}
    assert lost(components=["lithography"]) == {"chips.accelerators", "cloud.infrastructure"}
    assert lost(components=["lithography"], access=["purchased"]) == {"chips.accelerators"}
    assert lost(components=["magnets"]) == set()


def test_what_is_at_home_is_not_cut(tree: Tree) -> None:
    with pytest.raises(sovai.UsageError, match="DEU: at home for Germany, and what is at home is not cut off"):
        ask(tree, cut="DEU")
    with pytest.raises(sovai.UsageError, match="homecloud: at home"):
        ask(tree, cut="homecloud")
    with pytest.raises(sovai.UsageError, match="EU: at home"):
        ask(tree, cut="EU", home="EU")
    result = ask(tree, cut="DEU,USA")
    assert result.changes[0].at_home == ("DEU",)
    assert left(result).tolist() == left(ask(tree, cut="USA")).tolist()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "nothing is asked: name a scenario"),
        ({"cut": "cloudo"}, "'cloudo' is neither a supplier, a state nor a circle; did you mean 'cloudco'"),
        ({"cut": "USA", "at": "1q"}, "'1q' is no time; write for example 30d, 6m or 1y"),
        ({"cut": "USA", "at": range(60)}, "give one to 50 of them"),
        ({"cut": "USA", "at": "101y"}, "from 0 to 100 years"),
        ({"cut": "USA", "strength": 1.5}, "a strength of 1.5 is not a number from 0 to 1"),
        ({"cut": "USA", "strength": (0.5, 0.2, 0.8)}, "three in ascending order"),
        ({"cut": "USA", "components": ["clouds"]}, "'clouds' is no component, layer or input; did you mean 'cloud'"),
        ({"cut": "USA", "access": ["rented"]}, "'rented' is no mode of access"),
        ({"scenario": "none"}, "there is no scenario 'none'; there is none to choose from"),
    ],
)
def test_requests_that_cannot_be_met(tree: Tree, options: dict[str, Any], message: str) -> None:
    with pytest.raises(sovai.UsageError) as error:
        ask(tree, **options)
    assert message in str(error.value)


def test_nothing_found_is_said(tree: Tree, run: Run) -> None:
    result = ask(tree, cut="TUV")
    assert [change.found for change in result.changes] == [False]
    assert (left(result) == 1.0).all()
    screen = " ".join(run("whatif", "DEU", "--cut", "TUV", "--draws", "0", "--data", tree.root).stdout.split())
    assert "Nothing of what the country uses would stop." in screen
    assert "Nothing is recorded here of what the refusal asked for is about: Tuvalu would stop supply." in screen


def test_what_the_parties_did_before_is_told_with_its_length(germany: sovai.Profile, model: sovai.Model) -> None:
    def asked(**options: Any) -> Any:
        return sovai.what_if(germany, model=model, draws=0, **options)

    states = asked(cut="USA")
    measures = [measure for measure in model.catalogue.measures.values() if "USA" in measure.by]
    assert states.on_record.count == len(measures)
    starts = [one.start for one in states.on_record.ended]
    assert starts == sorted(starts, reverse=True)
    assert {one.title: one.days for one in states.on_record.ended}[
        "US letters that stop chip design software for China"
    ] == 41
    assert {key for one in states.on_record.ended for key in one.evidence} <= {source.id for source in states.evidence}
    assert asked(cut="anthropic").on_record.ended[0].days == 19
    limited = asked(cut="USA", components=["cloud"]).on_record
    assert 0 < limited.count < states.on_record.count
    assert asked(cut="USA,CHN").on_record.count >= max(asked(cut=code).on_record.count for code in ("USA", "CHN"))
    assert asked(scenario="us-frontier-order").on_record.count == 0
    assert "19 days" in states.to_markdown()


def test_times_to_half_and_their_probability(tree: Tree) -> None:
    result = ask(tree, cut="cloudco", draws=500)
    (cloud,) = (component for component in result.components if component.id == "cloud.infrastructure")
    half = cloud.half_lost
    assert (half.years, half.low) == (0.0, 0.0) and half.probability is not None and half.probability > 0.9
    (chips,) = (c for c in ask(tree, cut="USA", draws=500).components if c.id == "chips.accelerators")
    assert chips.half_lost.years is not None and chips.half_lost.low is not None
    assert 0.0 < chips.half_lost.low < chips.half_lost.years
    (computers,) = (c for c in ask(tree, cut="USA", draws=500).components if c.id == "hardware.computers")
    assert computers.half_lost == computers.half_lost.model_copy(
        update={"years": None, "low": None, "high": None, "probability": 0.0}
    )


PRICE = """schema = 1
[scenario]
id = "dearer"
title = "Dearer chips"
description = "If chips were dearer."
[[changes]]
kind = "price"
parties = ["USA"]
components = ["chips.accelerators"]
factor = [1.1, 1.25, 1.5]
"""


def test_a_price_is_a_cost_and_no_outage(tree: Tree) -> None:
    (tree.root / "scenarios").mkdir()
    tree.write("scenarios/dearer.toml", PRICE)
    result = ask(tree, scenario="dearer", draws=200)
    assert (left(result) == 1.0).all()
    (price,) = result.prices
    assert price.component == "chips.accelerators" and price.share == pytest.approx(0.85)
    assert price.rise.nominal == pytest.approx(0.85 * 0.25)
    assert price.rise.low is not None and price.rise.low < price.rise.nominal
    assert "Cost, not supply" in result.to_markdown()


@pytest.mark.parametrize("id", scenario_ids(ROOT))
def test_shipped_scenarios_fit_the_screen_and_validate(id: str, run: Run) -> None:
    shown = run("whatif", "KEN", id, "--draws", "50")
    assert shown.exit_code == 0
    assert max(map(len, shown.stdout.splitlines())) <= 100
    said = [line for line in shown.stdout.splitlines() if not line.startswith("[")]  # titles of sources are others'
    assert not any(" will " in line for line in said)


@pytest.mark.parametrize("at", ["0", "0,30d,1y,3y,5y", "1m,2m,3m,4m,5m,6m,20y"])
def test_a_refusal_fits_the_screen(at: str, run: Run) -> None:
    shown = run("whatif", "DEU", "--cut", "USA,CHN", "--cut", "EU", "--at", at, "--draws", "100").stdout
    assert max(map(len, shown.splitlines())) <= 100
    assert "If all of this happened together" in shown
    assert any(block in shown for block in "▁▂▃▄▅▆▇█")


def test_json_validates_and_is_the_same_for_the_same_command(run: Run) -> None:
    arguments = ["whatif", "DEU", "us-frontier-order", "--cut", "CHN", "--strength", "0.2,0.5,0.9", "--draws", "100"]
    first = run(*arguments, "--json").stdout
    result = json.loads(first)
    jsonschema.validate(result, json.loads(run("schema", "whatif").stdout))
    again = shlex.split(result["provenance"]["command"])[1:]
    assert run(*again, "--json").stdout == first
    assert "scenarios/us-frontier-order.toml" in result["provenance"]["digests"]
    assert [change["scenario"] for change in result["changes"]] == ["us-frontier-order", None]


def test_csv_has_a_row_for_each_time(run: Run) -> None:
    text = run("whatif", "DEU", "--cut", "USA", "--at", "0,1y", "--draws", "0", "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 2 * (1 + 5 + 10)
    assert rows[0].keys() == {
        "country", "kind", "id", "name", "years", "left", "left_low", "left_high", "replaced", "half_lost_years",
    }  # fmt: skip
    assert {row["kind"] for row in rows} == {"stack", "layer", "component"}


def test_the_page_has_precedents_changes_and_sources(run: Run) -> None:
    page = run("whatif", "FRA", "us-frontier-order", "--draws", "50", "--format", "markdown").stdout
    for part in ("# France: A US order on frontier models", "- Precedent: ", "19 days", "## What would change",
                 "## What would be left", "## Limits", "## Sources", "(a judgement)"):  # fmt: skip
        assert part in page


def test_more_times_than_a_screen_has_room_for(run: Run) -> None:
    arguments = ["whatif", "DEU", "--cut", "USA", "--at", "1,2,3,4,5,6,7,8", "--draws", "0"]
    assert "a screen has room for 7 times" in run(*arguments).stderr
    assert "| 8 years |" in run(*arguments, "--format", "markdown").stdout


def test_a_wrong_strength_on_the_command_line(run: Run) -> None:
    result = run("whatif", "DEU", "--cut", "USA", "--strength", "much")
    assert result.exit_code == 1
    assert result.stderr == "sovai: --strength much: write a number from 0 to 1, or three such as 0.2,0.5,0.8\n"
