"""Reports: what they say and in which order, whatever their form."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import html5lib
import jsonschema
import pytest

import sovai
from conftest import SMALL, Run
from reports import bounds_only, circle, incomparable, of, report
from sovai.errors import UsageError
from sovai.report.pages import forms
from sovai.report.pages.blocks import (
    Basis,
    Bullets,
    Column,
    Document,
    Figure,
    KeyFigures,
    Paragraph,
    Picture,
    Section,
    Sentence,
    Sources,
    Spread,
    Table,
)
from sovai.report.pages.circle.composing import compose_circle
from sovai.report.pages.composing import compose
from sovai.report.pages.report import Report
from sovai.results.circle import CircleDossier
from sovai.results.ranking import Incomparable

EXAMPLES = Path(__file__).parents[1] / "docs" / "reference" / "examples"


def sentences(section: Section) -> Iterator[Sentence]:
    for block in section.blocks:
        if isinstance(block, Paragraph):
            yield from block.sentences
        elif isinstance(block, Bullets):
            for item in block.items:
                yield from item.sentences


def test_the_sections_stand_in_the_order_that_readers_are_promised() -> None:
    document = compose(of("DEU"))
    assert [section.key for section in document.front] == ["answer", "largest", "change", "caveats"]
    assert [section.key for section in document.sections] == [
        "layers", "parties", "unknowns", "beside", "scenarios", "mitigations", "method", "evidence",
        "assurance",
    ]  # fmt: skip
    assert len({section.key for _depth, section in document.walk()}) == sum(1 for _ in document.walk())


def test_every_number_on_page_one_says_what_it_rests_on() -> None:
    for dossier in (of("DEU"), incomparable()):
        for section in compose(dossier).front:
            notes = [s for block in section.blocks if getattr(block, "role", "") == "note" for s in block.sentences]
            for sentence in sentences(section):  # a note defines words; its numbers are part of the definition
                assert sentence.basis or sentence in notes or not re.search(r"\d", sentence.text), sentence.text
            for block in section.blocks:
                if isinstance(block, KeyFigures):
                    assert all(figure.basis for figure in block.figures)
                if isinstance(block, Table):
                    assert block.basis
                    assert all(any(isinstance(cell, Basis) and cell for cell in row) for row in block.rows)


def test_sources_are_numbered_in_the_order_of_reading_and_all_are_listed() -> None:
    document = compose(of("DEU"))
    mentioned: list[int] = []
    for _depth, section in document.walk():
        for block in section.blocks:
            if isinstance(block, Table):
                mentioned += [n for row in block.rows for cell in row if isinstance(cell, Basis) for n in cell.sources]
        mentioned += [number for sentence in sentences(section) for number in sentence.basis.sources]
    listed = next(block for _, section in document.walk() for block in section.blocks if isinstance(block, Sources))
    assert (
        [number for number, _source in listed.entries]
        == sorted(set(mentioned))
        == list(range(1, len(listed.entries) + 1))
    )


def test_where_a_country_is_not_comparable_no_point_score_is_quoted() -> None:
    assessment = incomparable().assessment
    document = bounds_only().document
    shown = " ".join(sentence.text for section in document.front for sentence in sentences(section))
    assert f"{assessment.bounds.low:.0f}–{assessment.bounds.high:.0f}" in shown
    figures = [f for s in document.front for b in s.blocks if isinstance(b, KeyFigures) for f in b.figures]
    assert f"{assessment.score.nominal:.0f}" not in [figure.figure.text for figure in figures]
    assert not any(
        isinstance(block, Picture) and block.kind == "layers"
        for _, section in document.walk()
        for block in section.blocks
    )


def test_a_brief_is_page_one_with_its_sources() -> None:
    brief = compose(of("DEU"), brief=True)
    assert brief.front == compose(of("DEU")).front
    assert [section.key for section in brief.sections] == ["evidence", "assurance"]


@pytest.mark.parametrize(("words", "expected"), [("icd203", "almost certain"), ("ipcc", "virtually certain")])
def test_probabilities_of_the_simulation_can_have_words(words: str, expected: str) -> None:
    plain, worded = (
        {s.key: [x.text for x in sentences(s)] for _d, s in compose(of("DEU"), likelihood_words=scale).walk()}
        for scale in ("none", words)
    )
    assert any(expected in text for text in worded["party-USA"])
    assert not any(expected in text for text in plain["party-USA"])
    for texts in worded.values():
        assert not any(expected in text and "confidence" in text for text in texts)


def test_unknown_words_and_languages_are_refused() -> None:
    with pytest.raises(UsageError, match="no scale of words"):
        compose(of("DEU"), likelihood_words="kent")
    with pytest.raises(UsageError, match="no language"):
        compose(of("DEU"), language="tlh")


def test_every_picture_draws_and_says_its_finding() -> None:
    pictures = [b for _, s in compose(of("DEU")).walk() for b in s.blocks if isinstance(b, Picture)]
    assert {picture.kind for picture in pictures} == {"layers", "levers", "courses", "network", "ranks", "sensitivity"}
    for picture in pictures:
        assert picture.alt.endswith(".")
        assert picture.data.rows
        picture.draw().to_dict()  # Altair validates it


def test_a_table_has_rows_as_long_as_its_header() -> None:
    with pytest.raises(ValueError, match="as many cells"):
        Table("Broken", (), (("a",),))


def test_markdown_has_every_heading_and_source() -> None:
    text = report(author="Jane Doe").to_markdown()
    document = compose(of("DEU"))
    assert text.startswith("# Germany: dependence on others for AI\n")
    assert "Jane Doe" in text
    assert [line.lstrip("# ") for line in text.splitlines() if line.startswith("#")][1:] == [
        section.title for _depth, section in document.walk()
    ]
    listed = next(block for _, section in document.walk() for block in section.blocks if isinstance(block, Sources))
    assert all(source.url in text for _number, source in listed.entries)
    assert of("DEU").provenance.command in text


def test_json_is_the_dossier_unrounded() -> None:
    dossier = of("DEU")
    assert json.loads(report().to_json()) == dossier.to_dict()
    assert sum(dossier.formula.indicators.values()) == pytest.approx(1.0)


def test_files_are_written_together_or_not_at_all(tmp_path: Path) -> None:
    report().write(tmp_path / "a.md", tmp_path / "b.json")
    assert {path.name for path in tmp_path.iterdir()} == {"a.md", "b.json"}
    for path in tmp_path.iterdir():
        path.write_text("before")
    with pytest.raises(UsageError, match="cannot be written"):
        report().write(tmp_path / "a.md", tmp_path / "missing" / "b.json")
    assert {path.read_text() for path in tmp_path.iterdir()} == {"before"}


def test_an_unknown_ending_and_a_missing_package_are_said_before_anything_is_computed(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = run("report", "DEU", "-o", "germany.odt")
    assert done.exit_code == 1
    assert "germany.odt: no report has this ending; there are .html, " in done.stderr
    monkeypatch.setattr(forms, "find_spec", lambda _name: None)
    done = run("report", "DEU", "-o", "germany.html")
    assert done.exit_code == 1
    assert "python -m pip install 'sovai-risk[report]'" in done.stderr


def test_without_a_file_a_report_is_markdown_on_the_screen(run: Run) -> None:
    done = run("report", "DEU", "--data", SMALL, "--draws", "0", "--pages", "1", "--author", "Jane Doe")
    assert done.exit_code == 0, done.stderr
    assert "Jane Doe" in done.stdout
    assert "## Layer by layer" not in done.stdout


# The page


class Outline(HTMLParser):
    """Ids, links within the page and headings of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.levels: list[int] = []
        self.addresses: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        self.ids += [found["id"]] if "id" in found else []
        href = found.get("href", "")
        self.links += [href[1:]] if href.startswith("#") else []
        self.addresses += [found[key] for key in ("src", "srcset", "data", "poster") if key in found]
        self.levels += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []


