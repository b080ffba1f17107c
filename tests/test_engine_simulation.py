"""Ranks, vetoes and summaries of draws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.special import betainc

from sovai.engine import simulation
from sovai.engine.compiled import Node, Parameter, ShareGroup
from sovai.engine.ranks import count_ranks, rank
from sovai.engine.simulation import DataSimulation, DataUncertainty, _Moments
from sovai.engine.streams import BLOCK
from sovai.engine.worlds import DrawnWorld
from systems import STATES, Table, Tree, company, profile_table, trees, weights_table


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.lists(st.sampled_from([0.0, 0.1, 0.2, 0.3]), min_size=3, max_size=3), min_size=1, max_size=6))
def test_rank_is_how_many_are_larger(table: list[list[float]]) -> None:
    losses = np.array(table)
    expected = [[sum(other > own for other in losses[:, n]) for n, own in enumerate(row)] for row in losses]
    assert rank(losses).tolist() == expected
    counted = [[row.count(place) for place in range(len(table))] for row in expected]
    assert count_ranks(losses).tolist() == counted


def blurred(tree: Tree) -> Tree:
    """The tree with every parameter uncertain around its value."""

    def around(value: float, most: float = 100.0) -> list[float]:
        return [0.6 * value, value, min(most, 1.5 * value)]

    other = tree.copy()
    for need in other.all_needs():
        need |= {"essential": around(need["essential"], 1.0), "life_years": around(need["life_years"])}
    for supplier in other.suppliers.values():
        for reach in supplier.get("reach", []):
            reach["strength"] = around(reach["strength"], 1.0)
    for access in ("licensed", "open-weights"):
        other.weights["access"][access]["life_years"] = around(other.weights["access"][access]["life_years"])
    for layer in other.weights["layers"].values():
        for component in layer["components"].values():
            for name in ("demand_growth", "surge", "service_life_years"):
                component[name] = around(component[name])
    return other


def with_drawn_values(tree: Tree, world: DrawnWorld, n: int) -> Tree:
    """The tree with draw n of every quantity in its place."""
    certain, system = tree.copy(), tree.compiled()

    def value(parameter: Parameter) -> float:
        drawn = world.value(parameter)
        return float(drawn[n if len(drawn) > 1 else 0])  # a certain one has a single value

    def place(rows: list[Table], group: ShareGroup) -> None:
        for row, share in zip(rows, world.shares(group)[:, n], strict=True):
            row["share"] = float(share)

    def behind(node: Node, context: str) -> None:
        supplier = certain.suppliers.get(node.supplier, {})
        strengths = [holder.strength for holder in node.holders if holder.strength is not None]
        reaches = [reach for reach in supplier.get("reach", []) if reach["by"] != supplier["jurisdiction"]]
        for reach, strength in zip(reaches, strengths, strict=bool(node.holders)):
            reach["strength"] = value(strength)
        shared = certain.shared_needs.get(context, {}).get("needs", [])
        own = [need for need in supplier.get("needs", []) if context in need["for"]]
        for need in node.needs:
            written = next(w for w in (*own, *shared) if w["input"] == need.input)
            written |= {"essential": value(need.essential), "life_years": value(need.life_years)}
            place(written.get("from") or certain.inputs[need.input]["sources"], need.supply.shares)
            for maker in need.supply.nodes:
                behind(maker, need.input)

    for component in system.components:
        layer, name = component.id.split(".")
        settings = certain.weights["layers"][layer]["components"][name]
        settings |= {"demand_growth": value(component.growth), "surge": value(component.surge)}
        place(certain.rows(component.id), component.shares)
        for row in component.rows:
            behind(row.node, component.id)
            if row.access in ("licensed", "open-weights"):
                certain.weights["access"][row.access]["life_years"] = value(row.life_years)
            if row.access == "purchased":
                settings["service_life_years"] = value(row.life_years)
            if row.within is not None:
                place(certain.mixes["world"]["sources"], row.within[0])
    return certain


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(trees(rounding=False), st.integers(0, 1000))
def test_draws_are_nominal_runs_of_the_values_drawn(tree: Tree, seed: int) -> None:
    """By the second implementation, on the values that the streams give: what differs is single precision."""
    tree, draws = blurred(tree), 3
    found = tree.assess(draws=draws, seed=seed)
    world = DrawnWorld(seed, 0, draws)
    runs = [with_drawn_values(tree, world, n).reference() for n in range(draws)]
    assert found.score.mean == pytest.approx(sum(run["score"] for run in runs) / draws, rel=0.0, abs=1e-3)
    for layer in found.layers:
        assert layer.score.mean == pytest.approx(
            sum(run["layers"][layer.id] for run in runs) / draws, rel=0.0, abs=1e-3
        )
    for party in found.parties:
        losses = [run["parties"][party.id]["loss"] for run in runs]
        assert party.loss.mean == pytest.approx(sum(losses) / draws, rel=0.0, abs=1e-5), party.id
        assert party.loss.median == pytest.approx(sorted(losses)[1], rel=0.0, abs=1e-5), party.id


def rivals() -> Tree:
    """Two like suppliers of the cloud, a small third, and one without any share."""
    tree = Tree(weights=weights_table(), profile=profile_table())
    names = ("ash", "birch", "cedar", "fir")
    tree.suppliers = {name: company(state) for name, state in zip(names, STATES[1:] + STATES[1:2], strict=True)}
    for name, share in zip(names, (0.35, 0.35, 0.1, 0.0), strict=True):
        tree.rows("cloud.infrastructure").append({"supplier": name, "share": share, "access": "hosted", "grade": "C"})
    return tree


def simulated(tree: Tree, draws: int, **options: object) -> DataUncertainty:
    return DataSimulation(tree.compiled(), draws=draws, seed=0, **options).summary()


def test_ranks_of_like_suppliers_are_alike() -> None:
    draws = 8000
    system, found = rivals().compiled(), simulated(rivals(), draws)
    place = {label: i for i, label in enumerate(system.parties)}
    companies = [place[name] for name in ("ash", "birch", "cedar", "fir")]
    acceptability = found.rank_acceptability[companies]
    np.testing.assert_allclose(acceptability.sum(axis=1), 1.0)
    assert found.probability_largest[companies].sum() == pytest.approx(1.0)  # no two draws are equal
    error = 5 * np.sqrt(0.25 / draws)
    assert found.probability_largest[place["ash"]] == pytest.approx(
        found.probability_largest[place["birch"]], abs=2 * error
    )
    assert found.probability_largest[place["fir"]] == 0.0
    assert acceptability[3, 3] == pytest.approx(1.0)
    # companies and states are ranked apart: 'ash' and its state have one loss
    assert found.losses.mean[place["ash"]] == pytest.approx(found.losses.mean[place["XBB"]], rel=1e-6)
    assert found.rank_acceptability[place["XBB"], 0] == pytest.approx(acceptability[0, 0], abs=1e-3)


def test_nobody_is_the_largest_where_nothing_is_lost() -> None:
    tree = rivals()
    for row in tree.rows("cloud.infrastructure"):
        row["share"] = 0.0
    found = simulated(tree, 100)
    assert not found.probability_largest.any()
    assert (found.rank_acceptability[:, 0] == 1.0).all()  # all share the first rank
    assert not found.losses.high.any()


def test_veto_probability_is_that_of_the_share_above_the_threshold() -> None:
    """One supplier with share ~ Beta(mν, (1−m)ν): its probability of half of the need has a closed form."""
    tree = rivals()
    tree.profile = profile_table()
    tree.rows("cloud.infrastructure").append({"supplier": "ash", "share": 0.45, "access": "hosted", "grade": "C"})
    draws, system = 20_000, tree.compiled()
    found = simulated(tree, draws)
    nu = 0.45 * 0.55 / (0.35 * 0.45) ** 2 - 1
    expected = betainc(0.55 * nu, 0.45 * nu, 0.5)  # P(X > 1/2) of a Beta is P(1 − X < 1/2)
    error = 5 * np.sqrt(expected * (1 - expected) / draws)
    party, component = system.parties.index("ash"), 3
    assert system.components[component].id == "cloud.infrastructure"
    assert found.veto_probability[party, component] == pytest.approx(expected, abs=error)
    # hosted, so the loss is control less what others add; the interval has the quantiles of the share behind it
    nominal = tree.assess(interval=0.8, draws=draws).parties[0].loss
    assert nominal.low < nominal.median < nominal.high


def test_control_at_the_threshold_is_a_veto_in_draws_as_in_the_nominal_run() -> None:
    tree = Tree(weights=weights_table(), profile=profile_table())
    for i in range(8):
        share = 0.01 if i == 7 else 0.07  # half of the need together, all of it certain
        tree.suppliers[f"firm-{i}"] = company("XBB")
        row = {"supplier": f"firm-{i}", "share": share, "range": [share, share], "access": "hosted"}
        tree.rows("cloud.infrastructure").append(row)
    state = next(party for party in tree.assess(draws=10).parties if party.id == "XBB")
    assert [veto.component for veto in state.vetoes] == ["cloud.infrastructure"]
    assert state.veto_probability == {"cloud.infrastructure": 1.0}


def test_the_summary_is_that_of_all_blocks_together() -> None:
    """Two blocks and a part: mean and standard error are those of the draws in one piece."""
    tree, draws = rivals(), 2 * BLOCK + 500
    whole = simulated(tree, draws)
    seen: list[int] = []
    again = simulated(tree, draws, workers=2, progress=seen.append)
    assert sum(seen) == draws
    for name in ("mean", "median", "low", "high", "monte_carlo_standard_error"):
        np.testing.assert_array_equal(getattr(whole.losses, name), getattr(again.losses, name))
    np.testing.assert_array_equal(whole.rank_acceptability, again.rank_acceptability)


def test_a_long_run_has_the_draws_of_a_short_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks that are computed two at once are the blocks that are computed one by one."""
    draws = 2 * BLOCK + 500
    short = simulated(rivals(), draws)
    monkeypatch.setattr(simulation, "LONG_RUN", 1)
    long = simulated(rivals(), draws)
    for name in ("median", "low", "high"):
        np.testing.assert_array_equal(getattr(short.losses, name), getattr(long.losses, name))
        np.testing.assert_array_equal(getattr(short.country, name), getattr(long.country, name))
    for name in ("veto_probability", "rank_acceptability", "probability_largest"):
        np.testing.assert_array_equal(getattr(short, name), getattr(long, name))
    np.testing.assert_allclose(short.losses.mean, long.losses.mean, rtol=1e-12)


