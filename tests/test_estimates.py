"""What draws say of a figure."""

from __future__ import annotations

import numpy as np
import pytest

from sovai.assessment.estimates import ends_among, estimate, summarised
from sovai.engine.quantiles import tails
from sovai.engine.simulation import Spread
from sovai.results.base import Estimate


def test_a_central_interval_leaves_as_much_on_both_sides() -> None:
    assert tails(0.9) == pytest.approx((0.05, 0.95))
    assert sum(tails(0.3)) == 1.0


def test_a_figure_without_draws_is_nominal() -> None:
    assert estimate(0.25, None, 0.9, 100.0) == summarised(0.25, None, scale=100.0) == Estimate(nominal=25.0)


def test_draws_and_their_summary_give_the_same_estimate() -> None:
    drawn = np.random.default_rng(0).random((3, 101))
    low, median, high = np.quantile(drawn, [0.1, 0.5, 0.9], axis=1)
    spread = Spread(drawn.mean(axis=1), median, low, high, np.zeros(3))
    for place, series in enumerate(drawn):
        one, other = estimate(0.5, series, 0.8, 100.0), summarised(0.5, spread, place, 100.0)
        assert one.model_dump() == pytest.approx(other.model_dump())


def test_ends_occur_among_the_draws() -> None:
    ranks = np.array([[1, 1, 2, 4], [3, 3, 3, 3]])
    low, high = ends_among(ranks, 0.5)
    assert (low.tolist(), high.tolist()) == ([1, 3], [2, 3])
    assert ends_among(np.array([0.5, 2.0, np.inf, np.inf]), 0.5).tolist() == [0.5, np.inf]
