"""Other weights: acceptabilities in closed form, laws of ranks, what is left out, and every form of both results."""

from __future__ import annotations

import csv
import io
import json
import shlex
from functools import cache
from typing import Any

import jsonschema
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import sovai
from conftest import Run, shipped
from sovai.engine.acceptability import central_weights, pairwise_winning, rank_acceptability
from sovai.engine.compiled import Floats
from sovai.engine.scoring import Weighting, published
from sovai.engine.weightings import WEIGHT_SETS, weightings, without
from sovai.report.data import to_json
from sovai.report.language import speaking
from sovai.report.terminal.rank_robustness import render as rank_screen
from sovai.report.terminal.robustness import render as country_screen
from sovai.report.terminal.screen import on_screen
from sovai.results.robustness import RankRobustness, Robustness
from systems import Tree, company, profile_table, trees, weights_table

N = 20_000


@cache
def country(code: str = "DEU", draws: int = 3000) -> Robustness:
    return sovai.robustness(sovai.load_profile(code, model=shipped()), model=shipped(), draws=draws)


@cache
def ranking() -> RankRobustness:
    return sovai.rank_robustness("G7", model=shipped(), draws=1000)


def of(tree: Tree, **options: Any) -> Robustness:
    return sovai.robustness(sovai.Profile.model_validate(tree.profile), model=tree.model(), **options)


def one_company_per_layer() -> Tree:
    """Three layers, each supplied at once and wholly by one company of one state: loss 1 there, nothing elsewhere."""
    tree = Tree(
        weights=weights_table(exponent=1.0),
        profile=profile_table(),
        suppliers={"ash": company("XBB"), "birch": company("XCC"), "cedar": company("XDD")},
    )
    for component, supplier in {
        "chips.accelerators": "ash", "models.assistants": "birch", "models.foundation": "birch",
        "cloud.infrastructure": "cedar",
    }.items():  # fmt: skip
        tree.rows(component).append({"supplier": supplier, "access": "hosted", "share": 1.0, "grade": "A"})
    return tree


def simplex(parts: int, draws: int = N) -> Floats:
    """Weights uniform on the simplex, from the layers of a system with as many."""
    drawn = np.random.default_rng(0).standard_exponential((parts, draws))
    return drawn / drawn.sum(axis=0)


# Closed forms


@pytest.mark.parametrize(("a", "b"), [((0.9, 0.1), (0.2, 0.6)), ((0.3, 0.35), (0.5, 0.1)), ((1.0, 0.0), (0.0, 1.0))])
def test_two_alternatives_on_two_weights(a: tuple[float, float], b: tuple[float, float]) -> None:
    # w a1 + (1 − w) a2 exceeds that of b on one side of one weight, and w is uniform on 0–1.
    weights = simplex(2)
    values = np.array([a, b]) @ weights
    turning = (b[1] - a[1]) / ((a[0] - b[0]) + (b[1] - a[1]))
    expected = 1.0 - turning if a[0] > b[0] else turning
    error = 4.0 / np.sqrt(4 * N)
    assert rank_acceptability(values)[0, 0] == pytest.approx(expected, abs=error)
    assert pairwise_winning(values)[0, 1] == pytest.approx(expected, abs=error)
    one = np.ones((1, N))
    centre = central_weights(values, Weighting(weights, one, one, one[0]))[0]
    assert centre is not None
    assert centre.layers[0] == pytest.approx((1.0 + turning) / 2.0 if a[0] > b[0] else turning / 2.0, abs=0.02)


def test_three_alternatives_on_three_weights() -> None:
    # Each leads where its weight is the largest: 1/3; the largest of three uniform spacings is 11/18 on average.
    weights = simplex(3)
    values = np.eye(3) @ weights
    assert rank_acceptability(values) == pytest.approx(np.full((3, 3), 1.0 / 3.0), abs=0.015)
    one = np.ones((1, N))
    for k, centre in enumerate(central_weights(values, Weighting(weights, one, one, one[0]))):
        assert centre is not None
        assert centre.acceptability == pytest.approx(1.0 / 3.0, abs=0.015)
        expected = np.full(3, (1.0 - 11.0 / 18.0) / 2.0)
        expected[k] = 11.0 / 18.0
        assert centre.layers == pytest.approx(expected, abs=0.01)
    # One weight exceeds c with probability (1 − c)².
    against = np.stack([weights[0], np.full(N, 0.3)])
    assert pairwise_winning(against)[0, 1] == pytest.approx(0.7**2, abs=0.015)


