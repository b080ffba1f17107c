"""The figures of page one, read back from every form and compared with the JSON of the same report."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from typing import Any

import docx
import html5lib
import openpyxl
import pytest

from reports import report
from sovai.report.pages.report import Report

LANGUAGES = ["en", "de"]
TOP = 3
Read = Callable[[Report], tuple[str, list[list[str]]]]


def results() -> dict[str, Any]:
    """Return what the JSON says: nothing of it went through the formatting of numbers."""
    found: dict[str, Any] = json.loads(report().to_json())["assessment"]
    return found


def states() -> list[dict[str, Any]]:
    found = [party for party in results()["parties"] if party["kind"] == "jurisdiction"]
    return sorted(found, key=lambda party: -party["loss"]["nominal"])[:TOP]


def digits(text: str) -> list[str]:
    """Return the numbers of a text that are no marks of sources."""
    return re.findall(r"\d+(?:[.,]\d+)?", re.sub(r"\[.*?\]", "", text))


def of_score(found: dict[str, Any]) -> list[str]:
    return [f"{found[key]:.0f}" for key in ("nominal", "low", "high")]


def of_share(found: dict[str, Any]) -> list[str]:
    return [f"{100 * found[key]:.0f}" for key in ("nominal", "low", "high")]


def in_html(found: Report) -> tuple[str, list[list[str]]]:
    page = html5lib.parse(found.to_html(), namespaceHTMLElements=False)
    largest = page.find(".//section[@id='largest']")
    rows = [["".join(cell.itertext()) for cell in row] for row in largest.findall(".//tbody/tr")]
    return "".join(page.find(".//p[@class='lead']").itertext()), rows


def in_word(found: Report) -> tuple[str, list[list[str]]]:
    word = docx.Document(io.BytesIO(found.to_docx()))
    lead = next(paragraph.text for paragraph in word.paragraphs if paragraph.style.name == "Quote")
    return lead, [[cell.text for cell in row.cells] for row in word.tables[1].rows[1:]]


def in_markdown(found: Report) -> tuple[str, list[list[str]]]:
    lines = found.to_markdown().splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("| ---"))
    rows = [line.strip("| ").split(" | ") for line in lines[start + 1 : start + 1 + TOP]]
    return next(line for line in lines if line.startswith("**")), rows


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("read", [in_html, in_word, in_markdown])
def test_page_one_says_the_figures_of_the_json(read: Read, language: str) -> None:
    found, (lead, rows) = results(), read(report(brief=True, language=language))
    first, *_others = states()
    horizon = [f"{found['horizon_years']:g}"]
    said = [*of_score(found["score"]), "100", f"{found['weakest_layer']['score']:.0f}"]
    assert sorted(digits(lead)) == sorted([*said, *of_share(first["loss"]), *horizon])
    for row, state in zip(rows, states(), strict=True):
        loss, low, high = of_share(state["loss"])
        assert digits(row[1]) == [loss]
        assert digits(row[2]) == [low, high]
        assert digits(row[6]) == [str(len(state["vetoes"]))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_forms_have_the_same_words_on_page_one(language: str) -> None:
    def plain(text: str) -> str:
        return " ".join(re.sub(r"\[.*?\]|\*\*", "", text).split()).strip()

    shown = [read(report(brief=True, language=language)) for read in (in_html, in_word, in_markdown)]
    assert len({plain(lead) for lead, _rows in shown}) == 1
    assert len({tuple(plain(cell) for row in rows for cell in row) for _lead, rows in shown}) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_has_them_unrounded(language: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(report(brief=True, language=language).to_xlsx()))
    numbers = [
        cell.value for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int | float)
    ]
    found = results()
    wanted = [found["score"][key] for key in ("nominal", "low", "high")]
    wanted += [found["weakest_layer"]["score"], found["measured"]]
    wanted += [state["loss"][key] for state in states() for key in ("nominal", "low", "high")]
    for number in wanted:
        assert any(value == pytest.approx(number, abs=1e-9) for value in numbers)
