"""Bounds: the score, whatever the unattributed shares turn out to be."""

from __future__ import annotations

import pytest

from sovai.engine.bounds import bounds
from systems import COMPONENTS, Tree, company, profile_table, weights_table


def one_row(share: float) -> Tree:
    """Every component has one foreign supplier with the same share; the rest is not known."""
    tree = Tree(weights=weights_table(surge_limit=1.0), profile=profile_table())
    tree.suppliers = {"ash": company("XBB")}
    for component in COMPONENTS:
        tree.rows(component).append({"supplier": "ash", "share": share, "access": "hosted", "grade": "A"})
    return tree


def test_without_anything_unattributed_the_bounds_meet() -> None:
    system = one_row(1.0).compiled()
    low, high = bounds(system)
    assert low == pytest.approx(high, abs=1e-12)
    assert 100 * low == pytest.approx(one_row(1.0).assess().score.nominal)


def test_at_once_they_are_the_known_share_and_all() -> None:
    """At horizon 0, hosted: each indicator is the foreign share, so that the score is that share."""
    tree = one_row(0.6)
    for component in ("chips.accelerators",):
        layer, name = component.split(".")
        tree.weights["layers"][layer]["components"][name]["service_life_years"] = (
            0.0  # what is unknown is purchased there
        )
    low, high = bounds(tree.compiled(horizon_years=0.0))
    assert low == pytest.approx(0.6)
    assert high == pytest.approx(1.0)
    result = tree.assess(horizon_years=0.0)
    assert result.score.nominal == pytest.approx(100 * (0.2 * 1.0 + 0.8 * 0.6))


def test_where_nothing_is_known_it_is_not_independence() -> None:
    """No state is a party: an unnamed one stands in for the upper bound, and no point score is shown."""
    tree = Tree(weights=weights_table(), profile=profile_table())
    result = tree.assess()
    assert result.parties == ()
    assert result.score.nominal == pytest.approx(20.0)
    assert result.bounds.low == 0.0
    assert result.bounds.high > 75.0
    assert not result.comparable
    assert result.incomparable_because[0] == "coverage"


def test_what_is_unknown_is_hosted_in_models_and_cloud_and_purchased_elsewhere() -> None:
    """At once, what was purchased is still there and what is hosted is not."""
    tree = one_row(0.5)
    found = {}
    for component in COMPONENTS:
        alone = tree.copy()
        for other in COMPONENTS:
            alone.rows(other)[0]["share"] = 0.5 if other == component else 1.0
        low, high = bounds(alone.compiled(horizon_years=0.0))
        found[component] = high - low
    assert found["chips.accelerators"] < found["models.assistants"]
    assert found["cloud.infrastructure"] > found["chips.accelerators"]


def test_needs_of_the_component_hold_for_the_unknown_too() -> None:
    """XBB behind the unknown raises the score most; half of that then hangs on XCC as well, at once."""
    tree = Tree(weights=weights_table(), profile=profile_table())
    tree.weights["indicators"] = {"outside": 0.0, "single_hand": 0.8, "cutoff": 0.2}
    tree.inputs = {
        "ingots": {"name": "Ingots", "sources": [{"supplier": "XBB", "share": 1.0}]},
        "kilns": {"name": "Kilns", "sources": [{"supplier": "XCC", "share": 1.0}]},
    }
    tree.suppliers["fir"] = company("XAA", needs=[{"input": "ingots", "essential": 1.0, "life_years": 50.0}])
    tree.shared_needs = {"cloud.infrastructure": {"needs": [{"input": "kilns", "essential": 0.5, "life_years": 0.0}]}}
    tree.rows("cloud.infrastructure").append({"supplier": "fir", "share": 0.6, "access": "hosted"})
    for layer in ("chips", "models"):
        tree.weights["layers"][layer]["weight"] = 0.0
    _, high = bounds(tree.compiled(horizon_years=0.0))
    assert high == pytest.approx(0.8 * (0.6 + 0.4) + 0.2 * 0.5)
