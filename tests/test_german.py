"""Every screen and page in German: nothing asked for is untranslated, no English is left, and all of it fits."""

from __future__ import annotations

import gettext
import importlib
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pycountry
import pytest

import sovai
from conftest import shipped as model
from sovai import explain
from sovai.loading.scenarios import lever_ids, scenario_ids
from sovai.model import countries
from sovai.model.vocabulary import LEVELS
from sovai.report import language
from sovai.report.document import lever as lever_page
from sovai.report.terminal import lever as lever_screen
from sovai.report.terminal.screen import WIDTH, on_screen
from sovai.results.base import Result, Source

ENGLISH = re.compile(
    r"\b(the|would|of|and|with|from|which|could|is|are|if|by|for|to|not|no|it|its|as|at once|than|that|this|only|"
    r"supply|need|share|loss|score|layer|country|countries|state|states|company|interval|bounds|draws|years?|months?|"
    r"days?|after|level|high|very|low|moderate|hosted|purchased|licensed|unattributed|source|sources|limits)\b"
)
"""Words that no German text has; names of firms, commands and ids are taken out first."""


class Missed(gettext.NullTranslations):
    """Stands behind a catalogue and notes what is asked for and not there."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: set[str] = set()
        self.in_context: set[tuple[str, str]] = set()

    def gettext(self, message: str) -> str:
        self.messages.add(message)
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.messages.add(msgid1)
        return msgid1 if n == 1 else msgid2

    def pgettext(self, context: str, message: str) -> str:
        self.in_context.add((context, message))
        return message


@pytest.fixture
def missed(monkeypatch: pytest.MonkeyPatch) -> Missed:
    """What is asked for in German within a test and has no translation."""
    found, catalogue = Missed(), language._LOCALES / "de.mo"
    with catalogue.open("rb") as file:
        german = gettext.GNUTranslations(file)
    german.add_fallback(found)
    monkeypatch.setattr(language, "_catalogue", lambda code: {"de": german}[code])
    return found


@cache
def country(code: str) -> Any:
    return sovai.load_profile(code, model=model())


ASSESSED = {
    f"score {code}": lambda code=code, home=home, draws=draws: sovai.assess(
        country(code), model=model(), home=home, draws=draws, **({"flips": True} if code == "DEU" else {})
    )
    for code, home, draws in (("DEU", "", 60), ("NLD", "EU", 40), ("USA", "", 0), ("KEN", "", 40), ("IRN", "", 40))
}
FOUND: dict[str, Callable[[], Result]] = {
    **ASSESSED,
    "whatif order": lambda: sovai.what_if(
        country("DEU"), cut=["USA", "EU"], components=["cloud"], access=["hosted"], strength=(0.2, 0.5, 0.8),
        model=model(), draws=40,
    ),
    "whatif at once": lambda: sovai.what_if(country("CHE"), cut="CHN", at="0", model=model(), draws=0),
    **{
        f"whatif {key}": lambda key=key: sovai.what_if(country("KOR"), scenario=key, model=model(), draws=0)
        for key in scenario_ids(sovai.load_model().root)
    },
    "whatif together": lambda: sovai.what_if(
        country("FRA"), scenario=["us-chip-tariff", "open-line-closes"], model=model(), draws=20
    ),
    "compare scenarios": lambda: sovai.compare(
        country("POL"), ["us-chip-denial", "open-line-closes", "us-chip-tariff", "cn-battery-stop"], model=model(),
        draws=20,
    ),
    "compare countries": lambda: sovai.compare(country("DEU"), ["FRA", "IRN"], model=model(), draws=20),
    "levers of Germany": lambda: sovai.levers(country("DEU"), budget=1000.0, years=3.0, model=model(), draws=20),
    "levers of Kenya": lambda: sovai.levers(country("KEN"), model=model(), draws=0),
    **{
        f"lever {key}": lambda key=key: sovai.levers(country("ESP"), [key], model=model(), draws=0)
        for key in lever_ids(sovai.load_model().root)
    },
    "cut sets": lambda: sovai.cut_sets(country("DEU"), model=model(), size=2),
    "cut sets of the stack": lambda: sovai.cut_sets(country("BRA"), model=model(), loss=0.3),
    "rank": lambda: sovai.rank(["G7", "KEN", "IND"], model=model(), home="EU", draws=30),
    "rank by layer": lambda: sovai.rank(["G7"], model=model(), by="cloud", draws=10),
    "rank by party": lambda: sovai.rank(["EU"], model=model(), by="party:NLD", draws=10),
    "leverage of a state": lambda: sovai.leverage("USA", ["EU", "GBR", "USA"], model=model(), draws=20),
    "leverage of a company": lambda: sovai.leverage("asml", ["G7"], model=model(), draws=0),
    "gaps": lambda: sovai.gaps(country("DEU"), model=model(), draws=1000),
    "gaps of Kenya": lambda: sovai.gaps(country("KEN"), model=model(), draws=1000),
    "sensitivity": lambda: sovai.sensitivity(country("DEU"), model=model(), samples=64),
    "robustness": lambda: sovai.robustness(country("DEU"), model=model(), draws=200),
    "robustness of ranks": lambda: sovai.rank_robustness(["G7"], model=model(), draws=200),
}  # fmt: skip
"""Results of every kind, for several countries, with all shipped scenarios and levers."""


def proper_names() -> Iterator[str]:
    """Yield what is the same in every language: names of firms and programmes, ids of files and quantities."""
    catalogue = model().catalogue
    yield from (supplier.name for supplier in catalogue.suppliers.values())
    yield from catalogue.mixes
    yield from scenario_ids(model().root)
    yield from lever_ids(model().root)
    yield "AI Diffusion Rule"


@cache
def names() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(proper_names(), key=len, reverse=True))))


def without_sources(result: Any) -> Any:
    """Return a result whose sources and command say nothing: titles are quoted as they are, commands are English."""
    source = {"publisher": "X", "title": "Y", "url": "Z"}
    changed: dict[str, Any] = {"provenance": result.provenance.model_copy(update={"command": "sovai S C"})}
    if evidence := getattr(result, "evidence", None):
        assert isinstance(evidence[0], Source)
        changed["evidence"] = tuple(each.model_copy(update=source) for each in evidence)
    return result.model_copy(update=changed)


def english_in(text: str) -> list[str]:
    """Return the lines of a text in which an English word is left."""
    bare = re.sub(r"`[^`]*`|„[^“]*“|--[a-z]+|sovai \w+|\[\[[^\]]*\]\]", "", names().sub("N", text))
    return [line for line in bare.splitlines() if ENGLISH.search(line)]


@pytest.mark.parametrize("kind", FOUND)
def test_all_of_it_is_german(kind: str, missed: Missed) -> None:
    result: Any = without_sources(FOUND[kind]())
    renderers = [importlib.import_module(f"sovai.report.{form}.{result.page}") for form in ("document", "terminal")]
    with language.speaking("de"):
        german = language.translated(result)
        page = renderers[0].render(german)
        screen = on_screen(lambda out: renderers[1].render(german, out))
    assert missed.messages == set()
    known = set(names_of_everything())
    assert {(kind, text) for kind, text in missed.in_context if kind not in ("country", "data")} <= {
        ("ranked by", "party:NLD"), ("layer", "score"),
    }  # fmt: skip
    assert {text for kind, text in missed.in_context if kind == "data"} - known == set()
    assert english_in(page) == english_in(screen) == []
    assert max(map(len, screen.splitlines())) <= WIDTH
    assert "None" not in page + screen


@cache
def names_of_everything() -> frozenset[str]:
    """What may be looked up among the texts of the data and not be there: names that no language changes."""
    alike = (countries.name_of(country.alpha_3) for country in pycountry.countries)  # Japan is Japan in German
    return frozenset((*proper_names(), *alike, *LEVELS, ""))


@pytest.mark.parametrize("party", ["USA", "NLD", "tsmc", "microsoft"])
def test_everything_behind_one_lever_is_german(party: str, missed: Missed) -> None:
    assessment = without_sources(sovai.assess(country("DEU"), model=model(), draws=40, sources_per_party=None))
    with language.speaking("de"):
        german = language.translated(explain.explanation(assessment, party))
        screen = on_screen(lambda out: lever_screen.render(german, out))
        page = lever_page.render(german)
    assert missed.messages == set()
    assert english_in(screen) == english_in(page) == []
    lines = [line for line in screen.splitlines() if not line.startswith("[")]  # an address stays whole
    assert max(map(len, lines)) <= WIDTH


@pytest.mark.parametrize("words", ["icd203", "ipcc"])
def test_a_report_with_everything_asks_for_nothing_untranslated(words: str, missed: Missed) -> None:
    pytest.importorskip("jinja2")
    report = sovai.compose_report(
        country("DEU"), scenarios=["taiwan-blockade"], beside=["FRA"], with_levers=True, likelihood_words=words,
        language="de", model=model(), draws=1000,
    )  # fmt: skip
    page = report.to_markdown()
    assert '<html lang="de">' in report.to_html()
    assert report.to_docx()
    assert report.to_xlsx()
    assert missed.messages == set()
    assert {text for kind, text in missed.in_context if kind == "data"} - names_of_everything() == set()
    body = page.partition("\n## Belege")[0]
    assert english_in(re.sub(r"Die Skala: .*", "", body)) == []  # what follows is a source


def test_a_report_on_a_circle_asks_for_nothing_untranslated(missed: Missed) -> None:
    report = sovai.compose_circle_report("G7", language="de", model=model(), draws=20)
    page = report.to_markdown()
    assert report.to_xlsx()
    assert missed.messages == set()
    assert english_in(page.partition("\n## Belege")[0]) == []


def test_a_state_is_named_with_its_article_and_case() -> None:
    with language.speaking("de"):
        page = sovai.assess(country("IRN"), model=model(), draws=0).to_markdown()
        assert "Bei einem Lieferstopp durch die Vereinigten Staaten bliebe" in page
        assert "statt Zahlen für den Iran" in page
        swiss = sovai.cut_sets(country("CHE"), model=model(), size=1).to_markdown()
        assert "die gemeinsam den Zugang für die Schweiz abschalten könnten" in swiss


def test_english_words_would_be_found() -> None:
    assert english_in("73 % of cloud infrastructure would stop at once") != []
    assert english_in("Bei einem Lieferstopp durch Amazon bliebe ein Anteil ungedeckt") == []
    assert english_in("University of Ljubljana (GaMS): eigene Lieferung") == []
