"""Layers with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sovai.report import numbers, phrases
from sovai.report.language import _, term
from sovai.report.pages.blocks import Column, Picture, Table
from sovai.report.pages.context import COMPUTED, interval, points, share, tenths
from sovai.report.pages.pictures import style
from sovai.report.wording import assessment as wording
from sovai.results.assessment import Assessment


@dataclass(frozen=True)
class Bar:
    """A score with its interval, and the words beside it."""

    name: str
    score: float
    low: float
    high: float
    words: str


def layers_picture(assessment: Assessment) -> Picture:
    """Return the scores of the layers with their intervals."""
    bars = [
        Bar(
            layer.name,
            layer.score.nominal,
            layer.score.nominal if layer.score.low is None else layer.score.low,
            layer.score.nominal if layer.score.high is None else layer.score.high,
            f"{numbers.points(layer.score.nominal)}{phrases.in_brackets(layer.score)}",
        )
        for layer in assessment.layers
    ]
    data = Table(
        _("Scores of the layers"),
        (
            Column(_("Layer")),
            Column(_("Score"), figures=True),
            Column(_("Interval"), figures=True),
            Column(_("Level")),
            Column(_("Part of the score"), figures=True),
            Column(_("Attributed"), figures=True),
            Column(_("Measured"), figures=True),
        ),
        tuple(
            (
                layer.name,
                points(layer.score.nominal),
                interval(layer.score, "points"),
                term("level", layer.level),
                tenths(layer.contribution),
                share(layer.coverage),
                share(sum(component.weight * component.measured for component in layer.components)),
            )
            for layer in assessment.layers
        ),
        " ".join((_("Part of the score: points that the layer adds to it."), wording.coverage_note())),
        COMPUTED,
    )
    weakest = assessment.weakest_layer
    title = _("Dependency score, 0–100")
    return Picture(
        "layers",
        _("Dependency of each layer, with its interval"),
        _("{layer} is the weakest layer with {score} of 100; the lowest score is that of {least} with {low}.").format(
            layer=weakest.name,
            score=numbers.points(weakest.score),
            least=min(assessment.layers, key=lambda layer: layer.score.nominal).name,
            low=numbers.points(min(layer.score.nominal for layer in assessment.layers)),
        ),
        data,
        lambda: chart(bars, title),
        COMPUTED,
    )


def chart(bars: Sequence[Bar], title: str) -> Any:
    """Return scores as bars, intervals as whiskers, and the numbers in words."""
    import altair as alt

    order = [bar.name for bar in bars]
    base = alt.Chart(alt.InlineData(values=[asdict(bar) for bar in bars])).encode(
        y=alt.Y("name:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False))
    )
    scale = alt.Scale(domain=[0, 100])
    bar = base.mark_bar(color=style.LIGHT, stroke=style.BLUE, height=16).encode(
        x=alt.X("score:Q", scale=scale, title=title, axis=alt.Axis(values=[0, 25, 50, 75, 100]))
    )
    whisker = base.mark_rule(color=style.INK, strokeWidth=2).encode(x=alt.X("low:Q", scale=scale), x2="high:Q")
    ends = [base.mark_tick(color=style.INK, thickness=2, height=10).encode(x=f"{end}:Q") for end in ("low", "high")]
    words = base.mark_text(align="left", dx=6, color=style.INK, fontSize=style.SIZE).encode(x="high:Q", text="words:N")
    return style.styled(
        (bar + whisker + ends[0] + ends[1] + words).properties(width=style.WIDTH, height=34 * len(bars))
    )
