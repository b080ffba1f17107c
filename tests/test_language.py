"""Texts in other languages: the mechanism, numbers and dates against the CLDR, and the option of every command."""

from __future__ import annotations

import ast
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

import sovai
from conftest import Run, Tree
from sovai.model.base import Names, Record, Text, Texts
from sovai.report import language, numbers, phrases

REPORT = Path(language.__file__).parent
OTHERS = language.languages()[1:]


def bound_names(function: ast.AST) -> Iterator[str]:
    """Names that a function binds itself; comprehensions bind theirs for themselves."""
    inner = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
    for node in ast.iter_child_nodes(function):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        if not isinstance(node, inner):
            yield from bound_names(node)


@pytest.mark.parametrize("module", sorted(REPORT.rglob("*.py")), ids=lambda path: str(path.relative_to(REPORT)))
def test_nothing_hides_the_function_that_translates(module: Path) -> None:
    """A loop over ``_, value`` would make ``_`` a local name in the whole function."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    if any(isinstance(node, ast.ImportFrom) and "_" in {alias.name for alias in node.names} for node in ast.walk(tree)):
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        assert [function.name for function in functions if "_" in bound_names(function)] == []


@pytest.mark.parametrize("module", sorted(REPORT.rglob("*.py")), ids=lambda path: str(path.relative_to(REPORT)))
def test_messages_are_whole_when_they_are_looked_up(module: Path) -> None:
    """``_(f"…")`` or ``_("…".format(…))`` would look up a text that no catalogue can hold."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
            assert not any(isinstance(part, ast.JoinedStr | ast.BinOp | ast.Call) for part in node.args[:2]), (
                node.lineno
            )


def test_english_is_the_message_itself() -> None:
    assert language.spoken() == "en"
    assert language._("at once") == "at once"
    assert language.pgettext("number", ".") == "."
    assert language.ngettext("{number} day", "{number} days", 1) == "{number} day"
    assert language.ngettext("{number} day", "{number} days", 2) == "{number} days"


def test_a_language_is_spoken_within_its_block_only() -> None:
    with language.speaking("de"):
        assert language.spoken() == "de"
        assert language._("at once") == "sofort"
        with language.speaking("en"):
            assert language._("at once") == "at once"
        with language.speaking(None):
            assert language._("at once") == "sofort"
        assert language._("") == language.pgettext("number", "") == ""
    assert language._("at once") == "at once"


def test_a_language_without_a_catalogue_is_refused(run: Run) -> None:
    with pytest.raises(sovai.UsageError, match="'tlh' is no language of the texts; there are en, de"):
        language.checked("tlh")
    for command in ("score DEU", "explain DEU USA", "rank", "report DEU"):
        result = run(*command.split(), "--lang", "tlh")
        assert result.exit_code == 1
        assert result.output == "sovai: 'tlh' is no language of the texts; there are en, de\n"


class Place(Record):
    name: Text
    code: str
    notes: Texts = ()
    names: Names = Field(default_factory=dict)


class Map(Record):
    places: tuple[Place, ...]


def test_texts_of_the_data_are_replaced_wherever_they_stand_and_ids_are_not() -> None:
    place = Place(name="Germany", code="Germany", notes=("batteries", "my own note"), names={"batteries": "batteries"})
    found = Map(places=(place,))
    assert language.translated(found) is found
    with language.speaking("de"):
        (german,) = language.translated(found).places
        assert german.name == "Deutschland"
        assert german.code == "Germany"
        assert german.notes == ("Batterien", "my own note")
        assert german.names == {"batteries": "Batterien"}
        assert language.translated(german) == german
    assert found.places[0].name == "Germany"


def test_umlauts_stand_with_their_letters() -> None:
    names = ["Österreich", "Zypern", "Oman", "Türkei", "Tunesien", "Ägypten", "Belgien", "Straße", "Strasse"]
    assert sorted(names, key=language.alphabetical)[:4] == ["Ägypten", "Belgien", "Oman", "Österreich"]
    assert sorted(["Türkei", "Tunesien", "Uganda"], key=language.alphabetical) == ["Tunesien", "Türkei", "Uganda"]


# Numbers and dates as the CLDR has them


@pytest.mark.parametrize("spoken", language.languages())
@given(value=st.floats(0.0, 1e7))
def test_numbers_follow_the_cldr(spoken: str, value: float) -> None:
    with language.speaking(spoken):
        assert numbers.tenths(value) == format_decimal(float(f"{value:.1f}"), "0.0", locale=spoken)
        assert numbers.count(int(value)) == format_decimal(int(value), locale=spoken)
        share = round(value / 1e7, 2)
        assert numbers.percent(share) == format_percent(share, locale=spoken)
        assert numbers.percent_tenths(share) == format_percent(share, "0.0" + _percent_sign(spoken), locale=spoken)


def _percent_sign(spoken: str) -> str:
    return format_percent(0.01, locale=spoken).removeprefix("1")


