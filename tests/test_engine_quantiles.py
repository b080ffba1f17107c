"""Quantiles: exact for ordinary runs, within one bin for very long ones."""

from __future__ import annotations

import numpy as np
import pytest

from sovai.engine import quantiles
from sovai.engine.quantiles import Quantiles

PROBABILITIES = np.array([0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99])
BIN = 1.0 / 65_536
DRAWS = 200_000


def series() -> np.ndarray:
    """Shapes that occur: spread out, narrow, many zeros, two humps, constant, at the ends."""
    rng = np.random.default_rng(2)
    many_zeros = np.where(rng.random(DRAWS) < 0.3, 0.0, rng.beta(2, 5, DRAWS))
    humps = np.where(rng.random(DRAWS) < 0.6, rng.beta(80, 20, DRAWS), rng.beta(20, 80, DRAWS))
    return np.stack(
        [
            rng.random(DRAWS),
            rng.beta(500, 700, DRAWS),
            many_zeros,
            humps,
            np.zeros(DRAWS),
            np.full(DRAWS, 0.4321),
            np.ones(DRAWS),
        ]
    )


def collected(values: np.ndarray, parts: list[int]) -> Quantiles:
    found = Quantiles(len(values), values.shape[1])
    for part in np.split(values, np.cumsum(parts), axis=1):
        found.add(part)
    return found


def test_ordinary_runs_are_exact() -> None:
    values = series()[:, :10_000]
    found = collected(values, [4096, 4096]).at(PROBABILITIES)
    # Two ways of writing the same interpolation differ in the last digit.
    np.testing.assert_allclose(found, np.quantile(values, PROBABILITIES, axis=1), rtol=1e-14)


def test_long_runs_are_exact_to_a_bin() -> None:
    values = series()
    assert values.shape[1] > quantiles.EXACT_DRAWS
    found = collected(values, [4096] * 20).at(PROBABILITIES)
    # the neighbours of the exact quantile among the draws: between them any value is one
    below = np.quantile(values, PROBABILITIES, axis=1, method="lower")
    above = np.quantile(values, PROBABILITIES, axis=1, method="higher")
    assert (found >= below - BIN).all()
    assert (found <= above + BIN).all()


def test_bins_do_not_depend_on_how_the_draws_come() -> None:
    values = series()
    np.testing.assert_array_equal(
        collected(values, []).at(PROBABILITIES), collected(values, [1, 77_777]).at(PROBABILITIES)
    )


@pytest.mark.parametrize("draws", [1, 2, 3])
def test_a_few_draws(draws: int) -> None:
    values = np.linspace(0.2, 0.8, draws)[None]
    np.testing.assert_allclose(
        collected(values, []).at(np.array([0.0, 0.5, 1.0]))[:, 0], np.quantile(values, [0, 0.5, 1])
    )
