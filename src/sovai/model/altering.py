"""Changes of a scenario to what is the same for every country: the catalogue's reach and needs, and the parameters."""

from __future__ import annotations

from sovai.model import countries
from sovai.model.catalogue import Catalogue, ComponentNeeds, Supplier
from sovai.model.changes import Add, Remove
from sovai.model.quantity import Quantity
from sovai.model.vocabulary import HOME
from sovai.model.weights import Weights


def is_of_sources(change: Add | Remove) -> bool:
    """Whether the change is one of a profile's sources rather than of the catalogue."""
    if isinstance(change, Add):
        return change.source is not None
    return change.reach_by is None and change.input is None


def altered(catalogue: Catalogue, change: Add | Remove, *, home: str = HOME) -> Catalogue:
    """Return the catalogue after a change of a reach or need; the same object where it has nothing of the kind.

    `home` is the country whose producers `HOME` stands for. Producers of a country are no supplier of the catalogue
    until they get needs of their own.
    """
    if change.supplier is None:
        return _component_needs(catalogue, change) if isinstance(change, Add) else catalogue
    owner = home if change.supplier == HOME else change.supplier
    producers = Supplier(name=countries.name_of(home), kind="state", jurisdiction=home) if owner == home else None
    supplier = catalogue.suppliers.get(owner, producers)
    if supplier is None:
        return catalogue
    after = _added(supplier, change) if isinstance(change, Add) else _removed(supplier, change)
    if after == supplier:
        return catalogue
    return catalogue.model_copy(update={"suppliers": {**catalogue.suppliers, owner: after}})


def _added(supplier: Supplier, change: Add) -> Supplier:
    reach = (*supplier.reach, *([change.reach] if change.reach is not None else []))
    needs = (*supplier.needs, *([change.need] if change.need is not None else []))
    return supplier.model_copy(update={"reach": reach, "needs": needs})


def _removed(supplier: Supplier, change: Remove) -> Supplier:
    reach = tuple(reach for reach in supplier.reach if reach.by != change.reach_by)
    needs = tuple(need for need in supplier.needs if need.input != change.input)
    return supplier.model_copy(update={"reach": reach, "needs": needs})


def _component_needs(catalogue: Catalogue, change: Add) -> Catalogue:
    if change.component is None or change.need is None:
        return catalogue
    before = catalogue.components.get(change.component, ComponentNeeds())
    after = before.model_copy(update={"needs": (*before.needs, change.need)})
    return catalogue.model_copy(update={"components": {**catalogue.components, change.component: after}})


def with_parameter(weights: Weights, name: str, value: Quantity) -> Weights:
    """Return the weights with another value of a parameter such as ``layers.chips.components.accelerators.surge``.

    Raises
    ------
    pydantic.ValidationError
        If the parameter does not take the value.
    KeyError
        If there is no such parameter.
    """
    tables = weights.model_dump(by_alias=True, exclude_none=True)
    *path, last = name.split(".")
    table = tables
    for key in path:
        table = table[key]
    if not isinstance(table[last], dict) or "mode" not in table[last]:
        raise KeyError(name)
    table[last] = value.model_dump()
    return Weights.model_validate(tables)
