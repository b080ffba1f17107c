"""The fixed words of the field: layers and components, access modes, impact modes, grades.

The ids are fixed here, their weights are data (``weights.toml``). To add a component, add it to `COMPONENTS`
and give it a weight.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, Literal

COMPONENTS: Final[dict[str, tuple[str, ...]]] = {
    "chips": ("accelerators", "semiconductors"),
    "hardware": ("computers", "networking"),
    "energy": ("power-equipment", "batteries", "photovoltaics"),
    "models": ("assistants", "foundation"),
    "cloud": ("infrastructure",),
}
"""Components of each layer."""

COMPONENT_IDS: Final[tuple[str, ...]] = tuple(
    f"{layer}.{name}" for layer, names in COMPONENTS.items() for name in names
)


def layer_of(component: str) -> str:
    """Return the layer of a component's id."""
    return component.split(".", 1)[0]


AccessMode = Literal["hosted", "licensed", "purchased", "open-weights", "open-source", "owned"]
Grade = Literal["A", "B", "C", "D"]
SupplierKind = Literal["company", "state", "commons"]

ACCESS_MODES: Final[tuple[AccessMode, ...]] = (
    "hosted",
    "licensed",
    "purchased",
    "open-weights",
    "open-source",
    "owned",
)
HOSTED_LAYERS: Final[frozenset[str]] = frozenset({"models", "cloud"})
"""Layers whose unattributed share would be hosted; that of the others would be purchased."""

HOME: Final = "home"
"""In a scenario, stands for producers in the country that is assessed, whichever it is."""

INDICATORS: Final = ("outside", "single_hand", "cutoff")
LEVELS: Final = ("low", "moderate", "high", "very high")


class ImpactMode(StrEnum):
    """What happens to a source when its supplier stops."""

    OUTAGE = "outage"
    LAPSE = "lapse"
    NEW_SUPPLY_STOP = "new-supply stop"
    FREEZE = "freeze"
    NONE = "none"


IMPACT_OF_ACCESS: Final[dict[AccessMode, ImpactMode]] = {
    "hosted": ImpactMode.OUTAGE,
    "licensed": ImpactMode.LAPSE,
    "purchased": ImpactMode.NEW_SUPPLY_STOP,
    "open-weights": ImpactMode.FREEZE,
    "open-source": ImpactMode.NONE,
    "owned": ImpactMode.NONE,
}

# Codes that trade statistics use for groups, leftovers and totals. None of them is a state that could decide anything.
AGGREGATE_CODES: Final[frozenset[str]] = frozenset({
    "WLD", "TOT", "TOTAL", "ALL", "NSP", "NES", "EXT_EU", "EXT", "INT", "EUX", "EU", "EUN", "EU27", "EU28",
    "A79", "A99", "X1", "X2", "XX", "XXX", "ROW", "OTH", "OAS", "_X", "ZZZ", "S19",
})  # fmt: skip
