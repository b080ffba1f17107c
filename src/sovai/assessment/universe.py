"""What lies behind any country – suppliers, inputs, needs and mixes – as the engine computes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from sovai.assessment.grading import age_years, effective_grade, widening
from sovai.engine.compiled import Holder, Need, Node, Parameter, ShareGroup, Supply
from sovai.model import catalogue as written
from sovai.model.profile import Row
from sovai.model.quantity import Quantity
from sovai.model.tree import Model
from sovai.model.vocabulary import Grade

NORMAL_90 = 1.645
"""Half-width of a central 90 % interval in standard deviations, as the method states it."""


class Universe:
    """Suppliers, inputs, needs and mixes behind any country, each built once, so that the engine computes it once."""

    def __init__(self, model: Model) -> None:
        self.weights, self.catalogue = model.weights, model.catalogue
        self.labels: list[str] = []
        self._positions: dict[str, int] = {}
        self._nodes: dict[tuple[str, str], Node] = {}
        self._needs: dict[int, Need] = {}
        self._supplies: dict[str, Supply] = {}
        self._mixes: dict[str, ShareGroup] = {}

    def position(self, label: str) -> int:
        """Return the position of a supplier or state among all that have come up."""
        if label not in self._positions:
            self._positions[label] = len(self.labels)
            self.labels.append(label)
        return self._positions[label]

    def node(self, supplier: str, context: str) -> Node:
        """Return a supplier in the supply of a component or input."""
        key = (supplier, context)
        if key not in self._nodes:
            needs = tuple(self.need(supplier, context, need) for need in self.catalogue.needs_of(supplier, context))
            self._nodes[key] = Node(supplier, self._holders(supplier), needs)
        return self._nodes[key]

    def holders_labels(self, supplier: str) -> Iterator[tuple[str, Quantity | None]]:
        """Yield who holds a supplier, with the strength of its reach, or None where it holds it wholly."""
        state = self.catalogue.jurisdiction_of(supplier)
        if state is not None:
            yield supplier, None
            if state != supplier:
                yield state, None
        known = self.catalogue.suppliers.get(supplier)
        for reach in known.reach if known is not None else ():
            if reach.by != state:
                yield reach.by, reach.strength

    def _holders(self, supplier: str) -> tuple[Holder, ...]:
        return tuple(
            Holder(self.position(label), None if by is None else parameter_of(f"reach/{supplier}/{label}", by))
            for label, by in self.holders_labels(supplier)
        )

    def need(self, supplier: str, context: str, need: written.Need) -> Need:
        """Return a need; `supplier` and `context` say where it was met."""
        if id(need) not in self._needs:
            known = self.catalogue.suppliers.get(supplier)
            owner = supplier if known is not None and any(need is own for own in known.needs) else context
            name = f"need/{owner}/{need.input}/{','.join(sorted(need.for_))}"
            self._needs[id(need)] = Need(
                input=need.input,
                essential=parameter_of(f"{name}/essential", need.essential),
                life_years=parameter_of(f"{name}/life", need.life_years),
                supply=self._supply(need, name if need.from_ else f"input/{need.input}"),
            )
        return self._needs[id(need)]

    def _supply(self, need: written.Need, name: str) -> Supply:
        if name not in self._supplies:
            rows, context = self.catalogue.sources_of(need), need.input
            nodes = tuple(self.node(row.supplier, context) for row in rows)
            self._supplies[name] = Supply(context, self.group(name, rows, [row.supplier for row in rows]), nodes)
        return self._supplies[name]

    def mix(self, name: str) -> ShareGroup:
        """Return the shares of a mix."""
        if name not in self._mixes:
            rows = self.catalogue.mixes[name].sources
            self._mixes[name] = replace(self.group(f"mix/{name}", rows, [row.label for row in rows]), mix=True)
        return self._mixes[name]

    def group(self, name: str, rows: Sequence[Row], labels: Sequence[str]) -> ShareGroup:
        """Return rows with shares as a group."""
        shares = np.array([row.share for row in rows], dtype=float)
        total = float(shares.sum())
        scale = 1.0 / total if total > 1.0 else 1.0
        spreads = np.array([self._spread(row) for row in rows], dtype=float)
        order = sorted(
            range(len(rows)), key=lambda i: (rows[i].range is None, self._grade(rows[i]), -rows[i].share, labels[i])
        )
        return ShareGroup(name, tuple(labels), shares * scale, spreads * scale, tuple(order))

    def _spread(self, row: Row) -> float:
        """Return the standard deviation of a share: from its range or its grade, wider the older its evidence."""
        if row.range is not None:
            spread = (row.range[1] - row.range[0]) / (2.0 * NORMAL_90)
        else:
            spread = self.weights.uncertainty.grade[self._grade(row)].mode * row.share
        return spread * widening(age_years(row, self.catalogue, self.weights.model.as_of))

    def _grade(self, row: Row) -> Grade:
        return effective_grade(row, self.catalogue)


def parameter_of(name: str, quantity: Quantity) -> Parameter:
    """Return an uncertain number under the name of its stream."""
    return Parameter(name, quantity.low, quantity.mode, quantity.high)
