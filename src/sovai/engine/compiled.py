"""A profile, the catalogue behind it and the weights, as arrays, labels and links: what the engine computes on.

`System` is built once per assessment (by `sovai.assessment`); every function of the engine reads it and none changes
it. Shares and parameters are named quantities without a value in one particular draw; a `World` (`sovai.engine.worlds`)
gives them values.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]
Labels = tuple[str, ...]


@dataclass(frozen=True)
class Parameter:
    """An uncertain number: PERT on absolute bounds, or certain where they are equal."""

    name: str
    low: float
    mode: float
    high: float

    @property
    def certain(self) -> bool:
        """Whether it has no spread."""
        return self.low == self.high


@dataclass(frozen=True, eq=False)
class ShareGroup:
    """Shares that are parts of one whole: of a component, an input, a mix, or the own sources of a need.

    Attributes
    ----------
    name : str
        Names the group and, with the labels, its streams of random numbers.
    labels : tuple of str, length i
        One label per row.
    shares : array of shape (i,)
        Fractions of the whole; they sum to at most 1.
    spreads : array of shape (i,)
        Standard deviations.
    order : tuple of int, length i
        The order in which the stick is broken.
    mix : bool
        Whether it is a mix of the catalogue, whose draw countries may share.
    """

    name: str
    labels: Labels
    shares: Floats
    spreads: Floats
    order: tuple[int, ...]
    mix: bool = False

    @cached_property
    def unattributed(self) -> float:
        """What no row accounts for."""
        return max(0.0, 1.0 - float(self.shares.sum()))


@dataclass(frozen=True, eq=False)
class Holder:
    """Who holds a supplier, by its position among all suppliers and states: wholly, or by reach of a strength."""

    position: int
    strength: Parameter | None = None


@dataclass(frozen=True, eq=False)
class Node:
    """A supplier in a context: who holds it, and what it needs there."""

    supplier: str
    holders: tuple[Holder, ...]
    needs: tuple[Need, ...]


@dataclass(frozen=True, eq=False)
class Need:
    """An input of a supplier in a context; one object wherever the same need acts, so that it is computed once."""

    input: str
    essential: Parameter
    life_years: Parameter
    supply: Supply


@dataclass(frozen=True, eq=False)
class Supply:
    """Who makes an input, and in which shares."""

    context: str
    shares: ShareGroup
    nodes: tuple[Node, ...]

    @cached_property
    def needs_classes(self) -> tuple[NeedsClass, ...]:
        """Rows by the needs they have in common."""
        return group_by_needs(self.nodes)


@dataclass(frozen=True, eq=False)
class NeedsClass:
    """Suppliers of a supply or a component that have the same needs: control through needs is the same for all.

    Attributes
    ----------
    needs : tuple of Need
    rows : tuple of int
        Places of the suppliers.
    held_by : tuple of (Holder, tuple of int)
        Who holds some of them directly, each strength apart, and which.
    """

    needs: tuple[Need, ...]
    rows: tuple[int, ...]
    held_by: tuple[tuple[Holder, tuple[int, ...]], ...]


@dataclass(frozen=True, eq=False)
class Factor:
    """What a change multiplies a share with: a part that goes elsewhere, or what that leaves.

    Attributes
    ----------
    part : Parameter or ShareGroup
        The part; of a group, the share of its only row.
    rest : bool
        Whether it is what the part leaves.
    """

    part: Parameter | ShareGroup
    rest: bool


@dataclass(frozen=True, eq=False)
class Row:
    """One expanded source of a component.

    Attributes
    ----------
    node : Node
        The supplier; its holders are empty where the access is not revocable.
    access : str
        Access mode.
    own : tuple of (ShareGroup, int)
        Where the row's share comes from: its place in the component's group.
    within : tuple of (ShareGroup, int) or None
        Its place in a mix, whose share multiplies.
    grade : str
        Grade of the figure.
    jurisdiction : str or None
        The state that can compel the supplier.
    life_years : Parameter or None
        What a cut-off leaves: the life of the access mode; None where it is not revocable.
    factors : tuple of Factor
        What the changes of a scenario make of the share.
    """

    node: Node
    access: str
    own: tuple[ShareGroup, int]
    within: tuple[ShareGroup, int] | None
    grade: str
    jurisdiction: str | None
    life_years: Parameter | None
    evidence: Labels = ()
    factors: tuple[Factor, ...] = ()


@dataclass(frozen=True, eq=False)
class Component:
    """A component with its expanded rows and its clocks.

    Attributes
    ----------
    shared_needs : tuple of Need
        Needs that hold for every row without one of its own.
    unattributed_access, unattributed_life : str, Parameter or None
        How the unattributed share would be held, for the upper bound.
    """

    id: str
    layer: str
    rows: tuple[Row, ...]
    shares: ShareGroup
    growth: Parameter
    surge: Parameter
    shared_needs: tuple[Need, ...]
    unattributed_access: str
    unattributed_life: Parameter | None

    @cached_property
    def needs_classes(self) -> tuple[NeedsClass, ...]:
        """Rows by the needs they have in common."""
        return group_by_needs(self.nodes)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """The suppliers of its rows."""
        return tuple(row.node for row in self.rows)

    @cached_property
    def needs_behind(self) -> tuple[Need, ...]:
        """Every need of its suppliers, of theirs and so on, each once."""
        waiting = list(dict.fromkeys(need for row in self.rows for need in row.node.needs))
        seen, found = set(waiting), []
        while waiting:
            need = waiting.pop()
            found.append(need)
            waiting += dict.fromkeys(o for node in need.supply.nodes for o in node.needs if o not in seen)
            seen.update(waiting)
        return tuple(found)

    @cached_property
    def needs_last(self) -> bool:
        """Whether every need behind the component leaves something in hand for a while after a cut-off."""
        return all(need.life_years.mode > 0.0 for need in self.needs_behind)


@dataclass(frozen=True, eq=False)
class System:
    """One country under one scoring model.

    Attributes
    ----------
    components : tuple of Component, length c
    parties : tuple of str, length p
        Labels of the parties, sorted: companies by id, states by code.
    positions : mapping of int to int
        Where a holder stands among the parties; who is at home, or plays no part for this country, is left out.
    is_state : bool array of shape (p,)
    layers : tuple of str, length l
    layer_weights : array of shape (l,)
        Normalised.
    component_weights : array of shape (c,)
        Normalised within the layer.
    layer_of : int array of shape (c,)
    indicator_weights : array of shape (3,)
        Of outside, single_hand and cutoff; normalised.
    """

    components: tuple[Component, ...]
    parties: Labels
    positions: Mapping[int, int]
    is_state: npt.NDArray[np.bool_]
    layers: Labels
    layer_weights: Floats
    component_weights: Floats
    layer_of: npt.NDArray[np.intp]
    indicator_weights: Floats
    exponent: Parameter
    horizon_years: float
    surge_limit: float
    veto_threshold: float
    course_years: tuple[float, ...]
    weight_concentration: float

    @cached_property
    def holders(self) -> tuple[int, ...]:
        """The position of each party among all holders."""
        return tuple(self.holder_of[party] for party in range(len(self.parties)))

    @cached_property
    def holder_of(self) -> dict[int, int]:
        """The position among all holders of each party that is computed."""
        return {party: position for position, party in self.positions.items()}

    @cached_property
    def state_labels(self) -> Labels:
        """The labels of the states among the parties."""
        return tuple(label for label, state in zip(self.parties, self.is_state, strict=True) if state)

    def narrowed(self, followed: Collection[str] = ()) -> System:
        """Return the system with only the states and the parties that are followed in the place of all parties.

        Nothing is computed for the others. The indicators stay what they are: the states decide them.
        """
        kept = {
            position: party
            for position, party in self.positions.items()
            if self.is_state[party] or self.parties[party] in followed
        }
        return replace(self, positions=kept)

    @cached_property
    def stack_weights(self) -> Floats:
        """The weight of each component in the whole stack, shape (c,)."""
        weights: Floats = self.layer_weights[self.layer_of] * self.component_weights
        return weights

    @cached_property
    def states(self) -> frozenset[int]:
        """The positions of the states among the parties."""
        return frozenset(position for position, party in self.positions.items() if self.is_state[party])


def group_by_needs(nodes: Sequence[Node]) -> tuple[NeedsClass, ...]:
    """Return the rows of each distinct set of needs, in order of first appearance."""
    classes: dict[frozenset[Need], tuple[tuple[Need, ...], list[int]]] = {}
    for i, node in enumerate(nodes):
        classes.setdefault(frozenset(node.needs), (node.needs, []))[1].append(i)
    return tuple(NeedsClass(needs, tuple(rows), _held_by(nodes, rows)) for needs, rows in classes.values())


def _held_by(nodes: Sequence[Node], rows: Sequence[int]) -> tuple[tuple[Holder, tuple[int, ...]], ...]:
    """Return who holds some of the rows, and which of them with the same strength."""
    found: dict[tuple[int, Parameter | None], tuple[Holder, list[int]]] = {}
    for row in rows:
        for holder in nodes[row].holders:
            found.setdefault((holder.position, holder.strength), (holder, []))[1].append(row)
    return tuple((holder, tuple(held)) for holder, held in found.values())
