"""Many countries in one world: paired draws of their scores, and the orders that hold in enough of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from sovai.engine.clocks import horizon_times
from sovai.engine.compiled import Floats, System
from sovai.engine.control import Scratch
from sovai.engine.cutoff import Exposure, expose, indicators, sweep_for
from sovai.engine.draws import BLOCK, CountryWorld, DrawnWorld, Window
from sovai.engine.scoring import aggregate, published

WINDOW = 1024
"""Draws computed at once: what lies behind the inputs is kept for all countries, so fewer of them than in a block."""


@dataclass(frozen=True)
class CountryDraws:
    """Draws of one block for one country and one correlation of mixes.

    Attributes
    ----------
    score : array of shape (n,)
        Fraction.
    layers : array of shape (l, n)
    losses : array of shape (p, n)
        Weighted losses of the country's parties.
    """

    score: Floats
    layers: Floats
    losses: Floats


def draw_together(
    systems: Sequence[System], names: Sequence[str], *, seed: int, block: int, size: int, correlations: Sequence[float]
) -> list[list[CountryDraws]]:
    """Return draws of one block, by correlation and country.

    What lies behind the inputs is computed once for all countries, since it is one world.

    Parameters
    ----------
    systems : sequence of System
        Compiled in one universe, with the same model and horizon.
    names : sequence of str
        Of the countries; they name what is drawn for each alone.
    seed, block, size : int
    correlations : sequence of float
        Of mixes between countries, 0–1.
    """
    common, scratch = DrawnWorld(seed, block, size), Scratch(DrawnWorld.dtype)
    worlds = [[CountryWorld(common, name, correlation) for name in names] for correlation in correlations]
    components = np.zeros((len(correlations), len(systems), len(systems[0].components), size), dtype=common.dtype)
    losses = [[np.zeros((len(s.parties), size), dtype=common.dtype) for s in systems] for _ in correlations]
    years = horizon_times(systems[0].horizon_years)
    windows = [slice(start, min(start + WINDOW, size)) for start in range(0, size, WINDOW)]
    for c, draws in product(range(len(systems[0].components)), windows):
        sweep = sweep_for([system.components[c] for system in systems], Window(common, draws), years, scratch)
        for i, system in enumerate(systems):
            component = system.components[c]
            weight = system.layer_weights[system.layer_of[c]] * system.component_weights[c]
            follows_mix = any(row.within is not None for row in component.rows)
            exposure: Exposure | None = None
            for k in range(len(correlations)):
                if exposure is None or follows_mix:
                    exposure = expose(component, system, Window(worlds[k][i], draws), years, sweep=sweep)
                    lost = exposure.losses()
                    dependence = system.indicator_weights @ indicators(exposure, lost, system)
                components[k, i, c, draws] = dependence
                for party, loss in lost.items():
                    losses[k][i][party, draws] += weight * loss
        scratch.reclaim()
    return [
        [_scored(system, components[k, i], losses[k][i]) for i, system in enumerate(systems)]
        for k in range(len(correlations))
    ]


def _scored(system: System, components: Floats, losses: Floats) -> CountryDraws:
    scores = aggregate(components.astype(float), published(system), system)
    return CountryDraws(scores.country, scores.layers, losses)


def compare_countries(
    systems: Sequence[System],
    names: Sequence[str],
    figure: Callable[[int, CountryDraws], Floats],
    *,
    draws: int,
    seed: int,
    correlations: Sequence[float],
    also: Callable[[int, CountryDraws], None] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Floats:
    """Return draws of a figure, shape (correlations, countries, draws).

    Parameters
    ----------
    systems, names, seed, correlations
        As for `draw_together`.
    figure : callable
        The figure of a country, from its number and its draws.
    draws : int
    also : callable, optional
        Called with each country's draws under the last correlation, to keep something else of them.
    progress : callable, optional
        Called with the number of draws done since the last call.
    """
    figures = np.empty((len(correlations), len(systems), draws))
    for block, start in enumerate(range(0, draws, BLOCK)):
        size = min(BLOCK, draws - start)
        found = draw_together(systems, names, seed=seed, block=block, size=size, correlations=correlations)
        for k, countries in enumerate(found):
            for i, country in enumerate(countries):
                figures[k, i, start : start + size] = figure(i, country)
                if also is not None and k == len(correlations) - 1:
                    also(i, country)
        if progress is not None:
            progress(size)
    return figures


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
