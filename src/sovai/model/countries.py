"""Country codes and names: ISO 3166-1, with the user-assigned codes for invented countries."""

from __future__ import annotations

import difflib
import re
from functools import cache

import pycountry

from sovai.errors import UsageError
from sovai.model.vocabulary import AGGREGATE_CODES

_USER_ASSIGNED = re.compile(r"AA[A-Z]|Q[M-Z][A-Z]|X[A-Z][A-Z]|ZZ[A-Z]")
_LOOKS_LIKE_CODE = re.compile(r"[A-Z][A-Z0-9_]{1,6}")
_ALSO_CALLED = {"uk": "GBR", "britain": "GBR", "great britain": "GBR", "russia": "RUS", "turkey": "TUR", "uae": "ARE"}
"""Names in daily use that ISO 3166 does not list."""
_WITH_ARTICLE = {
    "ARE", "ATF", "BHS", "CAF", "COG", "COK", "COM", "CYM", "DOM", "FLK", "FRO", "GBR", "GMB", "IMN", "IOT", "MDV",
    "MHL", "MNP", "NLD", "PHL", "RUS", "SLB", "TCA", "UMI", "USA", "VAT",
}  # fmt: skip
"""Countries of which the English name takes an article within a sentence."""


def is_user_assigned(code: str) -> bool:
    """Whether ISO 3166-1 leaves the alpha-3 code to its users."""
    return len(code) == 3 and _USER_ASSIGNED.fullmatch(code) is not None


def is_iso(code: str) -> bool:
    """Whether the text is an ISO 3166-1 alpha-3 code."""
    return len(code) == 3 and code.isupper() and pycountry.countries.get(alpha_3=code) is not None


def is_aggregate(code: str) -> bool:
    """Whether trade statistics use the code for a group, a leftover or a total."""
    return code.upper() in AGGREGATE_CODES


def looks_like_code(text: str) -> bool:
    """Whether the text was meant as a code rather than as the id of a supplier."""
    return _LOOKS_LIKE_CODE.fullmatch(text) is not None


@cache
def name_of(code: str) -> str:
    """Return the common English name of a country; the code itself where ISO knows none."""
    country = pycountry.countries.get(alpha_3=code)
    if country is None:
        return code
    return str(getattr(country, "common_name", country.name))


def in_a_sentence(code: str, name: str) -> str:
    """Return the English name of a country as it stands within a sentence: the Netherlands, Germany."""
    return f"the {name}" if code in _WITH_ARTICLE else name


def resolve(text: str) -> str:
    """Return the alpha-3 code of a code (alpha-2 or alpha-3) or of a name.

    Raises
    ------
    UsageError
        If no country has that code or name; near matches are suggested.
    """
    wanted = text.strip()
    if is_user_assigned(wanted.upper()):
        return wanted.upper()
    if wanted.casefold() in _ALSO_CALLED:
        return _ALSO_CALLED[wanted.casefold()]
    try:
        return str(pycountry.countries.lookup(wanted).alpha_3)
    except LookupError:
        raise UsageError(f"{text!r} is not a country; {_suggestion(wanted)}") from None


def _suggestion(wanted: str) -> str:
    if len(wanted) <= 3:
        labels = {country.alpha_3.casefold(): country.alpha_3 for country in pycountry.countries}
    else:
        labels = {name_of(country.alpha_3).casefold(): country.alpha_3 for country in pycountry.countries}
    near = difflib.get_close_matches(wanted.casefold(), labels, n=3, cutoff=0.6)
    if not near:
        return "give an ISO 3166 code (DE, DEU), an English name (Germany) or the path of a profile"
    return "did you mean " + " or ".join(f"{name_of(labels[label])} ({labels[label]})" for label in near) + "?"


def near_code(code: str) -> str | None:
    """Return the ISO alpha-3 code nearest to a mistyped one, if any is near."""
    alpha_2 = pycountry.countries.get(alpha_2=code.upper()) if len(code) == 2 else None
    if alpha_2 is not None:
        return str(alpha_2.alpha_3)
    codes = [str(country.alpha_3) for country in pycountry.countries]
    swapped = [known for known in codes if sorted(known) == sorted(code.upper())]
    near = swapped or difflib.get_close_matches(code.upper(), codes, n=1, cutoff=0.6)
    return near[0] if near else None
