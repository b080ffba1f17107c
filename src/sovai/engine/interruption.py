"""Supply that stops in parts: several refusals at once, each by some parties, of some components, inputs and sources.

Refusals act together: a supplier is held as strongly as the strongest of them holds it, and what they hold of an input
adds up, as for any set of parties (`sovai.engine.coalitions`). A refusal of a tier takes that part of each source; the
supplier does not step in elsewhere with the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sovai.engine.clocks import Clocks, average, horizon_times
from sovai.engine.coalitions import NOTHING, JointSweep, TakingPart
from sovai.engine.compiled import Component, Floats, Parameter, Row, System
from sovai.engine.cutoff import row_shares
from sovai.engine.worlds import World


@dataclass(frozen=True, eq=False)
class Refusal:
    """Parties that stop supply.

    Attributes
    ----------
    parties : tuple of int
    strength : Parameter
        How far they carry it out.
    part : Parameter
        The part of each source that is concerned.
    contexts : collection of str
        Components, with all that is behind them, and inputs; empty: everything.
    access : collection of str
        Access modes; empty: all.
    """

    parties: tuple[int, ...]
    strength: Parameter
    part: Parameter
    contexts: Collection[str] = ()
    access: Collection[str] = ()

    def concerns(self, context: str, row: Row | None) -> bool:
        """Whether it stops the supply of a component or input behind a source; behind any where there is no `row`."""
        there = not self.contexts or context in self.contexts
        return there and (row is None or not self.access or row.access in self.access)

    def may_reach(self, component: Component, components: Collection[str]) -> bool:
        """Whether it can be felt in a component: there, everywhere, or in inputs, which may be behind any of them."""
        return self.concerns(component.id, None) or not set(self.contexts) <= set(components)


@dataclass(frozen=True)
class Interruption:
    """What refusals do to a component, in n draws.

    Attributes
    ----------
    stopped : array of shape (i, k + 1, n)
        Part of the need that each source no longer covers at each time, and in the end.
    could_add : array of shape (k, n)
        What suppliers that are left free could add by then.
    able : array of shape (i, n)
        Share of each source whose supplier is free to expand.
    shares : array of shape (i, n)
    """

    stopped: Floats
    could_add: Floats
    able: Floats
    shares: Floats

    @property
    def unmet(self) -> Floats:
        """Unmet need at each time, shape (k, n)."""
        left: Floats = np.maximum(0.0, self.stopped.sum(axis=0)[:-1] - self.could_add)
        return left


def interrupt(
    component: Component, system: System, refusals: Sequence[Refusal], years: Floats, world: World
) -> Interruption:
    """Return what refusals that begin together do to a component.

    Parameters
    ----------
    component : Component
    system : System
    refusals : sequence of Refusal
    years : array of shape (k,)
        Times after supply stops.
    world : World
        n draws.
    """
    shares, clocks = row_shares(component, world), Clocks(component.growth, years, world)
    stopped = np.zeros((len(component.rows), len(years) + 1, world.size))
    able = np.array(shares, dtype=float)
    for i, part, free in _by_row(component, system, refusals, _Sweeps(clocks)):
        stopped[i] = shares[i] * part
        able[i] *= free
    return Interruption(stopped, clocks.pace(world.value(component.surge)) * able.sum(axis=0), able, shares)


def joint_losses(asked: Sequence[Sequence[tuple[System, Sequence[Refusal]]]], world: World) -> list[list[Floats]]:
    """Return the average unmet need over the horizon of each component under refusals that begin together.

    Parameters
    ----------
    asked : sequence of sequences of (System, refusals)
        All compiled in one universe, with the same components and horizon; what several of a sequence have in common
        is computed once.
    world : World
        n draws.

    Returns
    -------
    list of lists of arrays of shape (c, n)
    """
    first = next((system for group in asked for system, _ in group), None)
    if first is None:
        return [[] for _ in asked]
    years = horizon_times(first.horizon_years)
    shape = (len(first.components), world.size)
    found: list[list[Floats]] = [[np.zeros(shape) for _ in group] for group in asked]
    for c, each in enumerate(first.components):
        clocks = Clocks(each.growth, years, world)
        pace = clocks.pace(world.value(each.surge))
        shares: dict[System, Floats] = {}
        for group, losses in zip(asked, found, strict=True):
            sweeps = _Sweeps(clocks)
            for (system, refusals), loss in zip(group, losses, strict=True):
                component = system.components[c]
                if system not in shares:
                    shares[system] = row_shares(component, world)
                loss[c] = average(_unmet(component, system, refusals, sweeps, shares[system], pace))
    return found


def _unmet(
    component: Component, system: System, refusals: Sequence[Refusal], sweeps: _Sweeps, shares: Floats, pace: Floats
) -> Floats:
    """Return the unmet need of a component at each time, shape (k, n), as `Interruption` has it."""
    stopped = np.zeros((len(sweeps.clocks.years) + 1, shares.shape[1]))
    able = shares.astype(float)
    for i, part, free in _by_row(component, system, refusals, sweeps):
        stopped += shares[i] * part
        able[i] *= free
    left: Floats = np.maximum(0.0, stopped[:-1] - pace * able.sum(axis=0))
    return left


def _by_row(
    component: Component, system: System, refusals: Sequence[Refusal], sweeps: _Sweeps
) -> Iterator[tuple[int, Floats, Floats]]:
    """Yield of each source that is touched the part that is stopped, and the part of its supplier that may expand."""
    components = [each.id for each in system.components]
    if not any(refusal.may_reach(component, components) for refusal in refusals):
        return
    behind_any = sweeps.behind(None, component, system, refusals)
    behind: dict[str, JointSweep] = {}
    for i, row in enumerate(component.rows):
        whole = behind_any.hold(row.node)
        if whole is NOTHING:
            continue
        if row.access not in behind:
            behind[row.access] = sweeps.behind(row, component, system, refusals)
        yield i, behind[row.access].stopped(row), np.maximum(0.0, 1.0 - whole[-1] / system.surge_limit)


@dataclass(frozen=True)
class _Stop:
    """A refusal as a supply feels it: who, by position among all holders, how far, and of which part of each source."""

    holders: tuple[int, ...]
    strength: Parameter
    part: Parameter | None

    def taking_part(self, world: World) -> Floats:
        """Return how far its parties take part, shape (n,) or (1,)."""
        return np.asarray(world.value(self.strength) * (1.0 if self.part is None else world.value(self.part)), float)


class _Sweeps:
    """What is stopped behind sources of one component, swept once for all of which the same is stopped.

    Sources may be those of several countries of one universe.
    """

    def __init__(self, clocks: Clocks) -> None:
        self.clocks = clocks
        self._known: dict[Hashable, JointSweep] = {}

    def behind(self, row: Row | None, component: Component, system: System, refusals: Sequence[Refusal]) -> JointSweep:
        """Return the sweep behind a source; without `row` behind any of them, as if all of each were concerned."""

        def stops(context: str) -> tuple[_Stop, ...]:
            """What stops a supply; a refusal of the component holds for all that is behind it."""
            return tuple(
                _Stop(
                    tuple(system.holder_of[party] for party in refusal.parties),
                    refusal.strength,
                    refusal.part if row is not None and refusal.part.low < 1.0 else None,
                )
                for refusal in refusals
                if refusal.concerns(component.id, row) or refusal.concerns(context, row)
            )

        everywhere = stops(component.id)
        inputs = tuple((name, stops(name)) for name in sorted({name for each in refusals for name in each.contexts}))
        key = (everywhere, inputs)
        if key not in self._known:
            by_input = {name: self._taking_part(found) for name, found in inputs}
            self._known[key] = JointSweep(self.clocks, self._taking_part(everywhere), self.clocks.world.size, by_input)
        return self._known[key]

    def _taking_part(self, stops: Sequence[_Stop]) -> TakingPart:
        """Return how far each holder takes part: as far as the strongest refusal has it."""
        found: dict[int, Floats] = {}
        for stop in stops:
            taking_part = stop.taking_part(self.clocks.world)
            for holder in stop.holders:
                found[holder] = np.maximum(found[holder], taking_part) if holder in found else taking_part
        return found
