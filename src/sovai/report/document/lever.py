"""Everything behind one lever as a Markdown page."""

from __future__ import annotations

from collections.abc import Iterator

from sovai.report.citations import Citations
from sovai.report.columns import titles
from sovai.report.document.parts import closing, headed, signature, source_list, table
from sovai.report.language import _
from sovai.report.phrases import opening
from sovai.report.wording import flips as wording_flips
from sovai.report.wording import lever as words
from sovai.results.explanation import Explanation


def render(found: Explanation) -> str:
    """Return everything behind one lever as Markdown."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Explanation) -> Iterator[str]:
    cites = Citations(found)
    yield from headed(words.title(found), f"{opening(words.heading(found))}.", words.sentence(found))
    yield from table(titles(words.effect_columns()), words.effect_rows(found))
    yield words.effects_note(found)
    yield ""
    yield from table(titles(words.course_columns(found)), words.course_rows(found))
    yield from table(titles(words.route_columns()), words.route_rows(found, cites))
    yield words.routes_note()
    yield ""
    if overturning := list(words.flip_sentences(found)):
        yield f"## {_(wording_flips.TITLE)}"
        yield ""
        yield from (f"- {sentence}" for sentence in overturning)
        yield ""
    yield f"## {_('Limits')}"
    yield ""
    yield from closing()
    yield from source_list(cites)
    yield signature(words.citation(found), found.provenance)
