"""What drives an uncertainty, as a Markdown page."""

from __future__ import annotations

from collections.abc import Iterator

from sovai.report import phrases
from sovai.report.document.parts import closing, headed, signature, table
from sovai.report.wording import sensitivity as words
from sovai.results.sensitivity import Sensitivity


def render(found: Sensitivity) -> str:
    """Return the groups with their indices as Markdown."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Sensitivity) -> Iterator[str]:
    yield from headed(words.title(found), f"{phrases.opening(words.heading(found))}.")
    header = [column.partition(":")[0].capitalize() for column in words.columns() if column]
    for name, parts in words.sections(found):
        yield f"## {name}"
        yield ""
        yield words.summary(parts, found)
        yield ""
        if not parts.constant:
            rows = (words.row(group, found) for group in parts.groups)
            yield from table(header, ((name, *cells) for name, __, *cells in rows))
    yield from (f"- {note}" for note in words.notes(found))
    yield from closing((), found.failed)
    yield signature(words.citation(found), found.provenance)
