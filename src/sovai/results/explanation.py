"""Everything behind one lever, as a frozen record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from pydantic import Field

from sovai.model.base import Names
from sovai.results.assessment import Assessment, Party
from sovai.results.base import AboutCountry, Provenance, Source
from sovai.results.flips import FlipPoints


class Explanation(AboutCountry):
    """What a party could withhold from a country, through whom, how fast, and on which evidence."""

    page: ClassVar[str] = "lever"
    columns: ClassVar[tuple[str, ...] | None] = (
        "country", "party", "kind", "component", "supplier", "access", "path", "channel", "years", "control", "loss",
        "veto_probability", "unmet", "evidence",
    )  # fmt: skip

    party: Party
    """With every source through which it acts."""
    tied_with: tuple[str, ...]
    """Who else could be the largest of its kind, where that is not clear."""
    veto_threshold: float
    course_years: tuple[float, ...]
    """The times of `party.course`."""
    names: Names
    """Names of the components, suppliers, inputs and states that are mentioned."""
    evidence: tuple[Source, ...]
    """The sources behind it."""
    flips: FlipPoints | None
    """What would overturn who is the largest lever; null where it was not asked for."""
    provenance: Provenance
    assessment: Assessment = Field(exclude=True)
    """The assessment that it is taken from; not in the JSON."""

    def to_records(self) -> list[dict[str, Any]]:
        """Return flat rows with the keys `columns`: each component, each time of its course, each source."""
        base = dict.fromkeys(self.columns or ()) | {"country": self.country.code, "party": self.party.id}
        return [{**base, **row} for row in self._rows()]

    def _rows(self) -> Iterator[Mapping[str, Any]]:
        party = self.party
        for component, control in party.control.items():
            probability = party.veto_probability
            yield {
                "kind": "component", "component": component, "control": control, "loss": party.by_component[component],
                "veto_probability": None if probability is None else probability.get(component, 0.0),
            }  # fmt: skip
        for component, course in party.course.items():
            for years, unmet in zip(self.course_years, course, strict=True):
                yield {"kind": "course", "component": component, "years": years, "unmet": unmet}
        for found in party.through:
            yield {
                "kind": "source", "component": found.component, "supplier": found.supplier, "access": found.access,
                "path": " > ".join(found.path), "channel": found.channel, "control": found.control, "loss": found.loss,
                "evidence": " ".join(found.evidence),
            }  # fmt: skip
