"""The first sheet: page one in words and figures, and what is on the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sovai.report.language import _
from sovai.report.pages.blocks import (
    Bullets,
    Document,
    Figure,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Picture,
    Spread,
    Table,
)
from sovai.report.pages.forms.workbook.sheets import Sheet
from sovai.report.pages.forms.workbook.writing import ACCENT, Writer
from sovai.report.pages.marks import mark

_WIDTHS = (46, 12, 12, 12, 60)
_LETTERS_PER_LINE = 130


def overview_sheet(writer: Writer, document: Document, found: Sequence[Sheet]) -> None:
    """Add the overview."""
    page = writer.plain(_("Overview"))
    for place, width in enumerate(_WIDTHS):
        page.set_column(place, place, width)
    heading = writer.look(bold=True, font_size=12, font_color=ACCENT)
    page.write_string(0, 0, document.title, writer.look(bold=True, font_size=16, font_color=ACCENT))
    page.write_string(1, 0, " · ".join(part for part in (document.subtitle, document.author) if part), writer.look())
    line = 3
    for section in document.front:
        if all(isinstance(block, Table | Picture) for block in section.blocks):
            continue  # tables and charts have sheets of their own
        page.write_string(line, 0, section.title, heading)
        line += 1
        for block in section.blocks:
            if isinstance(block, Paragraph):
                line = _text(writer, page, line, block)
            elif isinstance(block, Bullets):
                for item in block.items:
                    line = _text(writer, page, line, item)
            elif isinstance(block, KeyFigures):
                line = _figures(writer, page, line, block.figures)
        line += 1
    page.write_string(line, 0, _("Sheets"), heading)
    for number, sheet in enumerate(found, start=line + 1):
        page.write_url(
            number, 0, f"internal:'{sheet.name}'!A1", writer.look(font_color=ACCENT, underline=1), sheet.name
        )
        page.write_string(number, 1, sheet.title, writer.look())


def _text(writer: Writer, page: Any, line: int, paragraph: Paragraph) -> int:
    """Write a paragraph over the width of the sheet; return the next line."""
    text = " ".join(f"{sentence.text} {mark(sentence.basis)}".strip() for sentence in paragraph.sentences)
    lead = paragraph.role == "lead"
    page.merge_range(line, 0, line, len(_WIDTHS) - 1, "", writer.look(text_wrap=True, bold=lead))
    page.write_string(line, 0, text, writer.look(text_wrap=True, bold=lead))
    page.set_row(line, 14 * (1 + len(text) // _LETTERS_PER_LINE))
    return line + 1


def _figures(writer: Writer, page: Any, line: int, figures: Sequence[KeyFigure]) -> int:
    """Write headline figures one below the other, with their intervals in cells of their own."""
    bold = writer.look(bold=True, bottom=1)
    for place, header in enumerate((_("Key figures"), _("Value"), _("Low"), _("High"), _("Remark"))):
        page.write_string(line, place, header, bold)
    for key in figures:
        line += 1
        page.write_string(line, 0, key.label, writer.look())
        if isinstance(key.figure, Figure):
            writer.value(page, line, 1, key.figure.value, writer.number(key.figure.unit, bold=True))
        for spread in (key.figure, key.interval):
            if isinstance(spread, Spread):
                writer.value(page, line, 2, spread.low, writer.number(spread.unit))
                writer.value(page, line, 3, spread.high, writer.number(spread.unit))
        page.write_string(line, 4, f"{key.comment} {mark(key.basis)}".strip(), writer.look(text_wrap=True))
    return line + 1
