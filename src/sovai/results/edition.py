"""An edition: data, program and results of one day, kept so that others can compute the same again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pydantic import Field

from sovai.results.base import Presentable, Result

Agreement = Literal["same bytes", "within tolerance", "different"]


class Edition(Result):
    """What was computed from which data, with which program and settings."""

    format: Literal[1] = 1
    as_of: dt.date | None
    """The day the model and the catalogue speak of."""
    version: str
    """Of the program."""
    numpy: str
    machine: str
    """Kind of processor; the last digit of a draw in single precision can depend on it."""
    draws: int
    seed: int
    interval: float
    block: int
    """Draws per block of a stream; a constant of the program."""
    digest: str
    """SHA-256 over the digests of all data files."""
    digests: Mapping[str, str]
    """SHA-256 of each data file."""
    results: Mapping[str, str]
    """SHA-256 of each country's whole result, as ``sovai score COUNTRY --json`` prints it with the same settings."""
    figures: Mapping[str, Mapping[str, Any]] = Field(default={}, exclude=True)
    """The figures of each country that people quote, to compare where the bytes are not the same."""


class FigureDeviation(Result):
    """A figure that is not the one of the edition."""

    figure: str
    """Its place in the result, for example ``layers.cloud.score.nominal``."""
    frozen: Any
    found: Any


class Replayed(Result):
    """A country computed again."""

    code: str
    agreement: Agreement
    nominal: float
    """Largest deviation of a nominal figure, relative to the larger of 1 and the figure."""
    simulated: float
    """Largest deviation of a figure of the simulation."""
    deviations: tuple[FigureDeviation, ...]
    """Figures beyond the tolerance."""


class FileChange(Result):
    """A data file that is not the one of the edition."""

    file: str
    change: Literal["changed", "added", "removed"]


class Replay(Presentable):
    """An edition computed again: whether the same came out."""

    page: ClassVar[str] = "replay"
    columns: ClassVar[tuple[str, ...] | None] = (
        "country",
        "agreement",
        "nominal",
        "simulated",
        "figure",
        "frozen",
        "found",
    )

    schema_version: Literal[1] = 1
    edition: Edition
    version: str
    """Of the program that computed it again."""
    numpy: str
    machine: str
    nominal_tolerance: float
    simulated_tolerance: float
    files: tuple[FileChange, ...]
    """Where there are any, nothing was computed: other data give other results."""
    countries: tuple[Replayed, ...]

    @property
    def agrees(self) -> bool:
        """Whether the data are those of the edition, and every figure is within the tolerance."""
        return not self.files and all(country.agreement != "different" for country in self.countries)

    def to_records(self) -> list[dict[str, Any]]:
        """Return flat rows: one for each file that differs, each country, and each figure beyond the tolerance."""
        rows: list[tuple[object, ...]] = [(None, file.change, None, None, file.file, None, None) for file in self.files]
        for country in self.countries:
            rows.append((country.code, country.agreement, country.nominal, country.simulated, None, None, None))
            rows += [(country.code, "figure", None, None, d.figure, d.frozen, d.found) for d in country.deviations]
        return [dict(zip(self.columns or (), row, strict=True)) for row in rows]
