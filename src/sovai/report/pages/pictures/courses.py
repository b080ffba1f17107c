"""The course of capability after supply stops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sovai import explain
from sovai.report import numbers
from sovai.report.language import _
from sovai.report.pages.blocks import Column, Figure, Picture, Table
from sovai.report.pages.context import COMPUTED, share
from sovai.report.pages.pictures import style
from sovai.report.wording import courses
from sovai.report.wording import whatif as wording
from sovai.report.wording.assessment import in_text
from sovai.results.assessment import Assessment
from sovai.results.whatif import WhatIf


@dataclass(frozen=True)
class Line:
    """What is left of the need at each time, 0–1."""

    name: str
    years: tuple[float, ...]
    left: tuple[float, ...]


def courses_picture(assessment: Assessment, levers: Sequence[explain.Lever]) -> Picture:
    """Return what would be left of the weighted need if each party stopped supply."""
    years = assessment.course_years
    lines = [Line(lever.party.name, years, tuple(1.0 - u for u in lever.party.weighted_course)) for lever in levers]
    first = lines[0]
    return Picture(
        "courses",
        _("What would be left of the need after one of them stopped supply"),
        _(
            "If {party} stopped supply, {left} of the weighted need would still be met at once, {later} after {end}."
        ).format(
            party=in_text(levers[0].party),
            left=numbers.percent(first.left[0]),
            later=numbers.percent(first.left[-1]),
            end=numbers.years(years[-1]),
            after=numbers.after(years[-1]),
        ),
        _table(
            _("Weighted need still met after one of them stopped supply"),
            _("Who"),
            years,
            [(line.name, [share(left) for left in line.left]) for line in lines],
            _("After a stop of supply"),
        ),
        _drawing(lines),
        COMPUTED,
    )


def scenario_picture(result: WhatIf) -> Picture:
    """Return what would be left of each layer in a scenario."""
    layers = [layer for layer in result.layers if courses.touched(layer)]
    lines = [Line(_("All layers"), result.curve_years, result.stack.curve)]
    lines += [Line(layer.name, result.curve_years, layer.curve) for layer in layers]
    data = _table(
        _("Need still met, by layer"),
        _("Layer"),
        result.years,
        [
            (line.name, [Figure(left.nominal, "share", wording.estimate(left)) for left in course.left])
            for line, course in zip(lines, (result.stack, *layers), strict=True)
        ],
    )
    return Picture(
        "courses",
        _("What would be left of the need: {scenario}").format(scenario=wording.asked(result)),
        _("{first} of the weighted need would still be met {start}, {later} {after}.").format(
            first=numbers.percent(result.stack.left[0].nominal),
            start=numbers.after(result.years[0]),
            later=numbers.percent(result.stack.left[-1].nominal),
            after=numbers.after(result.years[-1]),
        ),
        data,
        _drawing(lines),
        COMPUTED,
    )


def _table(
    caption: str, first: str, years: Sequence[float], rows: Sequence[tuple[str, Sequence[Figure]]], short: str = ""
) -> Table:
    return Table(
        caption,
        (Column(first), *(Column(numbers.years(at), figures=True) for at in years)),
        tuple((name, *left) for name, left in rows),
        basis=COMPUTED,
        short=short,
    )


def _drawing(lines: Sequence[Line]) -> Any:
    horizontal, vertical = _("Years after supply stops"), _("Need still met, %")
    return lambda: chart(lines, horizontal, vertical)


def chart(lines: Sequence[Line], horizontal: str, vertical: str) -> Any:
    """Return lines that differ in dash and colour, each with its name at its end."""
    import altair as alt

    order = [line.name for line in lines]
    values = [
        {"name": line.name, "years": at, "left": 100.0 * left}
        for line in lines
        for at, left in zip(line.years, line.left, strict=True)
    ]
    colours = alt.Scale(domain=order, range=[style.SERIES[i % len(style.SERIES)] for i in range(len(order))])
    dashes = alt.Scale(domain=order, range=[style.DASHES[i % len(style.DASHES)] for i in range(len(order))])
    base = alt.Chart(alt.InlineData(values=values)).encode(
        x=alt.X(
            "years:Q",
            title=horizontal,
            axis=alt.Axis(values=[0, 1, 2, 3, 4, 5], grid=False),
            scale=alt.Scale(type="sqrt"),
        ),
        y=alt.Y("left:Q", title=vertical, scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(values=[0, 25, 50, 75, 100])),
        color=alt.Color("name:N", scale=colours, sort=order, title=None),
        strokeDash=alt.StrokeDash("name:N", scale=dashes, sort=order, title=None),
    )
    line = base.mark_line(strokeWidth=2.5)
    layered = line.properties(width=style.WIDTH, height=220)
    return style.styled(layered).configure_legend(
        orient="top", labelFontSize=style.SIZE, labelColor=style.INK, symbolSize=600, symbolStrokeWidth=2.5, columns=3
    )
