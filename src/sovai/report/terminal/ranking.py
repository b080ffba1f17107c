"""The screens of ``sovai rank`` and ``sovai leverage``: 100 columns, readable without colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sovai.report import numbers, phrases
from sovai.report.terminal.screen import plain_table
from sovai.report.wording import leverage as wording_leverage
from sovai.report.wording import ranking as wording_ranking
from sovai.results.ranking import FaultyProfile, Leverage, Ranking

_COUNTRY = 20
_LEVERAGE = (18, 4, 6, 7, 22, 29, 8)


def ranking_screen(ranking: Ranking, out: Console, *, top: int | None = None) -> None:
    """Print a ranking by groups, then who is not comparable."""
    out.print(Text(wording_ranking.title(ranking), style="bold"), f"· {wording_ranking.heading(ranking)}")
    groups = list(wording_ranking.groups(ranking, top))
    rows = [[wording_ranking.row(entry, ranking) for entry in members] for _, members in groups]
    columns = wording_ranking.columns(ranking)
    widths = _widths(columns, [cells for found in rows for cells in found])
    widths[0] = min(widths[0], _COUNTRY)
    for place, ((heading, _), found) in enumerate(zip(groups, rows, strict=True)):
        out.print()
        if place == 0:
            out.print(_table(columns, [], widths))
        out.print(heading, style="bold")
        out.print(_table(columns, found, widths, header=False))
    out.print()
    for note in wording_ranking.notes(ranking, top):
        out.print(note, style="dim")
    if ranking.not_comparable:
        out.print()
        out.print(f"{wording_ranking.WARNING}.", style="bold")
        for reason, members in wording_ranking.reasons(ranking):
            bounds = [(m.country.name, numbers.points_range(m.bounds.low, m.bounds.high)) for m in members]
            listed = ", ".join(" ".join(pair) for pair in bounds)
            out.print(f"{reason[0].upper()}{reason[1:]}: {listed}.")
    out.print()
    _left_out(wording_ranking.left_out(ranking.at_home, ranking.without_profile), ranking.failed, out)
    out.print(f"! {phrases.STANDING_CAVEAT}")
    out.print(f"{wording_ranking.citation(ranking)} · {ranking.provenance.command}", style="dim")


def leverage_screen(leverage: Leverage, out: Console, *, top: int | None = None) -> None:
    """Print one party's vetoes, then its power over each country."""
    out.print(Text(wording_leverage.title(leverage), style="bold"), f"· {wording_leverage.heading(leverage)}")
    out.print()
    out.print(wording_leverage.summary(leverage))
    if leverage.vetoes:
        out.print()
        found = [wording_leverage.veto_row(veto, leverage) for veto in leverage.vetoes]
        columns = wording_leverage.VETO_COLUMNS
        out.print(_table(columns, found, _widths(columns, found)))
    out.print()
    table = _table(wording_leverage.COLUMNS, [], _LEVERAGE)
    table.columns[-2].no_wrap = False
    for entry in wording_leverage.held(leverage)[:top]:
        table.add_row(*wording_leverage.row(entry, leverage))
    out.print(table)
    out.print()
    for note in wording_leverage.notes(leverage, top):
        out.print(note, style="dim")
    _left_out(wording_ranking.left_out(leverage.at_home, leverage.without_profile), leverage.failed, out)
    out.print(f"! {phrases.STANDING_CAVEAT}")
    out.print(f"{wording_leverage.citation(leverage)} · {leverage.provenance.command}", style="dim")


def _widths(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[int]:
    """Return the width of each column, so that tables one below the other stand in line."""
    cells = [[column.partition(":")[0] for column in columns], *rows]
    return [max(map(len, found)) for found in zip(*cells, strict=True)]


def _table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], widths: Iterable[int], *, header: bool = True
) -> Table:
    table = plain_table(*columns)
    table.show_header = header
    for column, width in zip(table.columns, widths, strict=True):
        column.min_width = column.max_width = width
        column.no_wrap, column.overflow = True, "ellipsis"
    for row in rows:
        table.add_row(*row)
    return table


def _left_out(sentences: Iterable[str], failed: Iterable[FaultyProfile], out: Console) -> None:
    for sentence in sentences:
        out.print(sentence)
    for faulty in failed:
        out.print(f"Left out, since its profile has faults: {faulty.profile}")
        for fault in faulty.faults:
            out.print(f"  {fault}")
