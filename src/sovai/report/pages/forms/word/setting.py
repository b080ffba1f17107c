"""Sections and blocks, set in the styles of the document."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from docx.image.image import Image
from docx.shared import Emu, Inches
from docx.text.paragraph import Paragraph as WordParagraph

from sovai.report.language import _
from sovai.report.pages.blocks import (
    Assurance,
    Basis,
    Block,
    Bullets,
    Cell,
    Document,
    Figure,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Picture,
    Section,
    Sources,
    Table,
)
from sovai.report.pages.forms.word.fields import add_bookmark, add_field, add_link
from sovai.report.pages.forms.word.tables import TableColumn, Write, add_table
from sovai.report.pages.marks import mark, source_text
from sovai.report.pages.pictures.drawing import png

if TYPE_CHECKING:
    from docx.document import Document as Word

_ROLES = {"lead": "Quote", "body": "Normal", "note": "Note", "label": "Label"}
_DEEPEST = 3
_DIGEST = "0" * 64
_FIXED = "\u00a0"
"""A space at which no line breaks."""
_COMMA = f",{_FIXED}"
_WITH_UNIT = re.compile(r"\S+ \w+")
_BESIDE_A_PICTURE = Inches(1.0)  # its caption and its finding
_PIXELS_PER_INCH = 84  # of a chart, so that its letters are about as large as those of the text
_SCALE = 4.0  # dots of the picture for each pixel of the chart: 336 to the inch


class Setter:
    """Sets a document, counting its tables and figures."""

    def __init__(self, word: Word, width: Emu, *, brief: bool) -> None:
        self._word, self._width, self._brief = word, width, brief
        self._numbers: dict[str, int] = {}

    def set_document(self, document: Document) -> None:
        """Set title, page one, and all that follows on pages of its own; in a brief right below."""
        self._word.add_paragraph(document.title, style="Title")
        line = " · ".join(part for part in (document.subtitle, document.author) if part)
        self._word.add_paragraph(line, style="Subtitle")
        for section in document.front:
            self._section(section, 1)
        for place, section in enumerate(document.sections):
            self._section(section, 1, new_page=place == 0 and not self._brief)

    def _section(self, section: Section, depth: int, *, new_page: bool = False) -> None:
        heading = self._word.add_heading(section.title, level=min(depth, _DEEPEST))
        heading.paragraph_format.page_break_before = new_page or None
        for block in section.blocks:
            self._block(block)
        for below in section.sections:
            self._section(below, depth + 1)

    def _block(self, block: Block) -> None:
        match block:
            case Paragraph():
                self._paragraph(block, _ROLES[block.role])
            case Bullets(items, numbered):
                for item in items:
                    self._paragraph(item, "List Number" if numbered else "List Bullet")
            case KeyFigures(figures):
                self._key_figures(figures)
            case Table():
                self._table(block)
            case Picture():
                self._picture(block)
            case Sources():
                self._sources(block)
            case Assurance():
                self._assurance(block)

    def _paragraph(self, paragraph: Paragraph, style: str) -> None:
        found = self._word.add_paragraph(style=style)
        for place, sentence in enumerate(paragraph.sentences):
            found.add_run(f" {sentence.text}" if place else sentence.text).bold = sentence.strong or None
            _add_mark(found, sentence.basis, " ")

    def _key_figures(self, figures: tuple[KeyFigure, ...]) -> None:
        """Set figures side by side; the first row says what they are."""
        rows: list[list[Write]] = [
            [partial(_set_figure, figure=figure) for figure in figures],
            [partial(_set_comment, figure=figure) for figure in figures],
        ]
        columns = [TableColumn(figure.label, ()) for figure in figures]
        table = add_table(self._word, columns, rows, width=self._width, title=_("Key figures"))
        for cell in table.rows[1].cells:
            cell.paragraphs[0].style = "Key Figure"
        self._after()

    def _table(self, table: Table) -> None:
        self._caption(_("Table"), table.caption, table.basis)
        columns = [
            TableColumn(column.title, [_text(row[place]) for row in table.rows], column.figures)
            for place, column in enumerate(table.columns)
        ]
        rows = [[partial(_set_cell, cell=cell) for cell in row] for row in table.rows]
        add_table(self._word, columns, rows, width=self._width, title=table.caption)
        if table.note:
            self._word.add_paragraph(table.note, style="Note")
        else:
            self._after()

    def _after(self) -> None:
        """Leave some room below a table: Word sets none."""
        self._word.add_paragraph(style="Below Table")

    def _caption(self, kind: str, text: str, basis: Basis) -> None:
        self._numbers[kind] = number = self._numbers.get(kind, 0) + 1
        caption = self._word.add_paragraph(f"{kind} ", style="Caption")
        add_field(caption, f"SEQ {kind} \\* ARABIC", str(number))
        caption.add_run(f": {text}")
        _add_mark(caption, basis, " ")

    def _picture(self, picture: Picture) -> None:
        """Set a picture with its finding as alternative text, its caption, and the numbers behind it."""
        content = png(picture, scale=_SCALE)
        drawing = Image.from_blob(content)
        highest = self._room() * drawing.px_width / drawing.px_height
        width = min(Inches(drawing.px_width / _SCALE / _PIXELS_PER_INCH), self._width, Emu(int(highest)))
        drawn = self._word.add_paragraph(style="Figure").add_run().add_picture(io.BytesIO(content), width=width)
        properties = drawn._inline.docPr
        properties.set("descr", picture.alt)
        properties.set("title", picture.caption)
        self._caption(_("Figure"), picture.caption, picture.basis)
        self._word.paragraphs[-1].paragraph_format.keep_with_next = False
        self._word.add_paragraph(picture.alt)
        self._table(picture.data)

    def _room(self) -> float:
        """Return how high a picture may be to share a page with its caption."""
        page = self._word.sections[-1]
        return int(page.page_height or 0) - int(page.top_margin or 0) - int(page.bottom_margin or 0) - _BESIDE_A_PICTURE

    def _sources(self, sources: Sources) -> None:
        for number, source in sources.entries:
            paragraph = self._word.add_paragraph(f"[{number}]\t{source_text(source)} ", style="Bibliography")
            add_link(paragraph, source.url, address=source.url)
            add_bookmark(paragraph, _bookmark(number), number)

    def _assurance(self, assurance: Assurance) -> None:
        """Set what it takes to check the report; in a brief as a paragraph, which takes half the room of a table."""
        if self._brief:
            self._run_in(assurance)
            return
        rows: list[list[Write]] = [[partial(_set_text, text=label), _value(value)] for label, value in assurance.items]
        columns = [
            TableColumn(_("What"), [label for label, _value in assurance.items]),
            TableColumn(_("Value"), [_DIGEST]),
        ]
        table = add_table(self._word, columns, rows, width=self._width, title=_("Assurance"))
        for line, (_label, value) in zip(table.rows[1:], assurance.items, strict=True):
            if not isinstance(value, str):
                line.cells[1].paragraphs[0].style = "Machine Text"

    def _run_in(self, assurance: Assurance) -> None:
        found = self._word.add_paragraph(style="Note")
        for place, (label, value) in enumerate(assurance.items):
            found.add_run(f"{' · ' if place else ''}{label}: ").bold = True
            found.add_run(value if isinstance(value, str) else " ".join(value))


def _value(value: str | tuple[str, ...]) -> Callable[[WordParagraph], Any]:
    return partial(_set_text, text=value if isinstance(value, str) else "\n".join(value))


def _set_text(paragraph: WordParagraph, text: str) -> None:
    paragraph.add_run(text)


def _set_figure(paragraph: WordParagraph, figure: KeyFigure) -> None:
    paragraph.add_run(figure.figure.text)
    if figure.interval is not None and figure.interval.low is not None:
        paragraph.add_run(f" ({figure.interval.text})", style="Basis")


def _set_comment(paragraph: WordParagraph, figure: KeyFigure) -> None:
    paragraph.add_run(figure.comment)
    _add_mark(paragraph, figure.basis, " ")


def _set_cell(paragraph: WordParagraph, cell: Cell) -> None:
    if isinstance(cell, Basis):
        _add_mark(paragraph, cell)
    else:
        paragraph.add_run(_text(cell))


def _text(cell: Cell) -> str:
    """Return a cell as text; a number stays with its unit, and sources with each other, where lines break."""
    match cell:
        case Basis():
            return mark(cell).replace(", ", _COMMA)
        case Figure() if _WITH_UNIT.fullmatch(cell.text):
            return cell.text.replace(" ", _FIXED)
    return cell if isinstance(cell, str) else cell.text


def _add_mark(paragraph: WordParagraph, basis: Basis, before: str = "") -> None:
    """Add what a number rests on, each source as a link to its place in the list."""
    if not basis:
        return
    # The words around the numbers differ by language: they are what is left of the mark without them.
    numbers = ", ".join(map(str, basis.sources))
    whole = mark(basis)
    start, end = (whole.split(numbers, 1)) if numbers else (whole, "")
    paragraph.add_run(f"{before}{start}", style="Basis")
    for place, number in enumerate(basis.sources):
        if place:
            paragraph.add_run(_COMMA, style="Basis")
        add_link(paragraph, str(number), to=_bookmark(number), style="Basis")
    if end:
        paragraph.add_run(end, style="Basis")


def _bookmark(number: int) -> str:
    return f"source_{number}"
