"""The country beside others: ranges of ranks, and what the differences are made of."""

from __future__ import annotations

from collections.abc import Iterator

from sovai.report import numbers
from sovai.report.language import _
from sovai.report.pages.blocks import Block, Cell, Column, Figure, Paragraph, Section, Spread, Table
from sovai.report.pages.context import COMPUTED, Context, note, points, points_spread, share
from sovai.report.pages.pictures.ranks import ranks_picture
from sovai.report.wording import ranking as wording
from sovai.results.comparison import Compared, Comparison
from sovai.results.ranking import Ranking


def beside(context: Context) -> Section | None:
    """Return the country among those that it is set beside; None where it stands alone."""
    ranking, comparison = context.dossier.ranking, context.dossier.comparison
    if ranking is None:
        return None
    blocks: list[Block] = [ranks_picture(ranking)] if ranking.entries else []
    blocks += [*_apart(ranking), *_reading(ranking)]
    blocks += [] if comparison is None else [_differences(comparison)]
    return Section("beside", _("Beside other countries"), tuple(blocks))


def _apart(ranking: Ranking) -> Iterator[Table]:
    if ranking.not_comparable:
        yield Table(
            _(wording.WARNING),
            (Column(_("Country")), Column(_("Bounds"), figures=True), Column(_("Why"))),
            tuple(
                (found.country.name, points_spread(found.bounds.low, found.bounds.high), wording.reason(found, ranking))
                for found in ranking.not_comparable
            ),
            basis=COMPUTED,
            short=_("WARNING: not comparable"),
        )


def _reading(ranking: Ranking) -> Iterator[Paragraph]:
    if ranking.entries:
        reading = (wording.ranks_note(ranking), wording.orders_note(ranking), wording.established_note(ranking))
        yield note(*reading, *wording.nothing_unmet(ranking))


def _differences(comparison: Comparison) -> Table:
    return Table(
        _("Differences of the score"),
        (
            Column(_("Country")),
            Column(_("Score"), figures=True),
            Column(_("Difference"), figures=True),
            Column(_("Interval"), figures=True),
            Column(_("Sign holds"), figures=True),
        ),
        tuple(_difference(other, comparison.baseline.comparable) for other in comparison.others),
        _("A difference is the other country less this one; its sign holds in the part of paired draws that is shown."),
        COMPUTED,
    )


def _difference(other: Compared, quoted: bool) -> tuple[Cell, ...]:
    """Return a row; without a difference where one of the two scores may not be quoted."""
    change = other.difference
    score = points(other.score.nominal) if other.comparable else points_spread(other.bounds.low, other.bounds.high)
    if not (quoted and other.comparable):
        return (other.name, score, _("not comparable"), Spread(None, None, "points changed", "–"), "–")
    return (
        other.name,
        score,
        Figure(change.nominal, "points changed", numbers.change(change.nominal)),
        Spread(change.low, change.high, "points changed", numbers.change_range(change.low, change.high)),
        share(change.probability),
    )
