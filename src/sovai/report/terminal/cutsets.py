"""The screen of ``sovai cutsets``: 100 columns, readable without colour."""

from __future__ import annotations

from itertools import groupby

from rich.console import Console

from sovai.report import phrases
from sovai.report.language import _
from sovai.report.terminal.parts import caveats, fitted_table, headed, signed
from sovai.report.wording import cutsets as words
from sovai.report.wording.cutsets_summary import opening
from sovai.results.cutsets import CutSetGroup, CutSets

_WIDTHS = (10, 15, 73)
_ROLE_WIDTHS = (20, 5, 47, 25)


def render(found: CutSets, out: Console, *, every: bool = False) -> None:
    """Print the cut sets by component and kind; all of them and the roles of the members only if asked for."""
    headed(words.title(found), words.heading(found), out)
    out.print()
    out.print(" ".join(opening(found)))
    out.print(words.threshold(found), style="dim")
    for _component, groups in groupby(found.groups, lambda group: group.component):
        _subject(list(groups), found, out, every=every)
    out.print()
    if all(group.complete for group in found.groups):
        out.print(_(words.EXACT), style="dim")
    hint = _("--all lists every set and what each member holds by itself.")
    out.print(_(words.ROLES) if every else hint, style="dim")
    caveats(out)
    signed(words.citation(found), found.provenance, out)


def _subject(groups: list[CutSetGroup], found: CutSets, out: Console, *, every: bool) -> None:
    subject = words.subject(groups[0], found)
    out.print()
    out.print(phrases.opening(subject), style="bold")
    rows = [
        ("" if i else words.kind(group), count, sets)
        for group in groups
        for i, (count, sets) in enumerate(words.lines(group, found, every=every))
    ]
    table = fitted_table(("", "", ""), rows, _WIDTHS, whole=(0,), yielding=2)
    table.show_header = False
    out.print(table)
    for group in groups if every else ():
        if group.roles:
            roles = [words.role(role, group, found) for role in group.roles]
            out.print(fitted_table(words.columns(group), roles, _ROLE_WIDTHS, yielding=2))
