"""The screen of ``sovai gaps``: 100 columns, readable without colour."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from sovai.report import phrases
from sovai.report.language import _
from sovai.report.terminal.screen import plain_table
from sovai.report.wording import gaps as words
from sovai.results.gaps import Gaps

_NAMES = 48


def render(found: Gaps, out: Console, *, top: int = 12) -> None:
    """Print what is not known, the sentences first and then the `top` figures that would narrow the answer most."""
    out.print(Text(words.title(found), style="bold"), f"· {words.heading(found)}")
    out.print()
    out.print(" ".join(words.opening(found)))
    for number, step in enumerate(words.steps(found), start=1):
        out.print(f"{number} {step}")
    for sentence in words.lever_sentences(found):
        out.print(f"• {sentence}")
    for sentence in words.other_sentences(found):
        out.print(f"• {sentence}")
    out.print()
    shown = found.gaps[:top]
    table = plain_table(*words.columns())
    table.columns[0].min_width = table.columns[0].max_width = _NAMES
    for gap in shown:
        table.add_row(*words.row(gap, found))
    out.print(table)
    out.print()
    for note in words.notes(found, shown):
        out.print(note, style="dim")
    if not found.comparable:
        out.print(f"! {_(phrases.ONLY_BOUNDS)}")
    out.print(f"! {_(phrases.STANDING_CAVEAT)}")
    out.print(f"{words.citation(found)} · {phrases.reproducing(found.provenance)}", style="dim")
