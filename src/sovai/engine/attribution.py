"""A difference in parts that add up to it: by component in closed form, by change as a mean over all their orders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial
from typing import TypeVar

import numpy as np

from sovai.engine.compiled import Floats, System
from sovai.engine.scoring import Scores

EXACT_CHANGES = 10
"""Up to this many changes every order counts; beyond, a sample."""
SAMPLED_ORDERS = 200

_CLOSE = 1e-6

Point = TypeVar("Point")


@dataclass(frozen=True)
class ScorePoint:
    """What a score is made of: S = (Σ w_c D_c^p)^(1/p), with weights in the whole stack.

    Attributes
    ----------
    components : array of shape (c,)
    weights : array of shape (c,)
    exponent : float
    """

    components: Floats
    weights: Floats
    exponent: float

    @classmethod
    def of(cls, scores: Scores, system: System) -> ScorePoint:
        """Return the point of a nominal run."""
        weights = system.stack_weights
        return cls(scores.components[:, 0], weights, system.exponent.mode)

    def terms(self, exponent: float) -> Floats:
        """Return w_c D_c^p, shape (c,)."""
        raised: Floats = self.weights * self.components**exponent
        return raised


def score_parts(before: ScorePoint, after: ScorePoint) -> Floats:
    """Return what each component adds to S(after) − S(before), shape (c,).

    With a_c = w_c D_c^p and f(x) = x^(1/p), S = f(Σ a_c). The part of a component is Δa_c times the mean slope of f
    between the two sums: the Aumann–Shapley value (Aumann and Shapley 1974, Values of Non-Atomic Games) of the straight
    way from one to the other. A component that does not change has none. Another exponent is a second step, split by
    contributions.
    """
    p = before.exponent
    old, new = before.terms(p), after.terms(p)
    parts = (new - old) * _mean_slope(float(old.sum()), float(new.sum()), p)
    if after.exponent != p:
        parts = parts + _contributions(after, after.exponent) - _contributions(after, p)
    return parts


def _mean_slope(low: float, high: float, p: float) -> float:
    """Return the mean slope of x^(1/p) between two values."""
    middle = (low + high) / 2.0
    if middle == 0.0:
        return 0.0
    if abs(high - low) < _CLOSE * middle:  # the quotient would be one of rounding errors
        return float(middle ** (1.0 / p - 1.0) / p)
    return float((high ** (1.0 / p) - low ** (1.0 / p)) / (high - low))


def _contributions(point: ScorePoint, p: float) -> Floats:
    terms = point.terms(p)
    total = float(terms.sum())
    return terms * (total ** (1.0 / p - 1.0) if total > 0.0 else 0.0)


def shapley(
    players: int,
    value: Callable[[tuple[int, ...]], Point],
    parts: Callable[[Point, Point], Floats],
    *,
    seed: int = 0,
) -> tuple[Floats, int | None]:
    """Return the part of each player in v(all) − v(nobody), shape (players, c), and how many orders were sampled.

    φ_i = Σ_T |T|! (n − |T| − 1)! / n! · [v(T ∪ i) − v(T)] over all sets T without i (Shapley 1953,
    doi:10.1515/9781400881970-018); each step in parts by component. In any order the steps add up to the whole, so
    that sampled parts do as well.

    Parameters
    ----------
    players : int
        At least 1.
    value : callable
        From players in ascending order.
    parts : callable
        Parts of the step between two values.
    seed : int
        Of the sample of orders beyond `EXACT_CHANGES` players; each order goes with its reverse.
    """
    known: dict[tuple[int, ...], Point] = {}

    def at(members: Sequence[int]) -> Point:
        key = tuple(sorted(members))
        if key not in known:
            known[key] = value(key)
        return known[key]

    def step(members: Sequence[int], player: int) -> Floats:
        return parts(at(members), at([*members, player]))

    if players > EXACT_CHANGES:
        return _sampled(players, step, seed), SAMPLED_ORDERS
    found = []
    for player in range(players):
        others = [other for other in range(players) if other != player]
        total: Floats | float = 0.0
        for size in range(players):
            weight = factorial(size) * factorial(players - size - 1) / factorial(players)
            for members in combinations(others, size):
                total = total + weight * step(members, player)
        found.append(total)
    return np.array(found), None


def _sampled(players: int, step: Callable[[Sequence[int], int], Floats], seed: int) -> Floats:
    rng = np.random.default_rng(seed)
    total: list[Floats | float] = [0.0] * players
    for _ in range(SAMPLED_ORDERS // 2):
        order = [int(player) for player in rng.permutation(players)]
        for way in (order, order[::-1]):
            for place, player in enumerate(way):
                total[player] = total[player] + step(way[:place], player) / SAMPLED_ORDERS
    return np.array(total)
