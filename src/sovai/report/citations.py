"""Numbered evidence: numbers in the order of first mention."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Protocol

from sovai.report import numbers
from sovai.report.language import _
from sovai.results.base import Source


class Cited(Protocol):
    """A result that lists the sources behind it."""

    @property
    def evidence(self) -> tuple[Source, ...]:
        """The sources."""
        ...


class Citations:
    """Gives each source that is mentioned its number."""

    def __init__(self, *results: Cited) -> None:
        self._sources = {source.id: source for result in results for source in result.evidence}
        self._numbers: dict[str, int] = {}

    def mark(self, evidence: Iterable[str]) -> str:
        """Return ``[1,2]`` or ``[1,3–7]`` for sources, or nothing where there are none."""
        marks = self.numbers(evidence)
        return f"[{','.join(_runs(marks))}]" if marks else ""

    def numbers(self, evidence: Iterable[str]) -> tuple[int, ...]:
        """Return the numbers of sources in order; what is mentioned for the first time takes the next."""
        found = {self._numbers.setdefault(key, len(self._numbers) + 1) for key in evidence if key in self._sources}
        return tuple(sorted(found))

    def mentioned(self) -> list[tuple[int, Source]]:
        """Return the sources mentioned so far with their numbers."""
        return [(number, self._sources[key]) for key, number in self._numbers.items()]


def _runs(marks: Iterable[int]) -> Iterator[str]:
    """Yield numbers, three and more in a row as ``3–7``."""
    for _offset, group in groupby(enumerate(marks), key=lambda pair: pair[1] - pair[0]):
        run = [mark for _place, mark in group]
        if len(run) > 2:
            yield f"{run[0]}–{run[-1]}"
        else:
            yield from map(str, run)


def reference(source: Source) -> str:
    """Return a source as it stands in a list: publisher, title, the day it speaks of, address."""
    return _("{publisher}: {title} (to {day}). {url}").format(
        publisher=source.publisher, title=source.title, day=numbers.day(source.period_end), url=source.url
    )
