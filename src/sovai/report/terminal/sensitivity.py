"""The screen of ``sovai sensitivity``: 100 columns, readable without colour."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from sovai.report import phrases
from sovai.report.language import _
from sovai.report.terminal.parts import fixed_table, left_out
from sovai.report.wording import sensitivity as words
from sovai.results.sensitivity import Sensitivity

_WIDTHS = (38, words.BAR, 5, 11, 6, 11, 7)


def render(found: Sensitivity, out: Console) -> None:
    """Print the groups of both kinds with their indices as bars."""
    out.print(Text(words.title(found), style="bold"))
    out.print(words.heading(found))
    for name, parts in words.sections(found):
        out.print()
        out.print(name, style="bold")
        out.print(words.summary(parts, found))
        if not parts.constant:
            out.print(fixed_table(words.columns(), (words.row(group, found) for group in parts.groups), _WIDTHS))
    out.print()
    for note in words.notes(found):
        out.print(note, style="dim")
    left_out((), found.failed, out)
    out.print(f"! {_(phrases.STANDING_CAVEAT)}")
    out.print(f"{words.citation(found)} · {found.provenance.command}", style="dim")