@pytest.mark.parametrize(
    "made", [report, lambda: report(brief=True), bounds_only, circle], ids=["full", "brief", "bounds", "circle"]
)
def test_a_page_is_valid_and_holds_together(made: Callable[[], Report]) -> None:
    page = made().to_html()
    html5lib.HTMLParser(strict=True).parse(page)  # raises on the first error
    outline = Outline(page)
    assert len(set(outline.ids)) == len(outline.ids)
    assert set(outline.links) <= set(outline.ids)
    assert outline.addresses == []
    # What the W3C's checker asks for beyond the syntax: a caption comes first, and tables need no roles.
    assert page.count("<figure") == len(re.findall(r"<figure[^>]*>\s*<figcaption>", page))
    assert not re.search(r"<(table|thead|tbody|tr|th|td)[^>]* role=", page)
    assert outline.levels[0] == 1
    assert outline.levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(outline.levels))


def test_a_page_says_all_that_the_document_says() -> None:
    page = html.unescape(re.sub(r"<[^>]+>", " ", report().to_html()))
    said = re.sub(r"\s+", " ", page)
    for _depth, section in report().document.walk():
        assert section.title in said
        for sentence in sentences(section):
            assert re.sub(r"\s+", " ", sentence.text) in said


def test_texts_from_data_cannot_break_a_page() -> None:
    title = "</title><script>alert(1)</script>&amp;"
    page = Report(compose(of("KEN"), title=title, author='"><b>'), of("KEN")).to_html()
    assert "<script>alert" not in page
    assert '"><b>' not in page
    html5lib.HTMLParser(strict=True).parse(page)


