"""The screen of ``sovai gaps``: 100 columns, readable without colour."""

from __future__ import annotations

from rich.console import Console

from sovai.report.terminal.parts import caveats, fitted_table, headed, signed
from sovai.report.wording import gaps as words
from sovai.results.gaps import Gaps

_WIDTHS = (48, 0, 0, 0, 0, 0, 0, 0)
"""Columns of figures take what they need, and the names what is left."""


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
    out.print(fitted_table(words.columns(), (words.row(gap, found) for gap in shown), _WIDTHS))
    out.print()
    for note in words.notes(found, shown):
        out.print(note, style="dim")
    caveats(out, comparable=found.comparable)
    signed(words.citation(found), found.provenance, out)
