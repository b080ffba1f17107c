"""A report as a Word document: real styles, captions, alt texts, page numbers, a numbered list of sources."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

import docx

from sovai.report.language import speaking
from sovai.report.pages.blocks import Table
from sovai.report.pages.forms.archive import repacked
from sovai.report.pages.forms.word.setting import Setter
from sovai.report.pages.forms.word.styles import footer, prepare

if TYPE_CHECKING:
    from docx.document import Document as Word

    from sovai.report.pages.blocks import Document
    from sovai.report.pages.report import Report

_MOST_UPRIGHT = 9
"""Columns that a table may have on upright paper."""


def render(report: Report) -> bytes:
    """Return the document; the same report gives the same bytes."""
    document = report.document
    with speaking(document.language):
        word = docx.Document()
        wide = _most_columns(document) > _MOST_UPRIGHT
        width = prepare(word, document.language, wide=wide, dense=document.brief)
        _properties(word, document)
        footer(word, document.title, width)
        Setter(word, width, brief=document.brief).set_document(document)
        out = io.BytesIO()
        word.save(out)
        return repacked(out.getvalue())


def _most_columns(document: Document) -> int:
    blocks = (block for _depth, section in document.walk() for block in section.blocks)
    return max((len(block.columns) for block in blocks if isinstance(block, Table)), default=0)


def _properties(word: Word, document: Document) -> None:
    properties, day = word.core_properties, dt.datetime.combine(document.date, dt.time())
    properties.title, properties.subject, properties.author = document.title, document.subtitle, document.author
    properties.language, properties.comments, properties.keywords = document.language, "", ""
    properties.created = properties.modified = day
    properties.last_modified_by = document.author
    properties.revision = 1
