"""What trade statistics say: imports of customs headings by origin, and where goods that pass a hub come from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final


@dataclass(frozen=True)
class Heading:
    """What stands for a component in trade statistics.

    Attributes
    ----------
    code : str
        Heading of the Harmonized System, four digits.
    sector : str or None
        Sector whose home share is the ceiling of home supply; None where no sector says anything about it.
    holds : str
        What else is in the heading, as a sentence.
    """

    code: str
    sector: str | None
    holds: str = ""


HEADINGS: Final[dict[str, Heading]] = {
    "chips.semiconductors": Heading("8542", "C26"),
    "hardware.computers": Heading("8471", "C26", "Laptops and peripherals are in the heading."),
    "hardware.networking": Heading("8517", "C26", "Phones are the larger part of the heading."),
    "energy.power-equipment": Heading("8504", "C27", "Chargers and power supplies are in the heading."),
    "energy.batteries": Heading("8507", "C27", "Lithium-ion and lead-acid together."),
    # Exports under 8541 are mostly diodes and LEDs: neither they nor the sector show whether panels are made at home.
    "energy.photovoltaics": Heading("8541", None, "Diodes and LEDs are in the heading."),
}
"""The components that trade statistics inform, with their headings."""

TRANSIT_HUBS: Final = frozenset({"HKG", "NLD", "SGP", "ARE"})
MADE_AT_HUB: Final = frozenset({("NLD", "8542"), ("SGP", "8542")})
"""Hubs that make the thing themselves and so stay the origin."""

WORLD_IMPORTERS = 50
"""With the imports of fewer countries, a file says nothing about shares of world exports."""


@dataclass(frozen=True)
class Imports:
    """What one country imports under one heading.

    Attributes
    ----------
    by_origin : mapping of str to float
        Value by state of origin.
    total : float
        Value from all origins, those included that are no state.
    mirrored : bool
        Whether the figures are those of the exporters, because the importer reports none.
    """

    by_origin: Mapping[str, float]
    total: float
    mirrored: bool = False


@dataclass(frozen=True)
class Trade:
    """Imports of one year by heading and importer.

    Attributes
    ----------
    source : str
        Name and year of the statistics, for notes.
    imports : mapping
        Heading → importer → imports.
    unplaced : mapping of str to float
        Codes that are no state, with their part of the value of all headings.
    """

    source: str
    imports: Mapping[str, Mapping[str, Imports]]
    unplaced: Mapping[str, float] = field(default_factory=dict)

    def shares(self, importer: str, heading: str) -> dict[str, float]:
        """Return the shares of imports by origin; the importer's own goods that come back are left out."""
        imports = self.imports.get(heading, {}).get(importer)
        if imports is None:
            return {}
        return {origin: value / imports.total for origin, value in imports.by_origin.items() if origin != importer}

    def covers_world(self, heading: str) -> bool:
        """Whether the file holds enough importers to speak of world exports."""
        return len(self.imports.get(heading, {})) >= WORLD_IMPORTERS

    def world_share(self, country: str, heading: str) -> float:
        """Return a country's share of world exports, which are the imports of all countries."""
        total = sum(imports.total for imports in self.imports[heading].values())
        return self._exports[heading][country] / total

    def is_net_exporter(self, country: str, heading: str) -> bool:
        """Whether a country exports more of a heading than it imports."""
        imports = self.imports[heading].get(country)
        return imports is not None and self._exports[heading][country] > imports.total

    @cached_property
    def _exports(self) -> dict[str, defaultdict[str, float]]:
        exports: dict[str, defaultdict[str, float]] = {heading: defaultdict(float) for heading in self.imports}
        for heading, importers in self.imports.items():
            for importer, imports in importers.items():
                for origin, value in imports.by_origin.items():
                    if origin != importer:
                        exports[heading][origin] += value
        return exports


@dataclass
class Origin:
    """Share of imports from one origin: what came directly, and what came via each hub."""

    direct: float = 0.0
    via: dict[str, float] = field(default_factory=dict)

    @property
    def through_hubs(self) -> float:
        """What came via all hubs."""
        return sum(self.via.values())

    @property
    def share(self) -> float:
        """All of it."""
        return self.direct + self.through_hubs


def is_transit(origin: str, heading: str) -> bool:
    """Whether an origin only passes the goods of a heading on."""
    return origin in TRANSIT_HUBS and (origin, heading) not in MADE_AT_HUB


def trace(trade: Trade, importer: str, heading: str) -> dict[str, Origin]:
    """Return the shares of imports with each hub replaced by its own import mix.

    The mix is taken without hubs and without the importer and is not scaled up: what a hub hides stays unattributed.
    """
    found: defaultdict[str, Origin] = defaultdict(Origin)
    for origin, share in trade.shares(importer, heading).items():
        if not is_transit(origin, heading):
            found[origin].direct = share
            continue
        for beyond, part in trade.shares(origin, heading).items():
            if beyond not in TRANSIT_HUBS and beyond != importer:
                found[beyond].via[origin] = share * part
    return dict(found)
