"""The sampler against closed forms: means, spreads, independence and sameness of streams.

Seeds are fixed. A tolerance is five standard errors of the statistic, taken from the sample's own moments.
"""

from __future__ import annotations

import datetime as dt
import math
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sovai.assessment.compiling import compile_system
from sovai.engine.choices import draw_weighting, scores_by_block
from sovai.engine.compiled import Parameter, ShareGroup
from sovai.engine.streams import BLOCK, stick_fractions
from sovai.engine.worlds import DrawnWorld, NominalWorld, SideBySide
from sovai.model.catalogue import Catalogue
from sovai.model.profile import Profile
from sovai.model.tree import Model
from systems import HOME, Tree, company, profile_table, weights_table

SIGMA = 5.0
SINGLE = 2e-7  # draws are in single precision
BLOCKS = 20

Array = np.ndarray[Any, np.dtype[np.floating[Any]]]


def group(shares: list[float], spreads: list[float], name: str = "shares/test") -> ShareGroup:
    labels = tuple(f"supplier-{i}" for i in range(len(shares)))
    return ShareGroup(name, labels, np.array(shares), np.array(spreads), tuple(range(len(shares))))


def drawn_shares(stick: ShareGroup, blocks: int = BLOCKS, seed: int = 0) -> Array:
    return np.concatenate([DrawnWorld(seed, block).shares(stick) for block in range(blocks)], axis=1).astype(float)


@cache
def drawn(parameter: Parameter, blocks: int = BLOCKS, seed: int = 0) -> Array:
    return np.concatenate([DrawnWorld(seed, block).value(parameter) for block in range(blocks)]).astype(float)


def agree(sample: Array, mean: float, spread: float | None) -> None:
    """Assert mean and standard deviation of a sample within Monte Carlo error."""
    sample = np.asarray(sample, dtype=float)
    n, found = len(sample), float(sample.std())
    assert sample.mean() == pytest.approx(mean, abs=SIGMA * found / math.sqrt(n) + SINGLE)
    if spread is not None:
        fourth = ((sample - sample.mean()) ** 4).mean()
        error = math.sqrt(max(fourth - found**4, 0.0) / n) / (2.0 * found) if found else 0.0
        assert found == pytest.approx(spread, abs=SIGMA * error + SINGLE)


def broken(shares: list[float], spreads: list[float]) -> tuple[list[tuple[float, float]], list[bool]]:
    """Mean and variance of each fraction by the method's own words, and whether the spread could be honoured."""
    found, honoured = [], []
    r, v_of_r = 1.0, 0.0
    unattributed = max(0.0, 1.0 - sum(shares))
    for i, (q, s) in enumerate(zip(shares, spreads, strict=True)):
        later = sum(shares[i:]) + unattributed
        m = q / later if later > 1e-12 else 0.0
        e = r**2 + v_of_r
        wanted = (s**2 + q**2) / e - m**2 if e else 0.0
        v = min(max(wanted, 0.0), 0.95 * m * (1 - m))
        honoured.append(v == wanted)
        if v < 1e-12 or m >= 1 - 1e-12:
            v = 0.0
        found.append((m, v))
        left = r * (1 - m)
        v_of_r = max(e * (1 - 2 * m + m**2 + v) - left**2, 0.0)
        r = left
    return found, honoured


STICKS = {
    "ranges": ([0.6, 0.15, 0.1], [0.05, 0.03, 0.02]),
    "many": ([0.3, 0.25, 0.15, 0.1, 0.05], [0.02, 0.03, 0.025, 0.02, 0.02]),
    "wide": ([0.4, 0.3, 0.2], [0.25, 0.2, 0.15]),
    "nothing left": ([0.5, 0.3, 0.2], [0.05, 0.06, 0.05]),
    "small": ([0.02, 0.01, 0.9], [0.01, 0.02, 0.03]),
    "one": ([0.8], [0.1]),
}


@pytest.mark.parametrize("name", sorted(STICKS))
def test_shares_have_their_means_and_spreads(name: str) -> None:
    shares, spreads = STICKS[name]
    sample = drawn_shares(group(shares, spreads))
    _, honoured = broken(shares, spreads)
    assert honoured[0]
    for row, (share, spread) in enumerate(zip(shares, spreads, strict=True)):
        agree(sample[row], share, spread if honoured[row] else None)
    assert (sample >= 0.0).all()
    assert (sample.sum(axis=0) <= 1.0 + len(shares) * SINGLE).all()


