"""Countries with the ranges of their ranks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sovai.report import numbers
from sovai.report.language import _, alphabetical
from sovai.report.pages.blocks import Column, Figure, Picture, Spread, Table, Unit
from sovai.report.pages.context import COMPUTED, count, interval
from sovai.report.pages.pictures import style
from sovai.results.ranking import RankEntry, Ranking

_EACH_RANK = 10
"""Countries up to which the axis names every rank."""


@dataclass(frozen=True)
class Band:
    """The interval of a country's ranks."""

    name: str
    low: int
    high: int
    group: str


def ranks_picture(ranking: Ranking) -> Picture:
    """Return the ranks that the data leave to each country."""
    entries = sorted(ranking.entries, key=_order)
    bands = [
        Band(entry.country.name, entry.rank_low, entry.rank_high, _("group {number}").format(number=entry.group))
        for entry in entries
    ]
    unit: Unit = "points" if ranking.unit == "0-100" else "share"
    value = numbers.points if unit == "points" else numbers.percent
    data = Table(
        _("Ranks and scores") if unit == "points" else _("Ranks and losses"),
        (
            Column(_("Country")),
            Column(_("Ranks"), figures=True),
            Column(_("Score") if unit == "points" else _("Need unmet"), figures=True),
            Column(_("Interval"), figures=True),
            Column(_("Higher than"), figures=True),
            Column(_("Lower than"), figures=True),
            Column(_("Group"), figures=True),
        ),
        tuple(
            (
                entry.country.name,
                Spread(entry.rank_low, entry.rank_high, "rank", numbers.ranks(entry.rank_low, entry.rank_high)),
                Figure(entry.value.nominal, unit, value(entry.value.nominal)),
                interval(entry.value, unit),
                count(len(entry.higher_than)),
                count(len(entry.lower_than)),
                count(entry.group),
            )
            for entry in entries
        ),
        basis=COMPUTED,
    )
    title = _("Rank (1: the most dependent)")
    return Picture(
        "ranks",
        _("Ranks that the data leave to each country"),
        _finding(entries),
        data,
        lambda: chart(bands, title),
        COMPUTED,
    )


def _order(entry: RankEntry) -> tuple[int, int, str]:
    return entry.rank_low, entry.rank_high, alphabetical(entry.country.name)


def _finding(entries: Sequence[RankEntry]) -> str:
    """Return how far the countries can be told apart."""
    first, groups = entries[0], max(entry.group for entry in entries)
    if groups == 1:
        return _(
            "The data do not tell the countries apart as groups; the ranks of {country} run from {low} to {high}."
        ).format(country=first.country.name, low=first.rank_low, high=first.rank_high)
    one_rank = first.rank_low == first.rank_high
    message = (
        _("{groups} groups of countries can be told apart; the most dependent first, {country} with rank {ranks}.")
        if one_rank
        else _(
            "{groups} groups of countries can be told apart; the most dependent first, {country} with ranks {ranks}."
        )
    )
    return message.format(
        groups=groups, country=first.country.name, ranks=numbers.ranks(first.rank_low, first.rank_high)
    )


def chart(bands: Sequence[Band], title: str) -> Any:
    """Return a bar from the first to the last rank of each country."""
    import altair as alt

    order = [band.name for band in bands]
    values = [{**asdict(band), "start": band.low - 0.4, "end": band.high + 0.4} for band in bands]
    last = len(bands)
    ticks = list(range(1, last + 1)) if last <= _EACH_RANK else []
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=alt.Y("name:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False, grid=True))
    )
    bar = base.mark_bar(color=style.LIGHT, stroke=style.BLUE, height=12).encode(
        x=alt.X(
            "start:Q", title=title, scale=alt.Scale(domain=[0.5, last + 0.5], nice=False),
            axis=alt.Axis(values=ticks, grid=False) if ticks else alt.Axis(grid=False, format="d"),
        ),
        x2="end:Q",
    )  # fmt: skip
    return style.styled(bar.properties(width=style.WIDTH, height=20 * last))
