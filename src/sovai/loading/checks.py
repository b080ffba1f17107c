"""Faults that one record cannot show: ids, codes, sums, duplicates, cycles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sovai.loading.toml import Location, Reader, suggest
from sovai.model import countries
from sovai.model.base import Record
from sovai.model.catalogue import Catalogue, Need
from sovai.model.profile import Country, InputSource, Source
from sovai.model.quantity import Quantity
from sovai.model.tree import Model
from sovai.model.vocabulary import COMPONENT_IDS
from sovai.model.weights import Listed, Weights

ROUNDING = 0.005
"""Shares may exceed 1 by this much: it is rounding, and is normalised."""


class Unread(frozenset[str]):
    """The ids of a file that cannot be read: nothing can be said to be missing from it."""

    def __contains__(self, wanted: object) -> bool:
        return True

    def __or__(self, other: object) -> Unread:
        return self


@dataclass(frozen=True)
class Known:
    """What a file may refer to; ids include those of faulty records, so that one fault is not told twice."""

    weights: Weights | None
    catalogue: Catalogue
    ids: Mapping[str, frozenset[str]]
    own_codes: bool

    @classmethod
    def of_model(cls, model: Model) -> Known:
        """Return what a loaded model makes known."""
        catalogue = model.catalogue
        ids = {name: frozenset(getattr(catalogue, name)) for name in Catalogue.model_fields}
        return cls(model.weights, catalogue, ids, model.own_codes)

    def beside(self, country: Country | None) -> Known:
        """Return what is known to the profile of a country, which may be an invented one."""
        invented = country is not None and countries.is_user_assigned(country.code)
        return replace(self, own_codes=self.own_codes or invented)

    def of_kind(self, kind: str) -> frozenset[str]:
        """Return the ids of a kind."""
        return self.ids.get(kind, frozenset())


class Check:
    """Checks of one file; the subject of every fault is a place in it."""

    def __init__(self, reader: Reader, path: Path, known: Known) -> None:
        self.reader, self.path, self.known = reader, path, known
        self._none_of: set[str] = set()

    def fault(self, where: Location, what: str, remedy: str) -> None:
        """Add a fault at a place of the file."""
        self.reader.fault(self.path, where, what, remedy)

    def exists(self, where: Location, kind: str, wanted: str, what: str, *, place: str = "") -> None:
        """Ask that an id of a kind exists; that a tree has none of the kind is told once of each file."""
        ids = self.known.of_kind(kind)
        if wanted not in ids and kind not in self._none_of:
            self.fault(where, f"there is no {what} {wanted!r}{place}", suggest(wanted, ids))
            if not ids:
                self._none_of.add(kind)

    def evidence(self, where: Location, wanted: Iterable[str]) -> None:
        """Ask that evidence entries exist."""
        for i, key in enumerate(wanted):
            self.exists((*where, "evidence", i), "evidence", key, "evidence", place=" in catalogue/evidence.toml")

    def code(self, where: Location, code: str) -> None:
        """Ask for an ISO 3166-1 alpha-3 code of a state."""
        if countries.is_aggregate(code):
            self.fault(
                where,
                f"{code!r} is an aggregate of trade statistics, not a state",
                "name single states; leave the share out where the state is not known (it is then unattributed)",
            )
        elif countries.is_iso(code) or (self.known.own_codes and countries.is_user_assigned(code)):
            return
        elif countries.is_user_assigned(code):
            self.fault(
                where,
                f"{code!r} is a code left to users, and this tree defines no such country",
                "use an ISO 3166-1 alpha-3 code, or add a profile with that code",
            )
        else:
            near = countries.near_code(code)
            remedy = (
                f"did you mean {near!r} ({countries.name_of(near)})?"
                if near
                else "use an ISO 3166-1 alpha-3 code such as DEU"
            )
            self.fault(where, f"{code!r} is not an ISO 3166-1 alpha-3 code", remedy)

    def supplier(self, where: Location, wanted: str) -> None:
        """Ask for a supplier of the catalogue or a country code."""
        ids = self.known.of_kind("suppliers")
        if wanted in ids:
            return
        in_capitals = wanted.casefold() in ids and not countries.is_iso(wanted)
        coded = countries.looks_like_code(wanted) or countries.is_iso(wanted.upper()) or countries.is_aggregate(wanted)
        if coded and not in_capitals:
            self.code(where, wanted)
        else:
            self.exists(where, "suppliers", wanted, "supplier")

    def rows(self, where: Location, rows: Mapping[int, InputSource] | Mapping[int, Source]) -> None:
        """Ask of rows with shares, by position, that they sum to at most 1, appear once, and cite what exists."""
        total = sum(row.share for row in rows.values())
        if total > 1.0 + ROUNDING:
            self.fault(
                where,
                f"shares sum to {total:.4g}, above 1",
                "shares are parts of one need: lower them until they sum to at most 1",
            )
        seen: set[str] = set()
        for i, row in rows.items():
            if row.label in seen:
                self.fault(
                    (*where, i),
                    f"second row of {row.label.replace('/', ' with access ')}",
                    "merge the two rows into one",
                )
            seen.add(row.label)
            self.evidence((*where, i), row.evidence)

    def inputs(self, where: Location, rows: Sequence[InputSource]) -> None:
        """Check the sources of an input."""
        self.rows(where, dict(enumerate(rows)))
        for i, row in enumerate(rows):
            self.supplier((*where, i, "supplier"), row.supplier)

    def sources(self, where: Location, rows: Mapping[int, Source], *, mixes: bool) -> None:
        """Check the sources of a component or a mix, by position."""
        self.rows(where, rows)
        for i, row in rows.items():
            if row.supplier is not None:
                self.supplier((*where, i, "supplier"), row.supplier)
            elif row.mix is not None and mixes:
                self.exists((*where, i, "mix"), "mixes", row.mix, "mix")
            else:
                self.fault((*where, i, "mix"), "a mix within a mix", "write its suppliers out")

    def needs(self, where: Location, needs: Sequence[Need]) -> None:
        """Check needs: inputs and contexts that exist, one need of an input in a context, sources, evidence."""
        contexts = self.known.of_kind("inputs") | set(COMPONENT_IDS)
        for i, need in enumerate(needs):
            here = (*where, i)
            self.exists((*here, "input"), "inputs", need.input, "input")
            for j, context in enumerate(need.for_):
                if context not in contexts:
                    self.fault(
                        (*here, "for", j),
                        f"{context!r} is neither a component nor an input",
                        suggest(context, contexts),
                    )
            for other in needs[:i]:
                if other.input == need.input and (not other.for_ or not need.for_ or set(other.for_) & set(need.for_)):
                    self.fault(
                        (*here, "input"),
                        f"second need of {need.input!r} for the same supply",
                        "merge the two, or tell them apart with 'for'",
                    )
            self.inputs((*here, "from"), need.from_)
            self.evidence(here, need.evidence)


def check_catalogue(reader: Reader, folder: Path, catalogue: Catalogue, known: Known) -> None:
    """Add the faults of the catalogue's files."""
    _check_suppliers(Check(reader, folder / "suppliers.toml", known), catalogue)
    inputs = Check(reader, folder / "inputs.toml", known)
    for key, entry in catalogue.inputs.items():
        inputs.inputs(("inputs", key, "sources"), entry.sources)
    for key, extra in catalogue.components.items():
        if key not in COMPONENT_IDS:
            inputs.fault(("components", key), "is not a component", suggest(key, COMPONENT_IDS))
        inputs.needs(("components", key, "needs"), extra.needs)
    for cycle in cycles(catalogue):
        inputs.fault(
            ("inputs", cycle[0]),
            "needs run in a circle: " + " → ".join(cycle),
            "remove one of these needs, or limit it with 'for'",
        )
    mixes = Check(reader, folder / "mixes.toml", known)
    for key, mix in catalogue.mixes.items():
        mixes.sources((key, "sources"), dict(enumerate(mix.sources)), mixes=False)
    _check_context(reader, folder, catalogue, known)


