"""Workbooks, read back with openpyxl."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from functools import cache
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

import sovai
from reports import of, report
from sovai.report.language import speaking
from sovai.report.pages.blocks import Figure, Picture, Spread, Table
from sovai.report.pages.composing import compose
from sovai.report.pages.forms.workbook.sheets import Sheet, sheets
from sovai.report.pages.report import Report, compose_circle_report
from sovai.results.ranking import Incomparable

FIXED = {"Overview", "Notes", "Sources", "Assurance"}


@cache
def content(language: str = "en") -> bytes:
    return report(language=language, author="Policy unit").to_xlsx()


@cache
def circle(language: str = "en") -> Report:
    return compose_circle_report("G7", language=language, draws=100)


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def tables(book: Workbook) -> list[Worksheet]:
    return [page for page in book if page.auto_filter.ref and page.title not in {"Notes", "Sources"}]


def numbers(table: Table) -> list[float]:
    """Every number that a table holds, in no order."""
    cells = [cell for row in table.rows for cell in row]
    found = [
        None if cell.value is None else cell.value * (100.0 if cell.unit == "share changed" else 1.0)
        for cell in cells
        if isinstance(cell, Figure)
    ]
    found += [end for cell in cells if isinstance(cell, Spread) for end in (cell.low, cell.high)]
    return sorted(float(value) for value in found if value is not None)


def test_every_number_of_every_table_is_in_the_workbook_as_a_number() -> None:
    document = report().document
    asked = [
        block.data if isinstance(block, Picture) else block
        for _depth, section in document.walk()
        for block in section.blocks
        if isinstance(block, Table | Picture)
    ]
    wanted = sorted(value for table in asked for value in numbers(table))
    book = opened(content())
    found = [
        float(cell.value)
        for page in tables(book)
        for row in page.iter_rows(min_row=2, max_row=page.max_row)
        for cell in row
        if isinstance(cell.value, int | float)
    ]
    assert sorted(found) == pytest.approx(wanted)
    assert len(found) > 300


def test_no_text_of_a_table_is_a_number() -> None:
    for language in ("en", "de"):
        for page in tables(opened(content(language))):
            for row in page.iter_rows(min_row=2):
                for cell in row:
                    if isinstance(cell.value, str):
                        with pytest.raises(ValueError, match="could not convert"):
                            float(cell.value.replace(",", ".").removesuffix("%"))


def test_formats_are_those_that_every_locale_shows_in_its_own_way() -> None:
    known = {"General", "0.0", "0.0%", "0.00", "0", "#,##0", "+0.0;-0.0;0.0", "yyyy-mm-dd"}
    for language in ("en", "de"):
        used = {cell.number_format for page in opened(content(language)) for row in page.iter_rows() for cell in row}
        assert used <= known
        assert {"0.0", "0.0%", "yyyy-mm-dd"} <= used


def test_percentage_points_stand_without_a_percent_sign_under_their_header() -> None:
    found = [
        cell
        for page in tables(opened(content()))
        for column in page.iter_cols()
        if "(percentage points)" in str(column[0].value)
        for cell in column[1:]
        if isinstance(cell.value, int | float)
    ]
    assert found
    assert all("%" not in cell.number_format for cell in found)
    assert max(abs(cell.value) for cell in found) > 1.0  # points of a hundred, no fractions


def test_headers_stay_can_be_filtered_and_have_units() -> None:
    pages = tables(opened(content()))
    assert len(pages) > 8
    for page in pages:
        assert page.freeze_panes == "B2"
        assert page.auto_filter.ref.startswith("A1:")
        assert page.print_title_rows == "$1:$1"
        headers = [cell.value for cell in page[1]]
        assert all(headers)
        assert len(set(headers)) == len(headers)
        for place, header in enumerate(headers, start=1):
            shown = {page.cell(line, place).number_format for line in range(2, page.max_row + 1)}
            if "0.0%" in shown:
                assert "(%)" in header
            if "0.0" in shown:
                assert "(" in header


def test_charts_are_native_and_drawn_from_the_cells() -> None:
    with zipfile.ZipFile(io.BytesIO(content())) as archive:
        charts = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) >= 3
    assert any("<c:barChart>" in chart and "<c:errBars>" in chart for chart in charts)
    assert any("<c:lineChart>" in chart for chart in charts)
    assert all("<c:f>" in chart for chart in charts)


def test_sources_have_days_as_days_and_assurance_the_command() -> None:
    book = opened(content())
    rows = list(book["Sources"].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    assert all(isinstance(row[3], dt.datetime) for row in rows)
    assert all(str(row[5]).startswith("http") for row in rows)
    said = {value for row in book["Assurance"].iter_rows(values_only=True) for value in row}
    assert of("DEU").provenance.command in said
    assert of("DEU").provenance.digest in said


def test_the_overview_answers_and_leads_to_every_sheet() -> None:
    book = opened(content())
    page = book["Overview"]
    said = [cell.value for row in page.iter_rows() for cell in row if cell.value is not None]
    assert said[0] == report().document.title
    score = of("DEU").assessment.score
    numbers = [value for value in said if isinstance(value, float)]
    for value in (score.nominal, score.low, score.high):  # a workbook keeps 16 digits of a number
        assert any(found == pytest.approx(value, rel=1e-15) for found in numbers)
    links = {cell.hyperlink.location.split("'")[1] for row in page.iter_rows() for cell in row if cell.hyperlink}
    assert links == {found.title for found in book} - FIXED


def test_the_same_report_gives_the_same_bytes() -> None:
    assert report(author="Policy unit").to_xlsx() == content()
    properties = opened(content()).properties
    assert properties.creator == "Policy unit"
    assert properties.created.date() == report().document.date


def test_names_of_sheets_are_what_excel_takes_in_any_language() -> None:
    for language in ("en", "de"):
        for made in (content(language), circle(language).to_xlsx()):
            names = [page.title for page in opened(made)]
            assert len({name.casefold() for name in names}) == len(names)
            assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_name_of_a_sheet_is_cut_short(language: str) -> None:
    for document in (report(language=language).document, circle(language).document):
        blocks = [block for _depth, section in document.walk() for block in section.blocks]
        shown = [block.data if isinstance(block, Picture) else block for block in blocks]
        whole = {table.short or table.caption for table in shown if isinstance(table, Table)}
        whole |= {section.title for section in (*document.front, *document.sections)}
        whole = {re.sub(r"\s+", " ", re.sub(r"[:/]", " ", name)) for name in whole}
        with speaking(language):
            assert {sheet.name for sheet in sheets(document)} <= whole


def test_a_header_names_its_unit_once_and_rows_of_several_tables_say_which() -> None:
    found = {sheet.name: sheet for sheet in sheets(report().document)}
    headers = [column.header for column in found["What could be done"].columns]
    assert "Million euros" in headers
    assert "Years" in headers
    assert {str(row[0]) for row in found["What could be done"].rows} >= {"Open to Germany"}
    assert len({row[0] for row in found["Under other weights"].rows}) == 2
    width = next(column for column in found["What is not known"].columns if column.header.startswith("±"))
    assert width.unit == "points apart"


def test_what_stands_below_a_table_is_no_wider_than_the_table() -> None:
    book = opened(content())
    by_name = {sheet.name: sheet for sheet in sheets(report(author="Policy unit").document)}
    for page in tables(book):
        sheet, below = by_name[page.title], len(by_name[page.title].rows) + 3
        assert page.cell(below, 1).value == sheet.title
        merged = {str(found) for found in page.merged_cells.ranges}
        last = get_column_letter(len(sheet.columns))
        for line in range(below, below + 1 + bool(sheet.note)):
            assert f"A{line}:{last}{line}" in merged
            assert page.cell(line, 1).alignment.wrap_text


# A circle


def test_a_circle_has_one_row_for_each_member_on_each_topic() -> None:
    book = opened(circle().to_xlsx())
    members = {"Canada", "France", "Germany", "Italy", "Japan", "United Kingdom", "United States"}
    for page in tables(book):
        named = [page.cell(line, 1).value for line in range(2, page.max_row + 1)]
        found = [name for name in named if name in members]
        assert len(found) == len(set(found))
        assert page.title.startswith("WARNING") or set(found) >= members - set(apart(book))
    headers = [cell.value for cell in book["The members compared"][1]]
    assert "Score (0–100)" in headers
    assert "Members at home (0–100)" in headers


def apart(book: Workbook) -> list[Any]:
    return [cell.value for page in book if page.title.startswith("WARNING") for cell in page["A"][1:]]


def test_members_that_are_not_comparable_stand_apart_under_a_warning() -> None:
    document = compose(of("DEU"))
    ranking = sovai.rank(["DEU", "KEN"], draws=50)
    entry = next(found for found in ranking.entries if found.country.code == "DEU")
    other = Incomparable(
        country=ranking.entries[-1].country, bounds=entry.bounds, because=("spread",), coverage=0.8, measured=0.1
    )
    dossier = of("DEU").model_copy(
        update={"ranking": ranking.model_copy(update={"entries": (entry,), "not_comparable": (other,)})}
    )
    found: list[Sheet] = [sheet for sheet in sheets(compose(dossier)) if sheet.caution]
    assert [sheet.name[:7] for sheet in found] == ["WARNING"]
    assert not any(sheet.caution for sheet in sheets(document))
    page = next(p for p in opened(Report(compose(dossier), dossier).to_xlsx()) if p.title.startswith("WARNING"))
    assert page.sheet_properties.tabColor is not None
    assert page.cell(2, 1).value == other.country.name