def test_all_weights_are_uniform_on_the_simplex_of_each_level() -> None:
    system = one_company_per_layer().compiled()
    drawn = weightings("all", system, draws=N, seed=1)
    for weights, parts in ((drawn.layers, 3), (drawn.indicators, 3)):
        assert weights.sum(axis=0) == pytest.approx(1.0)
        assert weights.mean(axis=1) == pytest.approx(np.full(parts, 1.0 / parts), abs=0.01)
        assert weights.var(axis=1) == pytest.approx(np.full(parts, (parts - 1) / (parts**2 * (parts + 1))), rel=0.05)
        assert (weights > 0.3).mean(axis=1) == pytest.approx(np.full(parts, 0.7**2), abs=0.02)
    pair = drawn.components[[c.layer == "models" for c in system.components]]
    assert pair.sum(axis=0) == pytest.approx(1.0)
    assert np.quantile(pair[0], [0.1, 0.5, 0.9]) == pytest.approx([0.1, 0.5, 0.9], abs=0.02)


def test_the_whole_way_from_a_profile_has_the_closed_form() -> None:
    found = of(one_company_per_layer(), draws=N)
    for kind, ids in (("company", ("ash", "birch", "cedar")), ("jurisdiction", ("XBB", "XCC", "XDD"))):
        parties = {party.id: party for party in found.parties if party.kind == kind}
        assert sorted(parties) == sorted(ids)
        for party, layer in zip(ids, ("chips", "models", "cloud"), strict=True):
            assert parties[party].rank_acceptability["all"] == pytest.approx([1.0 / 3.0] * 3, abs=0.015)
            assert parties[party].rank_acceptability["equal"] == (1.0,)  # all three tie
            assert parties[party].central_weights.layers[layer] == pytest.approx(11.0 / 18.0, abs=0.01)
    under = {one.weight_set: one for one in found.under}
    assert under["equal"].largest["company"] == {"ash": 1.0, "birch": 1.0, "cedar": 1.0}
    assert found.headline.largest["company"] == ("ash", "birch", "cedar")
    winning = next(p for p in found.pairwise if p.weight_set == "equal" and "ash" in p.labels)
    assert np.array(winning.winning).max() == 0.0


# Laws

values = arrays(float, st.tuples(st.integers(1, 6), st.integers(1, 12)), elements=st.sampled_from([0.0, 0.1, 0.2, 0.5]))


@given(values)
def test_ranks_of_each_alternative_sum_to_one_and_ties_share_the_better(drawn: Floats) -> None:
    accepted = rank_acceptability(drawn)
    assert accepted.sum(axis=1) == pytest.approx(1.0)
    for a in range(len(drawn)):
        better = (drawn > drawn[a]).sum(axis=0)
        assert accepted[a] == pytest.approx([(better == rank).mean() for rank in range(len(drawn))])


@given(st.integers(1, 6), st.integers(1, 30), st.integers(0, 1000))
def test_without_ties_each_rank_is_taken_once(alternatives: int, draws: int, seed: int) -> None:
    drawn = np.random.default_rng(seed).random((alternatives, draws))
    accepted = rank_acceptability(drawn)
    assert accepted.sum(axis=0) == pytest.approx(1.0)
    winning = pairwise_winning(drawn)
    # The expected rank is one more than how many others are expected to be larger.
    assert accepted @ np.arange(alternatives) == pytest.approx(winning.sum(axis=0))


@given(values)
def test_pairs_win_or_tie(drawn: Floats) -> None:
    winning = pairwise_winning(drawn)
    ties = np.array([[(a == b).mean() for b in drawn] for a in drawn])
    assert winning + winning.T + ties == pytest.approx(1.0)
    for a in range(len(drawn)):
        for b in range(len(drawn)):
            if (drawn[a] > drawn[b]).all():
                assert winning[a, b] == 1.0


