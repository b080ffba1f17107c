"""The screen of ``sovai rank``: 100 columns, readable without colour."""

from __future__ import annotations

from rich.console import Console

from sovai.report import numbers, phrases
from sovai.report.language import _
from sovai.report.terminal.parts import aligned_widths, caveats, fixed_table, headed, left_out, signed
from sovai.report.terminal.screen import WIDTH
from sovai.report.wording import ranking as words
from sovai.results.ranking import Ranking

_COUNTRY = 22


def render(ranking: Ranking, out: Console, *, top: int | None = None) -> None:
    """Print a ranking by groups, then who is not comparable."""
    headed(words.title(ranking), words.heading(ranking), out)
    groups = list(words.groups(ranking, top))
    rows = [[words.row(entry, ranking) for entry in members] for _heading, members in groups]
    columns = words.columns(ranking)
    widths = aligned_widths(columns, [cells for found in rows for cells in found])
    widths[0] = min(widths[0], _COUNTRY, WIDTH - sum(widths[1:]) - len(widths) + 1)
    for place, ((heading, _members), found) in enumerate(zip(groups, rows, strict=True)):
        out.print()
        if place == 0:
            out.print(fixed_table(columns, [], widths))
        out.print(heading, style="bold")
        out.print(fixed_table(columns, found, widths, header=False))
    out.print()
    for note in words.notes(ranking, top):
        out.print(note, style="dim")
    if ranking.not_comparable:
        out.print()
        out.print(f"{_(words.WARNING)}.", style="bold")
        for reason, members in words.reasons(ranking):
            bounds = [(m.country.name, numbers.points_range(m.bounds.low, m.bounds.high)) for m in members]
            listed = ", ".join(" ".join(pair) for pair in bounds)
            out.print(f"{phrases.opening(reason)}: {listed}.")
    out.print()
    left_out(words.left_out(ranking.at_home, ranking.without_profile), ranking.failed, out)
    caveats(out)
    signed(words.citation(ranking), ranking.provenance, out)