def _check_suppliers(check: Check, catalogue: Catalogue) -> None:
    for key, supplier in catalogue.suppliers.items():
        if countries.looks_like_code(key):
            check.fault(
                (key,),
                "looks like a country code, not like a supplier's id",
                "write the id in lower case, for example 'chip-maker'",
            )
        if supplier.jurisdiction is not None:
            check.code((key, "jurisdiction"), supplier.jurisdiction)
        for i, reach in enumerate(supplier.reach):
            check.code((key, "reach", i, "by"), reach.by)
            check.evidence((key, "reach", i), reach.evidence)
            for j, measure in enumerate(reach.measures):
                check.exists((key, "reach", i, "measures", j), "measures", measure, "measure")
            if reach.by in [other.by for other in supplier.reach[:i]]:
                check.fault((key, "reach", i, "by"), f"second reach of {reach.by}", "merge the two")
        check.needs((key, "needs"), supplier.needs)
        check.evidence((key,), supplier.evidence)


def _check_context(reader: Reader, folder: Path, catalogue: Catalogue, known: Known) -> None:
    circles = Check(reader, folder / "circles.toml", known)
    for key, circle in catalogue.circles.items():
        for i, code in enumerate(circle.members):
            circles.code((key, "members", i), code)
        circles.evidence((key,), circle.evidence)
    jurisdictions = Check(reader, folder / "jurisdictions.toml", known)
    for key, jurisdiction in catalogue.jurisdictions.items():
        jurisdictions.code((key,), key)
        jurisdictions.evidence((key,), jurisdiction.evidence)
    economies = Check(reader, folder / "economies.toml", known)
    for key, economy in catalogue.economies.items():
        economies.code((key,), key)
        economies.evidence((key,), economy.evidence)
    measures = Check(reader, folder / "measures.toml", known)
    for key, measure in catalogue.measures.items():
        for i, code in enumerate(measure.by):
            measures.code((key, "by", i), code)
        for i, code in enumerate(measure.targets):
            if code != "ALL" and code not in known.of_kind("circles"):
                measures.code((key, "targets", i), code)
        for i, component in enumerate(measure.components):
            if component not in COMPONENT_IDS:
                measures.fault(
                    (key, "components", i), f"{component!r} is not a component", suggest(component, COMPONENT_IDS)
                )
        for i, supplier in enumerate(measure.suppliers):
            measures.supplier((key, "suppliers", i), supplier)
        measures.evidence((key,), measure.evidence)