@settings(max_examples=15)
@given(trees(rounding=False))
def test_central_weights_are_weights_and_favour(tree: Tree) -> None:
    found = of(tree, draws=200)
    for party in found.parties:
        first = party.rank_acceptability["all"][0] if party.rank_acceptability["all"] else 0.0
        assert (party.central_weights is None) == (first == 0.0)
        if party.central_weights is not None:
            assert sum(party.central_weights.layers.values()) == pytest.approx(1.0)
            assert sum(party.central_weights.indicators.values()) == pytest.approx(1.0)
        for shares in party.rank_acceptability.values():
            assert sum(shares) == pytest.approx(1.0)
    for under in found.under:
        assert sum(under.levels.values()) == pytest.approx(1.0)
        assert sum(under.weakest_layers.values()) == pytest.approx(1.0)


def test_nothing_is_drawn_twice_and_seeds_count() -> None:
    system = one_company_per_layer().compiled()
    for weight_set in WEIGHT_SETS:
        first = weightings(weight_set, system, draws=3000, seed=4)
        assert (weightings(weight_set, system, draws=100, seed=4).layers == first.layers[:, :100]).all()
    other = weightings("all", system, draws=3000, seed=5)
    assert (other.layers != weightings("all", system, draws=3000, seed=4).layers).all()


# Against the assessment


def test_the_published_set_is_the_choices_of_the_score() -> None:
    assessed = sovai.assess(sovai.load_profile("DEU", model=shipped()), model=shipped(), draws=3000)
    found = country()
    choices = assessed.score.choices
    assert (found.under[0].score.low, found.under[0].score.high) == pytest.approx((choices.low, choices.high))
    assert found.headline.score == pytest.approx(assessed.score.nominal)
    assert found.headline.level == assessed.level
    assert found.headline.weakest_layer == assessed.weakest_layer.id
    by_exponent = {f"{at.exponent:g}": at.score for at in found.exponents}
    for exponent, score in choices.by_exponent.items():
        assert by_exponent[exponent] == pytest.approx(score)
    for party in found.parties:
        same = next(p for p in assessed.parties if p.id == party.id)
        assert party.loss == pytest.approx(same.loss.nominal)


def test_leaving_out_is_a_weight_of_zero() -> None:
    tree = one_company_per_layer()
    tree.rows("chips.accelerators")[0]["share"] = 0.6
    tree.rows("models.foundation")[0] |= {"supplier": "ash", "access": "open-weights"}
    found = {audit.id: audit for audit in of(tree, draws=10).audits}
    for component in ("models.foundation", "cloud.infrastructure"):
        layer, name = component.split(".")
        other = tree.copy()
        if layer == "models":
            other.weights["layers"][layer]["components"][name]["weight"] = 0.0
        else:
            other.weights["layers"][layer]["weight"] = 0.0
        assert found[component].headline.score == pytest.approx(other.assess().score.nominal, abs=1e-9)
        assert found[component].headline.level == other.assess().level
    for indicator in ("outside", "single_hand", "cutoff"):
        other = tree.copy()
        other.weights["indicators"][indicator] = 0.0
        assert found[indicator].headline.score == pytest.approx(other.assess().score.nominal, abs=1e-9)


def test_a_part_without_weight_can_be_left_out() -> None:
    system = one_company_per_layer().compiled()
    whole = published(system)
    for c in range(len(system.components)):
        left = without(whole, system, component=c)
        assert left.layers.sum() == pytest.approx(1.0)
        assert left.layers[system.layer_of[c]] * left.components[c] == 0.0


def test_changes_are_named() -> None:
    found = country()
    for audit in found.audits:
        for key in ("level", "weakest_layer"):
            assert (key in audit.changed) == (getattr(audit.headline, key) != getattr(found.headline, key))
        for kind in ("jurisdiction", "company"):
            assert (kind in audit.changed) == (audit.headline.largest[kind] != found.headline.largest[kind])


