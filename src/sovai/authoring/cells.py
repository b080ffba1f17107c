"""What people and spreadsheets write in a cell, as values; None where it cannot be read one way only."""

from __future__ import annotations

import datetime as dt
import re

_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)
_BROKEN = re.compile(r"#[A-ZÄÖÜ][A-ZÄÖÜ/0-9]*[!?]?")


def number(text: str) -> float | None:
    """Return ``0.35``, ``0,35``, ``3.5E-1`` and ``35 %`` as 0.35."""
    plain = re.sub(r"\s", "", text)  # a spreadsheet sets a narrow space before the percent sign
    digits = plain.removesuffix("%")
    if _NUMBER.fullmatch(digits) is None:
        return None
    value = float(digits.replace(",", "."))
    return float(f"{value / 100:.12g}") if digits != plain else value


def date(text: str) -> dt.date | None:
    """Return a date with the year first, or last (``30.6.2026``, ``6/30/2026``) where the month is clear."""
    if first := _YEAR_FIRST.fullmatch(text):
        return _valid(*map(int, first.groups()))
    if last := _YEAR_LAST.fullmatch(text):
        one, sign, two, year = int(last[1]), last[2], int(last[3]), int(last[4])
        if sign == "." or one == two or one > 12:
            return _valid(year, two, one)
        return _valid(year, one, two) if two > 12 else None
    return None


def is_broken(text: str) -> bool:
    """Whether a spreadsheet shows that a formula failed: ``#VALUE!``, ``#NAME?``, ``#N/A``."""
    return _BROKEN.fullmatch(text) is not None


def _valid(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
