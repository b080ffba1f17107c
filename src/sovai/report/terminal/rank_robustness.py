"""The screen of ``sovai robustness rank``: 100 columns, readable without colour."""

from __future__ import annotations

from rich.console import Console

from sovai.report.language import _
from sovai.report.terminal.parts import caveats, headed, left_out, signed
from sovai.report.terminal.screen import plain_table
from sovai.report.wording import rank_robustness as words
from sovai.report.wording.ranking import left_out as missing
from sovai.results.robustness import RankRobustness


def render(found: RankRobustness, out: Console, *, top: int | None = None) -> None:
    """Print sentences, then the countries (the `top` most dependent, or all), then what single changes do."""
    headed(_(words.TITLE), words.heading(found), out)
    out.print()
    for sentence in words.opening(found):
        out.print(f"• {sentence}")
    shown = found.countries[:top]
    if shown:
        out.print()
        table = plain_table(*words.columns())
        for entry in shown:
            table.add_row(*words.row(entry, found))
        out.print(table)
    if len(found.countries) > 1:
        out.print()
        table = plain_table(*words.change_columns())
        for cells in words.changes(found):
            table.add_row(*cells)
        out.print(table)
    out.print()
    for note in words.notes(found, shown):
        out.print(note, style="dim")
    left_out(missing((), found.without_profile), found.failed, out)
    caveats(out)
    signed(words.citation(found), found.provenance, out)
