"""Gathers the messages of sovai for translators, and compiles the catalogues.

    uv run python tools/catalogue.py update      bring every locales/*.po up to the messages there are, and compile it
    uv run python tools/catalogue.py missing     list what is not translated yet
    uv run python tools/catalogue.py new fr      begin the catalogue of another language

Messages come from the code (``_``, ``ngettext``, ``pgettext``, ``marked``), from the fixed words of the field, from the
data that sovai ships (names, titles, descriptions, notes), and from ISO 3166. How a language calls the countries is
filled in from the Unicode CLDR; people translate the rest.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, NamedTuple

import pycountry
from babel import Locale
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from sovai import explain
from sovai.loading import load_model
from sovai.loading.scenarios import lever_ids, load_lever, load_scenario, scenario_ids
from sovai.model import countries, vocabulary
from sovai.model.base import IN_WORDS, Record
from sovai.report import phrases

PACKAGE = Path(__file__).parents[1] / "src" / "sovai"
LOCALES = PACKAGE / "report" / "locales"


def in_code(
    file: IO[bytes], keywords: Collection[str], comment_tags: object, options: object
) -> Iterator[tuple[int, str, Any, list[str]]]:
    """Yield calls of functions that translate, as Babel's own way for Python does, but those within f-strings too."""
    del comment_tags, options  # Babel hands them on; none are used
    calls = [node for node in ast.walk(ast.parse(file.read())) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: node.lineno):
        texts = tuple(part.value if isinstance(part, ast.Constant) else None for part in call.args)
        if isinstance(call.func, ast.Name) and call.func.id in keywords and isinstance(texts[0], str):
            yield call.lineno, call.func.id, texts if len(texts) > 1 else texts[0], []