@pytest.mark.parametrize("name", sorted(STICKS))
def test_fractions_follow_the_recursion(name: str) -> None:
    shares, spreads = STICKS[name]
    expected, _ = broken(shares, spreads)
    for row, alpha, beta in stick_fractions(group(shares, spreads)):
        m, v = expected[row]
        if beta is None:
            assert (alpha, 0.0) == pytest.approx((m, v), abs=1e-12)
        else:
            total = alpha + beta
            assert alpha / total == pytest.approx(m, abs=1e-12)
            assert alpha * beta / total**2 / (total + 1) == pytest.approx(v, abs=1e-12)


def test_a_spread_that_cannot_be_is_capped() -> None:
    """A standard deviation above that of any share with this mean: the mean stays, and the draws stay finite."""
    sample = drawn_shares(group([0.5, 0.3], [0.9, 0.05]))
    agree(sample[0], 0.5, math.sqrt(0.95 * 0.25))
    agree(sample[1], 0.3, None)


def test_shares_that_exhaust_the_whole_always_sum_to_one() -> None:
    sample = drawn_shares(group(*STICKS["nothing left"]), blocks=2)
    np.testing.assert_allclose(sample.sum(axis=0), 1.0, atol=3 * SINGLE)


@pytest.mark.parametrize(
    ("shares", "spreads"),
    [
        pytest.param([0.0, 0.5], [0.0, 0.1], id="a share of 0"),
        pytest.param([0.0, 0.5], [0.05, 0.1], id="a share of 0 with a range"),
        pytest.param([0.5, 0.0, 0.0], [0.1, 0.0, 0.0], id="zeros last"),
        pytest.param([1.0], [0.2], id="a share of 1"),
        pytest.param([1.0, 0.0], [0.2, 0.1], id="nothing after a share of 1"),
        pytest.param([0.4, 0.6], [0.0, 0.0], id="no spread"),
        pytest.param([1 / 3, 1 / 3, 1 / 3], [0.1, 0.1, 0.1], id="thirds"),
        pytest.param([], [], id="no rows"),
    ],
)
def test_edges_of_shares(shares: list[float], spreads: list[float]) -> None:
    sample = drawn_shares(group(shares, spreads), blocks=1)
    assert np.isfinite(sample).all()
    for row, (share, spread) in enumerate(zip(shares, spreads, strict=True)):
        if share in (0.0, 1.0) or spread == 0.0:
            np.testing.assert_allclose(sample[row], share, atol=SINGLE)
        else:
            agree(sample[row], share, None)
            assert sample[row].std() > 0.0


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, 20), st.floats(0.0, 0.5)), max_size=7))
def test_shares_never_exceed_the_whole(rows: list[tuple[int, float]]) -> None:
    whole = max(20, sum(share for share, _ in rows))
    stick = group([share / whole for share, _ in rows], [spread for _, spread in rows])
    sample = DrawnWorld(3, 0, 200).shares(stick)
    assert np.isfinite(sample).all()
    assert (sample >= 0.0).all()
    assert (sample.sum(axis=0) <= 1.0 + len(rows) * SINGLE).all()


# Parameters


@pytest.mark.parametrize(
    ("low", "mode", "high"), [(0.0, 0.5, 1.0), (1.0, 3.0, 6.0), (0.05, 0.05, 0.4), (0.2, 0.9, 0.9), (0.1, 0.25, 0.5)]
)
def test_parameters_are_pert(low: float, mode: float, high: float) -> None:
    sample = drawn(Parameter("p", low, mode, high))
    mean = (low + 4 * mode + high) / 6
    agree(sample, mean, math.sqrt((mean - low) * (high - mean) / 7))
    assert low - SINGLE <= sample.min()
    assert sample.max() <= high + SINGLE


def test_a_certain_parameter_is_not_drawn() -> None:
    value = DrawnWorld(0, 0).value(Parameter("p", 0.25, 0.25, 0.25))
    assert value.tolist() == [0.25]


def test_the_nominal_world_takes_the_mode_and_the_recorded_shares() -> None:
    world = NominalWorld()
    assert world.value(Parameter("p", 0.0, 0.3, 1.0)).tolist() == [0.3]
    assert world.shares(group([0.6, 0.1], [0.2, 0.2]))[:, 0].tolist() == [0.6, 0.1]


