"""The screen of ``sovai sensitivity``: 100 columns, readable without colour."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from sovai.report.terminal.parts import caveats, left_out, signed, wrapped_table
from sovai.report.terminal.screen import WIDTH
from sovai.report.wording import sensitivity as words
from sovai.results.sensitivity import Sensitivity

_LEAST_WIDTHS = (words.BAR, 5, 11, 6, 11, 7)
"""Of the columns after that of the groups, which takes what is left."""


def render(found: Sensitivity, out: Console) -> None:
    """Print the groups of both kinds with their indices as bars."""
    out.print(Text(words.title(found), style="bold"))
    out.print(words.heading(found))
    for name, parts in words.sections(found):
        out.print()
        out.print(name, style="bold")
        out.print(words.summary(parts, found))
        if not parts.constant:
            out.print(wrapped_table(words.columns(), (words.row(group, found) for group in parts.groups), _widths()))
    out.print()
    for note in words.notes(found):
        out.print(note, style="dim")
    left_out((), found.failed, out)
    caveats(out)
    signed(words.citation(found), found.provenance, out)


def _widths() -> list[int]:
    """Return the widths of the columns: in some languages a header is longer than what stands below it."""
    headers = [header.partition(":")[0] for header in words.columns()[1:]]
    others = [max(least, len(header)) for least, header in zip(_LEAST_WIDTHS, headers, strict=True)]
    return [WIDTH - sum(others) - len(others), *others]
