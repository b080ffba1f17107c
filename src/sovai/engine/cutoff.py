"""What a cut-off costs: unmet need over time, loss over the horizon, and the three indicators of a component."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

import numpy as np

from sovai.engine.clocks import average
from sovai.engine.compiled import Component, Floats, Parameter, System
from sovai.engine.control import ControlSweep, Uses, of_rows
from sovai.engine.scratch import Held, Scratch
from sovai.engine.worlds import World


@dataclass(frozen=True)
class Exposure:
    """What each party could do to one component, in n draws; who is not named holds nothing, and causes no loss.

    Attributes
    ----------
    control : mapping of party to array of shape (n,)
        What the party could withhold in the end, Σ q_i κ_i.
    at_once : mapping of party to array of shape (n,), or None
        Unmet need in the first moment, where it was computed apart; who is not named causes none by then.
    later : mapping of party to array of shape (k or k − 1, n)
        Unmet need at each time after it stops supply; without the first moment where that was computed apart.
    outside : array of shape (n,)
        How much comes under outside power at all.
    """

    control: dict[int, Floats]
    at_once: dict[int, Floats] | None
    later: dict[int, Floats]
    outside: Floats

    @property
    def unmet(self) -> dict[int, Floats]:
        """Unmet need by party at each time, shape (k, n)."""
        if self.at_once is None:
            return self.later
        nothing = np.zeros_like(self.outside)
        return {p: np.concatenate([self.at_once.get(p, nothing)[None], later]) for p, later in self.later.items()}

    def losses(self) -> dict[int, Floats]:
        """Return the average unmet need by party, shape (n,); the times must be those of the horizon."""
        if self.at_once is None:
            return {party: average(unmet) for party, unmet in self.later.items()}
        return {party: average(later, self.at_once.get(party, 0.0)) for party, later in self.later.items()}


def row_shares(component: Component, world: World) -> Floats:
    """Return the share of each expanded row, shape (i, n): its own, or that of its mix times its part of the mix.

    Changes of a scenario act on the shares as they are drawn.
    """
    shares = np.empty((len(component.rows), world.size), dtype=world.dtype)
    for i, row in enumerate(component.rows):
        group, at = row.own
        share = world.shares(group)[at]
        if row.within is not None:
            mix, place = row.within
            share = share * world.shares(mix)[place]
        for factor in row.factors:
            part = world.value(factor.part) if isinstance(factor.part, Parameter) else world.shares(factor.part)[0]
            share = share * (1.0 - part if factor.rest else part)
        shares[i] = share
    return shares


def expose(
    component: Component,
    system: System,
    world: World,
    years: Floats,
    *,
    sweep: ControlSweep | None = None,
    scratch: Scratch | None = None,
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
    sweep : ControlSweep, optional
        From `sweep_for`, shared by several countries.
    scratch : Scratch, optional
        Where to work. Nothing of the result lies in it: the caller may reclaim it.
    """
    if sweep is None:
        sweep = sweep_for([component], world, years, scratch, only=system.positions)
    shares = row_shares(component, world)
    # q_i (1 − ret_i(t)) at each time, and q_i in the end
    weights = np.repeat(shares[:, None, :], len(sweep.years) + 1, axis=1)
    for i, row in enumerate(component.rows):
        if row.life_years is not None:
            weights[i] *= sweep.clocks.gone(row.life_years)
    held = sweep.weighted(component.needs_classes, weights, only=system.positions)
    later = _unmet(component, system, sweep, shares, held)
    at_once = _at_once(component, sweep, shares) if len(sweep.years) < len(years) else None
    unattributed = np.maximum(0.0, 1.0 - shares.sum(axis=0))
    outside = unattributed + _under_outside_power(component, system, sweep, shares)
    party = system.positions
    return Exposure(
        {party[position]: control[-1].copy() for position, control in held.items()},
        None if at_once is None else {party[p]: stopped for p, stopped in at_once.items() if p in party},
        {party[position]: unmet for position, unmet in later.items()},
        outside,
    )


