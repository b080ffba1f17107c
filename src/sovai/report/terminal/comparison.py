"""The screen of ``sovai compare``: 100 columns, readable without colour."""

from __future__ import annotations

from rich.console import Console

from sovai.report.terminal.parts import caveats, fitted_table, headed, signed
from sovai.report.wording import comparison as words
from sovai.results.comparison import Account, Compared, Comparison

_OVERVIEW = (27, 6, 12, 10, 14, 11, 12)
_LAYERS = (30, 6, 6, 10, 14, 10)
_LEVERS = (20, 11, 6, 8, 14, 7, 28)
_ACCOUNT = (30, 7, 60)


def render(comparison: Comparison, out: Console) -> None:
    """Print all side by side, then each difference with its account."""
    headed(words.title(comparison), words.heading(comparison), out)
    out.print()
    header, rows = words.overview(comparison)
    out.print(fitted_table(header, rows, _OVERVIEW))
    for other in comparison.others:
        _other(other, comparison, out)
    out.print()
    for note in words.notes(comparison):
        out.print(note, style="dim")
    for other in comparison.others:
        for caveat in other.caveats:
            out.print(f"! {other.name}: {caveat}")
    caveats(out)
    signed(words.citation(comparison), comparison.provenance, out)


def _other(other: Compared, comparison: Comparison, out: Console) -> None:
    out.print()
    out.print(words.subtitle(other, comparison), style="bold")
    for sentence in words.sentences(other, comparison):
        out.print(sentence)
    if layers := words.layer_rows(other, comparison):
        out.print(fitted_table(words.layer_columns(other, comparison), layers, _LAYERS))
    if levers := words.lever_rows(other, comparison):
        out.print(fitted_table(words.lever_columns(other, comparison), levers, _LEVERS, yielding=6))
    for account in (other.account, other.loss_account):
        if account is not None and account.parts:
            _account(account, other, comparison, out)


def _account(account: Account, other: Compared, comparison: Comparison, out: Console) -> None:
    out.print()
    out.print(f"{words.account_title(account)}:")
    out.print(fitted_table(words.account_columns(), words.account_rows(account, comparison), _ACCOUNT, yielding=2))
    for line in words.by_change(account, other):
        out.print(f"  {line}")
