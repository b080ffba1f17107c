"""The screen of ``sovai robustness COUNTRY``: 100 columns, readable without colour."""

from __future__ import annotations

from rich.console import Console

from sovai.report.terminal.parts import caveats, fitted, fixed_table, headed, signed
from sovai.report.terminal.screen import plain_table
from sovai.report.wording import robustness as words
from sovai.results.robustness import Robustness

_WIDTHS = (22, 5, 9, 6, 5, 6, 41)


def render(found: Robustness, out: Console, *, top: int | None = None) -> None:
    """Print sentences, then the parties of each kind (`top` of them, or all), then what single parts change."""
    headed(words.title(found), words.heading(found), out)
    out.print()
    for sentence in words.opening(found):
        out.print(f"• {sentence}")
    for kind in found.headline.largest:
        of_kind = [party for party in found.parties if party.kind == kind][:top]
        if of_kind:
            out.print()
            columns, rows = words.party_columns(kind), [words.party_row(party, found) for party in of_kind]
            out.print(fixed_table(columns, rows, fitted(columns, rows, _WIDTHS, yielding=6)))
    out.print()
    table = plain_table(*words.audit_columns())
    for audit in (None, *found.audits):
        table.add_row(*words.audit_row(audit, found))
    out.print(table)
    out.print()
    for note in words.notes(found):
        out.print(note, style="dim")
    caveats(out, comparable=found.comparable)
    signed(words.citation(found), found.provenance, out)
