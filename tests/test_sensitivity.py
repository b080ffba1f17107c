"""`sensitivity`: groups, figures and reference sets of a country, in every form; SALib on the same model."""

from __future__ import annotations

import csv
import io
import json
import shlex
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest

import sovai
from conftest import SMALL, Run, shipped
from quantile_world import QuantileWorld
from sovai.assessment.compiling import compile_system
from sovai.assessment.groups import Grouping
from sovai.engine.clocks import horizon_times
from sovai.engine.cutoff import expose
from sovai.engine.outcomes import ScoreOutcome
from sovai.engine.scoring import published
from sovai.report.data import result_schema, to_csv
from sovai.report.terminal.screen import on_screen
from sovai.report.terminal.sensitivity import render
from sovai.report.wording import sensitivity as words
from sovai.results.sensitivity import GroupIndices, Sensitivity, SobolIndex, VarianceParts

GROUPS = {
    "shares.chips", "shares.hardware", "shares.energy", "shares.models", "shares.cloud",
    "mixes", "control", "lives", "surge",
}  # fmt: skip


@cache
def found(code: str = "DEU", **options: Any) -> Sensitivity:
    options = {"samples": 512, **options}
    return sovai.sensitivity(sovai.load_profile(code, model=shipped()), model=shipped(), **options)


def incomparable() -> str:
    """A shipped country of which only the bounds may be quoted."""
    golden = sorted((Path(__file__).parent / "golden").glob("???.json"))
    return next(path.stem for path in golden if not json.loads(path.read_text(encoding="utf-8"))["comparable"])


def by_id(parts: VarianceParts) -> dict[str, GroupIndices]:
    return {group.id: group for group in parts.groups}


def indices(group: GroupIndices) -> tuple[SobolIndex, SobolIndex]:
    assert group.first_order is not None
    assert group.total_order is not None
    return group.first_order, group.total_order


def screen(result: Sensitivity) -> str:
    return on_screen(lambda out: render(result, out), plain=True)


def test_the_groups_of_the_method_and_the_choices_apart() -> None:
    result = found(samples=2048, interval=0.999)
    assert set(by_id(result.data)) == GROUPS
    assert set(by_id(result.choices)) == {"weights", "exponent"}
    for parts in (result.data, result.choices):
        totals = [indices(group)[1].value for group in parts.groups]
        assert totals == sorted(totals, reverse=True)
        for group in parts.groups:
            first, total = indices(group)
            assert group.quantities > 0
            assert first.low <= total.high  # first ≤ total within the intervals
            assert total.value >= 0.0
        assert parts.additive is not None
        assert parts.additive.value == pytest.approx(sum(indices(group)[0].value for group in parts.groups))
    # hardly any interaction in this model: the parts add up
    assert result.data.additive is not None
    assert result.data.additive.low <= 1.0 <= result.data.additive.high


def test_the_spread_is_that_of_a_score() -> None:
    result = found(samples=4096)
    score = sovai.assess(sovai.load_profile("DEU", model=shipped()), model=shipped(), draws=4096).score
    assert score.mean is not None
    assert result.nominal == pytest.approx(score.nominal, abs=1e-9)
    assert result.data.mean == pytest.approx(score.mean, abs=5 * result.data.standard_deviation / 64)
    assert [result.data.low, result.data.high] == pytest.approx([score.low, score.high], abs=0.15)
    assert [result.choices.low, result.choices.high] == pytest.approx([score.choices.low, score.choices.high], abs=0.6)


@pytest.mark.parametrize("group", ["shares.cloud", "mixes", "control", "lives", "surge"])
def test_a_divided_group_holds_the_same_quantities_and_leaves_the_others_alone(group: str) -> None:
    model = shipped()
    system = compile_system(sovai.load_profile("DEU", model=model), model, home=frozenset({"DEU"}), horizon_years=1.0)
    whole = {g.id: g.streams for g in Grouping([system], ["DEU"], 0).data}
    divided = {g.id: g.streams for g in Grouping([system], ["DEU"], 0, group).data}
    parts = [streams for id_, streams in divided.items() if id_.startswith(f"{group}.")]
    assert frozenset().union(*parts) == whole[group]
    assert sum(map(len, parts)) == len(whole[group])
    assert group not in divided
    assert {id_: streams for id_, streams in divided.items() if id_ in whole} == {
        id_: streams for id_, streams in whole.items() if id_ != group
    }


def test_dividing_one_group_moves_no_estimate_of_the_others() -> None:
    whole, divided = found(), found(group=("shares.cloud", "weights"))
    before, after = by_id(whole.data), by_id(divided.data)
    for id_ in GROUPS - {"shares.cloud"}:
        first, total = indices(before[id_])
        assert indices(after[id_])[0].value == pytest.approx(first.value, abs=1e-12)
        assert indices(after[id_])[1].value == pytest.approx(total.value, abs=1e-12)
    assert set(by_id(divided.choices)) == {"weights.layers", "weights.components", "weights.indicators", "exponent"}
    rows = [group for id_, group in after.items() if id_.startswith("shares.cloud.")]
    assert {group.quantities for group in rows} == {1}
    together = sum(indices(group)[0].value for group in rows)
    assert together == pytest.approx(indices(before["shares.cloud"])[0].value, abs=0.1)


