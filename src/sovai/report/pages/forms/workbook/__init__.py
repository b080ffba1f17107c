"""A report as a workbook: one sheet for each topic, numbers as numbers."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

import xlsxwriter  # type: ignore[import-untyped]

from sovai.report.language import speaking
from sovai.report.pages.forms.archive import repacked
from sovai.report.pages.forms.workbook.closing import assurance_sheet, notes_sheet, sources_sheet
from sovai.report.pages.forms.workbook.overview import overview_sheet
from sovai.report.pages.forms.workbook.sheets import sheets
from sovai.report.pages.forms.workbook.writing import Writer

if TYPE_CHECKING:
    from sovai.report.pages.report import Report


def render(report: Report) -> bytes:
    """Return the workbook; the same report gives the same bytes."""
    document = report.document
    out = io.BytesIO()
    with speaking(document.language):
        workbook = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
        workbook.set_properties(
            {
                "title": document.title,
                "subject": document.subtitle,
                "author": document.author,
                "created": dt.datetime.combine(document.date, dt.time()),
            }
        )
        writer = Writer(workbook, document.title)
        found = list(sheets(document))
        overview_sheet(writer, document, found)
        for sheet in found:
            writer.add(sheet)
        notes_sheet(writer, document)
        sources_sheet(writer, document)
        assurance_sheet(writer, document)
        workbook.close()
    return repacked(out.getvalue())
