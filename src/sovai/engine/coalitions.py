"""Several parties acting together: what a set of them controls and could stop.

A set holds a supplier as strongly as any of its members, but what its members hold of an input adds up. Many sets
are computed at once in the nominal world, or one set in many draws: they are the last axis of the arrays here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sovai.engine.clocks import Clocks, average, horizon_times
from sovai.engine.compiled import Component, Floats, Need, Node, Parameter, Row, Supply, System
from sovai.engine.cutoff import row_shares
from sovai.engine.worlds import NominalWorld, World

Members = npt.NDArray[np.floating[Any]]
"""How far each party takes part, 0–1, shape (parties, n): n sets in the nominal world, or one set in n draws."""
TakingPart = Mapping[int, Floats]
"""The same by position among all holders, of those who take part."""

NOTHING: Floats = np.zeros((1, 1))
"""What is held of a supplier of whom nobody concerned holds anything, shape (1, 1)."""


@dataclass(frozen=True)
class JointExposure:
    """What a set of parties could do to a component, n times.

    Attributes
    ----------
    control : array of shape (n,)
    unmet : array of shape (k, n)
    """

    control: Floats
    unmet: Floats


class JointSweep:
    """κ and its clocks for sets of parties behind one component.

    Parameters
    ----------
    clocks : Clocks
        Those of the component, in one world.
    taking_part : mapping of int to array of shape (n,)
        How far holders take part, 0–1; who is not named does not.
    size : int
        n.
    inputs : mapping of str to mapping, optional
        The same for the supply of an input, where it is not that.
    """

    def __init__(
        self, clocks: Clocks, taking_part: TakingPart, size: int, inputs: Mapping[str, TakingPart] | None = None
    ) -> None:
        self.clocks, self.world, self.size = clocks, clocks.world, size
        self._taking_part, self._inputs = taking_part, inputs or {}
        self._nodes: dict[Node, Floats] = {}
        self._needs: dict[Need, Floats] = {}
        self._supplies: dict[Supply, Floats] = {}
        self._stopped: dict[tuple[Node, Parameter], Floats] = {}

    def hold(self, node: Node, context: str = "") -> Floats:
        """Return how strongly each set holds a supplier, of an input where `context` names it.

        Returns
        -------
        array of shape (k + 1, n), or `NOTHING`
        """
        found = self._nodes.get(node)
        if found is None:
            taking_part = self._inputs.get(context, self._taking_part)
            held = [self._through(need) for need in node.needs]
            for holder in node.holders:
                part = taking_part.get(holder.position)
                if part is not None:
                    strength = 1.0 if holder.strength is None else self.world.value(holder.strength)
                    held.append((strength * part)[None])
            found = self._nodes[node] = self._together(np.maximum, held)
        return found

    def stopped(self, row: Row) -> Floats:
        """Return the part of a source that is not covered any more at each time, shape as of `hold`."""
        hold = self.hold(row.node)
        if hold is NOTHING or row.life_years is None:
            return hold
        key = (row.node, row.life_years)
        if key not in self._stopped:
            self._stopped[key] = self.clocks.gone(row.life_years) * hold
        return self._stopped[key]

    def _through(self, need: Need) -> Floats:
        """Return what is held through a need, shape as of `hold`."""
        found = self._needs.get(need)
        if found is None:
            found = self._of_supply(need.supply)
            if found is not NOTHING:
                found = self.world.value(need.essential) * self.clocks.gone(need.life_years) * found
            self._needs[need] = found
        return found

    def _of_supply(self, supply: Supply) -> Floats:
        """Return what is held of an input, within which suppliers add up, shape as of `hold`."""
        found = self._supplies.get(supply)
        if found is None:
            holds = [self.hold(node, supply.context) for node in supply.nodes]
            found = NOTHING
            if any(hold is not NOTHING for hold in holds):
                shares = self.world.shares(supply.shares)
                parts = (share * hold for share, hold in zip(shares, holds, strict=True) if hold is not NOTHING)
                found = self._together(np.add, parts)
            self._supplies[supply] = found
        return found

    def _together(self, how: np.ufunc, parts: Iterable[Floats]) -> Floats:
        """Return parts that are held, summed or the strongest; of most of a large catalogue nothing is."""
        found = NOTHING
        for part in parts:
            if part is NOTHING:
                continue
            if found is NOTHING:
                found = np.zeros((len(self.clocks.years) + 1, self.size))
            how(found, part, out=found)
        return found


def expose_jointly(
    component: Component,
    system: System,
    members: Members,
    years: Floats,
    *,
    world: World | None = None,
    only: Callable[[Row], bool] | None = None,
) -> JointExposure:
    """Return what each set of parties controls of a component, and what would be unmet if its members stopped together.

    Parameters
    ----------
    component : Component
    system : System
    members : array of shape (parties, n)
        How far each party takes part, 0–1.
    years : array of shape (k,)
        Times after supply stops.
    world : World, optional
        n draws, or the nominal world.
    only : callable, optional
        Which rows are cut; the others only help to fill the gap, as far as the set leaves them free to.
    """
    sets, world = members.shape[1], NominalWorld() if world is None else world
    clocks = Clocks(component.growth, years, world)
    taking_part = {system.holder_of[party]: members[party] for party in np.flatnonzero(members.any(axis=1)).tolist()}
    sweep = JointSweep(clocks, taking_part, sets)
    cut = np.zeros((len(years) + 1, sets))
    able = np.zeros(sets)
    for row, share in zip(component.rows, row_shares(component, world), strict=True):
        if only is None or only(row):
            cut += share * sweep.stopped(row)
        able += share * np.maximum(0.0, 1.0 - sweep.hold(row.node)[-1] / system.surge_limit)
    return JointExposure(cut[-1], np.maximum(0.0, cut[:-1] - clocks.pace(world.value(component.surge)) * able))


def joint_losses(system: System, members: Members) -> Floats:
    """Return the weighted loss of each set over the horizon, shape (sets,)."""
    years = horizon_times(system.horizon_years)
    weights = system.stack_weights
    total = np.zeros(members.shape[1])
    for weight, component in zip(weights, system.components, strict=True):
        total += weight * average(expose_jointly(component, system, members, years).unmet)
    return total
