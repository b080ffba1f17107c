"""Missing figures as a Markdown page."""

from __future__ import annotations

from collections.abc import Iterator

from sovai.report import phrases
from sovai.report.columns import titles
from sovai.report.document.parts import closing, headed, signature, table
from sovai.report.wording import gaps as words
from sovai.results.gaps import Gaps


def render(found: Gaps, *, top: int = 12) -> str:
    """Return what is not known as Markdown, with the `top` figures that would narrow the answer most."""
    return "\n".join(_lines(found, top)) + "\n"


def _lines(found: Gaps, top: int) -> Iterator[str]:
    yield from headed(words.title(found), f"{phrases.opening(words.heading(found))}. {' '.join(words.opening(found))}")
    yield from (f"{number}. {step}" for number, step in enumerate(words.steps(found), start=1))
    yield ""
    yield from (f"- {sentence}" for sentence in (*words.lever_sentences(found), *words.other_sentences(found)))
    yield ""
    header = titles(words.columns())
    shown = found.gaps[:top]
    yield from table(header, (words.row(gap, found) for gap in shown))
    yield from (f"- {note}" for note in words.notes(found, shown))
    yield from closing(comparable=found.comparable)
    yield signature(words.citation(found), found.provenance)
