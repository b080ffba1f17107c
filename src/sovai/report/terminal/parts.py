"""Tables and lists that several screens share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sovai.report import phrases
from sovai.report.columns import titles
from sovai.report.language import _
from sovai.report.terminal.screen import WIDTH, plain_table
from sovai.results.base import FaultyProfile, Provenance


def aligned_widths(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[int]:
    """Return the width of each column, so that tables one below the other stand in line."""
    cells = [titles(columns), *rows]
    return [max(map(len, found)) for found in zip(*cells, strict=True)]


def fitted(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[int],
    *,
    whole: Iterable[int] = (),
    yielding: int = 0,
) -> list[int]:
    """Return the widths of the columns of a table, so that no figure is cut off and the table fits the screen.

    Parameters
    ----------
    columns : sequence of str
        Headers; those of figures end in ``:r``.
    rows : iterable of sequences of str
        Cells.
    widths : sequence of int
        The widths that are enough as a rule. Columns of figures become wider where their cells need it.
    whole : iterable of int
        Other columns that do so.
    yielding : int
        The column that gives way.
    """
    unbroken = {i for i, column in enumerate(columns) if column.endswith(":r")}.union(whole) - {yielding}
    needed = aligned_widths(columns, rows)
    found = [max(widths[i], need) if i in unbroken else widths[i] for i, need in enumerate(needed)]
    found[yielding] -= max(0, sum(found) + len(found) - 1 - WIDTH)
    return found


def fitted_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[int],
    *,
    whole: Iterable[int] = (),
    yielding: int = 0,
) -> Table:
    """Return a table whose widths are `fitted` and whose cells may run over several lines."""
    cells, kept = list(rows), tuple(whole)
    return wrapped_table(columns, cells, fitted(columns, cells, widths, whole=kept, yielding=yielding), whole=kept)


def wrapped_table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int], *, whole: Iterable[int] = ()
) -> Table:
    """Return a table with columns of given width, whose cells may run over several lines but for those of `whole`."""
    table = plain_table(*columns)
    for column, width in zip(table.columns, widths, strict=True):
        column.min_width = column.max_width = width
    for i in whole:
        table.columns[i].no_wrap, table.columns[i].overflow = True, "ellipsis"
    for row in rows:
        table.add_row(*row)
    return table


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


def headed(title: str, heading: str, out: Console) -> None:
    """Print the title of a screen and what it rests on."""
    out.print(Text(title, style="bold"), f"· {heading}")


def caveats(out: Console, *, comparable: bool = True) -> None:
    """Print whether only bounds may be quoted, and the standing caveat."""
    if not comparable:
        out.print(f"! {_(phrases.ONLY_BOUNDS)}")
    out.print(f"! {_(phrases.STANDING_CAVEAT)}")


def signed(citation: str, provenance: Provenance, out: Console) -> None:
    """Print what to cite, and the command that computes the same again."""
    out.print(f"{citation} · {phrases.reproducing(provenance)}", style="dim")
