"""Numbered evidence: numbers in the order of first mention."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sovai.report import numbers
from sovai.results.assessment import Assessment
from sovai.results.base import Source

if TYPE_CHECKING:
    from sovai.results.whatif import WhatIf


class Citations:
    """Gives each source that is mentioned its number."""

    def __init__(self, result: Assessment | WhatIf) -> None:
        self._sources = {source.id: source for source in result.evidence}
        self._numbers: dict[str, int] = {}

    def mark(self, evidence: Iterable[str]) -> str:
        """Return ``[1,2]`` for sources, or nothing where there are none."""
        marks = [self._numbers.setdefault(key, len(self._numbers) + 1) for key in evidence if key in self._sources]
        return f"[{','.join(str(mark) for mark in sorted(set(marks)))}]" if marks else ""

    def mentioned(self) -> list[tuple[int, Source]]:
        """Return the sources mentioned so far with their numbers."""
        return [(number, self._sources[key]) for key, number in self._numbers.items()]


def reference(source: Source) -> str:
    """Return a source as it stands in a list: publisher, title, the day it speaks of, address."""
    return f"{source.publisher}: {source.title} (to {numbers.day(source.period_end)}). {source.url}"
