"""Robustness of one country's findings as a Markdown page."""

from __future__ import annotations

from collections.abc import Iterator

from sovai.report import phrases
from sovai.report.columns import titles
from sovai.report.document.parts import closing, headed, signature, table
from sovai.report.wording import robustness as words
from sovai.results.robustness import Robustness


def render(found: Robustness, *, top: int | None = None) -> str:
    """Return sentences, the parties of each kind (`top` of them, or all), and what single parts change, as Markdown."""
    return "\n".join(_lines(found, top)) + "\n"


def _lines(found: Robustness, top: int | None) -> Iterator[str]:
    yield from headed(words.title(found), f"{phrases.opening(words.heading(found))}.")
    yield from (f"- {sentence}" for sentence in words.opening(found))
    yield ""
    for kind in found.headline.largest:
        of_kind = [party for party in found.parties if party.kind == kind][:top]
        if of_kind:
            header = titles(words.party_columns(kind))
            yield from table(header, (words.party_row(party, found) for party in of_kind))
    header = titles(words.audit_columns())
    yield from table(header, (words.audit_row(audit, found) for audit in (None, *found.audits)))
    yield from (f"- {note}" for note in words.notes(found))
    yield from closing(comparable=found.comparable)
    yield signature(words.citation(found), found.provenance)