def test_moments_are_merged_exactly() -> None:
    """Blocks of unlike means, as no run would give them, so that every term of the merging counts."""
    blocks = [np.array([[0.0, 1.0, 5.0]]), np.array([[100.0, 101.0]]), np.array([[-50.0]])]
    moments = _Moments(1)
    for block in blocks:
        moments.add(block)
    together = np.concatenate(blocks, axis=1)
    assert moments.mean == pytest.approx(together.mean(axis=1))
    assert moments.standard_error == pytest.approx(together.std(axis=1, ddof=1) / np.sqrt(6))


def test_the_standard_error_shrinks_with_the_root_of_the_draws() -> None:
    few, many = (simulated(rivals(), draws).country for draws in (1000, 16_000))
    ratio = few.monte_carlo_standard_error / many.monte_carlo_standard_error
    assert ratio == pytest.approx(4.0, rel=0.1)
    assert abs(few.mean - many.mean) < 5 * few.monte_carlo_standard_error


def test_a_single_draw_has_no_spread() -> None:
    found = simulated(rivals(), 1)
    assert found.country.low == found.country.median == found.country.high == pytest.approx(found.country.mean)
    assert found.country.monte_carlo_standard_error == 0.0


def test_an_interval_holds_its_part_of_the_draws() -> None:
    """A wider interval encloses a narrower one, and the median lies in both."""
    narrow, wide = (simulated(rivals(), 4000, interval=width).country for width in (0.5, 0.9))
    assert wide.low < narrow.low < narrow.median < narrow.high < wide.high
    assert narrow.median == wide.median
