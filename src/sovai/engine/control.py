"""Who controls whom, through ownership, legal reach and needs – in the end, and at a time after supply stops.

Control κ and its clock λ have the same form; in λ each essential part on the way is multiplied by what is gone by then.
Both are computed in one sweep: the first axis of every array here runs over times, its last entry is the end (κ).
Only parties that hold anything are carried (`Held`), since most parties hold nothing of most suppliers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sovai.engine.clocks import gone
from sovai.engine.compiled import Floats, Need, Node, Parameter, Supply
from sovai.engine.draws import World

Indices = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Held:
    """Control by each party that has any.

    Attributes
    ----------
    parties : int array of shape (s,)
        Their positions, ascending.
    values : array of shape (k + 1, s, n)
        Control at k times and in the end, 0–1.
    """

    parties: Indices
    values: Floats

    def row(self, party: int) -> Floats | float:
        """Return the control of one party, shape (k + 1, n); 0 where it has none."""
        at = int(np.searchsorted(self.parties, party))
        return self.values[:, at] if at < len(self.parties) and self.parties[at] == party else 0.0


class ControlSweep:
    """Control behind one component in one world.

    Parameters
    ----------
    world : World
        Values of shares and parameters in n draws.
    growth : Parameter
        The component's growth of need, which drives every clock behind it.
    years : array of shape (k,)
        Times after supply stops.
    """

    def __init__(self, world: World, growth: Parameter, years: Floats) -> None:
        self.world = world
        self.years = years
        self.growth = world.value(growth)
        self._gone: dict[Parameter, Floats] = {}
        self._through: dict[tuple[int, ...], Held | None] = {}
        self._supplies: dict[int, Held] = {}

    def gone(self, life_years: Parameter) -> Floats:
        """Return what is gone of something with that life at each time and 1 for the end, shape (k + 1, n or 1)."""
        found = self._gone.get(life_years)
        if found is None:
            at_times = gone(self.years[:, None], self.world.value(life_years), self.growth)
            found = self._gone[life_years] = np.concatenate([at_times, np.ones_like(at_times[:1])])
        return found

    def through_needs(self, needs: tuple[Need, ...]) -> Held | None:
        """Return max over needs of essential · Σ_v share_v κ_v: across inputs the scarcest binds (Leontief)."""
        key = tuple(id(need) for need in needs)
        if key not in self._through:
            self._through[key] = self._scarcest(needs)
        return self._through[key]

    def _scarcest(self, needs: tuple[Need, ...]) -> Held | None:
        behind = [(need, self.of_supply(need.supply)) for need in needs]
        behind = [(need, held) for need, held in behind if len(held.parties)]
        if not behind:
            return None
        parties = union([held.parties for _, held in behind])
        values = np.zeros((len(self.years) + 1, len(parties), self.world.size))
        for need, held in behind:
            reached = (self.world.value(need.essential) * self.gone(need.life_years))[:, None, :] * held.values
            if len(held.parties) == len(parties):
                np.maximum(values, reached, out=values)
            else:
                at = np.searchsorted(parties, held.parties)
                values[:, at] = np.maximum(values[:, at], reached)
        return Held(parties, values)

    def of_supply(self, supply: Supply) -> Held:
        """Return Σ_v share_v κ_v over the suppliers of an input: within an input they add up."""
        found = self._supplies.get(id(supply))
        if found is None:
            weights = self.world.shares(supply.shares)[:, None, :]
            found = self._supplies[id(supply)] = self.weighted(supply.nodes, supply.needs_classes, weights)
        return found

    def weighted(
        self,
        nodes: Sequence[Node],
        classes: Sequence[tuple[tuple[Need, ...], tuple[int, ...]]],
        weights: Floats,
    ) -> Held:
        """Return Σ_i weight_i κ_i.

        Suppliers with the same needs share what comes through needs, which is summed once; what a holder has beyond that
        is then added row by row.

        Parameters
        ----------
        nodes : sequence of Node, length i
        classes : sequence of (needs, rows)
            The nodes by their needs.
        weights : array of shape (i, k + 1 or 1, n)
        """
        through = [self.through_needs(needs) for needs, _ in classes]
        supports = [held.parties for held in through if held is not None]
        holders = {holder.party for node in nodes for holder in node.holders}
        parties = union([*supports, np.array(sorted(holders), dtype=np.intp)])
        total = np.zeros((len(self.years) + 1, len(parties), self.world.size))
        for (_, rows), held in zip(classes, through, strict=True):
            if held is not None:
                total[:, np.searchsorted(parties, held.parties)] += weights[list(rows)].sum(axis=0)[:, None, :] * held.values
            for row in rows:
                for holder in nodes[row].holders:
                    base = held.row(holder.party) if held is not None else 0.0
                    strength = 1.0 if holder.strength is None else self.world.value(holder.strength)
                    total[:, np.searchsorted(parties, holder.party)] += weights[row] * (np.maximum(base, strength) - base)
        return Held(parties, total)


def union(parts: Sequence[Indices]) -> Indices:
    """Return the sorted union of sorted index arrays."""
    parts = [part for part in parts if len(part)]
    if not parts:
        return np.empty(0, dtype=np.intp)
    return parts[0] if len(parts) == 1 else np.unique(np.concatenate(parts))
