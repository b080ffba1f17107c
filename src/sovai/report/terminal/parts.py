"""Tables and lists that several screens share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table

from sovai.report.columns import titles
from sovai.report.language import _
from sovai.report.terminal.screen import WIDTH, plain_table
from sovai.results.ranking import FaultyProfile


def aligned_widths(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[int]:
    """Return the width of each column, so that tables one below the other stand in line."""
    cells = [titles(columns), *rows]
    return [max(map(len, found)) for found in zip(*cells, strict=True)]


def fitted(columns: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]) -> list[int]:
    """Return the widths of columns, as wide as their cells need where that is more; the first gives way."""
    needed = aligned_widths(columns, rows)
    others = [max(width, need) for width, need in zip(widths[1:], needed[1:], strict=True)]
    return [min(widths[0], WIDTH - sum(others) - len(others)), *others]


def fixed_table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], widths: Iterable[int], *, header: bool = True
) -> Table:
    """Return a table with columns of fixed width, so that tables one below the other stand in line."""
    table = plain_table(*columns)
    table.show_header = header
    for column, width in zip(table.columns, widths, strict=True):
        column.min_width = column.max_width = width
        column.no_wrap, column.overflow = True, "ellipsis"
    for row in rows:
        table.add_row(*row)
    return table


def left_out(sentences: Iterable[str], failed: Iterable[FaultyProfile], out: Console) -> None:
    """Print who is left out, and why."""
    for sentence in sentences:
        out.print(sentence)
    for faulty in failed:
        out.print(_("Left out, since its profile has faults: {profile}").format(profile=faulty.profile))
        for fault in faulty.faults:
            out.print(f"  {fault}")
