"""The screen of ``sovai profiles``."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console

from sovai.report import numbers
from sovai.report.terminal.screen import plain_table
from sovai.results.assessment import ProfileSummary


def render(listed: Iterable[ProfileSummary], out: Console) -> None:
    """Print the profiles there are."""
    table = plain_table("Code", "country", "data of", "rows:r", "attributed:r", "A:r", "B:r", "C:r", "D:r")
    found = list(listed)
    for summary in found:
        table.add_row(
            summary.code,
            summary.name,
            numbers.day(summary.as_of),
            str(summary.rows),
            numbers.percent(summary.coverage),
            *(numbers.percent(summary.grades[grade]) for grade in "ABCD"),
        )
    out.print(table)
    out.print(f"{len(found)} profiles. Attributed and grades: shares of the weighted need.", style="dim")
