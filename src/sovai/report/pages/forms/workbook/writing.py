"""Sheets as Excel's own: header that stays, filter, formats that every locale shows in its own way, print layout."""

from __future__ import annotations

import re
from typing import Any

from sovai.report.pages.blocks import Unit
from sovai.report.pages.forms.workbook.charts import add_chart
from sovai.report.pages.forms.workbook.sheets import Sheet, SheetColumn, Value, widest

INK, ACCENT, PALE, CAUTION = "#1F2328", "#0B4A6F", "#EAF1F5", "#FFF1E5"
_FONT = {"font_name": "Arial", "font_size": 10, "font_color": INK, "valign": "top"}
# As Excel stores formats: a German Excel shows 0.0 as 0,0.
_NUMBERS: dict[Unit, str] = {
    "points": "0.0", "points changed": "+0.0;-0.0;0.0", "points apart": "0.0",
    "share": "0.0%", "share changed": "+0.0;-0.0;0.0",
    "years": "0.00", "rank": "0", "count": "#,##0", "million euros": "#,##0",
}  # fmt: skip
_WIDEST_TEXT = 48
_LINE_POINTS = 13.5
_A4 = 9


class Writer:
    """Adds sheets to a workbook in one look."""

    def __init__(self, workbook: Any, title: str) -> None:
        self.workbook, self._title = workbook, title
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def look(self, **properties: Any) -> Any:
        """Return a format; the same properties share one."""
        key = tuple(sorted({**_FONT, **properties}.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(dict(key))
        return self._formats[key]

    @property
    def text(self) -> Any:
        """The format of text within a table: away from the number to its left."""
        return self.look(text_wrap=True, align="left", indent=1)

    def plain(self, name: str) -> Any:
        """Return a new sheet on landscape paper, one page wide, with title and page numbers at its foot."""
        sheet = self.workbook.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L" + self._title.replace("&", "&&") + "&R&P / &N")
        sheet.hide_gridlines(2)
        return sheet

    def add(self, sheet: Sheet) -> None:
        """Add a table as a sheet: header in the first row, then its rows, its note, and its chart beside it."""
        page = self.plain(sheet.name)
        if sheet.caution:
            page.set_tab_color("#B94700")
        widths = self.table(page, sheet.columns, sheet.rows, fill=CAUTION if sheet.caution else PALE)
        page.freeze_panes(1, 1)
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
        page.repeat_rows(0)
        below = len(sheet.rows) + 2
        for text in (sheet.title, sheet.note):
            if text:
                self._below(page, below, text, widths)
                below += 1
        if sheet.picture is not None:
            add_chart(self.workbook, page, sheet)

    def _below(self, page: Any, line: int, text: str, widths: list[int]) -> None:
        """Write a text over the width of the table above it: one that ran on would make print shrink the sheet."""
        look = self.look(italic=True, text_wrap=True)
        if len(widths) > 1:
            page.merge_range(line, 0, line, len(widths) - 1, "", look)
        page.write_string(line, 0, text, look)
        page.set_row(line, _LINE_POINTS * _lines(text, sum(widths)) + 1)

    def table(
        self, page: Any, columns: tuple[SheetColumn, ...], rows: tuple[tuple[Value, ...], ...], *, fill: str = PALE
    ) -> list[int]:
        """Write a header and rows from the first cell of a page; return the widths of the columns."""
        widths = []
        header = {"bold": True, "text_wrap": True, "bg_color": fill, "bottom": 2, "bottom_color": ACCENT}
        lines = [1] * (len(rows) + 1)  # of text in each row: not every program makes room for them by itself
        for place, column in enumerate(columns):
            number = column.unit is not None
            width = 13 if number else min(max(widest(row[place] for row in rows) + 4, 10), _WIDEST_TEXT)
            width = max(width, min(_longest_word(column.header) + 4, 24))  # 4: the button of the filter
            page.set_column(place, place, width)
            widths.append(width)
            for line, value in enumerate((f"{column.header}   ", *(row[place] for row in rows))):
                lines[line] = max(lines[line], _lines(value, width - 2))
            side = {"align": "right"} if number else {"align": "left", "indent": 1}
            page.write_string(0, place, column.header, self.look(**header, **side))
            look = self.text if column.unit is None else self.number(column.unit)
            for line, row in enumerate(rows, start=1):
                self.value(page, line, place, row[place], look, number=number)
        for line, count in enumerate(lines):
            page.set_row(line, _LINE_POINTS * count + (4 if line == 0 else 1))
        return widths

    def value(self, page: Any, line: int, place: int, value: Value, look: Any, *, number: bool = True) -> None:
        """Write a number as a number, and text as text, whatever it looks like."""
        if value is None:
            page.write_blank(line, place, None, look)
        elif isinstance(value, str):
            page.write_string(line, place, value, self.look(align="right") if number else look)
        else:
            page.write_number(line, place, value, look)

    def number(self, unit: Unit, **properties: Any) -> Any:
        """Return the format of numbers of a unit."""
        return self.look(num_format=_NUMBERS[unit], **properties)


def _longest_word(text: str) -> int:
    return max(map(len, re.split(r"[ \n]", text)))


def _lines(value: Value, width: int) -> int:
    """Return how many lines a text takes in a column, words kept whole."""
    if not isinstance(value, str):
        return 1
    count, room = 1, width
    for word in value.split(" "):
        if len(word) > room and room < width:
            count, room = count + 1, width
        room -= len(word) + 1
    return count
