"""Missing figures: against bounds, profiles written out and the assessment itself; in every form."""

from __future__ import annotations

import csv
import io
import json
import pickle
import shlex
from functools import cache
from typing import Any

import jsonschema
import numpy as np
import pytest
from hypothesis import given, settings

import sovai
from conftest import Run, Tree, shipped
from sovai.assessment.nominal import nominal_run
from sovai.engine.bounds import bounds
from sovai.engine.grounds import grounds_of
from sovai.engine.openness import draw_open, open_shares
from sovai.engine.worlds import NominalWorld
from sovai.report.data import to_json
from sovai.report.language import speaking, translated
from sovai.report.terminal.gaps import render
from sovai.report.terminal.screen import on_screen
from sovai.report.wording import gaps as words
from sovai.results.gaps import Gap, Gaps
from systems import Table, trees
from systems import Tree as System
from test_engine_information import small_tree


@cache
def found(code: str = "KEN", draws: int = 2000) -> Gaps:
    return sovai.gaps(sovai.load_profile(code, model=shipped()), model=shipped(), draws=draws)


def of(tree: System, **options: Any) -> Gaps:
    return sovai.gaps(sovai.Profile.model_validate(tree.profile), model=tree.model(), draws=1000, **options)


def gap(result: Gaps, component: str, row: str | None) -> Gap:
    return next(g for g in (*result.gaps, *result.measured) if (g.component, g.row) == (component, row))


@settings(max_examples=25)
@given(trees(rounding=False))
def test_what_the_score_rests_on_adds_up_to_it(tree: System) -> None:
    system = tree.compiled()
    nominal = nominal_run(system)
    for c, component in enumerate(system.components):
        grounds = grounds_of(component, system, nominal.measured[c], nominal.loss[c])
        assert grounds.rows.sum(axis=0) + grounds.nobody == pytest.approx(nominal.measured[c], abs=1e-9)
        assert grounds.rows.min(initial=0.0) >= 0.0


@settings(max_examples=10)
@given(trees(rounding=False))
def test_open_shares_enclose_the_score_in_every_draw(tree: System) -> None:
    system = tree.compiled()
    drawn = draw_open(system, open_shares(system), [], draws=50, seed=1)
    low, high = drawn.ends()
    assert (low <= drawn.score + 1e-6).all()
    assert (high >= drawn.score - 1e-6).all()
    every = range(len(drawn.belongs))
    assert drawn.ends(found_home=every)[1] == pytest.approx(low)
    assert drawn.ends(found_abroad=every)[0] == pytest.approx(high)


def test_the_draws_are_those_of_the_assessment() -> None:
    result, assessed = found(), sovai.assess(sovai.load_profile("KEN", model=shipped()), model=shipped(), draws=2000)
    assert result.score.mean == pytest.approx(assessed.score.mean)
    assert result.score.low == pytest.approx(assessed.score.low)
    assert result.score.nominal == assessed.score.nominal
    assert result.bounds == assessed.bounds
    state = next(p for p in assessed.parties if p.id == result.levers["jurisdiction"])
    assert result.gaps[0].levers[0].certainty == pytest.approx(state.probability_largest)
    assert result.span.low < assessed.score.low < assessed.score.high < result.span.high


def test_grounds_are_parts_of_one_score() -> None:
    for code in ("KEN", "DEU", "CHN"):
        grounds = found(code).grounds
        parts = (grounds.measured, grounds.estimates, grounds.judgement, grounds.proxies, grounds.nobody)
        assert sum(parts) == pytest.approx(1.0, abs=1e-9)
        assert min(parts) >= 0.0
        assert 0.0 <= grounds.judged_proxies <= grounds.proxies
    kenya = found("KEN")
    brought = sum(g.score_share for g in kenya.gaps) + kenya.grounds.measured
    assert brought == pytest.approx(1.0, abs=1e-9)


def test_the_only_open_share_has_the_bounds_of_the_score() -> None:
    tree = small_tree()
    for rows in tree.share_lists():
        missing = 1.0 - sum(row["share"] for row in rows)
        if rows is not tree.rows("models.assistants") and rows:
            rows[-1]["share"] += missing
            rows[-1].pop("range", None)
    result = of(tree)
    one = gap(result, "models.assistants", None)
    assert [g.component for g in result.gaps if g.kind == "unattributed"] == ["models.assistants"]
    assert one.share == pytest.approx(0.1)
    assert (one.bounds.low, one.bounds.high) == pytest.approx((result.bounds.low, result.bounds.high), abs=1e-9)


