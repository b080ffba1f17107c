"""Native charts beside their tables, drawn from the cells."""

from __future__ import annotations

from typing import Any

from sovai.report.pages.forms.workbook.sheets import Sheet, SheetColumn
from sovai.report.pages.pictures.style import BLUE, INK, LIGHT, RULE, SERIES

_DASHES = ("solid", "dash", "round_dot", "long_dash_dot", "square_dot")
_PIXELS_PER_BAR = 30


def add_chart(workbook: Any, page: Any, sheet: Sheet) -> None:
    """Put the chart of a sheet beside its table; a picture that has no native kind has none."""
    picture = sheet.picture
    if picture is None or not sheet.rows or picture.kind == "network":
        return
    chart = _lines(workbook, sheet) if picture.kind == "courses" else _bars(workbook, sheet)
    if chart is None:
        return
    chart.set_title({"name": picture.caption, "name_font": {"size": 11, "color": INK}, "overlay": False})
    page.insert_chart(
        1, len(sheet.columns) + 1, chart, {"description": picture.alt, "object_position": 2, "x_offset": 8}
    )


def _bars(workbook: Any, sheet: Sheet) -> Any:
    """Return bars of the first column of figures, with whiskers where the next two are its interval."""
    columns, rows = sheet.columns, sheet.rows
    at = next((place for place, column in enumerate(columns) if _drawn(column)), None)
    if at is None:
        return None
    chart = workbook.add_chart({"type": "bar"})
    last = len(rows)
    series: dict[str, Any] = {
        "name": [sheet.name, 0, at],
        "categories": [sheet.name, 1, 0, last, 0],
        "values": [sheet.name, 1, at, last, at],
        "fill": {"color": LIGHT},
        "border": {"color": BLUE},
        "gap": 60,
    }
    if at + 2 < len(columns) and columns[at + 1].unit == columns[at + 2].unit == columns[at].unit:
        series["y_error_bars"] = {
            "type": "custom",
            "plus_values": [_length(row[at + 2], row[at]) for row in rows],
            "minus_values": [_length(row[at], row[at + 1]) for row in rows],
            "line": {"color": INK, "width": 1.25},
        }
    chart.add_series(series)
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "crossing": "max", "line": {"none": True}, "num_font": {"color": INK}})
    whole = {"min": 0, "max": 100} if columns[at].unit == "points" else {"num_format": "0%"}
    chart.set_x_axis(
        {
            **whole,
            "name": columns[at].header,
            "name_font": {"bold": False},
            "major_gridlines": {"visible": True, "line": {"color": RULE}},
        }
    )
    chart.set_size({"width": 560, "height": 130 + _PIXELS_PER_BAR * len(rows)})
    return chart


def _drawn(column: SheetColumn) -> bool:
    return column.unit in ("points", "share", "points changed")


def _length(high: object, low: object) -> float:
    return max(float(high) - float(low), 0.0) if isinstance(high, int | float) and isinstance(low, int | float) else 0.0


def _lines(workbook: Any, sheet: Sheet) -> Any:
    """Return a line for each row over the times in the header."""
    chart = workbook.add_chart({"type": "line"})
    last = len(sheet.columns) - 1
    for place in range(len(sheet.rows)):
        line = {"color": SERIES[place % len(SERIES)], "width": 2, "dash_type": _DASHES[place % len(_DASHES)]}
        chart.add_series(
            {
                "name": [sheet.name, place + 1, 0],
                "categories": [sheet.name, 0, 1, 0, last],
                "values": [sheet.name, place + 1, 1, place + 1, last],
                "line": line,
            }
        )
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis(
        {"min": 0, "max": 1, "num_format": "0%", "major_gridlines": {"visible": True, "line": {"color": RULE}}}
    )
    chart.set_size({"width": 640, "height": 360})
    return chart
