"""Levers ranked, with their intervals and vetoes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sovai import explain
from sovai.report import numbers
from sovai.report.language import _
from sovai.report.pages.blocks import Cell, Column, Picture, Table
from sovai.report.pages.context import COMPUTED, count, interval, share
from sovai.report.pages.pictures import style
from sovai.report.wording.assessment import in_text
from sovai.results.assessment import Assessment


@dataclass(frozen=True)
class Dot:
    """A loss with its interval, the kind of who causes it, and the words beside it."""

    name: str
    kind: str
    loss: float
    low: float
    high: float
    words: str
    vetoes: str


def levers_picture(
    assessment: Assessment, states: Sequence[explain.Lever], companies: Sequence[explain.Lever]
) -> Picture:
    """Return the largest levers of both kinds."""
    kinds = (_("State"), _("Company"))
    levers = [(kind, lever) for kind, found in zip(kinds, (states, companies), strict=True) for lever in found]
    dots = [_dot(kind, lever) for kind, lever in levers]
    data = Table(
        _("Weighted need that would go unmet if one of them stopped supply"),
        (
            Column(_("Who")),
            Column(_("Kind")),
            Column(_("Rank"), figures=True),
            Column(_("Need unmet"), figures=True),
            Column(_("Interval"), figures=True),
            Column(_("Vetoes"), figures=True),
            Column(_("Largest in draws"), figures=True),
        ),
        tuple(_row(kind, lever) for kind, lever in levers),
        _(
            "Rank: among states or among companies. Largest in draws: part of the draws in which it is the largest of "
            "its kind."
        ),
        COMPUTED,
        _("States and companies"),
    )
    first = levers[0][1].party
    title, vetoes = _("Part of the weighted need unmet, %"), _("vetoes")
    return Picture(
        "levers",
        _("The largest levers, with their intervals; ◆ marks vetoes"),
        _(
            "The largest lever: if {party} stopped supply, {loss} of the weighted need would go unmet; components "
            "under its veto: {vetoes} of {total}."
        ).format(
            party=in_text(first),
            loss=numbers.percent(first.loss.nominal),
            vetoes=len(first.vetoes),
            total=sum(len(layer.components) for layer in assessment.layers),
        ),
        data,
        lambda: chart(dots, kinds, title, vetoes),
        COMPUTED,
    )


def _dot(kind: str, lever: explain.Lever) -> Dot:
    loss, vetoes = lever.party.loss, len(lever.party.vetoes)
    return Dot(
        lever.party.name,
        kind,
        100.0 * loss.nominal,
        100.0 * (loss.nominal if loss.low is None else loss.low),
        100.0 * (loss.nominal if loss.high is None else loss.high),
        numbers.percent(loss.nominal),
        numbers.count(vetoes) if vetoes else "",
    )


def _row(kind: str, lever: explain.Lever) -> tuple[Cell, ...]:
    party = lever.party
    return (
        party.name,
        kind,
        count(party.rank),
        share(party.loss.nominal),
        interval(party.loss, "share"),
        count(len(party.vetoes)),
        share(party.probability_largest),
    )


def chart(dots: Sequence[Dot], kinds: tuple[str, str], title: str, vetoes: str) -> Any:
    """Return losses as dots (states round, companies square), intervals as whiskers, vetoes as diamonds apart."""
    import altair as alt

    order = [dot.name for dot in dots]
    values = [asdict(dot) for dot in dots]
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=alt.Y("name:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False, grid=True))
    )
    top = max(1.0, 1.2 * max(dot.high for dot in dots))
    scale = alt.Scale(domain=[0, top], nice=False)
    whisker = base.mark_rule(color=style.INK, strokeWidth=2).encode(
        x=alt.X("low:Q", scale=scale, title=title, axis=alt.Axis(grid=False)), x2="high:Q"
    )
    dot = base.mark_point(filled=True, size=110, opacity=1).encode(
        x=alt.X("loss:Q", scale=scale),
        shape=alt.Shape("kind:N", scale=alt.Scale(domain=kinds, range=["circle", "square"]), title=None),
        color=alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=[style.BLUE, style.VERMILLION]), title=None),
    )
    words = base.mark_text(align="left", dx=8, color=style.INK, fontSize=style.SIZE).encode(x="high:Q", text="words:N")
    marked = base.transform_filter("datum.vetoes != ''")
    diamond = marked.mark_point(shape="diamond", filled=True, size=90, color=style.INK, opacity=1, xOffset=14).encode(
        x=alt.value(style.WIDTH)
    )
    number = marked.mark_text(align="left", dx=24, color=style.INK, fontSize=style.SIZE).encode(
        x=alt.value(style.WIDTH), text="vetoes:N"
    )
    heading = (
        alt.Chart(alt.InlineData(values=[{"text": vetoes}]))
        .mark_text(align="left", dx=8, dy=-12, color=style.INK, fontSize=style.SIZE)
        .encode(x=alt.value(style.WIDTH), y=alt.value(0), text="text:N")
    )
    layered = (whisker + dot + words + diamond + number + heading).properties(width=style.WIDTH, height=26 * len(dots))
    return style.styled(layered).configure_legend(orient="top", labelFontSize=style.SIZE, labelColor=style.INK)
