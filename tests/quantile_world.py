"""A world whose draws are given from outside, as quantiles of each uncertain quantity: for samplers of other people."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import betaincinv

from sovai.engine.compiled import Parameter, ShareGroup
from sovai.engine.streams import stick_fractions, stream_name

Array = np.ndarray[Any, np.dtype[np.floating[Any]]]


class QuantileWorld:
    """Values of every quantity by inversion of its distribution.

    `quantiles` has a row of numbers in 0–1 for each stream.
    """

    dtype = np.float64

    def __init__(self, quantiles: dict[str, Array]) -> None:
        self._quantiles = quantiles
        self.size = len(next(iter(quantiles.values())))

    def shares(self, group: ShareGroup) -> Array:
        drawn, rest = np.empty((len(group.labels), self.size)), np.ones(self.size)
        for row, alpha, beta in stick_fractions(group):
            fraction = alpha if beta is None else self._beta(alpha, beta, stream_name(group, row))
            drawn[row] = rest * fraction
            rest = rest - drawn[row]
        return np.maximum(drawn, 0.0)

    def value(self, parameter: Parameter) -> Array:
        low, mode, high = parameter.low, parameter.mode, parameter.high
        if parameter.certain:
            return np.array([mode])
        width = high - low
        shape = 1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width
        return low + width * self._beta(*shape, parameter.name)

    def _beta(self, alpha: float, beta: float, stream: str) -> Array:
        # Groups are swapped between two samples, so most quantiles come up many times.
        distinct, where = np.unique(self._quantiles[stream], return_inverse=True)
        return betaincinv(alpha, beta, distinct)[where]