# Streams


def correlation(first: Array, second: Array) -> float:
    return float(np.corrcoef(first, second)[0, 1])


def test_streams_of_different_names_seeds_and_blocks_are_independent() -> None:
    names = ["growth/chips", "growth/chip", "growth/chips ", "surge/chips", "x"]
    samples = [drawn(Parameter(name, 0.0, 0.5, 1.0)) for name in names]
    samples += [drawn(Parameter("x", 0.0, 0.5, 1.0), seed=seed) for seed in (1, 2, 2**40)]
    samples.append(np.roll(samples[4], BLOCK))  # the same stream, one block later
    limit = SIGMA / math.sqrt(BLOCKS * BLOCK)
    for i, first in enumerate(samples):
        for second in samples[:i]:
            assert abs(correlation(first, second)) < limit
            assert abs(correlation((first - 0.5) ** 2, (second - 0.5) ** 2)) < limit


def test_rows_of_a_stick_have_streams_of_their_own() -> None:
    """The fractions, which are what is drawn, are independent."""
    sample = drawn_shares(group([0.3, 0.3, 0.2], [0.05, 0.05, 0.05]))
    first = sample[0]
    second = sample[1] / (1.0 - first)
    third = sample[2] / (1.0 - first - sample[1])
    limit = SIGMA / math.sqrt(BLOCKS * BLOCK)
    assert abs(correlation(first, second)) < limit
    assert abs(correlation(second, third)) < limit
    assert abs(correlation(first, third)) < limit


def test_a_name_has_one_stream_whatever_else_is_drawn() -> None:
    wanted = Parameter("life/licensed", 0.25, 1.0, 3.0)
    alone = DrawnWorld(7, 2).value(wanted)
    world = DrawnWorld(7, 2)
    world.shares(stick := group([0.5, 0.3], [0.1, 0.1]))
    world.value(Parameter("other", 0.0, 0.5, 1.0))
    np.testing.assert_array_equal(world.value(wanted), alone)
    np.testing.assert_array_equal(world.shares(stick), DrawnWorld(7, 2).shares(group([0.5, 0.3], [0.1, 0.1])))


def test_fewer_draws_are_the_first_of_more() -> None:
    parameter, stick = Parameter("p", 0.0, 0.2, 1.0), group(*STICKS["many"])
    few, many = DrawnWorld(5, 1, 300), DrawnWorld(5, 1)
    np.testing.assert_array_equal(few.value(parameter), many.value(parameter)[:300])
    np.testing.assert_array_equal(few.shares(stick), many.shares(stick)[:, :300])


def test_worlds_side_by_side_have_the_draws_of_each_in_turn() -> None:
    parameter, certain, stick = Parameter("p", 0.0, 0.2, 1.0), Parameter("c", 0.3, 0.3, 0.3), group(*STICKS["many"])
    first, second = DrawnWorld(5, 1), DrawnWorld(5, 2, 300)
    both = SideBySide([first, second])
    assert both.size == BLOCK + 300
    np.testing.assert_array_equal(both.value(parameter), [*first.value(parameter), *second.value(parameter)])
    np.testing.assert_array_equal(both.shares(stick)[:, :BLOCK], first.shares(stick))
    np.testing.assert_array_equal(both.shares(stick)[:, BLOCK:], second.shares(stick))
    assert both.value(certain).tolist() == pytest.approx([0.3])


# From files to draws: spreads, order, age, common random numbers


def small_tree() -> Tree:
    """One component with one row per grade, and one with a range; the newest evidence of `old` is ten years old."""
    tree = Tree(weights=weights_table(as_of=dt.date(2026, 1, 1)), profile=profile_table())
    tree.suppliers = {name: company("XBB") for name in ("ash", "birch", "cedar", "fir", "oak")}
    tree.rows("chips.accelerators").extend(
        [
            {"supplier": "ash", "share": 0.1, "access": "hosted", "grade": "D", "range": [0.04, 0.2]},
            {"supplier": "birch", "share": 0.1, "access": "hosted", "grade": "D"},
            {"supplier": "cedar", "share": 0.2, "access": "hosted", "grade": "A"},
            {"supplier": "fir", "share": 0.3, "access": "hosted", "grade": "B"},
            {"supplier": "oak", "share": 0.2, "access": "hosted", "grade": "B"},
        ]
    )
    return tree


