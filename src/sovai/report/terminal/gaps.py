"""The screen of ``sovai gaps``: 100 columns, readable without colour."""

from __future__ import annotations

from rich.console import Console

from sovai.report.terminal.parts import caveats, headed, signed
from sovai.report.terminal.screen import plain_table
from sovai.report.wording import gaps as words
from sovai.results.gaps import Gaps

_NAMES = 48


def render(found: Gaps, out: Console, *, top: int = 12) -> None:
    """Print what is not known, the sentences first and then the `top` figures that would narrow the answer most."""
    headed(words.title(found), words.heading(found), out)
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
    caveats(out, comparable=found.comparable)
    signed(words.citation(found), found.provenance, out)
