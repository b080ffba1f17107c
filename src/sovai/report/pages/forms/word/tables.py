"""Tables: header rows that repeat, rows that do not break, widths by what is in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Emu, Pt
from docx.styles.style import ParagraphStyle

from sovai.report.pages.blocks import KEPT_WHOLE
from sovai.report.pages.forms.word.fields import element
from sovai.report.pages.forms.word.styles import TABLE_STYLE

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.table import Table as WordTable
    from docx.text.paragraph import Paragraph

Write = Callable[["Paragraph"], Any]
"""Writes the content of a cell into its paragraph."""

_WIDEST = 34  # in characters, of what a column asks for
_LETTER = 0.553  # width of a wide letter, in its size
_PADDING = Pt(11)


@dataclass(frozen=True)
class TableColumn:
    """A column: its header, the texts that have to fit, and whether they are set flush right."""

    title: str
    texts: Sequence[str]
    figures: bool = False

    @property
    def least(self) -> int:
        """The length of the longest word, which must not be broken."""
        header = max(map(len, _words(self.title)), default=0) + 1  # bold letters are wider
        return max([header, *(len(word) for text in self.texts for word in _words(text))])

    @property
    def asked(self) -> int:
        """The length at which no text needs a second line, within reason."""
        return max(self.least, min(self.longest, _WIDEST))

    @property
    def longest(self) -> int:
        """The length of the longest text."""
        return max((len(text) for text in self.texts), default=0)


def _words(text: str) -> list[str]:
    """Return what stands together when a line breaks."""
    return re.split(r"[ \n]|(?<=[/-])", text)  # a fixed space holds


def add_table(
    word: Word, columns: Sequence[TableColumn], rows: Sequence[Sequence[Write]], *, width: Emu, title: str
) -> WordTable:
    """Add a table over the full width.

    Parameters
    ----------
    word : Document
    columns : sequence of TableColumn
    rows : sequence of sequences of callables
        Each writes a cell into its paragraph.
    width : Emu
        Of the text.
    title : str
        What the table shows, for those who hear it.
    """
    table: WordTable = word.add_table(rows=1 + len(rows), cols=len(columns), style=TABLE_STYLE)
    table.autofit = False
    _describe(table, title)
    style = "Table Text" if _fits(columns, _letter(word, "Table Text"), width) else "Table Text Dense"
    widths = _widths(columns, _letter(word, style), width)
    for column, found in zip(table.columns, widths, strict=True):
        column.width = found
    names: list[Write] = [partial(_write, text=column.title) for column in columns]
    for line, writes in zip(table.rows, [names, *rows], strict=True):
        line._tr.get_or_add_trPr().append(element("w:cantSplit"))
        for place, (cell, write) in enumerate(zip(line.cells, writes, strict=True)):
            cell.width = widths[place]
            paragraph = cell.paragraphs[0]
            paragraph.style = style
            if columns[place].figures:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            write(paragraph)
    table.rows[0]._tr.get_or_add_trPr().append(element("w:tblHeader"))
    lines = list(table.rows)
    for line in lines[:-1] if len(rows) <= KEPT_WHOLE else (*lines[:2], *lines[-3:-1]):  # none is left alone on a page
        for cell in line.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True
    return table


def _write(paragraph: Paragraph, text: str) -> None:
    paragraph.add_run(text)


def _describe(table: WordTable, title: str) -> None:
    """Say what the table is, and that its first row and column are headers."""
    properties = table._tbl.tblPr
    for look in properties.findall(element("w:tblLook").tag):
        properties.remove(look)
    properties.append(
        element(
            "w:tblLook",
            val="04A0",
            firstRow="1",
            lastRow="0",
            firstColumn="1",
            lastColumn="0",
            noHBand="0",
            noVBand="1",
        )
    )
    properties.append(element("w:tblCaption", val=title))


def _letter(word: Word, style: str) -> float:
    """Return how wide a letter of a style is."""
    return _LETTER * int(cast(ParagraphStyle, word.styles[style]).font.size or 0)


def _fits(columns: Sequence[TableColumn], letter: float, width: Emu) -> bool:
    """Whether no word has to be broken, with some room to spare for long texts."""
    asked = sum(column.asked - column.least for column in columns)
    return sum(column.least * letter + _PADDING for column in columns) + asked * letter / 4 <= width


def _widths(columns: Sequence[TableColumn], letter: float, width: Emu) -> list[Emu]:
    """Return widths at which words stay whole where that is possible, with the rest by what the columns ask for."""
    least = [int(column.least * letter + _PADDING) for column in columns]
    more = [(column.asked - column.least) * letter for column in columns]
    long = [max(0, column.longest - column.asked) * letter for column in columns]
    room = width - sum(least)
    if room <= 0:
        return [Emu(int(width * found / sum(least))) for found in least]
    if (left := room - sum(more)) > 0:  # beyond what is asked for: to the longest texts, or to all columns alike
        spread = long if any(long) else [1.0] * len(columns)
        more = [found + left * extra / sum(spread) for found, extra in zip(more, spread, strict=True)]
    return [Emu(int(found + room * extra / max(sum(more), 1))) for found, extra in zip(least, more, strict=True)]
