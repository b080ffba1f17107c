"""The profiles that there are, as a frozen record: what each rests on, without a score."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from sovai.model.base import Text
from sovai.results.base import SCHEMA_VERSION, Presentable, Provenance, Result

GRADES = ("A", "B", "C", "D")


class ProfileSummary(Result):
    """What a profile offers, without scoring it."""

    code: str
    """ISO 3166-1 alpha-3 code."""
    name: Text
    as_of: dt.date
    """The day the profile speaks of."""
    rows: int
    """Recorded sources, over all components."""
    coverage: float
    """Weighted attributed share."""
    grades: Mapping[str, float]
    """Shares of the weighted need by grade of the figure, A to D; they add up to `coverage`."""


class Profiles(Presentable):
    """The profiles of a data tree."""

    page: ClassVar[str] = "profiles"
    columns: ClassVar[tuple[str, ...] | None] = (
        "country", "name", "data_as_of", "rows", "coverage", *(f"grade_{grade.lower()}" for grade in GRADES),
    )  # fmt: skip

    schema_version: Literal[1] = SCHEMA_VERSION
    edition: dt.date | None
    """The day the model and the catalogue speak of."""
    profiles: tuple[ProfileSummary, ...]
    """By code."""
    provenance: Provenance

    def to_records(self) -> list[dict[str, Any]]:
        """Return one flat row per profile, with the keys `columns`."""
        return [
            dict(
                zip(
                    self.columns or (),
                    (found.code, found.name, found.as_of.isoformat(), found.rows, found.coverage,
                     *(found.grades[grade] for grade in GRADES)),
                    strict=True,
                )
            )
            for found in self.profiles
        ]  # fmt: skip
