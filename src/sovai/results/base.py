"""What all results are made of."""

from __future__ import annotations

import datetime as dt
import importlib
import json
from abc import abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

from pydantic import ConfigDict

from sovai.model.base import Record, Text

if TYPE_CHECKING:
    from sovai.model.profile import Profile

SCHEMA_VERSION: Literal[1] = 1
PartyKind = Literal["jurisdiction", "company"]


class Result(Record):
    """Base of every result."""

    model_config = ConfigDict(serialize_by_alias=True)

    def to_dict(self) -> dict[str, Any]:
        """Return plain dictionaries, lists, numbers and text, as in the JSON output."""
        return self.model_dump(mode="json")

    def to_json(self) -> str:
        """Return the JSON output, to the byte."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


class Presentable(Result):
    """A result that stands for itself: it knows that it can be shown, not how."""

    page: ClassVar[str]
    """Names its renderers in `sovai.report.document` and `sovai.report.terminal`."""
    columns: ClassVar[tuple[str, ...] | None] = None
    """The keys of its records, where there may be none to show them."""

    @abstractmethod
    def to_records(self) -> list[dict[str, Any]]:
        """Return flat rows for a data frame, with the same keys in every row."""

    def to_markdown(self, lang: str | None = None) -> str:
        """Return a Markdown page.

        Parameters
        ----------
        lang : str, optional
            ``en``, ``de`` or another language that has a catalogue; by default the one being spoken: English, unless
            `sovai.report.language.speaking` says otherwise.

        Raises
        ------
        UsageError
            If there is no catalogue for the language.
        """
        return rendered(f"document.{self.page}", self, lang)

    def _repr_markdown_(self) -> str:
        return self.to_markdown()


def rendered(renderer: str, result: object, lang: str | None = None) -> str:
    """Return what a renderer makes of a result, in a language; called by name: results import nothing of the report."""
    language = importlib.import_module("sovai.report.language")
    with language.speaking(lang):
        text: str = importlib.import_module(f"sovai.report.{renderer}").render(language.translated(result))
    return text


def drawn(plot: str, result: Result, lang: str | None = None, **how: Any) -> Any:
    """Return the Altair chart of a result, in a language; by name, as for `rendered`."""
    language = importlib.import_module("sovai.report.language")
    with language.speaking(lang):
        return importlib.import_module("sovai.report.plots").chart(plot, language.translated(result), **how)


class CountryName(Result):
    """A country."""

    code: str
    """ISO 3166-1 alpha-3 code."""
    name: Text

    @classmethod
    def of(cls, profile: Profile) -> Self:
        """Return the country of a profile."""
        return cls(code=profile.country.code, name=profile.country.name)


class AboutCountry(Presentable):
    """What every result on one country begins with."""

    schema_version: Literal[1] = SCHEMA_VERSION
    country: CountryName
    home: tuple[str, ...]
    """Codes that count as home."""
    horizon_years: float
    data_as_of: dt.date
    """The day the profile speaks of."""


class Interval(Result):
    """Two ends of an interval."""

    low: float
    high: float


class Estimate(Result):
    """A nominal figure with what the uncertainty of the data makes of it; null where nothing was drawn."""

    nominal: float
    mean: float | None = None
    median: float | None = None
    low: float | None = None
    """Lower end of the central interval."""
    high: float | None = None
    """Upper end of the central interval."""


class FaultyProfile(Result):
    """A profile that could not be read; the others stand."""

    profile: str
    """Code or file, as it was asked for."""
    faults: tuple[str, ...]


class WeakestLayer(Result):
    """The layer with the highest score."""

    id: str
    name: Text
    score: float
    level: str


class Source(Result):
    """A source cited."""

    id: str
    title: str
    publisher: str
    url: str
    period_end: dt.date
    accessed: dt.date | None
    licence: str


class Provenance(Result):
    """What it takes to compute the same bytes again."""

    version: str
    numpy: str
    seed: int
    draws: int
    block: int
    """Draws per block of a stream; a constant of the program."""
    digest: str
    """SHA-256 over the digests of all data files."""
    digests: Mapping[str, str]
    """SHA-256 of each data file."""
    command: str
