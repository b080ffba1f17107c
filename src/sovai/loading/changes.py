"""Checks of scenario and lever files: every change against the data that it changes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ValidationError

from sovai.loading.checking import Check
from sovai.loading.cycles import cycles
from sovai.loading.toml import Location, explain, spell, suggest
from sovai.model import countries
from sovai.model.altering import altered, is_of_sources, with_parameter
from sovai.model.changes import Add, AnyChange, ChangeAccess, Cut, Price, Remove, Set, Shift
from sovai.model.lever import LeverHead
from sovai.model.quantity import Quantity
from sovai.model.scenario import Precedent, ScenarioHead
from sovai.model.vocabulary import COMPONENT_IDS, HOME
from sovai.model.weights import Weights, parameters

FOLDERS = {"scenario": "scenarios", "lever": "levers"}
_KINDS: dict[str, type[AnyChange]] = {
    "cut": Cut,
    "shift": Shift,
    "access": ChangeAccess,
    "add": Add,
    "remove": Remove,
    "set": Set,
    "price": Price,
}


class CheckChanges(Check):
    """Checks of a file of changes; those of the catalogue are followed, so that a later one may undo an earlier."""

    def records(self, tables: dict[str, Any], key: str, kind_of: Any) -> Iterator[tuple[int, Any]]:
        """Yield the valid records of a list of tables with their places; the others leave faults."""
        entries = tables.get(key, [])
        if not isinstance(entries, list):
            self.fault((key,), "is not a list of tables", f"write each as [[{key}]]")
            return
        for i, entry in enumerate(entries):
            kind = kind_of((entry, i))
            record = None if kind is None else self.reader.record(self.path, (key, i), kind, entry)
            if record is not None:
                if isinstance(record, Precedent):
                    self.evidence((key, i), record.evidence)
                yield i, record

    def kind_of(self, place: tuple[Any, int]) -> type[BaseModel] | None:
        """Return the record of a change by what its ``kind`` says."""
        entry, i = place
        kind = entry.get("kind") if isinstance(entry, dict) else None
        if isinstance(kind, str) and kind in _KINDS:
            return _KINDS[kind]
        what = "is missing" if kind is None else f"there is no kind {kind!r} of change"
        self.fault(("changes", i, "kind"), what, suggest(str(kind or ""), _KINDS))
        return None

    def head(self, what: str, head: ScenarioHead | LeverHead) -> None:
        """Check the head of the file."""
        in_tree = self.reader.root is not None and self.path.parent == self.reader.root / FOLDERS[what]
        if in_tree and self.path.stem != head.id:
            self.fault(
                (what, "id"),
                f"{head.id!r} is not the name of the file",
                f"name the file {head.id}.toml, or correct the id",
            )
        if isinstance(head, LeverHead):
            self.evidence((what,), head.evidence)
            self.lever(head)
            for key in ("cost_evidence", "years_evidence"):
                for i, wanted in enumerate(getattr(head, key)):
                    self.exists((what, key, i), "evidence", wanted, "evidence")
        elif head.valid_from and head.valid_until and head.valid_until < head.valid_from:
            self.fault((what, "valid_until"), "is before valid_from", "correct one of the two")

    def lever(self, head: LeverHead) -> None:
        """Check what a lever's cost scales with, and to whom it is open."""
        if (scale := head.cost_scales) is not None:
            where = ("lever", "cost_scales")
            self.evidence(where, scale.evidence)
            if scale.of is not None:
                self.state((*where, "of"), scale.of)
                for code in self.known.catalogue.members(scale.of):
                    self.exists((*where, "of"), "economies", code, "size in economies.toml of")
            if head.cost_million_euros is None:
                self.fault(where, "there is no cost to scale", "give cost_million_euros, or remove cost_scales")
        for i, entry in enumerate(head.open_to):
            self.evidence(("lever", "open_to", i), entry.evidence)
            for key in ("only", "never"):
                for j, wanted in enumerate(getattr(entry, key)):
                    self.state(("lever", "open_to", i, key, j), wanted)

    def state(self, where: Location, wanted: str) -> None:
        """Ask for a country code or a circle."""
        circles = self.known.of_kind("circles")
        if wanted in circles:
            return
        if len(wanted) == 3:
            self.code(where, wanted)
        else:
            self.fault(where, f"there is no country or circle {wanted!r}", suggest(wanted, circles))

    def change(self, where: Location, change: AnyChange) -> None:
        """Check a change, whatever its kind."""
        self.evidence(where, change.evidence)
        match change:
            case Cut() | Price():
                for i, party in enumerate(change.parties):
                    self.party((*where, "parties", i), party)
                words = self.known.of_kind("inputs") | set(COMPONENT_IDS) if isinstance(change, Cut) else COMPONENT_IDS
                for i, component in enumerate(change.components):
                    self.component((*where, "components", i), component, words)
            case Shift():
                self.component((*where, "component"), change.component)
                self.party((*where, "from"), change.from_, home=True)
                self.resident((*where, "to"), change.to)
                self.access((*where, "access"), change.component, change.access)
            case ChangeAccess():
                self.component((*where, "component"), change.component)
                self.party((*where, "supplier"), change.supplier, home=True)
                self.access((*where, "access"), change.component, change.access)
            case Add():
                self.added(where, change)
            case Remove():
                self.removed(where, change)
            case Set():
                self.set(where, change)

    def component(self, where: Location, wanted: str, words: Collection[str] = COMPONENT_IDS) -> None:
        """Ask for a component, or for one of the words given."""
        if wanted not in words:
            what = "a component" if words is COMPONENT_IDS else "a component or an input"
            self.fault(where, f"{wanted!r} is not {what}", suggest(wanted, words))

    def party(self, where: Location, wanted: str, *, home: bool = False) -> None:
        """Ask for a supplier, a state or a circle; with `home` for producers at home too."""
        if wanted in self.known.of_kind("circles") or (home and wanted == HOME):
            return
        if self.known.catalogue.is_commons(wanted):
            self.fault(where, f"{wanted!r} belongs to nobody", "name who could act: a supplier, a state or a circle")
        elif countries.looks_like_code(wanted) or wanted in self.known.of_kind("suppliers"):
            self.supplier(where, wanted)
        else:
            words = self.known.of_kind("suppliers") | self.known.of_kind("circles")
            self.fault(where, f"there is no supplier, state or circle {wanted!r}", suggest(wanted, words))

    def resident(self, where: Location, wanted: str) -> None:
        """Ask for a supplier, a country code or home."""
        if wanted != HOME:
            self.supplier(where, wanted)

    def access(self, where: Location, component: str, access: str | None) -> None:
        """Ask that what is bought has a service life."""
        weights = self.known.weights
        if weights is None or component not in weights.component_ids() or access != "purchased":
            return
        if weights.component(component).service_life_years is None:
            self.fault(where, "'purchased' in a component without service_life_years", "choose another access")

    def added(self, where: Location, change: Add) -> None:
        """Check an addition: of a source to a component, of a reach to a supplier, of a need to one of the two."""
        given = [name for name in ("source", "reach", "need") if getattr(change, name) is not None]
        owners = {"source": ("component",), "reach": ("supplier",), "need": ("supplier", "component")}
        named = [name for name in ("component", "supplier") if getattr(change, name) is not None]
        if len(given) != 1 or len(named) != 1 or named[0] not in owners[given[0]]:
            self.fault(
                where,
                "does not say what is added to what",
                "give component and source, supplier and reach, supplier and need, or component and need",
            )
            return
        if change.component is not None:
            self.component((*where, "component"), change.component)
        if change.supplier is not None and (change.supplier != HOME or change.need is None):
            self.exists((*where, "supplier"), "suppliers", change.supplier, "supplier")
        if change.source is not None and change.component is not None:
            if change.source.supplier is not None:
                self.resident((*where, "source", "supplier"), change.source.supplier)
            if change.source.mix is not None:
                self.exists((*where, "source", "mix"), "mixes", change.source.mix, "mix")
            self.access((*where, "source", "access"), change.component, change.source.access)
            self.evidence((*where, "source"), change.source.evidence)
        if change.reach is not None:
            self.code((*where, "reach", "by"), change.reach.by)
            self.evidence((*where, "reach"), change.reach.evidence)
            for i, measure in enumerate(change.reach.measures):
                self.exists((*where, "reach", "measures", i), "measures", measure, "measure")
        if change.need is not None:
            self.needs((*where, "need"), [change.need])
        if not is_of_sources(change):
            self._follow(where, change)

    def needs(self, where: Location, needs: Any) -> None:
        """Check the need of an addition; its place has no number."""
        before = len(self.reader.faults)
        super().needs(where, needs)
        spelled = spell(where)
        self.reader.faults[before:] = [
            replace(fault, path=fault.path.replace(f"{spelled}[1]", spelled)) for fault in self.reader.faults[before:]
        ]

    def removed(self, where: Location, change: Remove) -> None:
        """Check a removal."""
        if change.component is not None:
            self.component((*where, "component"), change.component)
        if is_of_sources(change):
            self.party((*where, "supplier"), change.supplier, home=True)
        elif change.component is not None or (change.reach_by is not None and change.input is not None):
            self.fault(
                where,
                "names more than one thing to remove",
                "write a change each for sources, for a reach (reach_by) and for a need (input)",
            )
        else:
            self.exists((*where, "supplier"), "suppliers", change.supplier, "supplier")
            self._follow(where, change)

    def _follow(self, where: Location, change: Add | Remove) -> None:
        """Apply a change to the catalogue that later changes are checked against."""
        before = self.known.catalogue
        after = altered(before, change)
        if isinstance(change, Remove) and after is before and change.supplier in before.suppliers:
            known = before.suppliers[change.supplier]
            if change.input is not None:
                what, words = f"need of {change.input!r}", {need.input for need in known.needs}
            else:
                what, words = f"reach by {change.reach_by!r}", {reach.by for reach in known.reach}
            key, wanted = ("input", change.input) if change.input is not None else ("reach_by", change.reach_by)
            self.fault((*where, key), f"{change.supplier!r} has no {what}", suggest(str(wanted), words))
        if isinstance(change, Add) and change.need is not None and change.need.input in before.inputs:
            for cycle in cycles(after):
                self.fault((*where, "need"), "needs run in a circle: " + " → ".join(cycle), "limit the need with 'for'")
        self.known = replace(self.known, catalogue=after)

    def set(self, where: Location, change: Set) -> None:
        """Check that a parameter exists and takes the value."""
        weights = self.known.weights
        if weights is None:
            return
        names = {spell(place) for place, value in parameters(weights) if isinstance(value, Quantity)}
        if change.parameter not in names:
            what = f"there is no parameter {change.parameter!r} in weights.toml"
            self.fault((*where, "parameter"), what, _nearest_parameter(change.parameter, names))
            return
        try:
            with_parameter(weights, change.parameter, change.value)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                what, remedy = explain(detail, Weights)
                self.fault((*where, "value"), f"{change.parameter} does not take it: {what}", remedy)


def _nearest_parameter(wrong: str, names: set[str]) -> str:
    """Return a remedy: parameters of the same last name, else the nearest."""
    same = sorted(name for name in names if name.rsplit(".", 1)[-1] == wrong.rsplit(".", 1)[-1])
    return suggest(wrong, same or names)