def test_spreads_come_from_range_or_grade_and_rows_are_taken_in_order() -> None:
    stick = small_tree().compiled().components[0].shares
    assert stick.spreads.tolist() == pytest.approx([0.16 / 3.29, 0.06, 0.01, 0.045, 0.03])
    assert [stick.labels[row] for row in stick.order] == [
        "ash/hosted",
        "cedar/hosted",
        "fir/hosted",
        "oak/hosted",
        "birch/hosted",
    ]


def test_old_figures_have_a_wider_spread() -> None:
    """By 1 + 0.25 · max(0, age − 2), from the newest source of the row to the date of the edition."""
    tree = small_tree()
    days = {"young": dt.date(2025, 1, 1), "old": dt.date(2016, 1, 1)}
    evidence = {key: {"title": key, "publisher": "", "url": "", "period_end": day} for key, day in days.items()}
    rows = tree.rows("chips.accelerators")
    for row, cited in zip(rows, (["old"], ["old", "young"], ["old"], ["young"], []), strict=True):
        row["evidence"] = cited
    model = tree.model()
    model = Model(model.weights, Catalogue.model_validate({**vars(model.catalogue), "evidence": evidence}))
    profile = Profile.model_validate(tree.profile)
    stick = compile_system(profile, model, home=frozenset({HOME}), horizon_years=1.0).components[0].shares
    factor = 1 + 0.25 * ((days["young"].replace(year=2026) - days["old"]).days / 365.25 - 2)
    assert factor == pytest.approx(3.0, abs=1e-3)
    # ash old with a range, birch as new as its newest source, cedar old, fir young, oak without evidence: D
    expected = [factor * 0.16 / 3.29, 0.06, factor * 0.01, 0.045, 0.6 * 0.2]
    assert stick.spreads.tolist() == pytest.approx(expected)
    assert [stick.labels[row] for row in stick.order][-1] == "birch/hosted"
    assert [stick.labels[row] for row in stick.order][-2] == "oak/hosted"


def test_a_sum_slightly_above_one_is_normalised_with_its_spreads() -> None:
    tree = small_tree()
    tree.rows("chips.accelerators")[3]["share"] = 0.403
    stick = tree.compiled().components[0].shares
    assert stick.shares.sum() == pytest.approx(1.0, abs=1e-12)
    assert stick.spreads[2] == pytest.approx(0.05 * stick.shares[2])
    sample = drawn_shares(stick, blocks=2)
    np.testing.assert_allclose(sample.sum(axis=0), 1.0, atol=5 * SINGLE)
    for row, share in enumerate(stick.shares):
        agree(sample[row], float(share), None)


def world_tree(code: str, share: float) -> Tree:
    """A country that draws on a mix, an input, reach and an uncertain need, all of the catalogue."""
    tree = Tree(weights=weights_table(), profile=profile_table())
    tree.profile["country"]["code"] = code
    tree.suppliers = {
        "ash": company("XBB"),
        "oak": company(
            "XCC",
            reach=[{"by": "XBB", "strength": [0.1, 0.4, 0.9]}],
            needs=[{"input": "kilns", "essential": [0.2, 0.6, 1.0], "life_years": [0.1, 1.0, 3.0]}],
        ),
    }
    kilns = [{"supplier": "ash", "share": 0.5, "grade": "C"}, {"supplier": "XDD", "share": 0.2, "grade": "D"}]
    tree.inputs = {"kilns": {"name": "Kilns", "sources": kilns}}
    tree.mixes = {
        "world": {
            "name": "World",
            "sources": [
                {"supplier": "ash", "share": 0.6, "access": "hosted", "grade": "C"},
                {"supplier": "oak", "share": 0.3, "access": "hosted", "grade": "C"},
            ],
        }
    }
    tree.rows("chips.accelerators").append({"supplier": "oak", "share": share, "access": "purchased", "grade": "B"})
    tree.rows("chips.accelerators").append({"mix": "world", "share": 0.3, "grade": "C"})
    return tree


