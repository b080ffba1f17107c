"""Reports as their readers see them: notes fit the tables, names instead of ids, nothing said twice or for nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pycountry
import pytest

import sovai
from reports import circle, of
from sovai import explain
from sovai.assessment.dossier import dossier
from sovai.loading.scenarios import lever_ids, scenario_ids
from sovai.report.pages.blocks import Basis, Block, Bullets, Document, Paragraph, Picture, Section, Sentence, Table
from sovai.report.pages.circle.composing import compose_circle
from sovai.report.pages.composing import compose
from sovai.report.pages.pictures.network import network_picture
from sovai.results.dossier import Dossier

SYMBOLS = {"~", "?", "±", "†", "◆", "Tie", "even ones", "B", "C", "D", "Data", "Choices"}
"""What notes explain besides columns: signs in cells, words in cells, grades, and the two kinds of uncertainty."""
OTHERWISE = {"Data are at their nominal values", "States by their code of ISO 3166, the largest lever first"}
"""Sentences with a colon that explain no column."""


@cache
def at_home() -> Dossier:
    """The United States under an order of their own, a stop that leaves nothing unmet, and a tariff."""
    model = sovai.load_model()
    return dossier(
        sovai.load_profile("USA", model=model),
        scenarios=["us-cloud-suspension", "us-chip-tariff", "us-chip-tiers"],
        beside=["CHN", "DEU"],
        with_unknowns=False,
        model=model,
        draws=50,
    )


@cache
def proxies() -> Dossier:
    """A country that follows mixes, with all that is not known of it."""
    model = sovai.load_model()
    return dossier(sovai.load_profile("KEN", model=model), with_unknowns=True, model=model, draws=100)


@cache
def documents(language: str = "en") -> dict[str, Document]:
    return {
        "whole": compose(of("DEU"), language=language),
        "at home": compose(at_home(), language=language),
        "proxies": compose(proxies(), language=language),
        "circle": compose_circle(circle().dossier, language=language),  # type: ignore[arg-type]
    }


def every_section(document: Document) -> Iterator[Section]:
    yield from (section for _depth, section in document.walk())


def tables(section: Section) -> Iterator[Table]:
    for block in section.blocks:
        if isinstance(block, Table | Picture):
            yield block.data if isinstance(block, Picture) else block


def paragraphs(block: Block) -> tuple[Paragraph, ...]:
    return (block,) if isinstance(block, Paragraph) else block.items if isinstance(block, Bullets) else ()


def sentences(section: Section) -> Iterator[Sentence]:
    yield from (found for block in section.blocks for one in paragraphs(block) for found in one.sentences)


def texts(document: Document) -> Iterator[str]:
    """Every text of a document that people read."""
    yield document.title
    for section in every_section(document):
        yield section.title
        yield from (sentence.text for sentence in sentences(section))
        yield from (
            text for block in section.blocks if isinstance(block, Picture) for text in (block.caption, block.alt)
        )
        for table in tables(section):
            yield from (table.caption, table.note)
            yield from (column.title for column in table.columns)
            for row in table.rows:
                yield from (cell if isinstance(cell, str) else cell.text for cell in row if not isinstance(cell, Basis))


def explained(note: str) -> Iterator[str]:
    """What a note explains: the words before the colon of each of its sentences."""
    for sentence in re.split(r"(?<=[.;]) ", note):
        if found := re.fullmatch(r"([^:.]{1,80}): .*", sentence):
            yield from {found[1]} - OTHERWISE


def is_there(name: str, columns: set[str]) -> bool:
    def one(word: str) -> bool:
        return word in SYMBOLS or any(word.casefold() in column for column in columns)

    return one(name) or all(one(word) for word in re.split(r", | and ", name))


@pytest.mark.parametrize("kind", ["whole", "at home", "proxies", "circle"])
def test_notes_explain_columns_that_are_there(kind: str) -> None:
    for section in every_section(documents()[kind]):
        columns = {column.title.casefold() for table in tables(section) for column in table.columns}
        notes = [table.note for table in tables(section)]
        notes += [
            sentence.text
            for block in section.blocks
            if isinstance(block, Paragraph) and block.role == "note"
            for sentence in block.sentences
        ]
        for note in notes:
            assert [name for name in explained(note) if not is_there(name, columns)] == [], (section.key, columns)


def test_the_columns_of_every_kind_of_table_are_explained_somewhere() -> None:
    """The terms of the field; what a country or a rank is needs no words."""
    terms = {
        "Outside",
        "Single hand",
        "Cut-off",
        "Control",
        "Half unmet",
        "Attributed",
        "Measured",
        "Part of the score",
    }
    terms |= {"Largest in draws", "Best and worst case", "Variance", "Down and up", "Weights that favour it", "Veto"}
    said = [name for text in texts(documents()["whole"]) for name in explained(text)]
    known = {word for name in said for word in (name, *re.split(r", | and ", name))}
    assert terms - {word[:1].upper() + word[1:] for word in known} == set()
    assert any("Bounds" in name for text in texts(documents()["circle"]) for name in explained(text))


@pytest.mark.parametrize("language", ["en", "de"])
def test_names_stand_where_files_have_ids(language: str) -> None:
    model = sovai.load_model()
    known = (*scenario_ids(model.root), *lever_ids(model.root), *model.catalogue.mixes, *model.catalogue.suppliers)
    ids = {key for key in known if "-" in key}
    codes = {country.alpha_3 for country in pycountry.countries} - ({"USA"} if language == "de" else set())
    for kind, document in documents(language).items():
        for text in texts(document):
            words = set(re.findall(r"[\w-]+", text))
            in_a_file = ".toml" in text  # where a figure belongs is said as the file has it
            assert in_a_file or not words & ids, text
            assert in_a_file or kind == "circle" or not words & codes, text
    vetoes = next(s for s in every_section(documents(language)["circle"]) if s.key == "vetoes")
    table = next(tables(vetoes))
    used = {code for row in table.rows for cell in row[1:] if isinstance(cell, str) for code in cell.split(", ")} - {
        "–"
    }
    assert used
    assert all(f"{code} " in table.note for code in used)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("kind", ["whole", "at home", "proxies", "circle"])
def test_no_section_says_a_thing_twice(kind: str, language: str) -> None:
    for section in every_section(documents(language)[kind]):
        said = [sentence.text for sentence in sentences(section)]
        said += [block.alt for block in section.blocks if isinstance(block, Picture)]
        for text, times in Counter(said).items():
            assert times == 1, text
            # A precedent says how long it lasted; its note does not say it again.
            assert not re.search(r"(\d+ (?:days|Tage))\)\. \1", text), text


def test_a_tie_is_said_once() -> None:
    assessment = of("DEU").assessment
    tied = next(lever for lever in explain.levers(assessment, "company") if lever.tied_with)
    section = next(s for s in every_section(documents()["whole"]) if s.key == f"party-{tied.party.id}")
    said = " ".join(sentence.text for sentence in sentences(section))
    assert said.count("this one is in") + said.count("It is the largest lever") == 1
    worded = compose(of("DEU"), likelihood_words="ipcc")  # the words of a scale stand with the second
    section = next(s for s in every_section(worded) if s.key == f"party-{tied.party.id}")
    assert "It is the largest lever" in " ".join(sentence.text for sentence in sentences(section))


def test_a_scenario_that_stops_nothing_says_so_and_draws_nothing() -> None:
    section = next(s for s in every_section(documents()["at home"]) if s.key == "scenario-us-cloud-suspension")
    said = [sentence.text for sentence in sentences(section)]
    assert "Nothing of what the country uses would stop." in said
    assert any(text.startswith("The United States: at home, so not cut (change 1 of “US limits") for text in said)
    assert not list(tables(section))
    assert not any("100%" in text for text in said)


def test_a_scenario_of_prices_says_what_would_cost_more() -> None:
    model = sovai.load_model()
    found = dossier(
        sovai.load_profile("DEU", model=model),
        scenarios=["vendor-price-rise"],
        with_unknowns=False,
        model=model,
        draws=0,
    )
    section = next(s for s in every_section(compose(found)) if s.key == "scenario-vendor-price-rise")
    said = [sentence.text for sentence in sentences(section)]
    assert "Cost, not supply:" in said
    assert any("the cost as a whole would rise by" in text for text in said)


def test_precedents_have_their_own_sources() -> None:
    section = next(s for s in every_section(documents()["whole"]) if s.key == "scenario-us-frontier-order")
    before = next(sentence for sentence in sentences(section) if sentence.text.startswith("US directive on two models"))
    assert before.basis.sources
    assert not before.basis.computed


def test_states_have_their_article() -> None:
    assessment = of("DEU").assessment
    picture = network_picture(assessment, explain.levers(assessment, "jurisdiction", 1)[0])
    assert picture is not None
    assert picture.caption.endswith("the United States")
    assert picture.data.caption == "Through whom the United States acts"


def test_what_is_through_a_country_is_through_its_producers() -> None:
    section = next(s for s in every_section(documents()["whole"]) if s.key == "party-TWN")
    table = next(tables(section))
    place = [column.title for column in table.columns].index("Through")
    shown = {str(row[place]) for row in table.rows}
    assert "Taiwan" not in shown
    assert "producers there" in shown
    assert "" not in shown


def test_no_table_gives_a_country_where_its_producers_are_meant() -> None:
    countries = {country.name for country in pycountry.countries} | {"Taiwan", "South Korea", "Vietnam"}
    for document in documents().values():
        for section in every_section(document):
            for table in tables(section):
                places = [at for at, column in enumerate(table.columns) if column.title in ("Through", "Through whom")]
                for cell in (row[at] for row in table.rows for at in places):
                    assert not set(str(cell).split(", ")) & countries, (section.key, cell)


def test_page_one_lists_no_mitigation_without_an_effect() -> None:
    whole = of("DEU")
    assert whole.levers is not None
    idle = [
        lever.model_copy(update={"score": lever.score.model_copy(update={"nominal": -0.01})})
        for lever in whole.levers.levers
    ]
    quiet = whole.model_copy(update={"levers": whole.levers.model_copy(update={"levers": tuple(idle)})})
    change = next(section for section in compose(quiet).front if section.key == "change")
    said = [sentence.text for sentence in sentences(change)]
    assert said[0] == "No mitigation that is open to the country takes a tenth of a point off the score."
    assert not any("±0.0" in text for text in said)


def test_a_country_alone_in_its_rank_has_one_rank() -> None:
    beside = next(section for section in documents()["at home"].sections if section.key == "beside")
    picture = next(block for block in beside.blocks if isinstance(block, Picture))
    assert "Germany with rank 1." in picture.alt
    assert "{" not in picture.alt
