"""Countries compared in paired draws, and the orders that hold in enough of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import numpy.typing as npt

from sovai.engine.compiled import Floats
from sovai.engine.parallel import Workers, map_blocks
from sovai.engine.streams import Block
from sovai.engine.together import Cohort, CountryDraws, draw_countries


@dataclass(frozen=True)
class Pick:
    """What of a country's draws is compared: the score, one layer, or the loss by one party."""

    layer: int | None = None
    party: str | None = None

    def of(self, drawn: CountryDraws) -> Floats:
        """Return it, shape (n,)."""
        if self.party is not None:
            return drawn.losses[self.party]
        return drawn.score if self.layer is None else drawn.layers[self.layer]


@dataclass(frozen=True)
class Compared:
    """Draws of countries beside each other.

    Attributes
    ----------
    figures : array of shape (correlations, i, n)
        What is compared.
    scores : array of shape (i, n)
        Under the last correlation.
    largest : int array of shape (i,)
        In how many draws under the last correlation the country's lever is the largest state; 0 without a lever.
    """

    figures: Floats
    scores: Floats
    largest: npt.NDArray[np.int64]


def compare_countries(
    cohort: Cohort,
    pick: Pick,
    *,
    draws: int,
    seed: int,
    correlations: Sequence[float],
    levers: Sequence[str | None] | None = None,
    workers: Workers = 1,
    progress: Callable[[int], None] | None = None,
) -> Compared:
    """Return paired draws of several countries.

    Parameters
    ----------
    cohort : Cohort
        What it follows is added to as needed.
    pick : Pick
    draws, seed : int
    correlations : sequence of float
        Of mixes between countries, 0–1.
    levers : sequence of str or None, optional
        Of each country the state of which it is counted how often it is the largest.
    workers : int or callable
        See `sovai.engine.parallel.Workers`.
    progress : callable, optional
        Called with the number of draws done since the last call.
    """
    levers = [None] * len(cohort.systems) if levers is None else levers
    asked = cohort.followed if pick.party is None else tuple((*labels, pick.party) for labels in cohort.followed)
    followed = tuple(
        tuple(dict.fromkeys((*labels, *(system.state_labels if lever is not None else ()))))
        for labels, system, lever in zip(asked, cohort.systems, levers, strict=True)
    )
    work = partial(_compare_block, replace(cohort, followed=followed), pick, seed, correlations, levers)
    blocks = list(map_blocks(work, draws, workers=workers, progress=progress))
    return Compared(
        np.concatenate([block.figures for block in blocks], axis=2),
        np.concatenate([block.scores for block in blocks], axis=1),
        np.sum([block.largest for block in blocks], axis=0),
    )


def _compare_block(
    cohort: Cohort, pick: Pick, seed: int, correlations: Sequence[float], levers: Sequence[str | None], block: Block
) -> Compared:
    # Losses of all states under all correlations only where a loss is what is compared.
    losses_under = correlations if pick.party is not None else correlations[-1:]
    countries, last = len(cohort.systems), len(correlations) - 1
    figures = np.empty((len(correlations), countries, block.size))
    scores, largest = np.empty((countries, block.size)), np.zeros(countries, dtype=np.int64)
    for k, i, drawn in draw_countries(cohort, block, seed=seed, correlations=correlations, losses_under=losses_under):
        figures[k, i] = pick.of(drawn)
        if k == last:
            scores[i], largest[i] = drawn.score, _count_largest(levers[i], cohort.systems[i].state_labels, drawn)
    return Compared(figures, scores, largest)


def _count_largest(lever: str | None, states: Sequence[str], drawn: CountryDraws) -> int:
    """Return in how many draws a state's loss is the largest of all states and not 0."""
    if lever is None:
        return 0
    own = drawn.losses[lever]
    return int(np.count_nonzero((own > 0.0) & (own >= np.max([drawn.losses[state] for state in states], axis=0))))


def higher(figures: Floats) -> Floats:
    """Return the least probability, over the correlations, that a is higher than b in paired draws, shape (a, b)."""
    correlations, countries, _ = figures.shape
    least = np.ones((countries, countries))
    for k in range(correlations):
        for a in range(countries):
            least[a] = np.minimum(least[a], (figures[k, a] > figures[k]).mean(axis=1))
    return least


def indistinguishable(established: npt.NDArray[np.bool_]) -> list[list[int]]:
    """Return the finest groups, highest first, such that each country of a group is established above all later ones.

    Two countries whose order is not established share a group, and so does who stands above one and below the other.

    Parameters
    ----------
    established : bool array of shape (a, b)
        Whether a is established as higher than b.
    """
    # Who is in a higher group is above more countries than anybody in a lower one.
    order = sorted(range(len(established)), key=lambda a: -int(established[a].sum()))
    groups, start = [], 0
    for end in range(1, len(order) + 1):
        if established[np.ix_(order[:end], order[end:])].all():
            groups.append(sorted(order[start:end]))
            start = end
    return groups
