"""What it would be worth to know a quantity: the spread of an answer that is expected to be left, from its draws alone.

All estimates use one set of draws of the answer and of the quantity (single-loop; Strong, Oakley and Brennan 2014,
doi:10.1177/0272989X13505910): E[y | x] is a regression of y on x, and what is left is the spread of the residuals. The
quantity may have many parts that depend on each other, as the shares of one whole do; no run of the model is added.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from sovai.engine.compiled import Floats

BATCHES = 10
"""Standard errors come from so many interleaved batches of the draws."""
DRAWS_PER_COLUMN = 20
"""Of draws to columns of a regression at least; with fewer draws the products, then the squares are left out."""

_BINS = 10  # of the fitted value, within which the spread of what is left is taken as equal
_NOTHING = 1e-4  # what is left of a column of length 1 where others tell all of it, in single precision


@dataclass(frozen=True)
class Estimated:
    """A figure with the standard error that comes from the finite number of draws."""

    value: float
    standard_error: float


class Knowledge:
    """Quantities whose values are imagined to be known.

    Attributes
    ----------
    basis : array of shape (n, columns)
        Orthonormal; its span holds every function of the quantities that the regression can fit: a cubic of a single
        one; of several, squares and products of pairs.
    """

    def __init__(self, basis: Floats) -> None:
        self.basis = basis

    @classmethod
    def of(cls, quantities: Floats) -> Knowledge:
        """Return the knowledge of quantities, shape (d, n)."""
        return cls(_orthonormal(_columns(np.asarray(quantities, dtype=float))))

    @classmethod
    def nothing(cls, draws: int) -> Knowledge:
        """Return the knowledge of the distribution alone."""
        return cls(np.full((draws, 1), draws**-0.5))

    def joined(self, other: Knowledge) -> Knowledge:
        """Return what is known if both are; how they act on each other is not fitted."""
        new = other.basis - self.basis @ (self.basis.T @ other.basis)
        return Knowledge(np.concatenate([self.basis, _orthonormal(new)], axis=1))

    def expected(self, answer: Floats) -> Floats:
        """Return E[y | x] in each draw, from y of shape (..., n)."""
        fitted: Floats = (answer @ self.basis) @ self.basis.T
        return fitted

    def residuals(self, answer: Floats) -> Floats:
        """Return y − E[y | x], enlarged by what the columns of the fit have taken away by chance; shape (n,)."""
        n, columns = self.basis.shape
        left: Floats = (answer - self.expected(answer)) * np.sqrt((n - 1.0) / max(n - columns, 1))
        return left


def _columns(quantities: Floats) -> Floats:
    """Return powers and products of standardised quantities, shape (n, columns), as many as the draws can carry."""
    n = quantities.shape[1]
    centred = quantities - quantities.mean(axis=1, keepdims=True)
    spread = centred.std(axis=1)
    varying = spread > 0.0
    x = centred[varying] / spread[varying, None]
    most = n // DRAWS_PER_COLUMN
    columns = [np.ones(n), *x]
    if len(x) == 1:
        columns += [x[0] ** 2, x[0] ** 3]
    elif 1 + 2 * len(x) <= most:
        columns += list(x**2)
        if 1 + len(x) * (len(x) + 3) // 2 <= most:
            columns += [x[i] * x[j] for i, j in combinations(range(len(x)), 2)]
    return np.stack(columns, axis=1)


def _orthonormal(columns: Floats) -> Floats:
    """Return an orthonormal basis of the columns, shape (n, rank)."""
    length = np.sqrt((columns**2).sum(axis=0))
    scaled = columns[:, length > _NOTHING] / length[length > _NOTHING]
    values, vectors = np.linalg.eigh(scaled.T @ scaled)
    kept = values > _NOTHING**2
    basis, _ = np.linalg.qr(scaled @ vectors[:, kept])
    return basis


def variance_resolved(answer: Floats, known: Knowledge) -> Estimated:
    """Return Var(E[y | x]) / Var(y), the part of the variance that is expected to go once x is known.

    Parameters
    ----------
    answer : array of shape (n,)
    known : Knowledge
        Of x, from the same draws.

    Returns
    -------
    Estimated
        Unbiased up to what the regression cannot fit, which it counts as unresolved; around 0, and so at times a little
        below it, where x tells nothing. 0 where the answer does not vary.
    """
    left, centred = known.residuals(answer), answer - answer.mean()

    def resolved(some: slice) -> float:
        total = float((centred[some] ** 2).sum())
        return 1.0 - float((left[some] ** 2).sum()) / total if total > 0.0 else 0.0

    return _in_batches(resolved)


def span_left(low: Floats, high: Floats, known: Knowledge, interval: float) -> Floats:
    """Return the width that is expected to be left of a span, once x is known: over all draws, then by batch.

    The span goes from a low quantile of `low` to a high one of `high`, which are the same answer twice for its central
    interval. The residuals are sorted by what is expected of the middle of both, and the quantiles taken in each of ten
    parts, so that what is left may depend on what is found.

    Parameters
    ----------
    low, high : array of shape (n,)
        The answer at its lowest and highest, whatever else is open.
    known : Knowledge
    interval : float
        Width of the central interval, 0–1.

    Returns
    -------
    array of shape (1 + BATCHES,)
    """
    tail = (1.0 - interval) / 2.0
    kept = len(low) - len(low) % (_BINS * BATCHES)
    by_expected = np.argsort(known.expected((low + high) / 2.0)[:kept], kind="stable")
    # Neighbours of one part go to different batches.
    cells = by_expected.reshape(_BINS, kept // (_BINS * BATCHES), BATCHES)
    below, above, apart = known.residuals(low)[cells], known.residuals(high)[cells], (high - low)[cells]

    def within(axes: tuple[int, ...]) -> Floats:
        beyond = np.quantile(above, 1.0 - tail, axis=axes) - np.quantile(below, tail, axis=axes)
        spans: Floats = apart.mean(axis=(0, *axes)) + beyond.mean(axis=0)
        return spans

    return np.concatenate([[within((1, 2))], within((1,))])


def width(spans: Floats) -> Estimated:
    """Return the width of a result of `span_left`."""
    return Estimated(float(spans[0]), float(spans[1:].std(ddof=1) / np.sqrt(BATCHES)))


def reduction(before: Floats, after: Floats) -> Estimated:
    """Return how much of a span goes, from two results of `span_left`."""
    return width(before - after)


@dataclass(frozen=True)
class Choice:
    """How sure one can be which of several holds, and what knowing a quantity does to that.

    Attributes
    ----------
    now : float
        Probability of the likeliest.
    known : Estimated
        Expected probability of the one that is likeliest once x is known.
    overturned : float
        Probability that this is another one than now.
    instead : int array
        Who that may be, the likeliest first; who is it in less than 1 % of draws is left out.
    """

    now: float
    known: Estimated
    overturned: float
    instead: npt.NDArray[np.intp]


def choice_resolved(holds: npt.NDArray[np.bool_], known: Knowledge) -> Choice:
    """Return how much surer one would be which of p alternatives holds: E max_p P(p | x) against max_p P(p).

    P(p | x) is a regression of the indicator of p on x, fitted in one half of the draws and judged in the other, so
    that chance cannot make a useless x look useful. Where x could say no better, the answer of now stands.

    Parameters
    ----------
    holds : bool array of shape (p, n)
        Whether each holds in each draw.
    known : Knowledge
    """
    ever = np.flatnonzero(holds.any(axis=1))
    if not len(ever):
        return Choice(0.0, Estimated(0.0, 0.0), 0.0, ever)
    holds = holds[ever]
    now, n = int(holds.mean(axis=1).argmax()), holds.shape[1]
    chosen = np.empty(n, dtype=np.intp)
    for half in (slice(0, None, 2), slice(1, None, 2)):
        other = slice(1 - (half.start or 0), None, 2)
        basis = known.basis[half]
        slopes = np.linalg.pinv(basis.T @ basis, hermitian=True) @ (basis.T @ holds[:, half].T.astype(float))
        chosen[other] = (known.basis[other] @ slopes).argmax(axis=1)
    hits = holds[chosen, np.arange(n)].astype(float)
    counts = np.bincount(chosen, minlength=len(holds))
    by_count = np.argsort(-counts, kind="stable")
    instead = np.array([ever[p] for p in by_count if p != now and counts[p] >= 0.01 * n], dtype=np.intp)
    return Choice(
        now=float(holds[now].mean()),
        known=_in_batches(lambda some: float(hits[some].mean())),
        overturned=float((chosen != now).mean()),
        instead=instead,
    )


def _in_batches(figure: Callable[[slice], float]) -> Estimated:
    batches = [figure(slice(batch, None, BATCHES)) for batch in range(BATCHES)]
    return Estimated(figure(slice(None)), float(np.std(batches, ddof=1) / np.sqrt(BATCHES)))
