"""Codes and names of countries."""

from __future__ import annotations

import pytest

from sovai.errors import UsageError
from sovai.model import countries
from sovai.model.vocabulary import AGGREGATE_CODES


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("DEU", "DEU"),
        ("deu", "DEU"),
        ("DE", "DEU"),
        ("de", "DEU"),
        (" Germany ", "DEU"),
        ("germany", "DEU"),
        ("Federal Republic of Germany", "DEU"),
        ("South Korea", "KOR"),
        ("Taiwan", "TWN"),
        ("UK", "GBR"),
        ("Great Britain", "GBR"),
        ("russia", "RUS"),
        ("Turkey", "TUR"),
        ("UAE", "ARE"),
        ("XAA", "XAA"),
        ("xaa", "XAA"),
    ],
)
def test_codes_and_names_lead_to_the_alpha_3_code(text: str, code: str) -> None:
    assert countries.resolve(text) == code


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Germny", "did you mean Germany (DEU) or Guernsey (GGY)?"),
        ("Korea", "did you mean South Korea (KOR) or North Korea (PRK)"),
        ("DEX", "did you mean "),
        ("Xyzzy", "give an ISO 3166 code (DE, DEU), an English name (Germany) or the path of a profile"),
        ("", "give an ISO 3166 code"),
    ],
)
def test_other_texts_are_refused_with_near_matches(text: str, hint: str) -> None:
    with pytest.raises(UsageError) as error:
        countries.resolve(text)
    assert str(error.value).startswith(f"{text!r} is not a country; ")
    assert hint in str(error.value)


def test_names() -> None:
    assert countries.name_of("KOR") == "South Korea"
    assert countries.name_of("TWN") == "Taiwan"
    assert countries.name_of("XAA") == "XAA"


@pytest.mark.parametrize(
    ("code", "near"), [("DE", "DEU"), ("kor", "KOR"), ("KRO", "KOR"), ("USSA", "USA"), ("__", None)]
)
def test_near_codes(code: str, near: str | None) -> None:
    assert countries.near_code(code) == near


@pytest.mark.parametrize("code", ["AAA", "AAZ", "QMA", "QZZ", "XAA", "XZZ", "ZZA", "ZZZ"])
def test_codes_left_to_users(code: str) -> None:
    assert countries.is_user_assigned(code)
    assert not countries.is_iso(code)


@pytest.mark.parametrize("code", ["AA", "AAAA", "ABA", "QLA", "WAA", "XA1", "xaa", "DEU"])
def test_codes_not_left_to_users(code: str) -> None:
    assert not countries.is_user_assigned(code)


def test_no_aggregate_is_a_country() -> None:
    assert not [code for code in AGGREGATE_CODES if countries.is_iso(code)]
    assert countries.is_aggregate("wld")
    assert not countries.is_aggregate("DEU")


@pytest.mark.parametrize("text", ["DEU", "DE", "A79", "EXT_EU"])
def test_what_looks_like_a_code(text: str) -> None:
    assert countries.looks_like_code(text)


@pytest.mark.parametrize("text", ["nvidia", "01-ai", "Ab", "D", "TOOLONGCODE"])
def test_what_does_not_look_like_a_code(text: str) -> None:
    assert not countries.looks_like_code(text)
