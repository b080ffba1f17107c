"""Many countries drawn in one world: their scores, layers and losses, block by block, paired draw by draw."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sovai.engine.clocks import horizon_times
from sovai.engine.compiled import Component, Floats, Labels, ShareGroup, System
from sovai.engine.control import ControlSweep
from sovai.engine.cutoff import expose, indicators, sweep_for
from sovai.engine.scoring import aggregate, published
from sovai.engine.scratch import Scratch
from sovai.engine.streams import Block
from sovai.engine.worlds import CountryWorld, DrawnWorld, Window, World

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
    losses : dict of array of shape (n,)
        Weighted loss of each party that is followed; 0 where one holds nothing. Empty where losses are not kept.
    """

    score: Floats
    layers: Floats
    losses: dict[str, Floats]


@dataclass(frozen=True, eq=False)
class Cohort:
    """Countries that are drawn in one world, and whose losses are followed. It can be pickled.

    Attributes
    ----------
    systems : tuple of System
        Compiled in one universe, with the same model and horizon.
    names : tuple of str
        Of the countries; they name what is drawn for each alone.
    followed : tuple of tuple of str
        Labels of the parties of each country whose losses are asked for.
    """

    systems: tuple[System, ...]
    names: Labels
    followed: tuple[Labels, ...]


def draw_together(
    cohort: Cohort, block: Block, *, seed: int, correlations: Sequence[float] = (1.0,)
) -> list[list[CountryDraws]]:
    """Return draws of one block, by correlation and country; arguments are those of `draw_countries`."""
    found: list[list[CountryDraws]] = [[] for _ in correlations]
    for k, _, drawn in draw_countries(cohort, block, seed=seed, correlations=correlations):
        found[k].append(drawn)
    return found


def draw_countries(
    cohort: Cohort,
    block: Block,
    *,
    seed: int,
    correlations: Sequence[float] = (1.0,),
    losses_under: Collection[float] | None = None,
    world: DrawnWorld | None = None,
) -> Iterator[tuple[int, int, CountryDraws]]:
    """Yield draws of one block with the numbers of correlation and country, all countries of a correlation in turn.

    What lies behind the inputs is computed once for all countries, since it is one world, and only for the parties that
    count: those that are followed, and the states, which decide the indicators (`sovai.engine.cutoff.indicators`).

    Parameters
    ----------
    cohort : Cohort
    block : Block
    seed : int
    correlations : sequence of float
        Of mixes between countries, 0–1.
    losses_under : collection of float, optional
        Correlations under which losses are kept; without it all of them.
    world : DrawnWorld, optional
        Of that block and seed, where more is drawn in it than this.
    """
    systems = [s.narrowed(parties) for s, parties in zip(cohort.systems, cohort.followed, strict=True)]
    common = DrawnWorld(seed, block.number, block.size) if world is None else world
    scratch = Scratch(DrawnWorld.dtype)
    positions = frozenset(position for system in systems for position in system.positions)
    years = horizon_times(systems[0].horizon_years)
    components = np.zeros((len(correlations), len(systems), len(systems[0].components), block.size))
    kept = [k for k, correlation in enumerate(correlations) if losses_under is None or correlation in losses_under]
    losses = [{k: np.zeros((len(followed), block.size)) for k in kept} for followed in cohort.followed]
    for c in range(len(systems[0].components)):
        behind = [system.components[c] for system in systems]
        for draws in windows(block.size):
            sweep = sweep_for(behind, Window(common, draws), years, scratch, only=positions)
            for i, (system, name, followed) in enumerate(zip(systems, cohort.names, cohort.followed, strict=True)):
                view = _View(system, system.components[c], sweep, years, followed)
                weight = system.stack_weights[c]
                for k, outcome in enumerate(_under(view, common, name, draws, correlations)):
                    components[k, i, c, draws] = outcome.dependence
                    if k in losses[i]:
                        losses[i][k][:, draws] += weight * outcome.losses
            scratch.reclaim()
        if world is None:
            common.forget(_own_groups(behind))
    for k in range(len(correlations)):
        for i, (system, followed) in enumerate(zip(systems, cohort.followed, strict=True)):
            scores = aggregate(components[k, i], published(system), system)
            lost = losses[i].pop(k, None)
            yield (
                k,
                i,
                CountryDraws(
                    scores.country, scores.layers, {} if lost is None else dict(zip(followed, lost, strict=True))
                ),
            )


def _own_groups(components: Sequence[Component]) -> set[ShareGroup]:
    """Return the shares of which only these components are made."""
    return {group for part in components for row in part.rows for group, _ in filter(None, (row.own, row.within))}


def windows(size: int) -> list[slice]:
    """Return the parts of a block that are computed at once."""
    return [slice(start, min(start + WINDOW, size)) for start in range(0, size, WINDOW)]


@dataclass(frozen=True)
class _Outcome:
    """What some draws make of one component of a country: its D_c, and the losses that are followed."""

    dependence: Floats  # (n,)
    losses: Floats  # (f, n)


@dataclass(frozen=True)
class _View:
    """One component of a country, with what lies behind it in one world."""

    system: System
    component: Component
    sweep: ControlSweep
    years: Floats
    followed: Labels

    @property
    def mixes(self) -> set[ShareGroup]:
        """The mixes that the component follows."""
        return {row.within[0] for row in self.component.rows if row.within is not None}

    def outcome(self, world: World) -> _Outcome:
        """Return the outcome where the country's own figures and mixes are those of a world."""
        system = self.system
        exposure = expose(self.component, system, world, self.years, sweep=self.sweep)
        lost = exposure.losses()
        places = {label: place for place, label in enumerate(system.parties)}
        losses = np.zeros((len(self.followed), world.size), dtype=world.dtype)
        for at, label in enumerate(self.followed):
            if places.get(label) in lost:
                losses[at] = lost[places[label]]
        dependence = (system.indicator_weights[:, None] * indicators(exposure, lost, system)).sum(axis=0)
        return _Outcome(dependence, losses)


def _under(
    view: _View, common: DrawnWorld, name: str, draws: slice, correlations: Sequence[float]
) -> Iterator[_Outcome]:
    """Yield the outcome of a component under each correlation of mixes.

    A component that follows no mix is the same under all of them. In each draw a mix is either everybody's or the
    country's own: where the component follows one mix only, each outcome in between is in each draw one of the two at
    the ends, and need not be computed.
    """
    mixes, known = view.mixes, dict[float, _Outcome]()

    def computed(correlation: float) -> _Outcome:
        correlation = correlation if mixes else 1.0
        if correlation not in known:
            known[correlation] = view.outcome(Window(CountryWorld(common, name, correlation), draws))
        return known[correlation]

    for correlation in correlations:
        if len(mixes) == 1 and 0.0 < correlation < 1.0 and {0.0, 1.0} <= set(correlations):
            [mix] = mixes
            shared, own = computed(1.0), computed(0.0)
            everybodys = common.coin(mix)[draws] < correlation
            yield _Outcome(
                np.where(everybodys, shared.dependence, own.dependence), np.where(everybodys, shared.losses, own.losses)
            )
        else:
            yield computed(correlation)


def draw_each(cohorts: Sequence[Cohort], block: Block, *, seed: int) -> list[CountryDraws]:
    """Return draws of one block of several cohorts, one after the other, with mixes as each has them by itself."""
    return [drawn for cohort in cohorts for drawn in draw_together(cohort, block, seed=seed)[0]]
