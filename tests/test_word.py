"""Word documents: read back with python-docx, opened by LibreOffice where it is installed."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import docx
import pytest
from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.shared import Inches
from pypdf import PdfReader

from reports import bounds_only, brief, of, report
from sovai.report.pages.blocks import Column, Picture, Section, Sources, Table
from sovai.report.pages.forms.archive import repacked
from sovai.report.pages.pictures.ranks import Band, chart
from sovai.report.pages.report import Report, compose_circle_report

OFFICE = shutil.which("soffice")
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


@cache
def content(language: str = "en", *, brief: bool = False) -> bytes:
    return report(language=language, brief=brief, author="Policy unit").to_docx()


def opened(language: str = "en", *, brief: bool = False) -> Word:
    return docx.Document(io.BytesIO(content(language, brief=brief)))


def blocks_of(kind: type) -> list[object]:
    return [
        b
        for _depth, section in report(author="Policy unit").document.walk()
        for b in section.blocks
        if isinstance(b, kind)
    ]


def test_the_outline_is_made_of_headings() -> None:
    headings = [(p.style.name, p.text) for p in opened().paragraphs if p.style.name.startswith("Heading")]
    assert headings == [(f"Heading {depth}", section.title) for depth, section in report().document.walk()]
    assert opened().paragraphs[0].style.name == "Title"


def test_every_paragraph_has_a_style_and_none_is_formatted_by_hand() -> None:
    for paragraph in opened().paragraphs:
        assert paragraph.style.name != "Normal" or paragraph.text
        for run in paragraph.runs:
            assert run.font.size is None
            assert run.font.name is None


def test_tables_repeat_their_header_and_keep_rows_whole() -> None:
    tables = opened().tables
    assert len(tables) > 10
    for table in tables:
        assert table.style.name == "Report Table"
        first, *others = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in others)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def test_no_row_of_a_long_table_is_left_alone_on_a_page() -> None:
    rows = tuple((f"Country {place}",) for place in range(40))
    long = Table("Countries", (Column("Country"),), rows)
    document = replace(report().document, front=(Section("long", "Countries", (long,)),), sections=())
    table = docx.Document(io.BytesIO(Report(document, of("DEU")).to_docx())).tables[0]
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
    assert kept[:2] == [True, True]
    assert kept[-3:] == [True, True, None]
    assert set(kept[2:-3]) == {None}


def test_every_table_and_picture_has_a_caption_with_a_number_that_word_counts() -> None:
    captions = [p for p in opened().paragraphs if p.style.name == "Caption"]
    pictures, tables = blocks_of(Picture), blocks_of(Table)
    assert len(captions) == 2 * len(pictures) + len(tables)
    codes = [re.search(r"SEQ (\w+)", p._p.xml) for p in captions]
    assert all(codes)
    kinds = [code.group(1) for code in codes if code is not None]
    assert kinds.count("Figure") == len(pictures)
    numbered = [int(re.match(r"Table (\d+): ", p.text).group(1)) for p in captions if p.text.startswith("Table")]
    assert numbered == list(range(1, len(pictures) + len(tables) + 1))


def test_every_picture_tells_its_finding_and_is_sharp_enough_for_print() -> None:
    word = opened()
    drawn = list(word.element.body.iter(f"{DRAWING}docPr"))
    pictures = [block for block in blocks_of(Picture) if isinstance(block, Picture)]
    assert [element.get("descr") for element in drawn] == [picture.alt for picture in pictures]
    for shape in word.inline_shapes:
        identifier = shape._inline.graphic.graphicData.pic.blipFill.blip.embed
        image = word.part.related_parts[identifier].image
        assert image.px_width / (shape.width / 914400) >= 200  # dots to the inch
        assert shape.width <= word.sections[0].page_width - 2 * word.sections[0].left_margin


@pytest.mark.parametrize(("language", "locale"), [("en", "en-GB"), ("de", "de-DE")])
def test_the_language_of_the_document_is_set(language: str, locale: str) -> None:
    word = opened(language)
    languages = {element.get(qn("w:val")) for element in word.styles.element.iter(qn("w:lang"))}
    assert languages == {locale}
    assert word.core_properties.language == language


def test_title_author_and_day_are_properties() -> None:
    properties, document = opened().core_properties, report().document
    assert properties.title == document.title
    assert properties.author == "Policy unit"
    assert properties.created is not None
    assert properties.created.date() == properties.modified.date() == document.date
    assert properties.comments == ""


def test_sources_are_numbered_and_the_marks_lead_to_them() -> None:
    word = opened()
    (sources,) = (block for block in blocks_of(Sources) if isinstance(block, Sources))
    listed = [p for p in word.paragraphs if p.style.name == "Bibliography"]
    assert len(listed) == len(sources.entries)
    for paragraph, (number, source) in zip(listed, sources.entries, strict=True):
        assert paragraph.text.startswith(f"[{number}]\t{source.publisher}: ")
        assert [link.address for link in paragraph.hyperlinks] == [source.url]
    bookmarks = {element.get(qn("w:name")) for element in word.element.body.iter(qn("w:bookmarkStart"))}
    targets = {element.get(qn("w:anchor")) for element in word.element.body.iter(qn("w:hyperlink"))} - {None}
    assert targets
    assert targets <= bookmarks


def test_pages_are_numbered() -> None:
    footer = opened().sections[0].footer.paragraphs[0]
    assert re.findall(r"instrText[^>]*> (\w+) <", footer._p.xml) == ["PAGE", "NUMPAGES"]
    assert footer.text.startswith(report().document.title)


def test_a_tall_picture_shares_its_page_with_its_caption() -> None:
    bands = [Band(f"Country {place}", 1, 60, "group 1") for place in range(60)]
    table = Table("Ranks", (Column("Country"),), (("Country 0",),))
    tall = Picture("ranks", "Ranks", "All ranks are alike.", table, lambda: chart(bands, "Rank"))
    document = replace(report().document, front=(Section("ranks", "Ranks", (tall,)),), sections=())
    word = docx.Document(io.BytesIO(Report(document, of("DEU")).to_docx()))
    page = word.sections[0]
    room = (page.page_height or 0) - (page.top_margin or 0) - (page.bottom_margin or 0)
    assert word.inline_shapes[0].height <= room - Inches(0.9)


def test_numbers_stay_with_their_units_and_sources_with_each_other() -> None:
    texts = [cell.text for table in opened().tables for row in table.rows[1:] for cell in row.cells]
    assert any(re.fullmatch(r"\d\.\d\u00a0years", text) for text in texts)
    assert not any(re.fullmatch(r">?[\d.]+ (years|days|months)", text) for text in texts)
    assert not any(re.search(r"\d, \d", text) for text in texts if text.startswith("["))


def test_the_same_report_gives_the_same_bytes() -> None:
    again = report(author="Policy unit").to_docx()
    assert again == content()
    with zipfile.ZipFile(io.BytesIO(again)) as archive:
        assert archive.testzip() is None
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
    assert repacked(again) == again


def test_a_brief_has_page_one_with_its_sources() -> None:
    headings = [p.text for p in opened(brief=True).paragraphs if p.style.name == "Heading 1"]
    assert headings == [section.title for _d, section in report(brief=True).document.walk()]
    assert len(headings) == 6


def test_a_country_that_is_not_comparable_has_no_point_score() -> None:
    word = docx.Document(io.BytesIO(bounds_only().to_docx()))
    shown = "\n".join(p.text for p in word.paragraphs) + "\n".join(c.text for t in word.tables for c in t._cells)
    assert "bounds only" in shown


def test_wide_tables_lie_on_their_side() -> None:
    circle = compose_circle_report("G7", draws=50, language="de").to_docx()
    for word, wide in ((opened(), False), (docx.Document(io.BytesIO(circle)), True)):
        section = word.sections[0]
        assert (section.page_width > section.page_height) is wide
        for table in word.tables:
            widths = [column.width for column in table.columns]
            rounding = 635 * len(widths)  # Word counts in twentieths of a point
            assert sum(widths) <= section.page_width - section.left_margin - section.right_margin + rounding


needs_office = pytest.mark.skipif(
    OFFICE is None, reason="LibreOffice is not installed (apt-get install libreoffice-writer)"
)


def pages(content: bytes, folder: Path) -> int:
    """Return how many pages LibreOffice makes of a document."""
    (folder / "report.docx").write_bytes(content)
    assert OFFICE is not None
    done = subprocess.run(
        [
            OFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless",
            "--convert-to", "pdf", "--outdir", folder, folder / "report.docx",
        ],
        capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return len(PdfReader(folder / "report.pdf").pages)


@needs_office
@pytest.mark.parametrize("language", ["en", "de"])
def test_libreoffice_opens_the_document(language: str, tmp_path: Path) -> None:
    assert pages(content(language), tmp_path) >= 8


@needs_office
@pytest.mark.parametrize(("country", "language"), [("HKG", "de"), ("ARE", "de"), ("GBR", "en")])
def test_the_longest_briefs_fit_one_page(country: str, language: str, tmp_path: Path) -> None:
    """Of all profiles in both languages these leave the least room."""
    assert pages(brief(country, language).to_docx(), tmp_path) == 1