def test_the_world_is_the_same_for_every_country() -> None:
    """Mixes, inputs and parameters have common draws; a country's own shares have their own."""
    mine, theirs = (world_tree(code, share).compiled().components[0] for code, share in (("XAA", 0.6), ("XFF", 0.4)))
    first, second = DrawnWorld(0, 0), DrawnWorld(0, 0)
    assert mine.rows[1].within is not None
    assert theirs.rows[1].within is not None
    np.testing.assert_array_equal(first.shares(mine.rows[1].within[0]), second.shares(theirs.rows[1].within[0]))
    ours, others = mine.rows[0].node.needs[0], theirs.rows[0].node.needs[0]
    np.testing.assert_array_equal(first.shares(ours.supply.shares), second.shares(others.supply.shares))
    for one, other in [
        (ours.essential, others.essential),
        (ours.life_years, others.life_years),
        (mine.surge, theirs.surge),
    ]:
        np.testing.assert_array_equal(first.value(one), second.value(other))
    own, their_own = first.shares(mine.shares), second.shares(theirs.shares)
    assert abs(correlation(own[1], their_own[1])) < SIGMA / math.sqrt(BLOCK)


def test_quantities_of_one_country_are_independent() -> None:
    """Own shares, the mix and the parameters of a need do not move together."""
    component = world_tree("XAA", 0.6).compiled().components[0]
    need = component.rows[0].node.needs[0]
    assert component.rows[1].within is not None

    def sample(world: DrawnWorld) -> Array:
        shares = [world.shares(component.shares)[0], world.shares(component.rows[1].within[0])[0]]
        shares.append(world.shares(need.supply.shares)[0])
        return np.stack([*shares, world.value(need.essential), world.value(need.life_years)])

    samples = np.concatenate([sample(DrawnWorld(0, block)) for block in range(BLOCKS)], axis=1)
    off_diagonal = np.corrcoef(samples) - np.eye(len(samples))
    assert np.abs(off_diagonal).max() < SIGMA / math.sqrt(BLOCKS * BLOCK)


# Choices


def test_weights_are_dirichlet_around_the_published_ones() -> None:
    tree = small_tree()
    tree.weights["layers"]["models"]["weight"] = 0.9
    tree.weights["layers"]["models"]["components"]["assistants"]["weight"] = 1.5
    system = tree.compiled()
    weighting = draw_weighting(system, 0, 0, 40_000)
    kappa = system.weight_concentration
    drawn_weights = [(system.layer_weights, weighting.layers), (system.indicator_weights, weighting.indicators)]
    in_models = system.layer_of == system.layers.index("models")
    drawn_weights.append((system.component_weights[in_models], weighting.components[in_models]))
    for published, sample in drawn_weights:
        np.testing.assert_allclose(sample.sum(axis=0), 1.0, atol=1e-12)
        for weight, series in zip(published, sample, strict=True):
            agree(series, weight, math.sqrt(weight * (1 - weight) / (kappa + 1)))
    alone = weighting.components[system.layer_of == system.layers.index("cloud")]
    np.testing.assert_allclose(alone, 1.0, atol=1e-12)
    agree(weighting.exponent, (1 + 4 * 2 + 4) / 6, math.sqrt((13 / 6 - 1) * (4 - 13 / 6) / 7))


def test_weights_of_different_levels_are_independent() -> None:
    weighting = draw_weighting(small_tree().compiled(), 0, 0, 40_000)
    series = [weighting.layers[0], weighting.indicators[0], weighting.components[1], weighting.exponent]
    off_diagonal = np.corrcoef(np.stack(series)) - np.eye(4)
    assert np.abs(off_diagonal).max() < SIGMA / math.sqrt(40_000)


def test_fewer_choices_are_the_first_of_more() -> None:
    system, measured = small_tree().compiled(), np.linspace(0.1, 0.9, 12).reshape(4, 3)

    def scores(draws: int, seed: int) -> np.ndarray:
        return np.concatenate(list(scores_by_block(measured, system, draws=draws, seed=seed)))

    few, many = scores(BLOCK + 10, 4), scores(2 * BLOCK + 5, 4)
    np.testing.assert_array_equal(few, many[: BLOCK + 10])
    assert not np.array_equal(few, scores(BLOCK + 10, 5))


def test_draws_do_not_depend_on_what_was_drawn_before_and_let_go() -> None:
    world = DrawnWorld(0, 0, 5)
    in_turn = [world.shares(group([0.5], [0.1], name=f"shares/{i}"))[0].tolist() for i in range(4)]
    afresh = [DrawnWorld(0, 0, 5).shares(group([0.5], [0.1], name=f"shares/{i}"))[0].tolist() for i in range(4)]
    assert in_turn == afresh
