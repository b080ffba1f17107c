"""The page of a report in a real browser: nothing is fetched, sliders agree with the engine, print, accessibility."""

from __future__ import annotations

import dataclasses
import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pypdf
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import sovai
from reports import bounds_only, circle, report
from sovai.loading import data_root
from sovai.report.pages.blocks import KEPT_WHOLE, Column, Figure, Section, Table
from sovai.report.pages.context import paragraph
from sovai.report.pages.forms.pdf import BROWSERS
from sovai.report.pages.report import Report

CHROMIUM = next((path for name in BROWSERS if (path := shutil.which(name))), None)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
A4_WIDTH, A4_LANDSCAPE_WIDTH = 673, 1016  # pixels between the margins of the printed page

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no browser is installed; .ci/run installs Chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages that are looked at."""
    folder = tmp_path_factory.mktemp("pages")
    pages = {
        "full": report(),
        "brief": report(brief=True),
        "incomparable": bounds_only(),
        "circle": circle(),
        "german": report(language="de"),
    }
    for name, page in pages.items():
        page.write(folder / f"{name}.html")
    return {name: folder / f"{name}.html" for name in pages}


def opened(browser: Browser, file: Path, **context: Any) -> tuple[Page, list[str]]:
    """Open a page; the list fills with what it asks for and with what it complains about."""
    page = browser.new_context(**context).new_page()
    noted: list[str] = []
    page.on("request", lambda request: noted.append(request.url))
    page.on("console", lambda message: noted.append(message.text))
    page.on("pageerror", lambda error: noted.append(str(error)))
    page.goto(file.as_uri())
    assert noted == [file.as_uri()]
    return page, noted


def test_a_page_loads_nothing_and_complains_of_nothing(browser: Browser, files: dict[str, Path]) -> None:
    for width in (360, 1100):
        for file in files.values():
            page, noted = opened(browser, file, viewport={"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert noted == [file.as_uri()]
            page.context.close()


def test_a_page_can_be_read_without_script(browser: Browser, files: dict[str, Path]) -> None:
    page, _noted = opened(browser, files["full"], java_script_enabled=False)
    assert not page.locator("#explorer").is_visible()
    for section in ("answer", "largest", "layers", "parties", "evidence", "assurance"):
        assert page.locator(f"#{section}").is_visible()
    page.context.close()


def moved(tmp_path: Path, weights: dict[str, float]) -> sovai.Assessment:
    """The engine's answer under other weights of the layers."""
    text = (data_root() / "weights.toml").read_text(encoding="utf-8")
    for layer, weight in weights.items():
        found = re.subn(rf"(\[layers\.{layer}\]\nname = [^\n]*\nweight = {{ value = )[0-9.]+", rf"\g<1>{weight}", text)
        text = found[0]
        assert found[1] == 1
    changed = tmp_path / "weights.toml"
    changed.write_text(text, encoding="utf-8")
    model = sovai.load_model(weights=changed)
    return sovai.assess(sovai.load_profile("DEU", model=model), model=model, draws=0)


def compare_with(page: Page, assessment: sovai.Assessment) -> None:
    """Score and order of the levers on the page are those of the engine."""
    shown = float(page.locator("#explorer-score").get_attribute("data-score") or "nan")
    assert shown == pytest.approx(assessment.score.nominal, rel=1e-9)
    assert page.locator("#explorer-score").inner_text() == f"{assessment.score.nominal:.1f}"
    for kind in ("jurisdiction", "company"):
        rows = page.locator(f"#explorer-{kind} tr").all()
        largest = [party for party in assessment.parties if party.kind == kind][: len(rows)]
        losses = [float(row.get_attribute("data-loss") or "nan") for row in rows]
        assert losses == pytest.approx([party.loss.nominal for party in largest], rel=1e-9)
        assert [row.get_attribute("data-id") for row in rows] == [party.id for party in largest]


def test_sliders_move_the_numbers_to_what_the_engine_computes(
    browser: Browser, files: dict[str, Path], tmp_path: Path
) -> None:
    page, _noted = opened(browser, files["full"])
    published = sovai.assess(sovai.load_profile("DEU"), draws=0)
    compare_with(page, published)
    status = page.locator("#explorer-status")
    assert status.inner_text() == "These are the published weights."
    weights = {"chips": 0.10, "hardware": 0.05, "energy": 0.90, "models": 0.0, "cloud": 0.02}
    for layer, weight in weights.items():
        page.locator(f"#weight-{layer}").fill(str(round(100 * weight)))
    assert "not the published weights" in status.inner_text()
    changed = moved(tmp_path, weights)
    assert abs(changed.score.nominal - published.score.nominal) > 5.0
    compare_with(page, changed)
    page.get_by_role("button", name="Back to the published weights").click()
    compare_with(page, published)
    assert status.inner_text() == "These are the published weights."
    for layer in weights:
        page.locator(f"#weight-{layer}").fill("0")
    assert status.inner_text() == "Give at least one layer a weight."
    page.context.close()


