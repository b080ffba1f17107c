"""The profiles that there are, as a Markdown page."""

from __future__ import annotations

from collections.abc import Iterator

from sovai.report.columns import titles
from sovai.report.document.parts import headed, signature, table
from sovai.report.wording import profiles as words
from sovai.results.profiles import Profiles


def render(found: Profiles) -> str:
    """Return the profiles as Markdown."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Profiles) -> Iterator[str]:
    yield from headed(words.title(), words.summary(found))
    yield from table(titles(words.columns()), map(words.row, found.profiles))
    yield signature(words.citation(found), found.provenance)
