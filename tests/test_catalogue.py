"""The catalogues of other languages: complete, compiled, true to the CLDR, and with every placeholder in place."""

from __future__ import annotations

import importlib.util
import io
import re
import sys
from pathlib import Path
from types import ModuleType

import pycountry
import pytest
from babel import Locale
from babel.messages import Catalog
from babel.messages.mofile import read_mo

from sovai.loading import load_model
from sovai.loading.scenarios import lever_ids, scenario_ids
from sovai.model import countries
from sovai.report import language, phrases


def _tool() -> ModuleType:
    path = Path(__file__).parents[1] / "tools" / "catalogue.py"
    spec = importlib.util.spec_from_file_location("catalogue", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["catalogue"] = module
    spec.loader.exec_module(module)
    return module


tool = _tool()
LANGUAGES = language.languages()[1:]
FIELD = re.compile(r"\{(\w+)\}")
INSTEAD = {
    "name": {"party"}, "names_listed": {"names"}, "after": {"time", "end"}, "party_name": {"party"},
    "giver_name": {"giver"}, "taker_name": {"taker"}, "owner_name": {"owner"}, "party_in_text": {"party"},
}  # fmt: skip
"""What a sentence is also given, for languages that need another form, and what it may stand for."""


@pytest.fixture(scope="module", params=LANGUAGES)
def code(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def catalogue(code: str) -> Catalog:
    return tool.read(code)


def test_texts_of_the_data_name_nothing_by_its_id() -> None:
    """Reports show titles, descriptions and notes to people who do not know the files."""
    model = load_model()
    ids = {key for key in (*scenario_ids(model.root), *lever_ids(model.root), *model.catalogue.mixes) if "-" in key}
    codes = {country.alpha_3 for country in pycountry.countries}
    for where, text in tool.data_texts():
        words = set(re.findall(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*", text))
        assert not words & ids, f"{where}: {text}"
        assert where.endswith("measures.toml") or not words & codes, f"{where}: {text}"


def keys(catalogue: Catalog) -> set[tuple[str | None, object]]:
    return {(message.context, message.id) for message in catalogue if message.id}


def test_no_message_is_missing_and_none_is_left_over(catalogue: Catalog) -> None:
    """After a change of texts: ``uv run python tools/catalogue.py update``, then translate what ``missing`` lists."""
    wanted, there = keys(tool.template()), keys(catalogue)
    assert sorted(map(str, wanted - there)) == []
    assert sorted(map(str, there - wanted)) == []


def test_every_message_is_translated_and_none_only_perhaps(catalogue: Catalog) -> None:
    assert list(tool.untranslated(catalogue)) == []


def test_the_program_reads_what_people_edit(code: str, catalogue: Catalog) -> None:
    """Compared text by text: the head of a compiled file says which release of Babel compiled it."""

    def texts(compiled: bytes) -> dict[tuple[str | None, str], str]:
        return {(m.context, str(m.id)): str(m.string) for m in read_mo(io.BytesIO(compiled)) if m.id}

    committed = (tool.LOCALES / f"{code}.mo").read_bytes()
    assert texts(committed) == texts(tool.compiled(catalogue))
    assert len(texts(committed)) == len(keys(catalogue))


def test_countries_are_named_as_in_the_cldr(code: str, catalogue: Catalog) -> None:
    territories = Locale.parse(code).territories
    for country in pycountry.countries:
        assert catalogue.get(countries.name_of(country.alpha_3), "country").string == territories[country.alpha_2]
        assert catalogue.get(phrases.english(country.alpha_3), "country within a sentence").string


def test_plural_forms_are_those_of_the_language(code: str, catalogue: Catalog) -> None:
    assert catalogue.num_plurals == len(Locale.parse(code).plural_form.tags | {"other"})
    for message in catalogue:
        if message.pluralizable:
            assert len(message.string) == catalogue.num_plurals


def test_placeholders_stay(catalogue: Catalog) -> None:
    """None is invented, and none is lost but in the singular, which may say "a country"."""
    for message in catalogue:
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        wanted = {field for text in ids for field in FIELD.findall(text)}
        for form in message.string if isinstance(message.string, tuple) else (message.string,):
            fields = set(FIELD.findall(form))
            meant = {field: {field} if field in wanted else INSTEAD[field] & wanted for field in fields}
            assert all(meant.values()), (message.id, form)
            found = set().union(*meant.values())
            assert form.count("{") == form.count("}") == len(FIELD.findall(form)), form
            if not message.pluralizable:
                assert found == wanted, (message.id, form)


def test_marks_of_columns_and_ends_of_sentences_stay(catalogue: Catalog) -> None:
    for message in catalogue:
        if message.id and not message.pluralizable:
            assert message.id.endswith(":r") == message.string.endswith(":r"), message.id
            assert message.string == message.string.strip()
            if message.context in (None, "data"):
                assert message.id.endswith(".") == message.string.endswith("."), message.id


def test_a_third_language_begins_with_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tool, "LOCALES", tmp_path)
    monkeypatch.setattr(language, "_LOCALES", tmp_path)
    assert tool.main(["new", "fr"]) == 0
    assert tool.main(["missing"]) == 1
    assert keys(tool.read("fr")) == keys(tool.template())
    assert language.languages() == ("en", "fr")
    language._catalogue.cache_clear()
    with language.speaking("fr"):
        assert language.spoken() == "fr"
        assert language.data_text("Germany") == "Allemagne"
        assert language._("Sources") == "Sources"  # what is not translated yet stays English
    language._catalogue.cache_clear()
