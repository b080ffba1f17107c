"""A document without a form: what a report says and in which order. HTML, Word, Markdown and sheets each set it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from sovai.results.base import Source

Unit = Literal[
    "points",  # a score, 0–100
    "points changed",
    "points apart",  # a distance between scores, without a sign
    "share",  # a fraction, 0–1
    "share changed",
    "years",
    "rank",
    "count",
    "million euros",
]
"""What a number counts, for those who set it as a number; its `text` says it already."""


@dataclass(frozen=True)
class Basis:
    """What a number rests on: sources by their number in the list, and whether it is computed from them."""

    sources: tuple[int, ...] = ()
    computed: bool = False

    def __bool__(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.sources) or self.computed


@dataclass(frozen=True)
class Figure:
    """A number, and how people read it in the language of the document."""

    value: float | None
    unit: Unit
    text: str


@dataclass(frozen=True)
class Spread:
    """An interval, and how people read it; both ends are None where there is none."""

    low: float | None
    high: float | None
    unit: Unit
    text: str


Cell = str | Figure | Spread | Basis
"""Of a table. A `Basis` cell holds the marks of the sources of its row."""


@dataclass(frozen=True)
class Sentence:
    """A whole sentence, with the marks that follow it."""

    text: str
    basis: Basis = Basis()
    strong: bool = False


@dataclass(frozen=True)
class Paragraph:
    """Sentences that belong together.

    A `lead` answers the question of the report, a `note` explains how to read it, a `label` says what list follows.
    """

    sentences: tuple[Sentence, ...]
    role: Literal["lead", "body", "note", "label"] = "body"


@dataclass(frozen=True)
class Bullets:
    """A list; each item is a paragraph of its own. It is `numbered` where its items name each other by number."""

    items: tuple[Paragraph, ...]
    numbered: bool = False


@dataclass(frozen=True)
class KeyFigure:
    """A headline number with its interval and what it means in a word or two."""

    label: str
    figure: Figure | Spread
    interval: Spread | None
    comment: str
    basis: Basis


@dataclass(frozen=True)
class KeyFigures:
    """Headline numbers that stand side by side."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table; figures are set flush right."""

    title: str
    figures: bool = False


KEPT_WHOLE = 12
"""Rows up to which a table stays on one page; the header of a longer one stays with its first rows."""


@dataclass(frozen=True)
class Table:
    """A table; the first cell of each row names the row.

    Attributes
    ----------
    short : str
        What it is called where there is little room, such as on the tab of a sheet: 31 letters; empty where its
        caption is as short.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    basis: Basis = Basis()
    short: str = ""

    def __post_init__(self) -> None:
        """Refuse rows of another length than the header."""
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"rows of {self.caption!r} do not have as many cells as its {len(self.columns)} columns")

    @property
    def kept_whole(self) -> bool:
        """Whether it is to stay on one page."""
        return len(self.rows) <= KEPT_WHOLE


PictureKind = Literal["layers", "levers", "courses", "ranks", "sensitivity", "network", "differences"]


@dataclass(frozen=True)
class Picture:
    """A picture, the finding in words for those who do not see it, and the numbers behind it.

    Attributes
    ----------
    draw : callable
        Returns the Altair chart; called only by forms that show pictures, so that a text needs no chart library.
    """

    kind: PictureKind
    caption: str
    alt: str
    data: Table
    draw: Callable[[], Any] = field(compare=False)
    basis: Basis = Basis()


@dataclass(frozen=True)
class Sources:
    """The numbered list of everything cited, and when each was looked at."""

    entries: tuple[tuple[int, Source], ...]


@dataclass(frozen=True)
class Assurance:
    """What it takes to check the report and to compute it again: labels with their values.

    A value that is a tuple is a list of machine-readable words (digests, a command), one per line.
    """

    items: tuple[tuple[str, str | tuple[str, ...]], ...]


Block = Paragraph | Bullets | KeyFigures | Table | Picture | Sources | Assurance


@dataclass(frozen=True)
class Section:
    """A heading with what is below it. `key` names it for links, sheets and tests; it does not change with language."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True)
class Document:
    """A report.

    Attributes
    ----------
    front : tuple of Section
        What stands on page one: question and answer, figures, levers, what would change it, caveats.
    sections : tuple of Section
        All that follows; in a brief only the sources and the assurance.
    """

    title: str
    subtitle: str
    author: str
    language: str
    date: dt.date
    brief: bool
    front: tuple[Section, ...]
    sections: tuple[Section, ...]

    def walk(self) -> Iterator[tuple[int, Section]]:
        """Yield every section with its depth, from 1, in reading order."""
        yield from _walk((*self.front, *self.sections), 1)


def _walk(sections: Iterable[Section], depth: int) -> Iterator[tuple[int, Section]]:
    for section in sections:
        yield depth, section
        yield from _walk(section.sections, depth + 1)