def test_without_a_browser_and_an_office_a_pdf_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    with pytest.raises(UsageError, match="needs a browser"):
        bounds_only().to_pdf()


def test_a_program_that_makes_no_pdf_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: "/bin/false" if name == "chromium" else None)
    with pytest.raises(UsageError, match="/bin/false made no PDF"):
        bounds_only().to_pdf()


def test_where_nobody_outside_holds_anything_the_report_says_so() -> None:
    found = of("KEN")
    nobody = {"parties": (), "without_largest": None, "flips": None}
    for comparable in (True, False):
        assessment = found.assessment.model_copy(update={**nobody, "comparable": comparable})
        dossier = found.model_copy(update={"assessment": assessment})
        page = Report(compose(dossier), dossier).to_html()
        html5lib.HTMLParser(strict=True).parse(page)
        assert "Nobody outside could leave any need unmet within the horizon." in page


@pytest.mark.parametrize("option", [("--horizon", "0"), ("--draws", "0"), ("--home", "UNION")])
def test_reports_at_the_edges_are_whole(run: Run, tmp_path: Path, option: tuple[str, str]) -> None:
    draws = () if option[0] == "--draws" else ("--draws", "30")
    done = run("report", "XAA", "--data", EXAMPLES, *draws, *option, "-o", tmp_path / "page.html")
    assert done.exit_code == 0, done.stderr
    html5lib.HTMLParser(strict=True).parse((tmp_path / "page.html").read_text(encoding="utf-8"))


def test_without_a_browser_an_office_converts_the_word_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = tmp_path / "soffice"
    office.write_text('#!/bin/sh\nfor last; do :; done\ncp "$last" "${last%.docx}.pdf"\n')
    office.chmod(0o755)
    monkeypatch.setattr("shutil.which", lambda name: str(office) if name == "soffice" else None)
    assert bounds_only().to_pdf().startswith(b"PK")  # what it copied is the document
    monkeypatch.setattr("shutil.which", lambda name: str(tmp_path / "gone") if name == "soffice" else None)
    with pytest.raises(UsageError, match="gone could not make a PDF"):
        bounds_only().to_pdf()


def test_a_dossier_follows_its_schema(run: Run) -> None:
    schema = json.loads(run("schema", "dossier").stdout)
    jsonschema.validate(json.loads(report().to_json()), schema)
    jsonschema.validate(json.loads(circle().to_json()), json.loads(run("schema", "circle-dossier").stdout))


# Circles


def tables(document: Document) -> Iterator[Table]:
    for _depth, section in document.walk():
        yield from (block for block in section.blocks if isinstance(block, Table))


def test_a_circle_has_one_table_per_topic_and_one_row_per_member() -> None:
    document = circle().document
    assert [section.key for section in document.front] == ["answer", "ranks", "caveats"]
    assert [section.key for section in document.sections] == [
        "layers", "states", "companies", "vetoes", "single-hand", "quality", "evidence", "assurance",
    ]  # fmt: skip
    for table in tables(document):
        assert sorted(str(row[0]) for row in table.rows) == [
            "Australia", "Canada", "New Zealand", "United Kingdom", "United States",
        ]  # fmt: skip


