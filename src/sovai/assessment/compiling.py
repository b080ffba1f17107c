"""From the model that people wrote to the arrays, labels and links that the engine computes on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sovai.engine.compiled import (
    Component,
    Factor,
    Floats,
    Holder,
    Need,
    Node,
    Parameter,
    Row,
    ShareGroup,
    Supply,
    System,
)
from sovai.model import catalogue as written
from sovai.model.catalogue import Catalogue
from sovai.model.profile import Profile, Source
from sovai.model.profile import Row as WrittenRow
from sovai.model.quantity import Quantity
from sovai.model.tree import Model
from sovai.model.vocabulary import HOME, HOSTED_LAYERS, INDICATORS, AccessMode, Grade, layer_of
from sovai.model.weights import Weights

if TYPE_CHECKING:
    from sovai.model.changes import Move, Shift

_NORMAL_90 = 1.645  # half-width of a central 90 % interval in standard deviations, as the method states it
_DAYS_PER_YEAR = 365.25
FRESH_YEARS = 2.0
"""Up to this age evidence does not widen what rests on it."""


def compile_system(
    profile: Profile, model: Model, *, home: frozenset[str], horizon_years: float, universe: Universe | None = None
) -> System:
    """Return the country under the scoring model as the engine's `System`.

    Parameters
    ----------
    profile : Profile
    model : Model
    home : frozenset of str
        Codes that count as home; the country itself is one of them.
    horizon_years : float
        Length of the cut-off that the loss averages over.
    universe : Universe, optional
        What is the same for all countries of a run, so that it is built and computed once for all of them.
    """
    return _Compiler(profile, universe or Universe(model), home).system(horizon_years)


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
            Holder(self.position(label), None if by is None else _parameter(f"reach/{supplier}/{label}", by))
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
                essential=_parameter(f"{name}/essential", need.essential),
                life_years=_parameter(f"{name}/life", need.life_years),
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

    def group(self, name: str, rows: Sequence[WrittenRow], labels: Sequence[str]) -> ShareGroup:
        """Return rows with shares as a group."""
        shares = np.array([row.share for row in rows], dtype=float)
        total = float(shares.sum())
        scale = 1.0 / total if total > 1.0 else 1.0
        spreads = np.array([self._spread(row) for row in rows], dtype=float)
        order = sorted(
            range(len(rows)), key=lambda i: (rows[i].range is None, self._grade(rows[i]), -rows[i].share, labels[i])
        )
        return ShareGroup(name, tuple(labels), shares * scale, spreads * scale, tuple(order))

    def _spread(self, row: WrittenRow) -> float:
        """Return the standard deviation of a share: from its range or its grade, wider the older its evidence."""
        if row.range is not None:
            spread = (row.range[1] - row.range[0]) / (2.0 * _NORMAL_90)
        else:
            spread = self.weights.uncertainty.grade[self._grade(row)].mode * row.share
        return spread * widening(age_years(row, self.catalogue, self.weights.model.as_of))

    def _grade(self, row: WrittenRow) -> Grade:
        return effective_grade(row, self.catalogue)


def suppliers_of(profile: Profile, model: Model, component: str) -> frozenset[tuple[str, AccessMode]]:
    """Return who supplies a component, and how it is obtained, mixes written out."""
    return frozenset(
        (found.supplier, found.access) for found in _Compiler(profile, Universe(model)).expanded(component)
    )


def holders_behind(profile: Profile, model: Model, limits: Collection[str], access: Collection[str]) -> frozenset[str]:
    """Return every supplier and state that could stop something of the sources with these modes of access.

    Parameters
    ----------
    profile : Profile
    model : Model
    limits : collection of str
        Components with all that is behind them, and inputs; empty: everything.
    access : collection of str
        Empty: all.
    """
    compiler = _Compiler(profile, Universe(model))
    ids = model.weights.component_ids()
    components = [component for component in ids if not limits or component in limits]
    whole = {label for _, label in compiler.holders(components, access)}
    return frozenset(whole | {label for context, label in compiler.holders(ids, access) if context in limits})


@dataclass(frozen=True)
class _Expanded:
    """A source of a component, mixes written out: whose it is, how it is obtained, where its share comes from."""

    supplier: str
    access: AccessMode
    own: tuple[ShareGroup, int]
    within: tuple[ShareGroup, int] | None
    grade: Grade
    evidence: tuple[str, ...]
    factors: tuple[Factor, ...] = ()

    def times(self, factor: Factor) -> _Expanded:
        """Return the source with a part of its share."""
        return replace(self, factors=(*self.factors, factor))


class _Compiler:
    """One country in a universe."""

    def __init__(self, profile: Profile, universe: Universe, home: frozenset[str] = frozenset()) -> None:
        self.profile, self.universe, self.home = profile, universe, home
        self.weights, self.catalogue = universe.weights, universe.catalogue
        self._sources: dict[str, tuple[_Expanded, ...]] = {}
        self._groups: dict[str, ShareGroup] = {}

    def system(self, horizon_years: float) -> System:
        weights, method = self.weights, self.weights.model
        ids, layers = weights.component_ids(), tuple(weights.layers)
        parties = tuple(sorted({label for _, label in self.holders(ids) if not self._at_home(label)}))
        return System(
            components=tuple(self._component(component) for component in ids),
            parties=parties,
            positions={self.universe.position(label): i for i, label in enumerate(parties)},
            is_state=np.array([label not in self.catalogue.suppliers for label in parties], dtype=bool),
            layers=layers,
            layer_weights=_normalised([layer.weight.mode for layer in weights.layers.values()]),
            component_weights=np.concatenate(
                [_normalised([c.weight.mode for c in layer.components.values()]) for layer in weights.layers.values()]
            ),
            layer_of=np.array([layers.index(layer_of(component)) for component in ids], dtype=np.intp),
            indicator_weights=_normalised([weights.indicators[name].mode for name in INDICATORS]),
            exponent=_parameter("model/exponent", method.exponent),
            horizon_years=horizon_years,
            surge_limit=method.surge_limit.mode,
            veto_threshold=method.veto_threshold.mode,
            course_years=method.course_years.value,
            weight_concentration=weights.uncertainty.weight_concentration.mode,
        )

    def holders(self, components: Iterable[str], access: Collection[str] = ()) -> Iterator[tuple[str, str]]:
        """Yield every supplier and state that appears in a source or behind it, with what it supplies there."""
        seen: set[tuple[str, str]] = set()
        queue = [
            (source.supplier, component)
            for component in components
            for source in self.expanded(component)
            if not access or source.access in access
        ]
        while queue:
            supplier, context = queue.pop()
            if (supplier, context) not in seen:
                seen.add((supplier, context))
                yield from ((context, label) for label, _ in self.universe.holders_labels(supplier))
                for need in self.catalogue.needs_of(supplier, context):
                    queue += [(row.supplier, need.input) for row in self.catalogue.sources_of(need)]

    def _at_home(self, label: str) -> bool:
        return self.catalogue.jurisdiction_of(label) in self.home

    def expanded(self, component: str) -> tuple[_Expanded, ...]:
        """Return the sources of a component, mixes written out, as the profile's moves leave them."""
        if component not in self._sources:
            sources = list(self._recorded(self._group(component), self.profile.sources(component)))
            for move in self.profile.moves:
                if move.component in (component, None):
                    sources = list(self._moved(component, sources, move))
            self._sources[component] = tuple(sources)
        return self._sources[component]

    def _group(self, component: str) -> ShareGroup:
        if component not in self._groups:
            rows, code = self.profile.sources(component), self.profile.country.code
            self._groups[component] = self.universe.group(
                f"shares/{code}/{component}", rows, [row.label for row in rows]
            )
        return self._groups[component]

    def _recorded(self, group: ShareGroup, rows: Sequence[Source]) -> Iterator[_Expanded]:
        for i, row in enumerate(rows):
            grade = effective_grade(row, self.catalogue)
            within = None if row.mix is None else self.universe.mix(row.mix)
            for j, source in enumerate((row,) if row.mix is None else self.catalogue.mixes[row.mix].sources):
                assert source.supplier is not None and source.access is not None  # checked on loading
                yield _Expanded(
                    supplier=self._resident(source.supplier),
                    access=source.access,
                    own=(group, i),
                    within=None if within is None else (within, j),
                    grade=grade,
                    evidence=tuple(dict.fromkeys((*row.evidence, *source.evidence))),
                )

    def _resident(self, supplier: str) -> str:
        """Return the supplier; the country's own code for producers at home."""
        return self.profile.country.code if supplier == HOME else supplier

    def _moved(self, component: str, sources: Sequence[_Expanded], move: Move) -> Iterator[_Expanded]:
        """Yield the sources of a component after a change; shares that it does not name keep their draws."""
        if move.kind == "add":
            assert move.source is not None  # other additions are to the catalogue
            group = self.universe.group(f"added/{component}/{move.source.label}", [move.source], [move.source.label])
            yield from (source.times(Factor(group, rest=True)) for source in sources)
            yield from self._recorded(group, [move.source])
            return
        party = self._resident(move.from_ if move.kind == "shift" else move.supplier)
        for source in sources:
            if not self.catalogue.is_of(source.supplier, party):
                yield source
            elif move.kind == "shift":
                yield from self._shifted(component, source, move)
            elif move.kind == "access":
                yield replace(source, access=move.access)

    def _shifted(self, component: str, source: _Expanded, move: Shift) -> Iterator[_Expanded]:
        to, access = self._resident(move.to), move.access or source.access
        if (to, access) == (source.supplier, source.access):
            yield source
            return
        part = _parameter(f"shift/{component}/{move.from_}/{move.to}", move.part)
        if part.low < 1.0:
            yield source.times(Factor(part, rest=True))
        evidence = tuple(dict.fromkeys((*source.evidence, *move.evidence)))
        yield replace(source.times(Factor(part, rest=False)), supplier=to, access=access, evidence=evidence)

    def _component(self, component: str) -> Component:
        entry = self.weights.component(component)
        unattributed: AccessMode = "hosted" if layer_of(component) in HOSTED_LAYERS else "purchased"
        shared = self.catalogue.components.get(component, written.ComponentNeeds()).needs
        return Component(
            id=component,
            layer=layer_of(component),
            rows=tuple(self._row(component, source) for source in self.expanded(component)),
            shares=self._group(component),
            growth=_parameter(f"growth/{component}", entry.demand_growth),
            surge=_parameter(f"surge/{component}", entry.surge),
            shared_needs=tuple(self.universe.need(component, component, need) for need in shared),
            unattributed_access=unattributed,
            unattributed_life=access_life(self.weights, component, unattributed),
        )

    def _row(self, component: str, source: _Expanded) -> Row:
        node = self.universe.node(source.supplier, component)
        if not self.weights.access[source.access].revocable:
            node = Node(node.supplier, (), node.needs)
        return Row(
            node=node,
            access=source.access,
            own=source.own,
            within=source.within,
            grade=source.grade,
            jurisdiction=self.catalogue.jurisdiction_of(source.supplier),
            life_years=access_life(self.weights, component, source.access),
            evidence=source.evidence,
            factors=source.factors,
        )


