"""A report as Markdown: pictures as their finding and the numbers behind them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sovai.report.document.parts import table
from sovai.report.language import speaking
from sovai.report.pages.blocks import (
    Assurance,
    Basis,
    Block,
    Bullets,
    Cell,
    Document,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Picture,
    Sentence,
    Sources,
    Table,
)
from sovai.report.pages.marks import mark, source_line

if TYPE_CHECKING:
    from sovai.report.pages.report import Report


def render(report: Report) -> bytes:
    """Return the document as Markdown."""
    with speaking(report.document.language):
        return ("\n".join(_lines(report.document)) + "\n").encode()


def _lines(document: Document) -> Iterator[str]:
    yield f"# {document.title}"
    yield ""
    yield " · ".join(part for part in (document.subtitle, document.author) if part)
    for depth, section in document.walk():
        yield ""
        yield f"{'#' * (depth + 1)} {section.title}"
        for block in section.blocks:
            yield ""
            yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield _paragraph(block)
        case Bullets(items, numbered):
            for number, item in enumerate(items, start=1):
                yield f"{f'{number}.' if numbered else '-'} {_paragraph(item)}"
        case KeyFigures(figures):
            yield from (f"- {_key_figure(figure)}" for figure in figures)
        case Table():
            yield from _table(block)
        case Picture():
            yield f"**{block.caption}.** {block.alt}"
            yield ""
            yield from _table(block.data)
        case Sources(entries):
            yield from (f"{number}. {source_line(source)}" for number, source in entries)
        case Assurance(items):
            for label, value in items:
                yield f"- {label}: {value}" if isinstance(value, str) else f"- {label}: `{'`, `'.join(value)}`"


def _paragraph(paragraph: Paragraph) -> str:
    text = " ".join(_sentence(sentence) for sentence in paragraph.sentences)
    return f"*{text}*" if paragraph.role == "note" else text


def _sentence(sentence: Sentence) -> str:
    text = f"**{sentence.text}**" if sentence.strong else sentence.text
    return f"{text} {mark(sentence.basis)}" if sentence.basis else text


def _key_figure(figure: KeyFigure) -> str:
    interval = f" ({figure.interval.text})" if figure.interval is not None and figure.interval.low is not None else ""
    return f"{figure.label}: **{figure.figure.text}**{interval} – {figure.comment} {mark(figure.basis)}"


def _table(found: Table) -> Iterator[str]:
    yield f"{found.caption} {mark(found.basis)}".rstrip()
    yield ""
    header = [column.title for column in found.columns]
    yield from list(table(header, [[_cell(cell) for cell in row] for row in found.rows]))[:-1]
    if found.note:
        yield ""
        yield f"*{found.note}*"


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell.replace("|", "\\|")
    return mark(cell) if isinstance(cell, Basis) else cell.text
