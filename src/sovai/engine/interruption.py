"""Supply that stops in parts: several refusals at once, each by some parties, of some components, inputs and sources.

Refusals act together: a supplier is held as strongly as the strongest of them holds it, and what they hold of an input
adds up, as for any set of parties (`sovai.engine.coalitions`). A refusal of a tier takes that part of each source; the
supplier does not step in elsewhere with the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from sovai.engine.coalitions import JointSweep, Members
from sovai.engine.compiled import Component, Floats, Parameter, Row, System
from sovai.engine.cutoff import row_shares
from sovai.engine.draws import World


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
    shares = row_shares(component, world)
    stopped = np.zeros((len(component.rows), len(years) + 1, world.size))
    able = np.array(shares, dtype=float)
    at = years[:, None]
    pace = world.value(component.surge) * at * (1.0 + world.value(component.growth)) ** -at
    components = [each.id for each in system.components]
    if not any(refusal.may_reach(component, components) for refusal in refusals):
        return Interruption(stopped, pace * able.sum(axis=0), able, shares)
    whole = _sweep(component, None, system, refusals, years, world, parts=False)
    sweeps: dict[str, JointSweep] = {}
    for i, row in enumerate(component.rows):
        sweep = sweeps.get(row.access)
        if sweep is None:
            sweep = sweeps[row.access] = _sweep(component, row, system, refusals, years, world, parts=True)
        hold = sweep.hold(row.node)
        stopped[i] = shares[i] * (hold if row.life_years is None else sweep.gone(row.life_years) * hold)
        able[i] *= np.maximum(0.0, 1.0 - whole.hold(row.node)[-1] / system.surge_limit)
    return Interruption(stopped, pace * able.sum(axis=0), able, shares)


def _sweep(
    component: Component,
    row: Row | None,
    system: System,
    refusals: Sequence[Refusal],
    years: Floats,
    world: World,
    *,
    parts: bool,
) -> JointSweep:
    """Return the sweep of what is stopped behind a source; without `row` behind any, without `parts` of the whole."""

    def together(concerned: Sequence[Refusal]) -> Members:
        members = np.zeros((len(system.parties), world.size))
        for refusal in concerned:
            taking_part = world.value(refusal.strength) * (world.value(refusal.part) if parts else 1.0)
            rows = list(refusal.parties)
            members[rows] = np.maximum(members[rows], taking_part)
        return members

    behind_all = [refusal for refusal in refusals if refusal.concerns(component.id, row)]
    inputs = sorted({context for refusal in refusals for context in refusal.contexts})
    by_input = {
        name: together([refusal for refusal in refusals if refusal in behind_all or refusal.concerns(name, row)])
        for name in inputs
    }
    return JointSweep(component, system, together(behind_all), years, world, by_input)
