"""What a comparison of two data trees found, as frozen records: unrounded, typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Literal

from sovai.results.base import CountryName, Interval, Presentable, Result

Value = bool | float | str | tuple[float, ...] | tuple[str, ...] | None
FigureStatus = Literal["added", "removed", "changed"]


class TreeName(Result):
    """One of the two trees."""

    label: str
    """The path or revision as it was named."""
    edition: dt.date | None
    """The day that its model and catalogue speak of."""
    countries: int
    """How many profiles it has."""


class FigureChange(Result):
    """One figure that differs."""

    file: str
    entry: str
    """The record it belongs to, for example ``cloud.infrastructure[acme/hosted]``."""
    field: str
    status: FigureStatus
    """Whether the record as a whole is new, gone or in both trees."""
    old: Value
    """Null where there was none; three numbers are lowest, most likely, highest."""
    new: Value
    evidence: tuple[str, ...]
    """What the new figure rests on; the old one where it is gone."""


class ScoreStanding(Result):
    """Where a country stood in one tree: nominal score and bounds, 0–100."""

    score: float
    bounds: Interval
    comparable: bool
    rank: int | None
    """Among the comparable countries of the tree, 1 for the most dependent; null where it is not comparable."""


class StepEffect(Result):
    """What one part of the change does to the score by itself, everything else left as in the old tree."""

    step: str
    """A component such as ``chips.accelerators``, ``catalogue`` or ``weights``."""
    effect: float | None
    """In points; null where the part cannot be put into the old tree by itself."""


class CountryDifference(Result):
    """A country whose score or comparability differs."""

    country: CountryName
    old: ScoreStanding
    new: ScoreStanding
    change: float
    """New score less old score, in points."""
    steps: tuple[StepEffect, ...]
    """One at a time, largest first. They need not add up to the change."""
    together: float | None
    """What of the change the steps leave over, from parts acting together; null where the effect of a step is."""


class Difference(Presentable):
    """Two data trees compared: what was changed, and what it did to scores and ranks. No draws are made."""

    page: ClassVar[str] = "difference"
    columns: ClassVar[tuple[str, ...] | None] = ("kind", "file", "id", "field", "old", "new", "effect", "evidence")

    schema_version: Literal[1] = 1
    old: TreeName
    new: TreeName
    figures: tuple[FigureChange, ...]
    """By file and record."""
    notes_changed: Mapping[str, int]
    """Notes and reasons that were reworded, by file."""
    added_countries: tuple[CountryName, ...]
    removed_countries: tuple[CountryName, ...]
    compared: int
    """Countries in both trees."""
    countries: tuple[CountryDifference, ...]
    """Those whose score changed, or whether it may be compared; largest change first."""

    def to_records(self) -> list[dict[str, Any]]:
        """Return flat rows for a data frame: each figure, and each country with its steps.

        Every row has the same keys: ``kind``, ``file``, ``id``, ``field``, ``old``, ``new``, ``effect``, ``evidence``.
        """
        columns = self.columns or ()
        return [dict(zip(columns, row, strict=True)) for row in _rows(self)]


def _rows(difference: Difference) -> Iterator[tuple[object, ...]]:
    for f in difference.figures:
        yield "figure", f.file, f.entry, f.field, _flat(f.old), _flat(f.new), None, " ".join(f.evidence)
    for file, count in difference.notes_changed.items():
        yield "notes", file, "", "", None, None, count, ""
    for status, countries in (("added", difference.added_countries), ("removed", difference.removed_countries)):
        for country in countries:
            yield f"{status} country", "", country.code, "", None, None, None, ""
    for c in difference.countries:
        code, old, new = c.country.code, c.old, c.new
        yield "country", "", code, "score", old.score, new.score, c.change, ""
        yield "country", "", code, "bounds low", old.bounds.low, new.bounds.low, None, ""
        yield "country", "", code, "bounds high", old.bounds.high, new.bounds.high, None, ""
        yield "country", "", code, "rank", old.rank, new.rank, None, ""
        for step in c.steps:
            yield "step", "", code, step.step, None, None, step.effect, ""
        yield "step", "", code, "together", None, None, c.together, ""


def _flat(value: Value) -> bool | float | str | None:
    """Return a list as text, its parts separated by spaces."""
    return " ".join(map(str, value)) if isinstance(value, tuple) else value
