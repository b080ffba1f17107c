"""What a cut-off costs: unmet need over time, loss over the horizon, and the three indicators of a component."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sovai.engine.clocks import average
from sovai.engine.compiled import Component, Floats, System
from sovai.engine.control import ControlSweep, Held, Indices
from sovai.engine.draws import World


@dataclass(frozen=True)
class Exposure:
    """What each party could do to one component, in n draws.

    Attributes
    ----------
    parties : int array of shape (s,)
        The parties with any control; all others have none, and cause no loss.
    control : array of shape (s, n)
        What the party could withhold in the end, Σ q_i κ_i.
    unmet : array of shape (k, s, n)
        Unmet need at each time after it stops supply.
    outside : array of shape (n,)
        How much comes under outside power at all.
    """

    parties: Indices
    control: Floats
    unmet: Floats
    outside: Floats

    @property
    def loss(self) -> Floats:
        """Average unmet need over the horizon, shape (s, n); only where the times are those of the horizon."""
        return average(self.unmet)


def row_shares(component: Component, world: World) -> Floats:
    """Return the share of each expanded row, shape (i, n): its own, or that of its mix times its part of the mix."""
    shares = np.empty((len(component.rows), world.size))
    for i, row in enumerate(component.rows):
        group, at = row.own
        share = world.shares(group)[at]
        if row.within is not None:
            mix, place = row.within
            share = share * world.shares(mix)[place]
        shares[i] = share
    return shares


def expose(component: Component, system: System, world: World, years: Floats) -> Exposure:
    """Return control, unmet need and outside power of a component (method, section 2: unmet need).

    Parameters
    ----------
    component : Component
    system : System
    world : World
        n draws.
    years : array of shape (k,)
        Times after supply stops.
    """
    sweep = ControlSweep(world, component.growth, years)
    shares = row_shares(component, world)
    nodes = [row.node for row in component.rows]
    # q_i (1 − ret_i(t)) at each time, and q_i in the end
    weights = np.repeat(shares[:, None, :], len(years) + 1, axis=1)
    for i, row in enumerate(component.rows):
        if row.life_years is not None:
            weights[i] *= sweep.gone(row.life_years)
    held = sweep.weighted(nodes, component.needs_classes, weights)
    growing = np.power(1.0 + sweep.growth, -years[:, None]) * years[:, None]
    added = (world.value(component.surge) * growing)[:, None, :] * _able_to_expand(component, system, sweep, shares, held.parties)
    unmet = np.maximum(0.0, held.values[:-1] - added)
    unattributed = np.maximum(0.0, 1.0 - shares.sum(axis=0))
    outside = unattributed + _under_outside_power(component, sweep, shares)
    return Exposure(held.parties, held.values[-1], unmet, outside)


def _able_to_expand(
    component: Component, system: System, sweep: ControlSweep, shares: Floats, parties: Indices
) -> Floats:
    """Return Σ_i q_i max(0, 1 − κ_i / surge_limit) for each party, shape (s, n): who it leaves free to step in."""

    def free(control: Floats | float) -> Floats:
        return np.maximum(0.0, 1.0 - np.asarray(control) / system.surge_limit)

    total = np.zeros((len(parties), shares.shape[1]))
    for needs, rows in component.needs_classes:
        held = sweep.through_needs(needs)
        share = shares[list(rows)].sum(axis=0)
        if held is None:
            total += share
        else:
            control = np.zeros_like(total)
            control[np.searchsorted(parties, held.parties)] = held.values[-1]
            total += share * free(control)
        for row in rows:
            for holder in component.rows[row].node.holders:
                base = _in_the_end(held, holder.party)
                strength = 1.0 if holder.strength is None else sweep.world.value(holder.strength)
                total[np.searchsorted(parties, holder.party)] += shares[row] * (free(np.maximum(base, strength)) - free(base))
    return total


def _under_outside_power(component: Component, sweep: ControlSweep, shares: Floats) -> Floats:
    """Return Σ_i q_i max_p κ_i(p), shape (n,)."""
    total = np.zeros(shares.shape[1])
    for needs, rows in component.needs_classes:
        held = sweep.through_needs(needs)
        base = held.values[-1].max(axis=0) if held is not None else 0.0
        for row in rows:
            strongest = base
            for holder in component.rows[row].node.holders:
                strength = 1.0 if holder.strength is None else sweep.world.value(holder.strength)
                strongest = np.maximum(strongest, strength)
            total += shares[row] * strongest
    return total


def _in_the_end(held: Held | None, party: int) -> Floats | float:
    if held is None:
        return 0.0
    values = held.row(party)
    return values if isinstance(values, float) else values[-1]


def indicators(exposure: Exposure, system: System) -> Floats:
    """Return outside, single_hand and cutoff of a component, shape (3, n)."""
    size = len(exposure.outside)
    states = system.is_state[exposure.parties]
    result = np.zeros((3, size))
    result[0] = exposure.outside
    if states.any():
        result[1] = exposure.control[states].max(axis=0)
    if len(exposure.parties):
        result[2] = exposure.loss.max(axis=0)
    return result
