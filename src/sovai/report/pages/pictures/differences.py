"""Differences of the score, with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sovai.report import numbers
from sovai.report.language import _
from sovai.report.pages.blocks import Column, Figure, Picture, Spread, Table
from sovai.report.pages.context import COMPUTED
from sovai.report.pages.pictures import style
from sovai.results.comparison import Compared, Comparison


@dataclass(frozen=True)
class Gap:
    """A difference with its interval, and how people read it."""

    name: str
    change: float
    low: float
    high: float
    words: str


def differences_picture(comparison: Comparison) -> Picture:
    """Return how far each of the compared lies above or below the baseline."""
    gaps = [_gap(other) for other in comparison.others]
    widest = max(comparison.others, key=lambda other: abs(other.difference.nominal))
    title = _("Difference of the score, points")
    return Picture(
        "differences",
        _("Differences of the score, with their intervals"),
        _("The largest difference is that of {name}: {change} points.").format(
            name=widest.name, change=numbers.change(widest.difference.nominal)
        ),
        Table(
            _("Differences of the score"),
            (Column(_("Name")), Column(_("Difference"), figures=True), Column(_("Interval"), figures=True)),
            tuple(_row(other) for other in comparison.others),
            basis=COMPUTED,
        ),
        lambda: chart(gaps, title),
        COMPUTED,
    )


def _gap(other: Compared) -> Gap:
    change = other.difference
    low, high = (change.nominal if end is None else end for end in (change.low, change.high))
    return Gap(other.name, change.nominal, low, high, numbers.change(change.nominal))


def _row(other: Compared) -> tuple[str, Figure, Spread]:
    change = other.difference
    return (
        other.name,
        Figure(change.nominal, "points changed", numbers.change(change.nominal)),
        Spread(change.low, change.high, "points changed", numbers.change_range(change.low, change.high)),
    )


def chart(gaps: Sequence[Gap], title: str) -> Any:
    """Return differences as dots on both sides of a line at 0, intervals as whiskers."""
    import altair as alt

    base = alt.Chart(alt.InlineData(values=[asdict(gap) for gap in gaps])).encode(
        y=alt.Y("name:N", sort=[gap.name for gap in gaps], title=None, axis=alt.Axis(ticks=False, domain=False))
    )
    whiskers = base.mark_rule(color=style.INK, strokeWidth=2).encode(x=alt.X("low:Q", title=title), x2="high:Q")
    dots = base.mark_point(color=style.BLUE, filled=True, size=90, opacity=1).encode(x="change:Q")
    words = base.mark_text(align="left", dx=8, color=style.INK, fontSize=style.SIZE).encode(x="high:Q", text="words:N")
    nothing = alt.Chart(alt.InlineData(values=[{"at": 0}])).mark_rule(color=style.MUTED).encode(x="at:Q")
    return style.styled((nothing + whiskers + dots + words).properties(width=style.WIDTH, height=34 * len(gaps) + 10))
