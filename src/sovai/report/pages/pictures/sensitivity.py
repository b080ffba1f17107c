"""What the uncertainty of a figure comes from, as bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sovai.report import numbers
from sovai.report.language import _
from sovai.report.pages.blocks import Cell, Column, Figure, Picture, Spread, Table
from sovai.report.pages.context import COMPUTED, count
from sovai.report.pages.pictures import style
from sovai.report.wording import sensitivity as wording
from sovai.results.sensitivity import GroupIndices, Sensitivity, SobolIndex

_LABEL = "length(datum.label) > 30 ? split(datum.label, ': ')[0] : datum.label"
"""A long name of a group without what it says more precisely; the table behind the picture has it whole."""


@dataclass(frozen=True)
class Part:
    """A group of quantities: its part in the variance alone, and with all it interacts with, 0–1."""

    name: str
    alone: float
    whole: float
    words: str


def sensitivity_picture(found: Sensitivity) -> Picture:
    """Return first- and total-order indices of the groups of data."""
    groups = [group for group in found.data.groups if group.first_order is not None and group.total_order is not None]
    parts = [_part(group, found) for group in groups]
    data = Table(
        _("Parts of the variance"),
        (
            Column(_("Group")),
            Column(_("Alone"), figures=True),
            Column(_("Interval"), figures=True),
            Column(_("In all"), figures=True),
            Column(_("Interval"), figures=True),
            Column(_("Figures"), figures=True),
        ),
        tuple(_row(group, found) for group in found.data.groups),
        basis=COMPUTED,
    )
    series, title = (_("alone"), _("in all")), _("Part of the variance, %")
    return Picture(
        "sensitivity",
        _("What the uncertainty of the score comes from"),
        _finding(parts),
        data,
        lambda: chart(parts, series, title),
        COMPUTED,
    )


def _finding(parts: Sequence[Part]) -> str:
    """Return what explains most; the text beside the picture names the others."""
    first = max(parts, key=lambda part: part.alone)
    return _("Most is explained by {group}: {alone} of the variance by itself, {whole} together with others.").format(
        group=first.name, alone=numbers.part(first.alone), whole=numbers.part(first.whole)
    )


def _part(group: GroupIndices, found: Sensitivity) -> Part:
    alone, whole = (
        0.0 if index is None else min(max(index.value, 0.0), 1.0) for index in (group.first_order, group.total_order)
    )
    words = "–" if group.first_order is None else numbers.part(group.first_order.value)
    return Part(wording.group(group.id, found), alone, max(alone, whole), words)


def _row(group: GroupIndices, found: Sensitivity) -> tuple[Cell, ...]:
    return (
        wording.group(group.id, found), *_index(group.first_order), *_index(group.total_order), count(group.quantities)
    )  # fmt: skip


def _index(index: SobolIndex | None) -> tuple[Figure, Spread]:
    if index is None:
        return Figure(None, "share", "–"), Spread(None, None, "share", "–")
    return (
        Figure(index.value, "share", numbers.part(index.value)),
        Spread(index.low, index.high, "share", numbers.part_range(index.low, index.high)),
    )


def chart(parts: Sequence[Part], series: tuple[str, str], title: str) -> Any:
    """Return bars of what groups explain alone, within outlines of what they do in all."""
    import altair as alt

    order = [part.name for part in parts]
    values = [{**asdict(part), "alone": 100.0 * part.alone, "whole": 100.0 * part.whole} for part in parts]
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=alt.Y(
            "name:N",
            sort=order,
            title=None,
            axis=alt.Axis(ticks=False, domain=False, labelExpr=_LABEL),
        )
    )
    scale = alt.Scale(domain=[0, 100])
    fill = alt.Scale(domain=series, range=[style.LIGHT, "transparent"])
    stroke = alt.Scale(domain=series, range=[style.BLUE, style.INK])
    bars = [
        base.transform_calculate(series=f"'{name}'").mark_bar(height=height, strokeWidth=1.5).encode(
            x=alt.X(f"{field}:Q", scale=scale, title=title),
            fill=alt.Fill("series:N", scale=fill, title=None),
            stroke=alt.Stroke("series:N", scale=stroke, title=None),
        )
        for name, field, height in zip(series, ("alone", "whole"), (9, 16), strict=True)
    ]  # fmt: skip
    words = base.mark_text(align="left", dx=6, color=style.INK, fontSize=style.SIZE).encode(x="whole:Q", text="words:N")
    layered = (bars[1] + bars[0] + words).properties(width=style.WIDTH, height=26 * len(parts))
    return style.styled(layered).configure_legend(orient="top", labelFontSize=style.SIZE, labelColor=style.INK)
