"""Levers as a Markdown page."""

from __future__ import annotations

from collections.abc import Iterator

from sovai.report.columns import titles
from sovai.report.document.parts import closing, headed, signature, table
from sovai.report.language import _
from sovai.report.wording import levers as words
from sovai.results.levers import Levers


def render(levers: Levers, *, top: int | None = None) -> str:
    """Return the levers as Markdown."""
    return "\n".join(_lines(levers, top)) + "\n"


def _lines(levers: Levers, top: int | None) -> Iterator[str]:
    yield from headed(words.title(levers), f"{words.heading(levers)}.")
    yield " ".join(words.summary(levers))
    yield ""
    header = titles(words.columns())
    for name, found in words.sections(levers, top):
        yield f"**{name}**"
        yield ""
        yield from table(header, (words.row(lever, levers) for lever in found))
    if refused := list(words.not_open(levers)):
        yield f"**{_(words.NOT_OPEN)}**"
        yield ""
        yield from (f"- {sentence}" for sentence in refused)
        yield ""
    yield from (f"- {sentence}" for sentence in (*words.pairs(levers), *words.not_found(levers), *words.notes(levers)))
    yield from closing()
    for lever in levers.levers:
        yield f"## {lever.title}"
        yield ""
        yield lever.description
        yield ""
        yield from (f"- {sentence}" for sentence in words.conditions(lever))
        yield ""
    yield signature(words.citation(levers), levers.provenance)
