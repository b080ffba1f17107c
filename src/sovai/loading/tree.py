"""A data tree to a checked model, and one file to a checked profile."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from sovai.errors import DataError, Fault, UsageError
from sovai.loading.checks import check_catalogue, check_profile, check_weights
from sovai.loading.known import Known, Unread
from sovai.loading.locate import data_root, profile_codes, profile_path, weights_path
from sovai.loading.toml import Reader, suggest
from sovai.model import countries
from sovai.model.catalogue import (
    Catalogue,
    Circle,
    ComponentNeeds,
    Economy,
    Evidence,
    Input,
    Jurisdiction,
    Measure,
    Mix,
    Supplier,
)
from sovai.model.profile import Country, Profile, Source
from sovai.model.tree import Model
from sovai.model.vocabulary import COMPONENTS
from sovai.model.weights import Weights

_CATALOGUE: dict[str, type[BaseModel]] = {
    "suppliers": Supplier,
    "mixes": Mix,
    "evidence": Evidence,
    "circles": Circle,
    "jurisdictions": Jurisdiction,
    "economies": Economy,
    "measures": Measure,
}


def load_model(data: str | Path | None = None, *, weights: str | Path | None = None) -> Model:
    """Read and check the scoring model and the catalogue of a data tree.

    Parameters
    ----------
    data : path, optional
        The tree; without it the shipped one.
    weights : path, optional
        A weights file to use instead of the tree's own.

    Returns
    -------
    Model
        It can be used for any number of countries and calls.

    Raises
    ------
    DataError
        With every fault of every file.
    UsageError
        If there is no such tree.
    """
    root = data_root(data)
    model, _, faults = read_model(root, Path(weights) if weights is not None else weights_path(root))
    if model is None or faults:
        raise DataError(faults)
    named = (("--data", data), ("--weights", weights))
    return replace(model, options=tuple(str(part) for pair in named if pair[1] is not None for part in pair))


def load_profile(country: str | Path, *, model: Model | None = None, data: str | Path | None = None) -> Profile:
    """Read and check one country's profile.

    Parameters
    ----------
    country : str or path
        A code (``DEU``, ``DE``), a name (``Germany``) or the path of a profile.
    model : Model, optional
        What the profile refers to; without it the model of `data` is loaded.
    data : path, optional
        The tree; without it that of `model`, or the shipped one.

    Returns
    -------
    Profile

    Raises
    ------
    DataError
        With every fault of the file.
    UsageError
        If there is no such country, profile or file.
    """
    if model is None:
        model = load_model(data)
    root = model.root or data_root(data)
    if str(country).upper() in model.catalogue.circles and str(country) not in profile_codes(root):
        raise UsageError(
            f"{country} is a circle of countries; name one country, or compare its members with 'sovai rank {country}'"
        )
    path = profile_path(country, root)
    reader = Reader(root)
    profile = read_profile(reader, path, Known.of_model(model))
    if profile is None or reader.faults:
        raise DataError(reader.faults)
    return profile


def read_model(root: Path, weights_path: Path, *, strict: bool = False) -> tuple[Model | None, Known, list[Fault]]:
    """Return the model of a tree where its weights can be read, the ids that it makes known, and its faults."""
    reader = Reader(root)
    folder = root / "profiles" / "catalogue"
    tables = reader.tables(weights_path)
    weights = reader.record(weights_path, (), Weights, tables) if tables is not None else None
    parts: dict[str, Any] = {}
    ids: dict[str, frozenset[str]] = {}
    for name, kind in _CATALOGUE.items():
        parts[name], ids[name] = _part(reader, folder / f"{name}.toml", kind)
    parts["inputs"], parts["components"], ids["inputs"] = _inputs(reader, folder / "inputs.toml")
    catalogue = Catalogue.model_construct(**parts)
    own_codes = any(map(countries.is_user_assigned, profile_codes(root)))
    known = Known(weights, catalogue, ids, own_codes)
    check_catalogue(reader, folder, catalogue, known)
    if weights is not None:
        check_weights(reader, weights_path, weights, known, strict=strict)
    # The same weights have the same digest wherever they lie.
    digests = {"weights.toml" if k == reader.name(weights_path) else k: v for k, v in reader.digests.items()}
    if weights is None:
        return None, known, reader.faults
    model = Model(weights, catalogue, root, dict(sorted(digests.items())), own_codes=own_codes)
    return model, known, reader.faults


def _part(reader: Reader, path: Path, kind: type[BaseModel]) -> tuple[dict[str, Any], frozenset[str]]:
    """Return the records of a catalogue file and all its ids, those of faulty records included; it may be missing."""
    if not path.exists():
        return {}, frozenset()
    tables = reader.tables(path)
    if tables is None:
        return {}, Unread()
    return dict(reader.records(path, kind, tables)), frozenset(tables)


def _inputs(reader: Reader, path: Path) -> tuple[dict[str, Any], dict[str, Any], frozenset[str]]:
    if not path.exists():
        return {}, {}, frozenset()
    tables = reader.tables(path)
    if tables is None:
        return {}, {}, Unread()
    inputs, components = tables.pop("inputs", {}), tables.pop("components", {})
    for key in tables:
        reader.fault(path, key, "unknown key", suggest(key, ("inputs", "components", "schema")))
    return (
        dict(reader.records(path, Input, inputs, ("inputs",))),
        dict(reader.records(path, ComponentNeeds, components, ("components",))),
        frozenset(inputs) if isinstance(inputs, dict) else Unread(),
    )


def read_profile(reader: Reader, path: Path, known: Known) -> Profile | None:
    """Return a profile where its country can be read; faults are left with the reader."""
    tables = reader.tables(path)
    if tables is None:
        return None
    country = reader.record(path, ("country",), Country, tables.pop("country", {}))
    layers: dict[str, dict[str, dict[int, Source]]] = {}
    for layer, components in tables.items():
        if layer not in COMPONENTS:
            reader.fault(path, layer, "unknown key", suggest(layer, ("schema", "country", *COMPONENTS)))
        elif not isinstance(components, dict):
            reader.fault(
                path, layer, "is not a layer with components", f"write [[{layer}.{COMPONENTS[layer][0]}]] rows"
            )
        else:
            layers[layer] = _components(reader, path, layer, components)
    check_profile(reader, path, country, layers, known.beside(country))
    if country is None:
        return None
    profile = Profile.of_rows(country, layers)
    profile._digest = reader.digests[reader.name(path)]
    if reader.root is None or path.parent != reader.root / "profiles":
        profile._path = str(path)
    return profile


def _components(reader: Reader, path: Path, layer: str, components: dict[str, Any]) -> dict[str, dict[int, Source]]:
    """Return the valid rows of each component by their position in the file; the others leave faults."""
    found = {}
    for name, rows in components.items():
        if name not in COMPONENTS[layer]:
            reader.fault(path, (layer, name), "unknown key", suggest(name, COMPONENTS[layer]))
        elif not isinstance(rows, list):
            reader.fault(path, (layer, name), "is not a list of rows", f"write each row as [[{layer}.{name}]]")
        else:
            read = {i: reader.record(path, (layer, name, i), Source, row) for i, row in enumerate(rows)}
            found[name] = {i: row for i, row in read.items() if row is not None}
    return found