def test_ranks_of_countries() -> None:
    found = ranking()
    scores = {
        c.country.code: sovai.assess(sovai.load_profile(c.country.code, model=shipped()), model=shipped(), draws=0)
        for c in found.countries
    }
    for entry in found.countries:
        assert entry.score == pytest.approx(scores[entry.country.code].score.nominal)
        assert entry.rank == 1 + sum(other.score.nominal > entry.score + 1e-9 for other in scores.values())
        for weight_set in WEIGHT_SETS:
            assert sum(entry.rank_acceptability[weight_set]) == pytest.approx(1.0)
            low, high = entry.ranks[weight_set]
            assert 1 <= low <= high <= len(found.countries)
    same = next(at for at in found.exponents if at.changed == "exponent:2")
    assert same.pairs_kept == 1.0
    assert same.ranks == tuple(entry.rank for entry in found.countries)
    assert {apart.country.code for apart in found.not_comparable}.isdisjoint(scores)


def test_equal_countries_share_their_rank() -> None:
    profile = sovai.load_profile("DEU", model=shipped())
    twin = profile.model_copy(update={"country": profile.country.model_copy(update={"code": "XAA", "name": "Twin"})})
    other = sovai.rank_robustness([twin, "FRA", "CAN"], model=shipped(), draws=200)
    assert len(other.countries) == 3
    again = sovai.rank_robustness([twin, "TUR"], model=shipped(), draws=10)
    assert (again.countries[0].rank, again.countries[0].ranks["all"]) == (1, (1, 1))
    assert "not two comparable countries" in on_screen(lambda out: rank_screen(again, out))


# Forms


@pytest.mark.parametrize("code", ["DEU", "KEN", "CHN"])
def test_the_screens_fit(code: str) -> None:
    for text in (
        on_screen(lambda out: country_screen(country(code, 500), out)),
        on_screen(lambda out: rank_screen(ranking(), out)),
    ):
        assert max(map(len, text.splitlines())) <= 100
        with speaking("de"):
            assert text


def test_sentences_can_be_quoted() -> None:
    text = on_screen(lambda out: country_screen(country(), out)).replace("\n", " ")
    assert "The level is high: in 9" in text
    assert "Cloud is the weakest layer in 9" in text
    assert "The United States is the largest lever among states in 100% of draws" in text
    assert "only the bounds may be quoted" not in text
    tree = one_company_per_layer()
    tree.rows("cloud.infrastructure")[0]["share"] = 0.3
    unknown = on_screen(lambda out: country_screen(of(tree, draws=10), out))
    assert "! Not comparable with other countries: of the score itself only the bounds may be quoted." in unknown


@pytest.mark.parametrize(
    ("arguments", "schema", "columns"),
    [
        (("robustness", "DEU"), "robustness", Robustness.columns),
        (("robustness", "rank", "FRA", "DEU", "KEN", "TUR"), "rank-robustness", RankRobustness.columns),
    ],
)
def test_forms(run: Run, arguments: tuple[str, ...], schema: str, columns: tuple[str, ...]) -> None:
    arguments = (*arguments, "--draws", "100")
    data = json.loads(run(*arguments, "--json").output)
    jsonschema.validate(data, json.loads(run("schema", schema).output))
    rows = list(csv.DictReader(io.StringIO(run(*arguments, "--format", "csv").output)))
    assert rows
    assert tuple(rows[0]) == columns
    assert run(*arguments, "--format", "markdown").output.startswith("# Whether the ")
    again = shlex.split(data["provenance"]["command"])[1:]
    assert json.loads(run(*again, "--json").output) == data


def test_the_command_is_the_library(run: Run) -> None:
    assert run("robustness", "KEN", "--draws", "500", "--json").output == to_json(country("KEN", 500))
    assert run("robustness", "rank", "G7", "--draws", "1000", "--json").output == to_json(ranking())


def test_arguments(run: Run) -> None:
    for arguments, message in (
        (("robustness", "DEU", "FRA"), "one country at a time; 'sovai robustness rank DEU …' compares several"),
        (("robustness", "DEU", "--draws", "0"), "give 1 to 100,000"),
        (("robustness", "rank", "DEU", "--draws", "100001"), "give 1 to 100,000"),
        (("robustness", "Atlantis"), "Atlantis"),
    ):
        refused = run(*arguments)
        assert refused.exit_code == 1
        assert message in refused.output
