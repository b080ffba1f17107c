"""What became of a study: its units, each with its file or with why there is none."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Literal

from sovai.model.base import Names, Text
from sovai.results.base import SCHEMA_VERSION, CountryName, FaultyProfile, Presentable, Provenance, Result


class UnitFound(Result):
    """One country under one scenario in consecutive draws."""

    id: str
    country: str
    """ISO 3166-1 alpha-3 code, or the profile as it was named where it has faults."""
    scenario: str
    """Id of the scenario, or ``recorded``."""
    first: int
    """Number of the first draw, from 0 on."""
    draws: int
    file: str | None = None
    """Within the folder; null where the unit failed."""
    sha256: str | None = None
    failure: str | None = None
    """Why there is no file."""


class Study(Presentable):
    """A study in its folder, after a run."""

    page: ClassVar[str] = "study"
    columns: ClassVar[tuple[str, ...]] = ("country", "scenario", "first", "draws", "file", "sha256", "failure")

    schema_version: Literal[1] = SCHEMA_VERSION
    id: str
    title: Text
    folder: str
    form: str
    kept: tuple[str, ...]
    """Columns of the files: score and layers on 0–100, losses on 0–1."""
    home: tuple[str, ...]
    edition: dt.date | None
    countries: tuple[CountryName, ...]
    scenarios: tuple[str, ...]
    units: tuple[UnitFound, ...]
    computed: int
    """Units computed in this run; the others were there already, or failed."""
    failed: tuple[FaultyProfile, ...]
    """Profiles with faults, of which nothing is drawn."""
    without_profile: tuple[CountryName, ...]
    names: Names
    """Titles of scenarios."""
    provenance: Provenance

    @property
    def failures(self) -> tuple[UnitFound, ...]:
        """The units without a file."""
        return tuple(unit for unit in self.units if unit.failure is not None)

    def to_records(self) -> list[dict[str, Any]]:
        """Return one row per unit."""
        return [{key: getattr(unit, key) for key in self.columns} for unit in self.units]
