"""What all charts share: a palette that the colour-blind can tell apart, one font, one width."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import altair as alt

INK = "#1f2328"
PAPER = "#fffffe"
MUTED = "#59636e"
RULE = "#d1d9e0"
BLUE = "#0072b2"
VERMILLION = "#b94700"
GREEN = "#00795a"
PURPLE = "#8f4a7b"
LIGHT = "#a9cfe6"
SERIES = (BLUE, VERMILLION, GREEN, PURPLE, INK)
"""After Okabe and Ito's palette for all, a little darker so that thin lines have contrast on white."""
DASHES = ([1, 0], [7, 3], [2, 3], [9, 3, 2, 3], [4, 4])
"""Series are told apart by dashes and by their names beside the line, not by colour alone."""
WIDTH = 320
"""Of the plot, in pixels; with its labels a chart is narrow enough for a phone."""
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
SIZE = 12


def styled(chart: Any) -> alt.TopLevelMixin:
    """Return a chart in the common style, without a frame, on a transparent ground."""
    axis = {
        "labelColor": INK, "titleColor": INK, "gridColor": RULE, "domainColor": MUTED, "tickColor": MUTED,
        "labelFontSize": SIZE, "titleFontSize": SIZE, "titleFontWeight": "normal", "labelLimit": 240,
    }  # fmt: skip
    legend = {"labelColor": INK, "titleColor": INK, "labelFontSize": SIZE, "titleFontSize": SIZE}
    styled: alt.TopLevelMixin = chart.configure(
        font=FONT, background="transparent", aria=False, padding=4, view={"stroke": None}, axis=axis, legend=legend
    )
    return styled
