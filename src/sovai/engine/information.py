"""What it would be worth to know a quantity: the spread of an answer that is expected to be left, from its draws alone.

All estimates use one set of draws of the answer and of the quantity (single-loop; Strong, Oakley and Brennan 2014,
doi:10.1177/0272989X13505910): E[y | x] is a regression of y on x (`sovai.engine.knowledge`), and what is left is the
spread of the residuals. The quantity may have many parts that depend on each other, as the shares of one whole do,
which rules out swapping them between two samples; no run of the model is added.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sovai.engine.compiled import Floats
from sovai.engine.knowledge import Knowledge, leverage_of

BATCHES = 10
"""Standard errors come from so many interleaved batches of the draws."""
DRAWS_PER_COLUMN, MOST_COLUMNS = 20, 50
"""Of a fit that decides between alternatives: chance would decide with a finer one."""

_BINS = 10  # of the fitted value, within which the spread of what is left is taken as equal


@dataclass(frozen=True)
class Estimated:
    """A figure with its standard error: of the finite number of draws, and of what a fit may leave out."""

    value: float
    standard_error: float


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
        Around 0, and so at times a little below it, where x tells nothing. 0 where the answer does not vary. What the
        fit leaves out counts as unresolved, and goes to 0 as draws are added. What the two highest degrees add to the
        ones below is taken as the size of what still higher ones might add, and is part of the standard error; a fit of
        degree 1 has nothing to compare with.
    """
    left, centred = known.residuals(answer), answer - answer.mean()

    def resolved(some: slice) -> float:
        total = float((centred[some] ** 2).sum())
        return 1.0 - float((left[some] ** 2).sum()) / total if total > 0.0 else 0.0

    found = _in_batches(resolved)
    return Estimated(found.value, float(np.hypot(found.standard_error, _finest_adds(centred, left, known))))


def _finest_adds(centred: Floats, left: Floats, known: Knowledge) -> float:
    """Return the part of the variance that the two highest degrees of a fit resolve, beyond what is chance.

    Two, since what is missing may be even or odd.
    """
    finest = known.basis[:, known.degrees >= max(2, known.degrees.max() - 1)]
    total, by_chance = float((centred**2).sum()), float(left**2 @ leverage_of(finest))
    return max(0.0, float(((centred @ finest) ** 2).sum()) - by_chance) / total if total > 0.0 else 0.0


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
    that chance cannot make a useless x look useful; a coarse fit will do, since only its largest value counts. Where x
    could say no better, the answer of now stands.

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
    chosen, coarse = np.empty(n, dtype=np.intp), known.coarse(min(n // DRAWS_PER_COLUMN, MOST_COLUMNS)).basis
    for half in (slice(0, None, 2), slice(1, None, 2)):
        other = slice(1 - (half.start or 0), None, 2)
        basis = coarse[half]
        slopes = np.linalg.pinv(basis.T @ basis, hermitian=True) @ (basis.T @ holds[:, half].T.astype(float))
        chosen[other] = (coarse[other] @ slopes).argmax(axis=1)
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