def test_where_no_point_score_may_be_quoted_none_can_be_made(browser: Browser, files: dict[str, Path]) -> None:
    page, _noted = opened(browser, files["incomparable"])
    assert page.locator("#explorer").is_visible()
    assert page.locator("#explorer-score").count() == 0
    page.context.close()


def test_a_page_prints_without_cutting_anything(browser: Browser, files: dict[str, Path], tmp_path: Path) -> None:
    for name, file in files.items():
        width = A4_LANDSCAPE_WIDTH if name == "circle" else A4_WIDTH
        page, _noted = opened(browser, file, viewport={"width": width, "height": 1000})
        page.emulate_media(media="print")
        too_wide = page.evaluate(
            "width => [...document.querySelectorAll('table, svg, pre, code')]"
            ".filter(e => e.getBoundingClientRect().right > width + 0.5).map(e => e.outerHTML.slice(0, 200))",
            width,
        )
        assert too_wide == []
        page.pdf(path=tmp_path / f"{name}.pdf", prefer_css_page_size=True)
        printed = pypdf.PdfReader(tmp_path / f"{name}.pdf")
        text = re.sub(r"\s+", "", "".join(sheet.extract_text() for sheet in printed.pages))
        cells = page.evaluate("[...document.querySelectorAll('main .scroll td')].map(e => e.innerText)")
        shown = [re.sub(r"\s+", "", cell) for cell in cells]
        assert [cell for cell in shown if cell not in text] == []
        headers = page.evaluate("[...document.querySelectorAll('thead')].map(e => e.innerText)")
        alone = {re.sub(r"\s+", "", header) for header in headers}
        for sheet in printed.pages:  # no page ends with the header of a table that goes on overleaf
            lines = re.sub(r"\s+", "", sheet.extract_text())
            assert [header for header in alone if lines.endswith(header)] == [], name
        assert (len(printed.pages) == 1) is (name == "brief")
        page.context.close()


def test_no_header_of_a_table_stands_alone_at_the_foot_of_a_page() -> None:
    """Tables at every height of a page: short ones stay whole, of longer ones header and first rows stay together."""
    lengths = {f"T{number:03}": 4 if number % 2 else KEPT_WHOLE + 3 for number in range(60)}
    sections = tuple(
        Section(key, key, (paragraph("Filler. " * (40 * (number % 7))), filled_table(key, lengths[key])))
        for number, key in enumerate(lengths)
    )
    found = report()
    document = dataclasses.replace(found.document, front=(), sections=sections)
    printed = pypdf.PdfReader(io.BytesIO(Report(document, found.dossier).to_pdf()))
    for sheet in printed.pages:
        text = sheet.extract_text()
        for key in re.findall(r"(T\d{3}) header", text):
            rows = {int(row) for row in re.findall(rf"{key} row (\d+)\b", text)}
            assert len(rows) >= (lengths[key] if lengths[key] <= KEPT_WHOLE else 2)


def filled_table(key: str, rows: int) -> Table:
    columns = (Column(f"{key} header"), Column("value", figures=True))
    return Table(
        f"{key} caption", columns, tuple((f"{key} row {row}", Figure(row, "count", str(row))) for row in range(rows))
    )


@pytest.mark.parametrize(
    ("name", "scheme", "width", "rules"),
    [("full", "light", 1100, None), ("full", "dark", 1100, "color-contrast"), ("brief", "light", 390, None)],
)
def test_axe_finds_no_barrier(
    browser: Browser, files: dict[str, Path], name: str, scheme: Any, width: int, rules: str | None
) -> None:
    page, _noted = opened(browser, files[name], color_scheme=scheme, viewport={"width": width, "height": 900})
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    options = {"resultTypes": ["violations"]} | ({"runOnly": [rules]} if rules else {})
    found = page.evaluate("options => axe.run(options)", options)
    assert found["passes"]
    assert [(v["id"], [node["html"] for node in v["nodes"]][:3]) for v in found["violations"]] == []
    page.context.close()


def test_a_report_is_printed_to_pdf_by_the_browser() -> None:
    printed = pypdf.PdfReader(io.BytesIO(report(brief=True).to_pdf()))
    assert "Germany: dependence on others for AI" in printed.pages[0].extract_text()
