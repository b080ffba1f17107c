"""Indicators to score: the power mean, and contributions that add up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sovai.engine.scoring import contributions, party_losses, published, score
from systems import Tree, profile_table, weights_table

unit = st.floats(0.0, 1.0, allow_subnormal=False).map(lambda x: round(x, 6))
cases = settings(max_examples=60, deadline=None, derandomize=True)
grids = st.lists(st.lists(unit, min_size=3, max_size=3), min_size=4, max_size=4).map(np.array)
weights = st.lists(st.integers(1, 9), min_size=3, max_size=3)
exponents = st.sampled_from([1.0, 1.5, 2.0, 4.0, 20.0])


def system_of(layer_weights: list[int], exponent: float) -> object:
    tree = Tree(weights=weights_table(exponent=exponent), profile=profile_table())
    for layer, weight in zip(tree.weights["layers"].values(), layer_weights, strict=True):
        layer["weight"] = weight
    tree.weights["layers"]["models"]["components"]["assistants"]["weight"] = 2.0
    return tree.compiled()


@cases
@given(grids, weights, exponents)
def test_the_power_mean(measured: np.ndarray, layer_weights: list[int], exponent: float) -> None:
    system = system_of(layer_weights, exponent)
    found = score(measured[:, :, None], published(system), system)
    accelerators, assistants, foundation, infrastructure = measured @ np.array([0.2, 0.3, 0.5])
    chips, models, cloud = (
        accelerators,
        (0.8 * assistants**exponent + 0.2 * foundation**exponent) ** (1 / exponent),
        infrastructure,
    )
    total = sum(layer_weights)
    country = sum(w / total * d**exponent for w, d in zip(layer_weights, (chips, models, cloud), strict=True))
    assert found.layers[:, 0] == pytest.approx([chips, models, cloud], abs=1e-13)
    assert found.country[0] == pytest.approx(country ** (1 / exponent), abs=1e-13)


@cases
@given(grids, weights, exponents)
def test_contributions_add_up_on_every_level(measured: np.ndarray, layer_weights: list[int], exponent: float) -> None:
    system = system_of(layer_weights, exponent)
    scores = score(measured[:, :, None], published(system), system)
    parts = contributions(measured, scores, system)
    assert parts.layers.sum() == pytest.approx(scores.country[0], abs=1e-12)
    assert parts.components.sum() == pytest.approx(scores.country[0], abs=1e-12)
    assert parts.indicators.sum(axis=1) == pytest.approx(parts.components, abs=1e-12)
    for place in range(3):
        assert parts.components[system.layer_of == place].sum() == pytest.approx(parts.layers[place], abs=1e-12)


@cases
@given(grids, weights, st.floats(0.1, 1.0))
def test_contributions_are_derivatives(measured: np.ndarray, layer_weights: list[int], scale: float) -> None:
    """Homogeneous of degree 1: all indicators times a factor give the score times that factor."""
    system = system_of(layer_weights, 2.0)
    whole = score(measured[:, :, None], published(system), system).country[0]
    part = score(scale * measured[:, :, None], published(system), system).country[0]
    assert part == pytest.approx(scale * whole, abs=1e-13)


def test_nothing_contributes_to_a_score_of_zero() -> None:
    system, measured = system_of([1, 1, 1], 2.0), np.zeros((4, 3))
    scores = score(measured[:, :, None], published(system), system)
    parts = contributions(measured, scores, system)
    assert scores.country[0] == 0.0
    assert not parts.layers.any()
    assert not parts.components.any()
    assert not parts.indicators.any()


def test_a_larger_exponent_moves_the_score_to_the_weakest_layer() -> None:
    measured = np.array([[0.2] * 3, [0.4] * 3, [0.4] * 3, [0.9] * 3])
    system = system_of([1, 1, 1], 1.0)
    found = score(measured[:, :, None], published(system, np.array([1.0, 2.0, 4.0, 400.0])), system).country
    assert found[0] == pytest.approx((0.2 + 0.4 + 0.9) / 3)
    assert (np.diff(found) > 0.0).all()
    assert found[-1] == pytest.approx(0.9, rel=5e-3)


def test_losses_of_parties_are_weighted_means() -> None:
    system = system_of([2, 1, 1], 2.0)
    losses = np.array([[0.1, 0.0], [0.2, 0.5], [0.7, 0.0], [0.3, 1.0]])
    found = party_losses(losses[:, :, None], published(system), system)[:, 0]
    expected = [0.5 * 0.1 + 0.25 * (0.8 * 0.2 + 0.2 * 0.7) + 0.25 * 0.3, 0.25 * 0.8 * 0.5 + 0.25 * 1.0]
    assert found == pytest.approx(expected)