def test_what_a_figure_does_not_depend_on_has_no_part_in_it() -> None:
    layer = by_id(found(of="layer:cloud").data)
    for id_ in GROUPS - {"shares.cloud", "mixes", "control", "lives", "surge"}:
        first, total = indices(layer[id_])
        assert (first.value, first.low, first.high) == (0.0, 0.0, 0.0)
        assert (total.value, total.low, total.high) == (0.0, 0.0, 0.0)
    choices = by_id(found(of="layer:cloud", group=("weights",)).choices)
    assert indices(choices["weights.layers"])[1].value == 0.0
    assert indices(choices["weights.components"])[1].value == pytest.approx(0.0, abs=1e-9)  # one component
    assert indices(choices["weights.indicators"])[1].value > 0.9
    loss = by_id(found(of="party:USA", group=("weights",)).choices)
    assert indices(loss["exponent"])[1].value == indices(loss["weights.indicators"])[1].value == 0.0


def test_the_difference_to_a_reference_set() -> None:
    apart = incomparable()
    result = found(against=("DEU", "FRA,POL", apart), samples=64)
    assert [country.code for country in result.not_comparable] == [apart]
    codes = {country.code for country in result.reference}
    assert codes == {"DEU", "FRA", "POL"}
    scores = {
        code: sovai.assess(sovai.load_profile(code, model=shipped()), model=shipped(), draws=0).score.nominal
        for code in codes
    }
    assert result.nominal == pytest.approx(scores["DEU"] - np.median(list(scores.values())), abs=1e-9)
    assert set(by_id(result.data)) == GROUPS | {"reference"}
    assert f"against the median of DEU, FRA, POL and {apart}" in screen(result)
    divided = found(against="FRA", group=("reference",), samples=64)
    assert [group.id for group in divided.data.groups if group.id.startswith("reference")] == ["reference.FRA"]
    assert "figures for France" in screen(divided)


def test_a_long_reference_set_is_named_in_short() -> None:
    result = found(against="DEU,FRA,POL,ITA,ESP,SWE", samples=64)
    assert words.reference(result) == "DEU, FRA, POL, ITA and 2 more"
    assert result.against == "DEU,FRA,POL,ITA,ESP,SWE"


def test_at_home_together() -> None:
    result = found(against="FRA", home="EU", samples=64)
    assert {"DEU", "FRA", "POL"} <= set(result.home)
    alone = found(home="FRA", samples=64)
    assert alone.home == ("DEU", "FRA")


def test_a_constant_figure_says_so(tree: Any) -> None:
    tree.write("profiles/FRA.toml", "nonsense = [")  # so that Germany is left, whose difference to itself is nothing
    model = sovai.load_model(tree.root)
    result = sovai.sensitivity(sovai.load_profile("DEU", model=model), model=model, against="DEU,FRA", samples=64)
    assert result.nominal == 0.0
    for parts in (result.data, result.choices):
        assert parts.constant
        assert parts.additive is None
        assert all(group.first_order is None and group.total_order is None for group in parts.groups)
    assert screen(result).count("the same in all draws") == 2
    rows = list(csv.DictReader(io.StringIO(to_csv(result.to_records(), result.columns))))
    assert {row["first_order"] for row in rows} == {""}
    assert all(words.bar(group) == "·" * words.BAR for group in result.data.groups)


def test_small_negative_estimates_are_kept_and_explained() -> None:
    result = found("KEN", samples=64, group=("surge", "lives", "control"))
    lowest = min(indices(group)[0].value for group in result.data.groups)
    assert lowest < 0.0
    assert result.data.negative
    assert "by chance fall below 0" in screen(result)
    assert min(row["first_order"] for row in result.to_records()) < 0.0
    positive = VarianceParts.model_validate(
        result.data.model_dump() | {"groups": [g.model_dump() for g in result.data.groups if indices(g)[0].value > 0.0]}
    )
    assert not positive.negative


def test_a_country_that_is_not_comparable_shows_no_point_score() -> None:
    result = found(incomparable(), samples=64)
    assert not result.comparable
    text = screen(result)
    assert "only the bounds of its score may be quoted" in text
    assert f"{result.nominal:.0f} (" not in text
    assert f"{found(samples=64).nominal:.0f} (" in screen(found(samples=64))


@pytest.mark.parametrize(
    "options",
    [{}, {"group": ("shares.chips", "mixes", "lives", "control", "surge", "weights")}, {"of": "party:USA"}],
)
def test_every_form(options: dict[str, Any]) -> None:
    result = found(samples=64, **options)
    jsonschema.validate(result.to_dict(), result_schema(Sensitivity))
    text = screen(result)
    assert max(map(len, text.splitlines())) <= 100
    page = result.to_markdown()
    assert page.count("\n| --- |") == 2
    for group in result.data.groups:
        assert f"| {words.group(group.id, result)} |" in page
    records = result.to_records()
    assert {tuple(row) for row in records} == {result.columns}
    assert len(records) == len(result.data.groups) + len(result.choices.groups)


