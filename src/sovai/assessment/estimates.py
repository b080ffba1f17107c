"""Figures with what draws say of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from sovai.engine.compiled import Floats
from sovai.engine.quantiles import tails
from sovai.engine.simulation import Spread
from sovai.results.base import Estimate


def estimate(nominal: float, drawn: Floats | None, interval: float, scale: float = 1.0) -> Estimate:
    """Return a figure with what its draws say, shape (n,); `scale` is the unit of the result."""
    if drawn is None:
        return Estimate(nominal=scale * nominal)
    lower, upper = tails(interval)
    low, median, high = scale * np.quantile(drawn, [lower, 0.5, upper])
    return Estimate(
        nominal=scale * nominal,
        mean=scale * float(drawn.mean()),
        median=float(median),
        low=float(low),
        high=float(high),
    )


def ends_among(drawn: npt.NDArray[Any], interval: float) -> npt.NDArray[Any]:
    """Return the ends of the central interval along the last axis, each a value among the draws.

    Between two ranks there is none, nor between a time and never.
    """
    ends: npt.NDArray[Any] = np.quantile(drawn, tails(interval), axis=-1, method="inverted_cdf")
    return ends


def summarised(nominal: float, spread: Spread | None, place: int | tuple[()] = (), scale: float = 1.0) -> Estimate:
    """Return a figure with the summary of its draws, at a place of the series; `scale` is the unit of the result."""
    if spread is None:
        return Estimate(nominal=scale * nominal)
    return Estimate(
        nominal=scale * nominal,
        mean=scale * float(spread.mean[place]),
        median=scale * float(spread.median[place]),
        low=scale * float(spread.low[place]),
        high=scale * float(spread.high[place]),
    )
