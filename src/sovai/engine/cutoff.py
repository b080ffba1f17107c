"""What a cut-off costs: unmet need over time, loss over the horizon, and the three indicators of a component."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sovai.engine.clocks import average
from sovai.engine.compiled import Component, Floats, System
from sovai.engine.control import ControlSweep, Scratch
from sovai.engine.draws import World


@dataclass(frozen=True)
class Exposure:
    """What each party could do to one component, in n draws; who is not named holds nothing, and causes no loss.

    Attributes
    ----------
    control : mapping of party to array of shape (n,)
        What the party could withhold in the end, Σ q_i κ_i.
    unmet : mapping of party to array of shape (k, n)
        Unmet need at each time after it stops supply.
    outside : array of shape (n,)
        How much comes under outside power at all.
    """

    control: dict[int, Floats]
    unmet: dict[int, Floats]
    outside: Floats

    def losses(self) -> dict[int, Floats]:
        """Return the average unmet need over the horizon by party, shape (n,); where the times are those of the horizon."""
        return {party: average(unmet) for party, unmet in self.unmet.items()}


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


def expose(
    component: Component, system: System, world: World, years: Floats, scratch: Scratch | None = None
) -> Exposure:
    """Return control, unmet need and outside power of a component (method, section 2: unmet need).

    Parameters
    ----------
    component : Component
    system : System
    world : World
        n draws.
    years : array of shape (k,)
        Times after supply stops.
    scratch : Scratch, optional
        Where to work; it is reclaimed at the end.
    """
    scratch = Scratch() if scratch is None else scratch
    sweep = ControlSweep(world, component.growth, years, scratch)
    shares = row_shares(component, world)
    # q_i (1 − ret_i(t)) at each time, and q_i in the end
    weights = np.repeat(shares[:, None, :], len(years) + 1, axis=1)
    for i, row in enumerate(component.rows):
        if row.life_years is not None:
            weights[i] *= sweep.gone(row.life_years)
    held = sweep.weighted([row.node for row in component.rows], component.needs_classes, weights)
    able = _able_to_expand(component, system, sweep, shares)
    pace = world.value(component.surge) * years[:, None] * np.power(1.0 + sweep.growth, -years[:, None])
    unmet = {party: np.maximum(0.0, control[:-1] - pace * able[party]) for party, control in held.items()}
    unattributed = np.maximum(0.0, 1.0 - shares.sum(axis=0))
    outside = unattributed + _under_outside_power(component, sweep, shares)
    in_the_end = {party: control[-1].copy() for party, control in held.items()}
    scratch.reclaim()
    return Exposure(in_the_end, unmet, outside)


def _able_to_expand(
    component: Component, system: System, sweep: ControlSweep, shares: Floats
) -> dict[int, Floats]:
    """Return Σ_i q_i max(0, 1 − κ_i / surge_limit) by party, shape (n,): the suppliers that it leaves free to step in."""

    def free(control: Floats | float) -> Floats:
        return np.maximum(0.0, 1.0 - np.asarray(control) / system.surge_limit)

    # Start from all supply, then take off what each party keeps from expanding.
    everyone = shares.sum(axis=0)
    able: dict[int, Floats] = {}

    def take_off(party: int, part: Floats) -> None:
        able[party] = able[party] - part if party in able else everyone - part

    for needs, rows in component.needs_classes:
        held = sweep.through_needs(needs)
        share = shares[list(rows)].sum(axis=0)
        for party, control in held.items():
            take_off(party, share * (1.0 - free(control[-1])))
        for row in rows:
            for holder in component.rows[row].node.holders:
                base = held[holder.party][-1] if holder.party in held else 0.0
                strongest = np.maximum(base, sweep.strength(holder))
                take_off(holder.party, shares[row] * (free(base) - free(strongest)))
    return able


def _under_outside_power(component: Component, sweep: ControlSweep, shares: Floats) -> Floats:
    """Return Σ_i q_i max_p κ_i(p), shape (n,)."""
    total = np.zeros(shares.shape[1])
    for needs, rows in component.needs_classes:
        base: Floats | float = 0.0
        for control in sweep.through_needs(needs).values():
            base = np.maximum(base, control[-1])
        for row in rows:
            strongest = base
            for holder in component.rows[row].node.holders:
                strongest = np.maximum(strongest, sweep.strength(holder))
            total += shares[row] * strongest
    return total


def indicators(exposure: Exposure, losses: dict[int, Floats], system: System) -> Floats:
    """Return outside, single_hand and cutoff of a component, shape (3, n)."""
    result = np.zeros((3, len(exposure.outside)))
    result[0] = exposure.outside
    for party, control in exposure.control.items():
        if system.is_state[party]:
            np.maximum(result[1], control, out=result[1])
        np.maximum(result[2], losses[party], out=result[2])
    return result