def test_the_citation_speaks_of_samples() -> None:
    assert words.citation(found(samples=64)).endswith("seed 0, two samples of 64 draws")


def test_bars_show_first_and_total_order_without_colour() -> None:
    def entry(first: float, total: float) -> GroupIndices:
        one, two = (SobolIndex(value=value, low=value, high=value) for value in (first, total))
        return GroupIndices(id="x", quantities=1, first_order=one, total_order=two)

    assert words.bar(entry(0.5, 0.75)) == "████████▒▒▒▒····"
    assert words.bar(entry(-0.1, 0.0)) == "·" * 16
    assert words.bar(entry(1.1, 1.2)) == "█" * 16


def test_the_command_line_says_what_the_library_says(run: Run) -> None:
    printed = json.loads(run("sensitivity", "Germany", "--samples", "512", "--json").stdout)
    assert printed == json.loads(json.dumps(found().to_dict()))
    command = (
        "sensitivity DEU --of party:USA --against FRA,POL --group mixes --home EU --interval 0.8 --correlation 1 --json"
    )
    first = run(*shlex.split(command), "--samples", "64")
    assert first.exit_code == 0
    again = shlex.split(json.loads(first.stdout)["provenance"]["command"])
    assert again[0] == "sovai"
    assert run(*again[1:], "--json").stdout == first.stdout


def test_a_reference_set_in_pieces_and_a_faulty_profile(run: Run, tree: Any) -> None:
    tree.write("profiles/FRA.toml", "nonsense = [")
    result = run("sensitivity", "DEU", "--against", "DEU", "--against", "FRA", "--samples", "64", "--data", tree.root)
    assert result.exit_code == 0
    assert "Left out, since its profile has faults: FRA" in result.stdout
    assert "1 profile with faults left out" in result.stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"group": "shares.clouds"}, "no group 'shares.clouds' to divide; did you mean shares.cloud?"),
        ({"group": "exponent"}, "no group 'exponent' to divide"),
        ({"of": "cloud"}, "'cloud' is no figure whose uncertainty can be divided; give score, layer:chips"),
        ({"of": "party:Nowhere"}, "'Nowhere' is neither a supplier, a state nor a circle"),
        ({"of": "party:Fiji"}, "'Fiji' holds nothing of what Germany uses"),
        ({"against": "DEU"}, "DEU would be set against itself"),
        ({"samples": -1}, "-1 samples are too few"),
        ({"samples": 63}, "63 samples are too few"),
        ({"correlation": 2.0}, "a correlation of 2.0 is not between 0 and 1"),
        ({"seed": -1}, "seed -1"),
        ({"against": incomparable()}, "no country of the reference set is comparable"),
    ],
)
def test_what_cannot_be_asked_is_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(sovai.UsageError) as refused:
        found(**options)
    assert str(refused.value).startswith(message)


def test_no_statistics_package_is_loaded(run: Run) -> None:
    result = run("sensitivity", "DEU", "--samples", "64", "--data", SMALL)
    assert result.exit_code == 0
    source = sovai.assessment.sensitivity.__dict__  # type: ignore[attr-defined]
    assert "scipy" not in source


def test_salib_with_its_own_sampler_on_the_same_model() -> None:
    """Quasi-random numbers turned into draws by inversion, grouped and analysed by SALib; only the model is ours."""
    from SALib.analyze import sobol as analysis
    from SALib.sample import sobol as sampling

    model = shipped()
    system = compile_system(sovai.load_profile("DEU", model=model), model, home=frozenset({"DEU"}), horizon_years=1.0)
    group_of = {stream: g.id for g in Grouping([system], ["DEU"], 0).data for stream in g.streams}
    names = sorted(group_of)
    problem = {
        "num_vars": len(names),
        "names": names,
        "bounds": [[0.0, 1.0]] * len(names),
        "groups": [group_of[name] for name in names],
    }
    # In some 480 dimensions a few hundred points are still far from uniform; from about 2,000 on the indices stand.
    points = sampling.sample(problem, 2048, calc_second_order=False, seed=0)
    world = QuantileWorld(dict(zip(names, points.T, strict=True)))
    years, outcome = horizon_times(1.0), ScoreOutcome()
    values = [outcome.of_component(expose(c, system, world, years), system) for c in system.components]
    outputs = outcome.of_country(np.stack(values), published(system), system)
    theirs = analysis.analyze(problem, outputs, calc_second_order=False, seed=0)
    ours = by_id(found(samples=2048, interval=0.999).data)
    order = list(dict.fromkeys(problem["groups"]))
    for id_, s1, st, s1_half, st_half in zip(
        order, theirs["S1"], theirs["ST"], theirs["S1_conf"], theirs["ST_conf"], strict=True
    ):
        first, total = indices(ours[id_])
        # SALib's half-widths are for 95 %; twice that is about as wide as our 99.9 %
        assert first.low - 2 * s1_half <= s1 <= first.high + 2 * s1_half
        assert total.low - 2 * st_half <= st <= total.high + 2 * st_half
