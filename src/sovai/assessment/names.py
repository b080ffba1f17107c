"""What layers, components, suppliers, inputs and states are called."""

from __future__ import annotations

from sovai.model import countries
from sovai.model.catalogue import Catalogue
from sovai.model.tree import Model


def layer_name(layer: str, model: Model) -> str:
    """Return the name of a layer."""
    return model.weights.layers[layer].name or layer


def component_name(component: str, model: Model) -> str:
    """Return the name of a component."""
    return model.weights.component(component).name or component.split(".", 1)[1].replace("-", " ")


def stack_names(model: Model) -> dict[str, str]:
    """Return the names of all layers and components by id."""
    layers = {layer: layer_name(layer, model) for layer in model.weights.layers}
    return layers | {component: component_name(component, model) for component in model.weights.component_ids()}


def label_name(label: str, catalogue: Catalogue) -> str:
    """Return the name of a supplier, input or state."""
    known = catalogue.suppliers.get(label) or catalogue.inputs.get(label)
    return countries.name_of(label) if known is None else known.name