def check_profile(
    reader: Reader,
    path: Path,
    country: Country | None,
    layers: Mapping[str, Mapping[str, Mapping[int, Source]]],
    known: Known,
) -> None:
    """Add the faults of a profile that its rows alone do not show.

    In the tree a profile is found by its file's name; elsewhere the file may have any name.
    """
    check = Check(reader, path, known)
    if country is not None:
        check.code(("country", "code"), country.code)
        in_tree = reader.root is not None and path.parent == reader.root / "profiles"
        if in_tree and path.stem != country.code:
            check.fault(
                ("country", "code"),
                f"{country.code!r} is not the name of the file",
                f"name the file {country.code}.toml, or correct the code",
            )
    for layer, components in layers.items():
        for name, rows in components.items():
            check.sources((layer, name), rows, mixes=True)
            if known.weights is not None:
                _check_component(check, known.weights, layer, name, rows)


def _check_component(check: Check, weights: Weights, layer: str, name: str, rows: Mapping[int, Source]) -> None:
    entry = weights.layers.get(layer)
    if entry is None or name not in entry.components:
        check.fault(
            (layer, name), "is not a component of weights.toml", "add it there with a weight, or remove these rows"
        )
    elif entry.components[name].service_life_years is None:
        for i, row in rows.items():
            mix = check.known.catalogue.mixes.get(row.mix) if row.mix is not None else None
            if any(source.access == "purchased" for source in (mix.sources if mix is not None else (row,))):
                check.fault(
                    (layer, name, i, "mix" if mix is not None else "access"),
                    "'purchased' in a component without service_life_years",
                    "choose another access, or give the component a service life in weights.toml",
                )


def check_weights(reader: Reader, path: Path, weights: Weights, known: Known, *, strict: bool) -> None:
    """Add the faults of the weights: ids, lives, evidence, and with `strict` a reason for each parameter."""
    check = Check(reader, path, known)
    for layer, entry in weights.layers.items():
        for name in entry.components:
            if f"{layer}.{name}" not in COMPONENT_IDS:
                check.fault(
                    ("layers", layer, "components", name),
                    f"{layer}.{name} is not a component",
                    suggest(f"{layer}.{name}", COMPONENT_IDS),
                )
    for mode, access in weights.access.items():
        if access.revocable and access.life_years is None and mode != "purchased":
            check.fault(("access", mode), "is revocable but has no life_years", "say how long it lasts after a cut-off")
    for grade in sorted(set("ABCD") - set(weights.uncertainty.grade)):
        check.fault(("uncertainty", "grade", grade), "is missing", "add it")
    for where, parameter in parameters(weights):
        check.evidence(where, parameter.evidence)
        if strict and not (parameter.why and (parameter.evidence or parameter.judgement)):
            check.fault(
                where,
                "has no reason or no source",
                'write { value = …, why = "…" } with evidence = ["…"] or judgement = true',
            )


def parameters(record: object, where: Location = ()) -> Iterator[tuple[Location, Quantity | Listed]]:
    """Yield every parameter of the weights with its place."""
    if isinstance(record, Quantity | Listed):
        yield where, record
    elif isinstance(record, Mapping):
        for key, value in record.items():
            yield from parameters(value, (*where, key))
    elif isinstance(record, Record):
        for name in type(record).model_fields:
            yield from parameters(getattr(record, name), (*where, name.rstrip("_")))


def cycles(catalogue: Catalogue) -> list[list[str]]:
    """Return the circles of needs, each as input → supplier → input … back to where it starts.

    The graph's nodes are inputs as some need supplies them: the input's own sources, or those named with ``from``.
    """
    found: dict[frozenset[str], list[str]] = {}
    done: set[tuple[str, tuple[str, ...]]] = set()

    def suppliers_of(need: Need) -> tuple[str, ...]:
        return tuple(row.supplier for row in catalogue.sources_of(need))

    def visit(name: str, suppliers: tuple[str, ...], trail: list[str]) -> None:
        if name in trail:
            cycle = [*trail[trail.index(name) :], name]
            found.setdefault(frozenset(cycle), cycle)
            return
        if (name, suppliers) in done:
            return
        for supplier in suppliers:
            for need in catalogue.needs_of(supplier, name):
                visit(need.input, suppliers_of(need), [*trail, name, supplier])
        done.add((name, suppliers))

    for name, entry in sorted(catalogue.inputs.items()):
        visit(name, tuple(row.supplier for row in entry.sources), [])
    for supplier in catalogue.suppliers.values():
        for need in supplier.needs:
            visit(need.input, suppliers_of(need), [])
    for extra in catalogue.components.values():
        for need in extra.needs:
            visit(need.input, suppliers_of(need), [])
    return list(found.values())