def sweep_for(
    components: Sequence[Component],
    world: World,
    years: Floats,
    scratch: Scratch | None = None,
    only: Container[int] | None = None,
) -> ControlSweep:
    """Return the sweep behind one component, of one or several countries.

    Where everything in hand lasts, only what is hosted is unmet in the first moment, and no clock need run for that:
    the sweep then leaves out t = 0. `only` are the holders whose control is asked for; without it everybody's.
    """
    lasting = years[0] == 0.0 and all(component.needs_last for component in components)
    uses = Uses(needs_class for component in components for needs_class in component.needs_classes)
    return ControlSweep(world, components[0].growth, years[1:] if lasting else years, scratch, uses, only)


def _unmet(component: Component, system: System, sweep: ControlSweep, shares: Floats, held: Held) -> dict[int, Floats]:
    """Return what is cut less what others add by then, by holder, shape (k, n)."""
    able = _able_to_expand(component, system, sweep, shares)
    pace = sweep.clocks.pace(sweep.world.value(component.surge))
    unmet = {}
    for position, control in held.items():
        added = pace * able[position]
        unmet[position] = np.maximum(np.subtract(control[:-1], added, out=added), 0.0, out=added)
    return unmet


def _at_once(component: Component, sweep: ControlSweep, shares: Floats) -> dict[int, Floats]:
    """Return Σ_i q_i κ_i over the rows that leave nothing in hand, held without any input, by holder, shape (n,)."""
    total: dict[int, Floats] = {}
    for row, share in zip(component.rows, shares, strict=True):
        if row.life_years is None:
            continue
        stopped = share * (sweep.world.value(row.life_years) == 0.0)
        for holder in row.node.holders:
            total[holder.position] = total.get(holder.position, 0.0) + stopped * sweep.strength(holder)
    return total


def _able_to_expand(component: Component, system: System, sweep: ControlSweep, shares: Floats) -> dict[int, Floats]:
    """Return Σ_i q_i max(0, 1 − κ_i / surge_limit) by holder, shape (n,): whom it leaves free to step in."""

    def kept(control: Floats) -> Floats:
        """Return the part that a supplier under this control does not expand."""
        part: Floats = np.minimum(control / system.surge_limit, 1.0)
        return part

    # All supply, less what each holder keeps from expanding.
    everyone = shares.sum(axis=0)
    able: dict[int, Floats] = {}

    def take_off(position: int, part: Floats) -> None:
        able[position] = able.get(position, everyone) - part

    for each in component.needs_classes:
        held = sweep.through_needs(each.needs)
        share = of_rows(shares, each.rows)
        for position, control in held.in_the_end():
            if position in system.positions:
                take_off(position, share * kept(control))
        for holder, rows in each.held_by:
            keeps, through = kept(sweep.strength(holder)), held.get(holder.position)
            if through is not None:
                base = kept(through[-1])
                keeps = np.maximum(keeps, base) - base
            take_off(holder.position, of_rows(shares, rows) * keeps)
    return able


def _under_outside_power(component: Component, system: System, sweep: ControlSweep, shares: Floats) -> Floats:
    """Return Σ_i q_i max_p κ_i(p) over the parties outside home, shape (n,): over the states, as for `indicators`."""
    total = np.zeros(shares.shape[1], dtype=shares.dtype)
    for each in component.needs_classes:
        base = np.zeros(1, dtype=shares.dtype)
        for position, control in sweep.through_needs(each.needs).in_the_end():
            if position in system.states:
                base = np.maximum(base, control)
        for row in each.rows:
            strongest = base
            for holder in component.nodes[row].holders:
                if holder.position in system.states:
                    strongest = np.maximum(strongest, sweep.strength(holder))
            total += shares[row] * strongest
    return total


def indicators(exposure: Exposure, losses: dict[int, Floats], system: System) -> Floats:
    """Return outside, single_hand and cutoff of a component, shape (3, n).

    The largest party is always a state: what a company can withhold, the state that can compel it can withhold too,
    and both control and loss are monotone in what is held. So the states alone are looked at.
    """
    result = np.zeros((3, len(exposure.outside)), dtype=exposure.outside.dtype)
    result[0] = exposure.outside
    for party, control in exposure.control.items():
        if system.is_state[party]:
            np.maximum(result[1], control, out=result[1])
            np.maximum(result[2], losses[party], out=result[2])
    return result
