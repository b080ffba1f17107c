"""Quantities of the model in words: what the streams and flip points call ``surge/cloud.infrastructure``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sovai.model.vocabulary import COMPONENT_IDS, COMPONENTS, INDICATORS
from sovai.report.language import _, marked, term

_OF_COMPONENT = {
    "weight": marked("weight within its layer of {component}"),
    "growth": marked("growth of the need for {component}"),
    "surge": marked("surge of {component}"),
    "service-life": marked("service life of {component}"),
}


def in_words(quantity: str, names: Mapping[str, str]) -> str:
    """Return a quantity as it would be called in a sentence.

    Parameters
    ----------
    quantity : str
        Its name, such as ``mix/cloud-world/amazon/hosted``.
    names : mapping of str to str
        Names of the components, layers, inputs, suppliers and states in it, by id; of a mix by ``mix:`` and its id.
    """

    def name(key: str) -> str:
        return names.get(key, key)

    kind, *rest = quantity.split("/")
    match kind, rest:
        case "shares", [_country, component, *row]:
            return _("share of {source} in {whole}").format(source=_row(row, names), whole=name(component))
        case "mix", [mix, *row]:
            return _("share of {source} in the mix “{mix}”").format(source=_row(row, names), mix=name(f"mix:{mix}"))
        case "input", [input_, *row]:
            return _("share of {source} in {whole}").format(source=_row(row, names), whole=name(input_))
        case "need", [owner, input_, _place, "essential"]:
            return _("essential part of {input} for {owner}").format(input=name(input_), owner=name(owner))
        case "need", [owner, input_, _place, "life"]:
            return _("life of the stock of {input} for {owner}").format(input=name(input_), owner=name(owner))
        case "need", [owner, input_, _place, *row]:
            return _("share of {source} in {input} for {owner}").format(
                source=_row(row, names), input=name(input_), owner=name(owner)
            )
        case "reach", [supplier, by]:
            return _("reach of {party} over {supplier}").format(party=name(by), supplier=name(supplier))
        case "life", [access]:
            return _("life of what is {access}").format(access=term("access", access))
        case "weight", [layer] if layer in COMPONENTS:
            return _("weight of {layer}").format(layer=name(layer))
        case "weight", [indicator] if indicator in INDICATORS:
            return _("weight of the indicator {indicator}").format(
                indicator=term("indicator", indicator.replace("_", " "))
            )
        case "model", ["exponent"]:
            return _("exponent of the means")
        case _kind, [component] if kind in _OF_COMPONENT and component in COMPONENT_IDS:
            return _(_OF_COMPONENT[kind]).format(component=name(component))
    return quantity


def _row(label: Sequence[str], names: Mapping[str, str]) -> str:
    supplier, *access = label
    if supplier.startswith("mix:"):
        return _("the mix “{mix}”").format(mix=names.get(supplier, supplier.removeprefix("mix:")))
    name = names.get(supplier, supplier)
    return f"{name} ({term('access', access[0])})" if access else name
