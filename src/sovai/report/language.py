"""The language of what people read: English is written in the code, every other one stands in a catalogue.

A text is looked up at the moment at which it is shown, in the language being spoken then:

>>> from sovai.report.language import _, speaking
>>> _("Country")
'Country'
>>> with speaking("de"):
...     print(_("Country"))
Land

How to write a text:

1. A whole sentence is one message; its parts have names:
   ``_("If {party} stopped supply, {share} of the weighted need would go unmet.").format(party=…, share=…)``.
   Never an f-string within ``_(…)``, never a sentence glued from pieces: word order and cases differ.
2. What is counted goes through `ngettext`:
   ``ngettext("{count} country", "{count} countries", n).format(count=numbers.count(n))``.
3. A word that means different things in different places gets a context: ``pgettext("column", "range")``.
4. A constant of a module is only marked, ``TITLE = marked("Limits")``, and translated where it is shown, ``_(TITLE)``.
5. Numbers, dates, times and lists come from `sovai.report.numbers`, which follows the language.
6. A country within a sentence is ``phrases.named(code, name)``: in German "die Niederlande", for any place that takes
   the accusative ("durch", "für", "ohne" …). Words of a fixed list (levels, modes of access) are ``term(kind, word)``.
7. Names, titles and descriptions from data files are fields of results typed `sovai.model.base.Text`, `Texts` or
   `Names`; `translated` replaces them all before a result is rendered, so that a renderer just uses them.

``tools/catalogue.py`` gathers the messages and compiles the catalogues: ``locales/de.po`` and ``de.mo`` beside it.
"""

from __future__ import annotations

import gettext as catalogues
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from sovai.errors import UsageError
from sovai.model.base import IN_WORDS, Record

ENGLISH = "en"
_LOCALES = Path(__file__).parent / "locales"
_DATA_CONTEXTS = ("country", "data")

_spoken: ContextVar[catalogues.NullTranslations | None] = ContextVar("sovai_language", default=None)
"""The catalogue of the language being spoken; None for English, which needs none."""

R = TypeVar("R")


def languages() -> tuple[str, ...]:
    """Return the codes of the languages there are: English, then those with a catalogue."""
    return (ENGLISH, *sorted(path.stem for path in _LOCALES.glob("*.mo")))


def checked(language: str) -> str:
    """Return the code of a language that there is.

    Raises
    ------
    UsageError
        If there is no catalogue for it.
    """
    if language not in (known := languages()):
        raise UsageError(f"{language!r} is no language of the texts; there are {', '.join(known)}")
    return language


@cache
def _catalogue(language: str) -> catalogues.NullTranslations:
    with (_LOCALES / f"{checked(language)}.mo").open("rb") as file:
        return catalogues.GNUTranslations(file)


@contextmanager
def speaking(language: str | None) -> Iterator[None]:
    """Show texts in a language within this block; None leaves the language as it is.

    Raises
    ------
    UsageError
        If there is no catalogue for it.
    """
    if language is None:
        yield
        return
    token = _spoken.set(None if language == ENGLISH else _catalogue(language))
    try:
        yield
    finally:
        _spoken.reset(token)


def spoken() -> str:
    """Return the code of the language being spoken."""
    catalogue = _spoken.get()
    return ENGLISH if catalogue is None else str(catalogue.info()["language"])


def _(message: str) -> str:
    """Return a message in the language being spoken."""
    catalogue = _spoken.get()
    return message if catalogue is None or not message else catalogue.gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    """Return the message for a number of things."""
    catalogue = _spoken.get()
    if catalogue is None:
        return one if number == 1 else many
    return catalogue.ngettext(one, many, number)


def pgettext(context: str, message: str) -> str:
    """Return a message that means something only in its context."""
    catalogue = _spoken.get()
    return message if catalogue is None or not message else catalogue.pgettext(context, message)


def marked(message: str) -> str:
    """Return a message as it is, so that it is gathered for the catalogues; `_` translates it where it is shown."""
    return message


def term(kind: str, word: str) -> str:
    """Return a word of a fixed list, such as a level or a mode of access, as people read it."""
    return pgettext(kind, word)


def data_text(text: str) -> str:
    """Return a name or a text of the shipped data; as it stands where the catalogue has none."""
    for context in _DATA_CONTEXTS:
        found = pgettext(context, text)
        if found != text:
            return found
    return text


def translated(result: R) -> R:
    """Return a result with the names and texts of data files in the language being spoken."""
    return result if _spoken.get() is None else _translated(result, in_words=False)


def _translated(value: Any, *, in_words: bool) -> Any:
    if isinstance(value, str):
        return data_text(value) if in_words else value
    if isinstance(value, Record):
        fields = type(value).model_fields
        found = {name: _translated(getattr(value, name), in_words=IN_WORDS in fields[name].metadata) for name in fields}
        return value.model_copy(update=found)
    if isinstance(value, Mapping):
        return {key: _translated(each, in_words=in_words) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(_translated(each, in_words=in_words) for each in value)
    return value


def alphabetical(name: str) -> str:
    """Return the key that puts a name in alphabetical order, accents and umlauts with their letters (DIN 5007-1)."""
    plain = unicodedata.normalize("NFKD", name.replace("ß", "ss"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
