"""Stochastic multicriteria acceptability: how often each alternative has which rank, beats which other, and when.

The measures are those of SMAA (survey: Tervonen and Figueira 2008, doi:10.1002/mcda.407). Equal values share the better
rank, as everywhere in sovai; the larger value has the better rank.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sovai.engine.compiled import Floats
from sovai.engine.ranks import DIGITS, count_ranks, rank
from sovai.engine.scoring import Weighting


def rank_acceptability(values: Floats) -> Floats:
    """Return the part of the draws in which an alternative has each rank, shape (a, ranks), from values (a, n).

    Each row sums to 1. A column does where no two alternatives are ever equal.
    """
    shares: Floats = count_ranks(np.round(values, DIGITS)) / values.shape[1]
    return shares


def pairwise_winning(values: Floats) -> Floats:
    """Return the part of the draws in which a is larger than b, shape (a, b); what is missing to 1 of both is a tie.

    The pairwise winning index of stochastic multicriteria acceptability analysis.
    """
    rounded = np.round(values, DIGITS)
    return np.stack([(own > rounded).mean(axis=1) for own in rounded]) if len(values) else np.zeros((0, 0))


@dataclass(frozen=True)
class Central:
    """The weights at the centre of those that favour an alternative.

    Attributes
    ----------
    acceptability : float
        Part of the draws in which it is the largest.
    layers, components, indicators : array of shape (l,), (c,), (3,)
        Means over these draws: the central weight vector.
    """

    acceptability: float
    layers: Floats
    components: Floats
    indicators: Floats


def central_weights(values: Floats, weighting: Weighting) -> list[Central | None]:
    """Return the central weights of each alternative; None for one that is never the largest, or where all are 0.

    Parameters
    ----------
    values : array of shape (a, n)
        Not negative.
    weighting : Weighting
        Of the same draws.
    """
    first = (rank(np.round(values, DIGITS)) == 0) & (values > 0.0) if len(values) else values > 0.0
    found: list[Central | None] = []
    for wins in first:
        if not wins.any():
            found.append(None)
            continue
        means = (
            weights[:, wins].mean(axis=1) for weights in (weighting.layers, weighting.components, weighting.indicators)
        )
        found.append(Central(float(wins.mean()), *means))
    return found
