"""First- and total-order Sobol' indices of groups, from outputs that were computed before, with bootstrap intervals.

Any model and any sampler will do: what is asked for are outputs of two independent samples A and B, and of A with one
group of its quantities taken from B.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sovai.engine.compiled import Floats
from sovai.engine.quantiles import tails

RESAMPLES = 1000
"""Bootstrap samples behind an interval."""

_ROUNDING = 1e-6  # of the output's size: draws are in single precision
_NOTHING = 1e-7
_AT_ONCE = 4_000_000  # weights of resamples held in memory


@dataclass(frozen=True, eq=False)
class Samples:
    """Outputs of the two samples, and of the first with one group from the second.

    Attributes
    ----------
    a, b : array of shape (n,)
    ab : array of shape (g, n)
        Row i: everything as in a, but group i as in b.
    """

    a: Floats
    b: Floats
    ab: Floats

    @property
    def both(self) -> Floats:
        """The independent outputs, shape (2n,)."""
        return np.concatenate([self.a, self.b])

    @property
    def constant(self) -> bool:
        """Whether the output does not vary, beyond rounding."""
        both = self.both
        return bool(np.ptp(both) <= max(_ROUNDING * float(np.abs(both).max()), _NOTHING))


@dataclass(frozen=True, eq=False)
class Index:
    """An index of each group with its bootstrap interval; arrays of shape (g,)."""

    value: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, eq=False)
class SobolIndices:
    """Indices of each group.

    Attributes
    ----------
    first_order : Index
        Part of the output's variance that the group explains by itself.
    total_order : Index
        Part that involves the group, by itself or together with others.
    additive : Index
        Sum of the first orders, shape (1,): what groups explain one by one. The rest are interactions.
    """

    first_order: Index
    total_order: Index
    additive: Index


def sobol_indices(
    samples: Samples, *, rng: np.random.Generator, interval: float = 0.9, resamples: int = RESAMPLES
) -> SobolIndices | None:
    """Return the indices of each group; None where the output is constant, so that there is nothing to explain.

    With μ and V the mean and variance of f over both samples,

        S_i = mean( (f_B − μ) · (f_ABi − f_A) ) / V          T_i = mean( (f_A − f_ABi)² ) / 2V

    (first order: Saltelli et al. 2010, doi:10.1016/j.cpc.2009.09.018, table 2 (b); total order: Jansen 1999,
    doi:10.1016/S0010-4655(98)00154-4), as in ``scipy.stats.sobol_indices``. The estimate of a small index may fall
    below 0 by chance; it is returned as it is. A group on which the output does not depend has f_ABi = f_A, and 0
    exactly.

    Parameters
    ----------
    samples : Samples
    rng : Generator
        For the bootstrap: draws are resampled with all their outputs (percentile intervals; Archer, Saltelli and Sobol
        1997, doi:10.1080/00949659708811825).
    interval : float
        Width of the intervals, 0–1.
    resamples : int

    Raises
    ------
    FloatingPointError
        If an output is not finite.
    """
    if not all(np.isfinite(output).all() for output in (samples.a, samples.b, samples.ab)):
        raise FloatingPointError("a draw is not finite")
    if samples.constant:
        return None
    terms = _terms(samples)
    estimates = _estimates(terms.mean(axis=1)[None])[0]
    drawn = np.concatenate([_estimates(means) for means in _resampled(terms, rng, resamples)])
    low, high = np.quantile(drawn, tails(interval), axis=0)
    groups = len(samples.ab)
    parts = (slice(0, groups), slice(groups, 2 * groups), slice(2 * groups, None))
    return SobolIndices(*(Index(estimates[part], low[part], high[part]) for part in parts))


def _terms(samples: Samples) -> Floats:
    """Return what the estimators take means of, draw by draw: shape (2 + 3g, n)."""
    centre = samples.both.mean()  # products of small numbers lose no digits
    a, b, ab = (output.astype(float) - centre for output in (samples.a, samples.b, samples.ab))
    return np.concatenate([((a + b) / 2)[None], ((a**2 + b**2) / 2)[None], ab - a, b * (ab - a), (ab - a) ** 2])


def _estimates(means: Floats) -> Floats:
    """Return S_i, T_i and Σ S_i from means of the terms, shape (r, 2 + 3g) to (r, 2g + 1)."""
    mean, square = means[:, :1], means[:, 1:2]
    step, product, squared_step = np.split(means[:, 2:], 3, axis=1)
    variance = square - mean**2
    first = (product - mean * step) / variance
    return np.concatenate([first, squared_step / (2.0 * variance), first.sum(axis=1, keepdims=True)], axis=1)


def _resampled(terms: Floats, rng: np.random.Generator, resamples: int) -> list[Floats]:
    """Return means of the terms over draws taken with replacement, in parts of shape (r, 2 + 3g).

    Every estimator is made of means, so a resample is no more than how often it takes each draw: one matrix product.
    """
    n = terms.shape[1]
    size = max(1, min(resamples, _AT_ONCE // n))
    found = []
    for start in range(0, resamples, size):
        count = min(size, resamples - start)
        taken = rng.integers(n, size=(count, n)) + np.arange(count)[:, None] * n
        times = np.bincount(taken.ravel(), minlength=count * n).reshape(count, n)
        found.append(times @ terms.T / n)
    return found
