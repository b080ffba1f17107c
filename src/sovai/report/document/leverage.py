"""One party's leverage as a Markdown page."""

from __future__ import annotations

from collections.abc import Iterator

from sovai.report.columns import titles
from sovai.report.document.parts import closing, headed, signature, table
from sovai.report.wording import leverage as words
from sovai.report.wording.ranking import left_out
from sovai.results.ranking import Leverage


def render(leverage: Leverage, *, top: int | None = None) -> str:
    """Return the leverage as Markdown; of many countries only the first `top`."""
    return "\n".join(_lines(leverage, top)) + "\n"


def _lines(leverage: Leverage, top: int | None) -> Iterator[str]:
    yield from headed(words.title(leverage), f"{words.summary(leverage)} ({words.heading(leverage)}.)")
    if leverage.vetoes:
        header = titles(words.veto_columns())
        yield from table(header, (words.veto_row(veto, leverage) for veto in leverage.vetoes))
    header = titles(words.columns())
    yield from table(header, (words.row(entry, leverage) for entry in words.held(leverage)[:top]))
    yield from (f"- {note}" for note in words.notes(leverage, top))
    yield from closing(left_out(leverage.at_home, leverage.without_profile), leverage.failed)
    yield signature(words.citation(leverage), leverage.provenance)