def access_life(weights: Weights, component: str, access: AccessMode) -> Parameter | None:
    """Return how long something obtained in this way lasts after a cut-off; None where it cannot be revoked."""
    entry = weights.access[access]
    if not entry.revocable:
        return None
    if access == "purchased":
        life = weights.component(component).service_life_years
        assert life is not None  # checked on loading
        return _parameter(f"service-life/{component}", life)
    assert entry.life_years is not None  # checked on loading
    return _parameter(f"life/{access}", entry.life_years)


def effective_grade(row: WrittenRow, catalogue: Catalogue) -> Grade:
    """Return the grade of a row: D where it cites nothing in a tree that has evidence to cite."""
    return row.grade if row.evidence or not catalogue.evidence else "D"


def age_years(row: WrittenRow, catalogue: Catalogue, edition: dt.date | None) -> float:
    """Return how long before the edition the newest evidence of a row ends; 0 where either is not known."""
    newest = newest_period_end(row.evidence, catalogue)
    return (edition - newest).days / _DAYS_PER_YEAR if edition and newest else 0.0


def widening(age: float) -> float:
    """Return the factor 1 + 0.25 · max(0, age − 2) by which evidence of an age in years widens a share's spread."""
    return 1.0 + 0.25 * max(0.0, age - FRESH_YEARS)


def newest_period_end(evidence: Sequence[str], catalogue: Catalogue) -> dt.date | None:
    """Return the last day that the newest of these sources speaks of."""
    return max((catalogue.evidence[key].period_end for key in evidence), default=None)


def _parameter(name: str, quantity: Quantity) -> Parameter:
    return Parameter(name, quantity.low, quantity.mode, quantity.high)


def _normalised(weights: Sequence[float]) -> Floats:
    values = np.asarray(weights, dtype=float)
    shares: Floats = values / values.sum()
    return shares
