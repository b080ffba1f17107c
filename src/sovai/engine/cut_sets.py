"""The smallest sets of parties that suffice for something: minimal cut sets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from sovai.engine.coalitions import Members
from sovai.engine.compiled import Floats

TOLERANCE = 1e-9
CANDIDATES_AT_ONCE = 2048
MOST = 500_000
"""Sets computed at most unless the caller says otherwise."""


@dataclass(frozen=True)
class MinimalSets:
    """The smallest sets whose joint refusal reaches a threshold.

    Attributes
    ----------
    sets : tuple of tuple of int
        Parties of each set, ascending; smaller sets first, then by what they reach.
    reached : tuple of float
        What each set reaches.
    complete : bool
        Whether every smallest set up to the size asked for is there.
    """

    sets: tuple[tuple[int, ...], ...]
    reached: tuple[float, ...]
    complete: bool


def minimal_cut_sets(
    reach: Callable[[Members], Floats],
    bounds: Floats,
    candidates: Iterable[int],
    *,
    threshold: float,
    largest: int = 3,
    most: int = MOST,
) -> MinimalSets:
    """Return the smallest sets of candidates that reach a threshold, of up to `largest` members.

    Parameters
    ----------
    reach : callable
        What each set reaches, from its members (parties, sets) to shape (sets,); more members never reach less.
    bounds : array of shape (parties,)
        A set reaches at most the sum of those of its members; where that stays below the threshold it is not computed.
    candidates : iterable of int
        Parties that may be members.
    threshold : float
    largest : int
        Largest size looked at.
    most : int
        Sets computed at most; beyond it the answer is cut short, and says so.
    """
    found: list[tuple[int, ...]] = []
    reached: list[float] = []
    members, at_most, computed, complete = sorted(candidates), bounds.tolist(), 0, True
    for size in range(1, largest + 1):
        smaller = [frozenset(known) for known in found]
        cutting = {next(iter(known)) for known in smaller if len(known) == 1}
        pool = combinations([m for m in members if m not in cutting], size)
        waiting = [
            candidate
            for candidate in pool
            if sum(at_most[p] for p in candidate) >= threshold - TOLERANCE
            and not any(known <= set(candidate) for known in smaller if len(known) > 1)
        ]
        if computed + len(waiting) > most:
            waiting, complete = waiting[: most - computed], False
        computed += len(waiting)
        level = _reaching(reach, waiting, len(at_most), threshold)
        found += [candidate for candidate, _ in level]
        reached += [value for _, value in level]
    return MinimalSets(tuple(found), tuple(reached), complete)


def _reaching(
    reach: Callable[[Members], Floats], waiting: Sequence[tuple[int, ...]], parties: int, threshold: float
) -> list[tuple[tuple[int, ...], float]]:
    level = []
    for start in range(0, len(waiting), CANDIDATES_AT_ONCE):
        part = waiting[start : start + CANDIDATES_AT_ONCE]
        members = np.zeros((parties, len(part)))
        for i, candidate in enumerate(part):
            members[list(candidate), i] = 1.0
        values = reach(members)
        level += [(c, float(v)) for c, v in zip(part, values, strict=True) if v >= threshold - TOLERANCE]
    return sorted(level, key=lambda pair: (-pair[1], pair[0]))
