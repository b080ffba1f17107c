"""The last sheets: what is said in words, the sources, and what it takes to check and repeat the report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sovai.report.language import _
from sovai.report.pages.blocks import Assurance, Bullets, Document, Paragraph, Sources
from sovai.report.pages.forms.workbook.sheets import SheetColumn
from sovai.report.pages.forms.workbook.writing import Writer
from sovai.report.pages.marks import mark


def notes_sheet(writer: Writer, document: Document) -> None:
    """Add what the document says in words beside its tables; nothing where it says nothing."""
    rows = tuple(_notes(document))
    if rows:
        page = writer.plain(_("Notes"))
        writer.table(page, (SheetColumn(_("Section")), SheetColumn(_("Note"))), rows)
        page.set_column(0, 0, 34)
        page.set_column(1, 1, 120)
        _as_list(page, len(rows), 2)


def _notes(document: Document) -> Iterator[tuple[str, str]]:
    front = {section.key for section in document.front}
    for _depth, section in document.walk():
        for block in section.blocks if section.key not in front else ():
            items = block.items if isinstance(block, Bullets) else (block,) if isinstance(block, Paragraph) else ()
            for item in items:
                yield section.title, " ".join(f"{s.text} {mark(s.basis)}".strip() for s in item.sentences)


def sources_sheet(writer: Writer, document: Document) -> None:
    """Add the numbered sources, with days as days."""
    entries = [entry for block in _blocks(document, Sources) for entry in block.entries]
    page = writer.plain(_("Sources"))
    headers = (_("Number"), _("Publisher"), _("Title"), _("Figures to"), _("Looked up on"), _("Address"), _("Licence"))
    writer.table(page, tuple(map(SheetColumn, headers)), ())
    for place, width in enumerate((9, 32, 60, 13, 13, 70, 20)):
        page.set_column(place, place, width)
    wrapped, day = writer.look(text_wrap=True), writer.look(num_format="yyyy-mm-dd", align="left")
    for line, (number, source) in enumerate(entries, start=1):
        page.write_number(line, 0, number, writer.number("count"))
        for place, text in ((1, source.publisher), (2, source.title), (5, source.url), (6, source.licence)):
            page.write_string(line, place, text, wrapped)
        for place, date in ((3, source.period_end), (4, source.accessed)):
            if date is not None:
                page.write_datetime(line, place, dt.datetime.combine(date, dt.time()), day)
    _as_list(page, len(entries), len(headers))


def assurance_sheet(writer: Writer, document: Document) -> None:
    """Add what it takes to check the report and to compute it again."""
    page = writer.plain(_("Assurance"))
    rows = tuple(
        (label if place == 0 else "", text)
        for block in _blocks(document, Assurance)
        for label, value in block.items
        for place, text in enumerate((value,) if isinstance(value, str) else value)
    )
    writer.table(page, (SheetColumn(_("What")), SheetColumn(_("Value"))), rows)
    page.set_column(0, 0, 30)
    page.set_column(1, 1, 110)
    page.freeze_panes(1, 0)
    page.repeat_rows(0)


def _blocks(document: Document, kind: type[Any]) -> Iterator[Any]:
    for _depth, section in document.walk():
        yield from (block for block in section.blocks if isinstance(block, kind))


def _as_list(page: Any, rows: int, columns: int) -> None:
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, max(rows, 1), columns - 1)
    page.repeat_rows(0)