@pytest.mark.parametrize("spoken", OTHERS)  # English dates are in the order of Britain, which "en" alone is not
@given(day=st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)))
def test_dates_follow_the_cldr(spoken: str, day: dt.date) -> None:
    with language.speaking(spoken):
        assert numbers.day(day) == format_date(day, "long", locale=spoken)


@pytest.mark.parametrize("spoken", OTHERS)
@given(words=st.lists(st.sampled_from(["Taiwan", "Japan", "Kenia", "Chile"]), min_size=1, max_size=5))
def test_lists_follow_the_cldr(spoken: str, words: list[str]) -> None:
    with language.speaking(spoken):
        assert numbers.listed(words) == format_list(words, locale=spoken)


@pytest.mark.parametrize("spoken", language.languages())
@pytest.mark.parametrize(
    ("years", "number", "unit"),
    [(1 / 365.25, 1, "day"), (30 / 365.25, 30, "day"), (1 / 4, 3, "month"), (1.0, 1, "year"), (2.0, 2, "year"),
     (2.5, 2.5, "year")],
)  # fmt: skip
def test_times_follow_the_cldr(spoken: str, years: float, number: float, unit: str) -> None:
    with language.speaking(spoken):
        assert numbers.years(years) == format_unit(number, unit, locale=spoken)


def test_german_numbers() -> None:
    with language.speaking("de"):
        assert numbers.percent(0.35) == "35\u00a0%"
        assert numbers.percent_range(0.331, 0.379) == "33–38\u00a0%"
        assert numbers.percent(0.001) == "<1\u00a0%"
        assert numbers.change(-0.44) == "−0,4"
        assert numbers.change_range(-0.5, 0.1) == "−0,5 bis +0,1"
        assert numbers.amount(12_345.6) == "12.346"
        assert numbers.day(dt.date(2026, 6, 30)) == "30. Juni 2026"
        assert [numbers.after(years) for years in (0.0, 1 / 365.25, 30 / 365.25, 0.25, 1.0, 3.0)] == [
            "sofort", "nach 1 Tag", "nach 30 Tagen", "nach 3 Monaten", "nach 1 Jahr", "nach 3 Jahren",
        ]  # fmt: skip
        assert numbers.span(1.75) == "21 Monate"
        assert numbers.span_range(1.4, 2.3) == "1,4–2,3 Jahre"
        assert numbers.span_range(4.0, None) == "ab 4,0 Jahre"
        assert numbers.listed(["a", "b", "c", "d"], most=2) == "a, b und 2 weitere"


def test_english_times_have_their_plural_forms() -> None:
    assert numbers.years(1 / 365.25) == "1 day"
    assert numbers.after(1 / 12 + 0.1) == "after 2 months"
    assert numbers.span(1 / 365.25) == "1 day"


@pytest.mark.parametrize(
    ("code", "within"),
    [("USA", "die Vereinigten Staaten"), ("CHE", "die Schweiz"), ("NLD", "die Niederlande"), ("TUR", "die Türkei"),
     ("GBR", "das Vereinigte Königreich"), ("IRN", "den Iran"), ("DEU", "Deutschland"), ("XAA", "Xanadu"),
     ("nvidia", "Xanadu")],
)  # fmt: skip
def test_countries_within_german_sentences(code: str, within: str) -> None:
    with language.speaking("de"):
        assert phrases.named(code, "Xanadu") == within
        assert phrases.mentioned(code, "Xanadu") == "Xanadu"


# The command line and the library


def test_programs_get_the_same_in_every_language(run: Run) -> None:
    for form in ("json", "csv"):
        english, german = (
            run("score", "DEU", "--draws", "0", "--format", form, "--lang", spoken).output for spoken in ("en", "de")
        )
        assert english == german


def test_a_page_in_german(run: Run) -> None:
    result = sovai.assess(sovai.load_profile("DEU"), draws=0)
    page = result.to_markdown("de")
    assert page == run("score", "DEU", "--draws", "0", "--top", "5", "--format", "markdown", "--lang", "de").output
    assert page.startswith("# Deutschland: Abhängigkeit von anderen bei KI\n")
    with language.speaking("de"):
        assert result.to_markdown() == page
        assert "Abhängigkeitswert" in result._repr_html_()
    assert result.to_markdown() == result.to_markdown("en") != page
    with pytest.raises(sovai.UsageError, match="no language of the texts"):
        result.to_markdown("tlh")


def test_texts_of_a_tree_of_ones_own_stay_as_they_are(run: Run, tree: Tree) -> None:
    tree.replace("weights.toml", "[layers.cloud]", '[layers.cloud]\nname = "Clouds of my own"')
    screen = run("score", "DEU", "--draws", "0", "--data", str(tree.root), "--lang", "de").output
    assert "Clouds of my own" in screen
    assert "Schwächste Ebene" in screen
