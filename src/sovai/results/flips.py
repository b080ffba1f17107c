"""What would overturn the headline findings, as frozen records."""

from __future__ import annotations

from typing import Any, Literal

from sovai.model.base import Names
from sovai.results.base import SCHEMA_VERSION, CountryName, Provenance, Result


class FlipPoint(Result):
    """The smallest change of a single quantity that overturns a finding, others of its kind considered."""

    of: Literal["share", "weight", "parameter"]
    quantity: str
    """Names the quantity, such as ``mix/cloud-world/amazon/hosted`` or ``surge/cloud.infrastructure``."""
    recorded: float
    flips_at: float
    low: float
    """Lower end of its own uncertainty: central 90 % of a share or weight, lower bound of a parameter."""
    high: float
    """Upper end of it."""
    inside: bool
    """Whether `flips_at` lies within its own uncertainty."""
    instead: str
    """What holds from there on: the party, layer or level."""


class Finding(Result):
    """A headline finding and what would overturn it."""

    finding: Literal["largest state", "largest company", "weakest layer", "level"]
    holds: str
    """The party, layer or level that it names."""
    flips: tuple[FlipPoint, ...]
    """At most one of each kind of quantity, the one that needs least of its own uncertainty first."""


class FlipPoints(Result):
    """Flip points of the headline findings of one country; nominal."""

    schema_version: Literal[1] = SCHEMA_VERSION
    country: CountryName
    home: tuple[str, ...]
    horizon_years: float
    findings: tuple[Finding, ...]
    names: Names
    """Names of the parties, layers, components and inputs that findings and quantities mention."""
    tried: int
    """Quantities that were changed one at a time."""
    provenance: Provenance

    def to_records(self) -> list[dict[str, Any]]:
        """Return one flat row per flip point."""
        return [
            {"country": self.country.code, "finding": found.finding, "holds": found.holds, **flip.model_dump()}
            for found in self.findings
            for flip in found.flips
        ]
