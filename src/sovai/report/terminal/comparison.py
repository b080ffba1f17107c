"""The screen of ``sovai compare``: 100 columns, readable without colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from sovai.report import phrases
from sovai.report.language import _
from sovai.report.terminal.screen import plain_table
from sovai.report.wording import comparison as words
from sovai.results.comparison import Account, Compared, Comparison

_OVERVIEW = (27, 6, 12, 10, 14, 11, 12)
_LAYERS = (30, 6, 6, 10, 14, 10)
_LEVERS = (22, 11, 6, 7, 14, 7, 27)
_ACCOUNT = (30, 7, 60)


def render(comparison: Comparison, out: Console) -> None:
    """Print all side by side, then each difference with its account."""
    out.print(Text(words.title(comparison), style="bold"), f"· {words.heading(comparison)}")
    out.print()
    header, rows = words.overview(comparison)
    _table(header, rows, _OVERVIEW, out)
    for other in comparison.others:
        _other(other, comparison, out)
    out.print()
    for note in words.notes(comparison):
        out.print(note, style="dim")
    for other in comparison.others:
        for caveat in other.caveats:
            out.print(f"! {other.name}: {caveat}")
    out.print(f"! {_(phrases.STANDING_CAVEAT)}")
    out.print(f"{words.citation(comparison)} · {comparison.provenance.command}", style="dim")


def _other(other: Compared, comparison: Comparison, out: Console) -> None:
    out.print()
    out.print(words.subtitle(other, comparison), style="bold")
    for sentence in words.sentences(other, comparison):
        out.print(sentence)
    if layers := words.layer_rows(other, comparison):
        _table(words.layer_columns(), layers, _LAYERS, out)
    if levers := words.lever_rows(other, comparison):
        _table(words.lever_columns(), levers, _LEVERS, out)
    for account in (other.account, other.loss_account):
        if account is not None and account.parts:
            _account(account, other, comparison, out)


def _account(account: Account, other: Compared, comparison: Comparison, out: Console) -> None:
    out.print()
    out.print(f"{words.account_title(account)}:")
    _table(words.account_columns(), words.account_rows(account, comparison), _ACCOUNT, out)
    for line in words.by_change(account, other):
        out.print(f"  {line}")


def _table(header: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int], out: Console) -> None:
    table = plain_table(*header)
    for column, width in zip(table.columns, widths, strict=False):
        column.min_width = column.max_width = width
    for row in rows:
        table.add_row(*row)
    out.print(table)