METHODS = [("**.py", in_code), ("**.html", "jinja2.ext:babel_extract")]
"""How messages are found in code and in the templates of pages."""
KEYWORDS: dict[str, Any] = {"_": None, "marked": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
TERMS: dict[str, tuple[str, ...]] = {
    "level": vocabulary.LEVELS,
    "access": vocabulary.ACCESS_MODES,
    "layer": tuple(vocabulary.COMPONENTS),
    "pace": tuple(explain.Pace),
    "status": ("happened", "in force", "announced", "hypothetical"),
    "ranked by": ("score", *vocabulary.COMPONENTS),
    "change": ("cut", "shift", "access", "add", "remove", "set", "price"),
    "indicator": tuple(indicator.replace("_", " ") for indicator in vocabulary.INDICATORS),
    "component": tuple(name for names in vocabulary.COMPONENTS.values() for name in names),
}
"""The words that `sovai.report.language.term` knows, by kind."""

GROUPS = ("chinese-accelerator-makers", "chinese-computer-makers")
"""Suppliers that are described, not named: several makers as one entry."""


class Message(NamedTuple):
    """One text to be translated."""

    id: str | tuple[str, str]
    context: str | None
    where: str


def messages() -> Iterator[Message]:
    """Yield every message there is, with where it comes from."""
    for file, _, message, _, context in extract_from_dir(PACKAGE / "report", METHODS, keywords=KEYWORDS):
        yield Message(message, context, f"src/sovai/report/{file}")
    for kind, words in TERMS.items():
        yield from (Message(word, kind, "src/sovai/model/vocabulary.py") for word in words)
    for country in pycountry.countries:
        yield Message(countries.name_of(country.alpha_3), "country", "ISO 3166-1")
        yield Message(phrases.english(country.alpha_3), "country within a sentence", "ISO 3166-1")
    yield from (Message(text, "data", where) for where, text in data_texts() if text)


def data_texts() -> Iterator[tuple[str, str]]:
    """Yield the texts of the shipped data that reports show, with where they come from; companies keep their names."""
    yield "src/sovai/assessment", "Dependency score"  # what is ranked or explained, where it is no layer and no party
    model = load_model()
    for layer in model.weights.layers.values():
        yield from (("weights.toml", entry.name or "") for entry in (layer, *layer.components.values()))
    for file in ("inputs", "circles", "mixes"):
        entries: Mapping[str, Any] = getattr(model.catalogue, file)
        yield from ((f"profiles/catalogue/{file}.toml", entry.name) for entry in entries.values())
    yield from (("profiles/catalogue/suppliers.toml", model.catalogue.suppliers[key].name) for key in GROUPS)
    for measure in model.catalogue.measures.values():
        yield from (("profiles/catalogue/measures.toml", text) for text in (measure.title, measure.note))
    for key in scenario_ids(model.root):
        yield from ((f"scenarios/{key}.toml", text) for text in in_words(load_scenario(key, model=model)))
    for key in lever_ids(model.root):
        yield from ((f"levers/{key}.toml", text) for text in in_words(load_lever(key, model=model)))


def in_words(value: Any, *, text: bool = False) -> Iterator[str]:
    """Yield the texts of a record that people read."""
    if isinstance(value, str):
        yield from [value] if text else []
    elif isinstance(value, Record):
        for name, field in type(value).model_fields.items():
            yield from in_words(getattr(value, name), text=IN_WORDS in field.metadata)
    elif isinstance(value, tuple):
        for each in value:
            yield from in_words(each, text=text)


def template() -> Catalog:
    """Return the catalogue of all messages, untranslated."""
    found = Catalog(project="sovai", charset="utf-8", fuzzy=False)
    for message in messages():
        found.add(message.id, context=message.context, locations=[(message.where, 0)])
    return found


def read(language: str) -> Catalog:
    """Return the catalogue of a language as it stands."""
    with (LOCALES / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str) -> Catalog:
    """Return the catalogue of a language with all messages there are and no others."""
    found = read(language)
    found.update(template(), no_fuzzy_matching=True, update_header_comment=False, update_creation_date=False)
    found.obsolete.clear()
    _fill_in(found)
    return found


def _fill_in(found: Catalog) -> None:
    """Fill in the names of countries; within a sentence only where there is nothing yet, as a proposal."""
    territories = Locale.parse(found.locale_identifier).territories
    for country in pycountry.countries:
        name = territories[country.alpha_2]
        found.get(countries.name_of(country.alpha_3), "country").string = name
        within = found.get(phrases.english(country.alpha_3), "country within a sentence")
        within.string = within.string or name


def compiled(catalogue: Catalog) -> bytes:
    """Return a catalogue as the program reads it."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def untranslated(catalogue: Catalog) -> Iterator[str]:
    """Yield what is not translated, or only perhaps."""
    for message in catalogue:
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and (message.fuzzy or not all(forms)):
            yield f"{message.context + ': ' if message.context else ''}{message.id}"


def write(catalogue: Catalog, language: str) -> None:
    """Write a catalogue in both forms."""
    with (LOCALES / f"{language}.po").open("wb") as file:
        write_po(file, catalogue, width=110, include_lineno=False, ignore_obsolete=True)
    (LOCALES / f"{language}.mo").write_bytes(compiled(read(language)))


def main(arguments: list[str]) -> int:
    """Do what is asked for."""
    match arguments:
        case ["update"]:
            for path in sorted(LOCALES.glob("*.po")):
                write(updated(path.stem), path.stem)
            return 0
        case ["missing"]:
            lacking = [
                (path.stem, text) for path in sorted(LOCALES.glob("*.po")) for text in untranslated(read(path.stem))
            ]
            sys.stdout.writelines(f"{language}: {text}\n" for language, text in lacking)
            return 1 if lacking else 0
        case ["new", language] if not (LOCALES / f"{language}.po").exists():
            name = Locale.parse(language).english_name
            begun = Catalog(
                locale=language,
                project="sovai",
                charset="utf-8",
                fuzzy=False,
                header_comment=f"# {name} texts of sovai; docs/how-to/language.md says how to change them.",
                last_translator="sovai",
                language_team=name,
                msgid_bugs_address="",
            )
            with (LOCALES / f"{language}.po").open("wb") as file:
                write_po(file, begun)
            write(updated(language), language)
            return 0
        case _:
            sys.stderr.write(__doc__ or "")
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
