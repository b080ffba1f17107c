"""Several parties acting together: what a set of them controls and could stop, and the smallest sets that suffice.

A set holds a supplier as strongly as any of its members, but what its members hold of an input adds up. Many sets
are computed at once in the nominal world, or one set in many draws: they are the last axis of the arrays here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from sovai.engine.clocks import average, effective_age, gone_by_age, horizon_times
from sovai.engine.compiled import Component, Floats, Need, Node, Parameter, Row, Supply, System
from sovai.engine.cutoff import row_shares
from sovai.engine.draws import NominalWorld, World

Members = npt.NDArray[np.floating[Any]]
"""How far each party takes part, 0–1, shape (parties, n): n sets in the nominal world, or one set in n draws."""

TOLERANCE = 1e-9
CANDIDATES_AT_ONCE = 2048


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
    component : Component
    system : System
    members : array of shape (parties, n)
        How far each party takes part, 0–1.
    years : array of shape (k,)
    world : World
    inputs : mapping of str to array, optional
        Members for the supply of an input, where they are others.
    """

    def __init__(
        self,
        component: Component,
        system: System,
        members: Members,
        years: Floats,
        world: World,
        inputs: Mapping[str, Members] | None = None,
    ) -> None:
        self.world, self.years, self.members, self.inputs = world, years, members, inputs or {}
        self.positions = system.positions
        self.growth = world.value(component.growth)
        self._aged = effective_age(years[:, None], self.growth)
        self._nodes: dict[Node, Floats] = {}
        self._supplies: dict[Supply, Floats] = {}

    def gone(self, life_years: Parameter) -> Floats:
        """Return what is gone at each time and 1 for the end, shape (k + 1, n or 1)."""
        at_times = gone_by_age(self._aged, effective_age(self.world.value(life_years), self.growth))
        return np.append(at_times, np.ones((1, at_times.shape[1])), axis=0)

    def hold(self, node: Node, context: str = "") -> Floats:
        """Return how strongly each set holds a supplier, of an input where `context` names it, shape (k + 1, n)."""
        found = self._nodes.get(node)
        if found is None:
            members = self.inputs.get(context, self.members)
            found = np.zeros((len(self.years) + 1, self.members.shape[1]))
            for holder in node.holders:
                if holder.position in self.positions:
                    strength = 1.0 if holder.strength is None else self.world.value(holder.strength)
                    found = np.maximum(found, strength * members[self.positions[holder.position]])
            for need in node.needs:
                found = np.maximum(found, self._through(need))
            self._nodes[node] = found
        return found

    def _through(self, need: Need) -> Floats:
        supplied = self._supplies.get(need.supply)
        if supplied is None:
            shares = self.world.shares(need.supply.shares)
            supplied = np.zeros((len(self.years) + 1, self.members.shape[1]))
            for share, node in zip(shares, need.supply.nodes, strict=True):
                supplied += share * self.hold(node, need.supply.context)
            self._supplies[need.supply] = supplied
        through: Floats = self.world.value(need.essential) * self.gone(need.life_years) * supplied
        return through


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
    world = NominalWorld() if world is None else world
    sweep = JointSweep(component, system, members, years, world)
    cut = np.zeros((len(years) + 1, members.shape[1]))
    able = np.zeros(members.shape[1])
    for row, share in zip(component.rows, row_shares(component, world), strict=True):
        hold = sweep.hold(row.node)
        if only is None or only(row):
            cut += share * (hold if row.life_years is None else sweep.gone(row.life_years) * hold)
        able += share * np.maximum(0.0, 1.0 - hold[-1] / system.surge_limit)
    at = years[:, None]
    pace = world.value(component.surge) * at * (1.0 + sweep.growth) ** -at
    return JointExposure(cut[-1], np.maximum(0.0, cut[:-1] - pace * able))


def joint_losses(system: System, members: Members) -> Floats:
    """Return the weighted loss of each set over the horizon, shape (sets,)."""
    years = horizon_times(system.horizon_years)
    weights = system.layer_weights[system.layer_of] * system.component_weights
    total = np.zeros(members.shape[1])
    for weight, component in zip(weights, system.components, strict=True):
        total += weight * average(expose_jointly(component, system, members, years).unmet)
    return total


@dataclass(frozen=True)
class CutSets:
    """The smallest sets whose joint refusal reaches a threshold.

    Attributes
    ----------
    sets : tuple of tuple of int
        Parties of each set, ascending; smaller sets first, then by what they reach.
    reached : tuple of float
        What each set reaches.
    complete : bool
        Whether every smallest set up to the size asked for is there.
    """

    sets: tuple[tuple[int, ...], ...]
    reached: tuple[float, ...]
    complete: bool


def minimal_cut_sets(
    reach: Callable[[Members], Floats],
    candidates: Iterable[int],
    parties: int,
    *,
    threshold: float,
    largest: int = 3,
    bound: Callable[[tuple[int, ...]], float] | None = None,
    most: int = 500_000,
) -> CutSets:
    """Return the smallest sets of candidates that reach a threshold, of up to `largest` members.

    Parameters
    ----------
    reach : callable
        What each set reaches, from its members (parties, sets) to shape (sets,); more members never reach less.
    candidates : iterable of int
        Parties that may be members.
    parties : int
        Number of parties.
    threshold : float
    largest : int
        Largest size looked at.
    bound : callable, optional
        An upper bound of what a set reaches; sets whose bound stays below the threshold are not computed.
    most : int
        Sets computed at most; beyond it the answer is cut short, and says so.
    """
    found: list[tuple[int, ...]] = []
    reached: list[float] = []
    members, computed, complete = sorted(candidates), 0, True
    for size in range(1, largest + 1):
        smaller = [frozenset(known) for known in found]
        cutting = {next(iter(known)) for known in smaller if len(known) == 1}
        pool = combinations([m for m in members if m not in cutting], size)
        waiting = [
            candidate
            for candidate in pool
            if (bound is None or bound(candidate) >= threshold - TOLERANCE)
            and not any(known <= set(candidate) for known in smaller if len(known) > 1)
        ]
        if computed + len(waiting) > most:
            waiting, complete = waiting[: most - computed], False
        computed += len(waiting)
        level = _reaching(reach, waiting, parties, threshold)
        found += [candidate for candidate, _ in level]
        reached += [value for _, value in level]
    return CutSets(tuple(found), tuple(reached), complete)


def _reaching(
    reach: Callable[[Members], Floats], waiting: Sequence[tuple[int, ...]], parties: int, threshold: float
) -> list[tuple[tuple[int, ...], float]]:
    level = []
    for start in range(0, len(waiting), CANDIDATES_AT_ONCE):
        part = waiting[start : start + CANDIDATES_AT_ONCE]
        members = np.zeros((parties, len(part)))
        for i, candidate in enumerate(part):
            members[list(candidate), i] = 1.0
        values = reach(members)
        level += [(c, float(v)) for c, v in zip(part, values, strict=True) if v >= threshold - TOLERANCE]
    return sorted(level, key=lambda pair: (-pair[1], pair[0]))