def test_best_and_worst_of_a_row_are_those_of_a_profile_written_so() -> None:
    tree = small_tree()
    one = gap(of(tree), "chips.accelerators", "XDD/purchased")
    best, worst = tree.copy(), []
    best.rows("chips.accelerators")[1] |= {"supplier": "XAA", "access": "owned"}
    for state in ("XBB", "XCC", "XDD"):
        other = tree.copy()
        other.rows("chips.accelerators")[1]["supplier"] = state
        worst.append(other.assess().score.nominal)
    assert one.bounds.low == pytest.approx(best.assess().score.nominal, abs=1e-9)
    assert one.bounds.high == pytest.approx(max(worst), abs=1e-9)


def test_who_could_lead_is_who_leads_with_the_share() -> None:
    tree = small_tree()
    result = of(tree)
    for one in (g for g in result.gaps if g.kind == "unattributed"):
        now = {p.kind: p.id for p in reversed(tree.assess().parties) if p.rank == 1 and p.loss.nominal > 0.0}
        expected: set[str] = set()
        suppliers = [dict(row) for row in tree.rows(one.component) if "supplier" in row]
        if any("mix" in row for row in tree.rows(one.component)):
            suppliers += [dict(row) for row in tree.mixes["world"]["sources"]]
        hosted = one.component.partition(".")[0] in ("models", "cloud")
        suppliers += [{"supplier": s, "access": "hosted" if hosted else "purchased"} for s in ("XBB", "XCC", "XDD")]
        for row in suppliers:
            other = tree.copy()
            rows = other.rows(one.component)
            same = [r for r in rows if (r.get("supplier"), r.get("access")) == (row["supplier"], row["access"])]
            if same:
                same[0]["share"] += one.share
                same[0].pop("range", None)
            else:
                rows.append({"supplier": row["supplier"], "access": row["access"], "share": one.share})
            for party in other.assess().parties:
                if party.rank == 1 and party.loss.nominal > 0.0 and party.id != now[party.kind]:
                    expected.add(party.id)
        assert set(one.could_lead) == expected


def test_a_figure_that_moves_nothing_is_worth_nothing() -> None:
    tree = small_tree()
    tree.rows("chips.accelerators")[0] |= {"share": 0.6, "range": [0.6, 0.6]}
    tree.rows("chips.accelerators")[1] |= {"supplier": "XAA", "access": "owned", "share": 0.4, "range": [0.4, 0.4]}
    result = of(tree)
    one = gap(result, "chips.accelerators", "XAA/owned")
    assert (one.score_share, one.variance.value) == (0.0, pytest.approx(0.0, abs=1e-9))
    assert one.bounds.low == pytest.approx(result.score.nominal, abs=1e-9)


def test_figures_together_leave_less_than_each_alone() -> None:
    for code in ("KEN", "DEU"):
        result = found(code)
        widths = [result.span.high - result.span.low, *(step.span_left.value for step in result.together)]
        assert widths == sorted(widths, reverse=True)
        assert len({step.gap for step in result.together}) == len(result.together) == 3
        first = result.gaps[result.together[0].gap]
        assert first.span.value == max(g.span.value for g in result.gaps)
        assert result.together[0].span_left.value == pytest.approx(widths[0] - first.span.value, abs=0.15)


def test_kenya_is_told_what_to_look_for() -> None:
    text = screen(found()).replace("\n", " ")
    assert "whoever supplies what is attributed to nobody" in text
    assert 'profiles/KEN.toml, [[cloud.infrastructure]], where mix = "africa-cloud" stands' in text
    assert "To look for: spending on cloud infrastructure by provider" in text


def screen(result: Gaps, **how: Any) -> str:
    return on_screen(lambda out: render(result, out, **how))


@pytest.mark.parametrize("code", ["KEN", "USA", "TWN"])
def test_the_screen_fits(code: str) -> None:
    lines = screen(found(code)).splitlines()
    assert max(map(len, lines)) <= 100
    assert len(lines) < 65


