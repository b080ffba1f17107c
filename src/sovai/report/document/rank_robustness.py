"""Robustness of an order of countries as a Markdown page."""

from __future__ import annotations

from collections.abc import Iterator

from sovai.report import phrases
from sovai.report.columns import titles
from sovai.report.document.parts import closing, headed, signature, table
from sovai.report.language import _
from sovai.report.wording import rank_robustness as words
from sovai.report.wording.ranking import left_out as missing
from sovai.results.robustness import RankRobustness


def render(found: RankRobustness, *, top: int | None = None) -> str:
    """Return sentences, the countries (the `top` most dependent, or all) and what single changes do, as Markdown."""
    return "\n".join(_lines(found, top)) + "\n"


def _lines(found: RankRobustness, top: int | None) -> Iterator[str]:
    yield from headed(_(words.TITLE), f"{phrases.opening(words.heading(found))}.")
    yield from (f"- {sentence}" for sentence in words.opening(found))
    yield ""
    shown = found.countries[:top]
    if shown:
        yield from table(titles(words.columns()), (words.row(entry, found) for entry in shown))
    if len(found.countries) > 1:
        yield from table(titles(words.change_columns()), words.changes(found))
    yield from (f"- {note}" for note in words.notes(found, shown))
    yield from closing(missing((), found.without_profile), found.failed)
    yield signature(words.citation(found), found.provenance)