def test_notes_explain_what_stands_in_the_tables_and_nothing_else() -> None:
    """Each word that a note explains heads a column of the section it stands in."""
    found = circle().dossier
    assert isinstance(found, CircleDossier)
    brief, whole = compose_circle(found, brief=True), circle().document
    country = next(section for _, section in report().document.walk() if section.key == "beside")
    for sections in (brief.front, whole.front, (country,)):
        heads = {column.title.split()[0].casefold() for section in sections for column in columns_of(section)}
        said = " ".join(sentence.text for section in sections for sentence in sentences(section))
        said += " ".join(table.note for section in sections for table in tables_of(section))
        assert "Rank 1 is the most dependent." in said
        assert "An order is established" in said
        assert ("Higher, lower:" in said) is ("higher" in heads)
        assert ("Measured:" in said) is ("measured" in heads)
        assert "Top lever:" not in said
        assert "Alone:" not in said


def tables_of(section: Section) -> Iterator[Table]:
    shown = (block.data if isinstance(block, Picture) else block for block in section.blocks)
    yield from (block for block in shown if isinstance(block, Table))


def columns_of(section: Section) -> Iterator[Column]:
    for table in tables_of(section):
        yield from table.columns


def test_a_member_has_the_figures_of_its_own_assessment_and_those_with_the_circle_at_home() -> None:
    ranks = next(table for table in tables(circle().document) if table.columns[2].title == "Ranks")
    row = next(row for row in ranks.rows if row[0] == "Canada")
    model = sovai.load_model()
    profile = sovai.load_profile("CAN", model=model)
    for cell, home in ((row[3], ""), (row[6], "FIVE-EYES")):
        assert isinstance(cell, Figure)
        assert cell.value == pytest.approx(sovai.assess(profile, model=model, home=home, draws=0).score.nominal)


def test_of_a_member_that_is_not_comparable_only_the_bounds_are_quoted() -> None:
    dossier = circle().dossier
    assert isinstance(dossier, CircleDossier)
    first = dossier.ranking.entries[0]
    apart = Incomparable(
        country=first.country, bounds=first.bounds, because=("spread",), coverage=0.7, measured=first.measured
    )
    ranking = dossier.ranking.model_copy(
        update={"entries": dossier.ranking.entries[1:], "not_comparable": (apart,)}
    )  # fmt: skip
    members = tuple(
        member.model_copy(update={"comparable": member.country.code != first.country.code})
        for member in dossier.members
    )
    changed = dossier.model_copy(update={"ranking": ranking, "members": members})
    document = compose_circle(changed)
    assert "not-comparable" in [section.key for section in document.front]
    layers = next(section for section in document.sections if section.key == "layers").blocks[0]
    assert isinstance(layers, Table)
    row = next(row for row in layers.rows if row[0] == first.country.name)
    assert all(isinstance(cell, Figure | Spread) and cell.text == "–" for cell in row[1:])


def test_where_nothing_can_be_compared_a_circle_says_so() -> None:
    dossier = circle().dossier
    assert isinstance(dossier, CircleDossier)
    empty = dossier.ranking.model_copy(update={"entries": ()})
    members = tuple(member.model_copy(update={"parties": ()}) for member in dossier.members)
    document = compose_circle(
        dossier.model_copy(update={"ranking": empty, "together": empty, "members": members})
    )  # fmt: skip
    assert "None of the members can be compared" in next(sentences(document.front[0])).text
    states = next(table for table in tables(document) if table.caption == "The largest lever among states")
    assert {row[1] for row in states.rows} == {"none"}


def test_what_is_asked_of_one_country_is_refused_for_a_circle(run: Run) -> None:
    for option in (["--levers"], ["--compare", "FRA"], ["--scenario", "us-frontier-order"], ["--home", "NATO"]):
        done = run("report", "EU", *option)
        assert done.exit_code == 1
        assert f"leave {'it' if option[0] != '--home' else ''}".strip() in done.stderr
    with pytest.raises(UsageError, match="no circle of the catalogue"):
        sovai.compose_circle_report("EUU")


def test_a_circle_on_the_command_line(run: Run, tmp_path: Path) -> None:
    done = run("report", "MERCOSUR", "--draws", "20", "--pages", "1", "--lang", "de", "-o", tmp_path / "circle.md")
    assert done.exit_code == 0, done.stderr
    assert "sovai report MERCOSUR --draws 20 --seed 0" in (tmp_path / "circle.md").read_text(encoding="utf-8")