@pytest.mark.parametrize("language", ["en", "de"])
def test_tables_call_mixes_by_name_and_keep_every_column(language: str) -> None:
    result = found("DEU")
    proxies = [gap.row for gap in result.gaps if gap.kind == "proxy" and gap.row is not None]
    assert proxies
    with speaking(language):
        shown = translated(result)
        rows = [words.row(gap, shown) for gap in shown.gaps]
        text = on_screen(lambda out: render(shown, out, top=40))
    for key in proxies:
        assert any(f"“{shown.names[key]}”" in cells[0] or f"„{shown.names[key]}“" in cells[0] for cells in rows)
        assert not any(key.removeprefix("mix:") in cells[0] for cells in rows)
    header = next(line for line in text.splitlines() if line.startswith(("Not known", "Nicht bekannt")))
    assert header.endswith("±")
    assert max(map(len, text.splitlines())) <= 100


def test_every_sentence_is_a_message() -> None:
    for code in ("KEN", "DEU"):
        with speaking("de"):
            assert screen(found(code), top=40)


def test_forms(run: Run) -> None:
    options = ["gaps", "KEN", "--draws", "1000"]
    data = json.loads(run(*options, "--json").output)
    jsonschema.validate(data, json.loads(run("schema", "gaps").output))
    assert data == json.loads(to_json(found(draws=1000)))
    rows = list(csv.DictReader(io.StringIO(run(*options, "--format", "csv").output)))
    assert [float(row["span"]) for row in rows][: len(data["gaps"])] == sorted(
        (g["span"]["value"] for g in data["gaps"]), reverse=True
    )
    assert tuple(rows[0]) == Gaps.columns
    page = run(*options, "--format", "markdown").output
    assert page.startswith("# What is not known about Kenya")
    assert found(draws=1000).to_markdown() == page
    again = shlex.split(data["provenance"]["command"])[1:]
    assert json.loads(run(*again, "--json").output) == data


def test_arguments(run: Run) -> None:
    for draws in ("0", "999", "100001"):
        refused = run("gaps", "KEN", "--draws", draws)
        assert refused.exit_code == 1
        assert "give 1,000 to 100,000" in refused.output
    assert "--home" in found_command(home="EU")


def found_command(**options: Any) -> str:
    profile = sovai.load_profile("DEU", model=shipped())
    return sovai.gaps(profile, model=shipped(), draws=1000, **options).provenance.command


def test_a_profile_without_a_single_row(tree: Tree) -> None:
    empty: Table = {"country": {"code": "FRA", "name": "France", "as_of": "2026-01-01"}}
    text = f'schema = 1\n[country]\ncode = "{empty["country"]["code"]}"\nname = "France"\nas_of = 2026-01-01\n'
    tree.write("profiles/FRA.toml", text)
    model = sovai.load_model(tree.root)
    result = sovai.gaps(sovai.load_profile("FRA", model=model), model=model, draws=1000)
    assert {g.kind for g in result.gaps} == {"unattributed"}
    assert result.grounds.nobody == pytest.approx(1.0)
    assert screen(result)


def test_workers_change_nothing() -> None:
    def elsewhere(work: Any, units: Any) -> list[Any]:
        return [copied(work)(unit) for unit in units]

    again = sovai.gaps(sovai.load_profile("KEN", model=shipped()), model=shipped(), draws=2000, workers=elsewhere)
    assert again == found()


def copied(work: Any) -> Any:
    """The work as another process would get it."""
    return pickle.loads(pickle.dumps(work))


def test_bounds_are_those_of_before() -> None:
    """Open shares in the nominal world: one after the other they make up the bounds of the whole."""
    profile = sovai.load_profile("JPN", model=shipped())
    assessed = sovai.assess(profile, model=shipped(), draws=0)
    from sovai.assessment.compiling import compile_system

    system = compile_system(profile, shipped(), home=frozenset({"JPN"}), horizon_years=1.0)
    low, high = bounds(system)
    assert (100.0 * low, 100.0 * high) == (assessed.bounds.low, assessed.bounds.high)
    sizes = np.zeros(len(system.components))
    for share in open_shares(system):
        sizes[share.component] += share.share(system, NominalWorld())[0]
    named = {c.id: c.unattributed for layer in assessed.layers for c in layer.components}
    assert sizes == pytest.approx([named[c.id] for c in system.components], abs=1e-5)
