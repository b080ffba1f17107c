"""A ranking as a small HTML fragment for notebooks."""

from __future__ import annotations

from sovai.report import numbers
from sovai.report.columns import titles
from sovai.report.language import _
from sovai.report.notebook.parts import heading, items, line, table
from sovai.report.wording import ranking as wording
from sovai.results.ranking import Ranking


def render(ranking: Ranking) -> str:
    """Return the groups, and apart from them the countries that are not comparable."""
    header = titles(wording.columns(ranking))
    groups = (
        table(header, (wording.row(entry, ranking) for entry in members), caption=caption)
        for caption, members in wording.groups(ranking)
    )
    apart = [
        (
            found.country.name,
            numbers.points_range(found.bounds.low, found.bounds.high),
            wording.reason(found, ranking),
        )
        for found in ranking.not_comparable
    ]
    warning = table((_("Country"), _("Bounds"), _("Why")), apart, caption=_(wording.WARNING)) if apart else ""
    return (
        f"{heading(wording.title(ranking))}{line(wording.heading(ranking))}{''.join(groups)}{warning}"
        f"{items(wording.notes(ranking))}{line(wording.citation(ranking))}"
    )
