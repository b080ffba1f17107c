"""The screen of ``sovai profiles``."""

from __future__ import annotations

from rich.console import Console

from sovai.report.terminal.parts import signed
from sovai.report.terminal.screen import plain_table
from sovai.report.wording import profiles as words
from sovai.results.profiles import Profiles


def render(found: Profiles, out: Console) -> None:
    """Print the profiles there are."""
    table = plain_table(*words.columns())
    for summary in found.profiles:
        table.add_row(*words.row(summary))
    out.print(table)
    out.print(words.summary(found), style="dim")
    signed(words.citation(found), found.provenance, out)
