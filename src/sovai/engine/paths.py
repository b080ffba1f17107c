"""Through whom a party holds each source: the strongest chain of inputs, step by step, in the nominal run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from sovai.engine.compiled import Component, Need, Node, System
from sovai.engine.control import ControlSweep, Held
from sovai.engine.cutoff import row_shares
from sovai.engine.draws import NominalWorld, World

Channel = Literal["source", "reach", "inputs"]
AT_HORIZON, IN_THE_END = 0, 1


@dataclass(frozen=True)
class Term:
    """What a party holds of one source of a component.

    Attributes
    ----------
    row : int
        The expanded row.
    path : tuple of str
        Inputs and suppliers in turn, from the source's supplier to the one the party acts on; empty where it acts on the
        source itself.
    channel : str
        ``source`` where the party is the supplier or its state, ``reach`` where its law reaches the supplier, ``inputs``
        where it acts through an input.
    control : float
        q_i κ_i.
    loss : float
        q_i λ_i (1 − ret_i) at the horizon, before anybody steps in.
    """

    row: int
    path: tuple[str, ...]
    channel: Channel
    control: float
    loss: float


class Tracer:
    """Traces the nominal run of one component.

    Parameters
    ----------
    component : Component
    system : System
    """

    def __init__(self, component: Component, system: System) -> None:
        self.component = component
        self.world: World = NominalWorld()
        self.sweep = ControlSweep(self.world, component.growth, np.array([system.horizon_years]))
        self.shares = row_shares(component, self.world)[:, 0]
        self._held: dict[tuple[int, int], tuple[float, float]] = {}

    def terms(self, party: int) -> list[Term]:
        """Return what the party holds, source by source: the largest loss first, then the largest control."""
        found = []
        for i, row in enumerate(self.component.rows):
            strength = self.strength(row.node, party)
            if strength[IN_THE_END] * self.shares[i] <= 0.0:
                continue
            cut = 1.0 if row.life_years is None else float(self.sweep.gone(row.life_years)[AT_HORIZON, 0])
            path, channel = self.path(row.node, party)
            share = float(self.shares[i])
            found.append(Term(i, path, channel, share * strength[IN_THE_END], share * strength[AT_HORIZON] * cut))
        return sorted(found, key=lambda term: (-term.loss, -term.control, term.row))

    def strength(self, node: Node, party: int) -> tuple[float, float]:
        """Return λ at the horizon and κ of a party over a supplier in its context."""
        key = (id(node), party)
        if key not in self._held:
            direct = self._by_holders(node, party)
            through = self.sweep.through_needs(node.needs)
            self._held[key] = (
                max(direct, _value(through, party, AT_HORIZON)),
                max(direct, _value(through, party, IN_THE_END)),
            )
        return self._held[key]

    def path(self, node: Node, party: int) -> tuple[tuple[str, ...], Channel]:
        """Return the chain through which the party's hold is strongest, and its channel."""
        direct = self._by_holders(node, party)
        best, need = self._best_need(node, party)
        if need is None or direct >= best:
            return (), "source" if direct >= 1.0 else "reach"
        shares = self.world.shares(need.supply.shares)[:, 0]
        supplier = max(
            range(len(shares)), key=lambda v: (shares[v] * self.strength(need.supply.nodes[v], party)[IN_THE_END], -v)
        )
        onward = need.supply.nodes[supplier]
        return (need.input, onward.supplier, *self.path(onward, party)[0]), "inputs"

    def _best_need(self, node: Node, party: int) -> tuple[float, Need | None]:
        best, chosen = 0.0, None
        for need in node.needs:
            held = _value(self.sweep.of_supply(need.supply), party, IN_THE_END)
            reached = float(self.world.value(need.essential)[0]) * held
            if reached > best:
                best, chosen = reached, need
        return best, chosen

    def _by_holders(self, node: Node, party: int) -> float:
        strengths = [
            1.0 if holder.strength is None else float(self.world.value(holder.strength)[0])
            for holder in node.holders
            if holder.party == party
        ]
        return max(strengths, default=0.0)


def _value(held: Held, party: int, when: int) -> float:
    return float(held[party][when, 0]) if party in held else 0.0


