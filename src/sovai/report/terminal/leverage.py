"""The screen of ``sovai leverage``: 100 columns, readable without colour."""

from __future__ import annotations

from rich.console import Console

from sovai.report.terminal.parts import aligned_widths, caveats, fitted_table, fixed_table, headed, left_out, signed
from sovai.report.wording import leverage as words
from sovai.report.wording import ranking as ranking_words
from sovai.results.ranking import Leverage

_LEVERAGE = (18, 0, 0, 0, 0, 29, 8)


def render(leverage: Leverage, out: Console, *, top: int | None = None) -> None:
    """Print one party's vetoes, then its power over each country."""
    headed(words.title(leverage), words.heading(leverage), out)
    out.print()
    out.print(words.summary(leverage))
    if leverage.vetoes:
        out.print()
        found = [words.veto_row(veto, leverage) for veto in leverage.vetoes]
        columns = words.veto_columns()
        out.print(fixed_table(columns, found, aligned_widths(columns, found)))
    out.print()
    rows = [words.row(entry, leverage) for entry in words.held(leverage)[:top]]
    out.print(fitted_table(words.columns(), rows, _LEVERAGE, whole=(4,), yielding=5))
    out.print()
    for note in words.notes(leverage, top):
        out.print(note, style="dim")
    left_out(ranking_words.left_out(leverage.at_home, leverage.without_profile), leverage.failed, out)
    caveats(out)
    signed(words.citation(leverage), leverage.provenance, out)
