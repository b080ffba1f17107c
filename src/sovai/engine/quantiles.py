"""Quantiles of many series at once, exact for ordinary runs and in bounded memory for any number of draws."""

from __future__ import annotations

import numpy as np

from sovai.engine.compiled import Floats

EXACT_DRAWS = 1 << 17
"""Up to this many draws every value is kept and quantiles are exact."""

_BINS = 1 << 16


class Quantiles:
    """Quantiles of `series` series of numbers between 0 and 1.

    Beyond `EXACT_DRAWS` the values go into 65,536 equal bins; a quantile read from them is off by at most one bin,
    0.000015.

    Parameters
    ----------
    series : int
    draws : int
        How many values each series will get.
    """

    def __init__(self, series: int, draws: int) -> None:
        self.series, self.count = series, 0
        self._kept = np.empty((series, draws)) if draws <= EXACT_DRAWS else None
        self._bins = np.zeros((series, _BINS), dtype=np.int64) if draws > EXACT_DRAWS else None

    def add(self, values: Floats) -> None:
        """Add values of shape (series, n)."""
        n = values.shape[1]
        if self._kept is not None:
            self._kept[:, self.count : self.count + n] = values
        else:
            assert self._bins is not None
            places = np.clip((values * _BINS).astype(np.int64), 0, _BINS - 1)
            for counts, place in zip(self._bins, places, strict=True):
                counts += np.bincount(place, minlength=_BINS)
        self.count += n

    def at(self, probabilities: Floats) -> Floats:
        """Return quantiles of shape (probabilities, series)."""
        if self._kept is not None:
            exact: Floats = np.quantile(self._kept, probabilities, axis=1)
            return exact
        assert self._bins is not None
        edges = np.linspace(0.0, 1.0, _BINS + 1)
        below = np.concatenate([np.zeros((self.series, 1)), np.cumsum(self._bins, axis=1) / self.count], axis=1)
        return np.stack([np.interp(probabilities, row, edges) for row in below], axis=1)
