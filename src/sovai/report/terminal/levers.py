"""The screen of ``sovai levers``: 100 columns, readable without colour."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from sovai.report.language import _
from sovai.report.terminal.parts import caveats, fitted_table, headed, signed
from sovai.report.wording import levers as words
from sovai.results.levers import Levers

_WIDTHS = (28, 5, 13, 8, 8, 5, 1, 24)
_IN_FULL = 5
"""Up to this many levers are described in full."""


def render(levers: Levers, out: Console, *, top: int | None = None) -> None:
    """Print what each lever would do, then pairs, and what found nothing."""
    headed(words.title(levers), words.heading(levers), out)
    out.print()
    for sentence in words.summary(levers):
        out.print(sentence)
    for name, found in words.sections(levers, top):
        out.print()
        out.print(name, style="bold")
        rows = [words.row(lever, levers) for lever in found]
        out.print(fitted_table(words.columns(), rows, _WIDTHS, yielding=7))
    if refused := list(words.not_open(levers)):
        out.print()
        out.print(_(words.NOT_OPEN), style="bold")
        for sentence in refused:
            out.print(f"• {sentence}")
    out.print()
    for sentence in words.pairs(levers):
        out.print(f"• {sentence}")
    for sentence in words.not_found(levers):
        out.print(f"• {sentence}")
    _in_full(levers, out)
    for note in words.notes(levers):
        out.print(note, style="dim")
    caveats(out)
    signed(words.citation(levers), levers.provenance, out)


def _in_full(levers: Levers, out: Console) -> None:
    if len(levers.levers) > _IN_FULL:
        out.print(words.details_hint(levers), style="dim")
        return
    for lever in levers.levers:
        out.print()
        out.print(Text(lever.title, style="bold"), lever.description)
        for sentence in words.conditions(lever):
            out.print(Padding(sentence, (0, 0, 0, 2)))
    out.print()
