"""Faults of catalogue, profiles and weights that one record cannot show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from sovai.loading.checking import Check
from sovai.loading.cycles import cycles
from sovai.loading.known import Known
from sovai.loading.toml import Reader, suggest
from sovai.model import countries
from sovai.model.catalogue import Catalogue, Economy, Jurisdiction
from sovai.model.profile import Country, Source
from sovai.model.vocabulary import COMPONENT_IDS
from sovai.model.weights import Weights, parameters


def check_catalogue(reader: Reader, folder: Path, catalogue: Catalogue, known: Known) -> None:
    """Add the faults of the catalogue's files."""
    for file, check_file in _CATALOGUE.items():
        check_file(Check(reader, folder / f"{file}.toml", known), catalogue)


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


def _check_inputs(check: Check, catalogue: Catalogue) -> None:
    for key, entry in catalogue.inputs.items():
        check.inputs(("inputs", key, "sources"), entry.sources)
    for key, extra in catalogue.components.items():
        if key not in COMPONENT_IDS:
            check.fault(("components", key), "is not a component", suggest(key, COMPONENT_IDS))
        check.needs(("components", key, "needs"), extra.needs)
    for cycle in cycles(catalogue):
        check.fault(
            ("inputs", cycle[0]),
            "needs run in a circle: " + " → ".join(cycle),
            "remove one of these needs, or limit it with 'for'",
        )


def _check_mixes(check: Check, catalogue: Catalogue) -> None:
    for key, mix in catalogue.mixes.items():
        check.sources((key, "sources"), dict(enumerate(mix.sources)), mixes=False)


def _check_circles(check: Check, catalogue: Catalogue) -> None:
    for key, circle in catalogue.circles.items():
        for i, code in enumerate(circle.members):
            check.code((key, "members", i), code)
        check.evidence((key,), circle.evidence)


def _check_jurisdictions(check: Check, catalogue: Catalogue) -> None:
    _check_states(check, catalogue.jurisdictions)


def _check_economies(check: Check, catalogue: Catalogue) -> None:
    _check_states(check, catalogue.economies)


def _check_states(check: Check, entries: Mapping[str, Jurisdiction] | Mapping[str, Economy]) -> None:
    for key, entry in entries.items():
        check.code((key,), key)
        check.evidence((key,), entry.evidence)


def _check_measures(check: Check, catalogue: Catalogue) -> None:
    for key, measure in catalogue.measures.items():
        for i, code in enumerate(measure.by):
            check.code((key, "by", i), code)
        for i, code in enumerate(measure.targets):
            if code != "ALL" and code not in check.known.of_kind("circles"):
                check.code((key, "targets", i), code)
        for i, component in enumerate(measure.components):
            if component not in COMPONENT_IDS:
                check.fault(
                    (key, "components", i), f"{component!r} is not a component", suggest(component, COMPONENT_IDS)
                )
        for i, supplier in enumerate(measure.suppliers):
            check.supplier((key, "suppliers", i), supplier)
        check.evidence((key,), measure.evidence)


_CATALOGUE: dict[str, Callable[[Check, Catalogue], None]] = {
    "suppliers": _check_suppliers,
    "inputs": _check_inputs,
    "mixes": _check_mixes,
    "circles": _check_circles,
    "jurisdictions": _check_jurisdictions,
    "economies": _check_economies,
    "measures": _check_measures,
}
"""What is asked of each file of the catalogue."""


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
