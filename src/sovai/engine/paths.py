"""Through whom a party holds each source: the strongest chain of inputs, step by step, in the nominal run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from sovai.engine.compiled import Component, Need, Node, System
from sovai.engine.control import ControlSweep
from sovai.engine.cutoff import row_shares
from sovai.engine.worlds import NominalWorld, World

Channel = Literal["source", "reach", "inputs"]
AT_HORIZON, IN_THE_END = 0, -1  # places on the axis of times


@dataclass(frozen=True)
class Term:
    """What a party holds of one source of a component.

    Attributes
    ----------
    row : int
        The expanded row.
    channel : str
        ``source`` where the party is the supplier or its state, ``reach`` where its law reaches the supplier,
        ``inputs`` where it acts through an input.
    control : float
        q_i κ_i.
    loss : float
        q_i λ_i (1 − ret_i) at the horizon, before anybody steps in.
    """

    row: int
    channel: Channel
    control: float
    loss: float


class Tracer:
    """Traces the nominal run of one component; whom it asks for is named by position among all holders.

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
        self._held: dict[tuple[Node, int], tuple[float, float]] = {}
        self._paths: dict[tuple[Node, int], tuple[str, ...]] = {}

    def terms(self, position: int) -> list[Term]:
        """Return what a holder holds, source by source: the largest loss first, then the largest control."""
        found = []
        for i, row in enumerate(self.component.rows):
            strength = self.strength(row.node, position)
            if strength[IN_THE_END] * self.shares[i] <= 0.0:
                continue
            cut = 1.0 if row.life_years is None else float(self.sweep.clocks.gone(row.life_years)[AT_HORIZON, 0])
            share = float(self.shares[i])
            found.append(
                Term(
                    i,
                    self._channel(row.node, position),
                    share * strength[IN_THE_END],
                    share * strength[AT_HORIZON] * cut,
                )
            )
        return sorted(found, key=lambda term: (-term.loss, -term.control, term.row))

    def strength(self, node: Node, position: int) -> tuple[float, float]:
        """Return λ at the horizon and κ of a holder over a supplier in its context."""
        key = (node, position)
        if key not in self._held:
            direct = self._by_holders(node, position)
            through = self.sweep.through_needs(node.needs).get(position)
            ends = (0.0, 0.0) if through is None else (float(through[AT_HORIZON, 0]), float(through[IN_THE_END, 0]))
            self._held[key] = (max(direct, ends[0]), max(direct, ends[1]))
        return self._held[key]

    def path(self, node: Node, position: int) -> tuple[str, ...]:
        """Return the chain through which the hold is strongest: inputs and suppliers in turn.

        It leads from the node to the supplier that it acts on, and is empty where that is the node itself.
        """
        key = (node, position)
        if key not in self._paths:
            need = None if self._channel(node, position) != "inputs" else self._tightest_need(node, position)
            self._paths[key] = () if need is None else self._onward(need, position)
        return self._paths[key]

    def _onward(self, need: Need, position: int) -> tuple[str, ...]:
        shares = self.world.shares(need.supply.shares)[:, 0]

        def held(node: Node, share: float) -> tuple[float, float]:
            at_horizon, in_the_end = self.strength(node, position)
            return share * at_horizon, share * in_the_end

        # Of equals the first.
        strengths = [held(node, float(share)) for node, share in zip(need.supply.nodes, shares, strict=True)]
        most = need.supply.nodes[strengths.index(max(strengths))]
        return (need.input, most.supplier, *self.path(most, position))

    def _tightest_need(self, node: Node, position: int) -> Need:
        """Return the need that bites hardest at the horizon; where none does yet, in the end."""

        def bite(need: Need) -> tuple[float, float]:
            held = self.sweep.of_supply(need.supply).get(position)
            if held is None:
                return 0.0, 0.0
            essential = float(self.world.value(need.essential)[0])
            gone = float(self.sweep.clocks.gone(need.life_years)[AT_HORIZON, 0])
            return essential * gone * float(held[AT_HORIZON, 0]), essential * float(held[IN_THE_END, 0])

        return max(node.needs, key=bite)

    def _channel(self, node: Node, position: int) -> Channel:
        direct = self._by_holders(node, position)
        at_horizon, in_the_end = self.strength(node, position)
        if direct < at_horizon or (at_horizon == 0.0 and direct < in_the_end):
            return "inputs"
        return "source" if direct >= 1.0 else "reach"

    def _by_holders(self, node: Node, position: int) -> float:
        strengths = [
            1.0 if holder.strength is None else float(self.world.value(holder.strength)[0])
            for holder in node.holders
            if holder.position == position
        ]
        return max(strengths, default=0.0)
