"""Numbers as people read them. This is the only place that rounds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

_BLOCKS = "▁▂▃▄▅▆▇█"
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def points(value: float) -> str:
    """Return a score of 0–100 as a whole number."""
    return f"{value:.0f}"


def points_range(low: float | None, high: float | None) -> str:
    """Return an interval of scores, for example ``51–57``; a dash where there is none."""
    return "–" if low is None or high is None else f"{low:.0f}–{high:.0f}"


def tenths(value: float) -> str:
    """Return a score of 0–100 with one decimal, for comparison with one that is close."""
    return f"{value:.1f}"


def change(value: float) -> str:
    """Return a change in points with its sign, for example ``−0.4``."""
    return "±0.0" if abs(value) < 0.05 else f"{value:+.1f}".replace("-", "−")


def change_range(low: float | None, high: float | None) -> str:
    """Return an interval of changes in points; a dash where there is none."""
    return "–" if low is None or high is None else f"{change(low)} to {change(high)}"


def percent_change(value: float) -> str:
    """Return a change of a fraction in percentage points with its sign, for example ``−0.4%``."""
    return f"{change(100.0 * value)}%"


def hundredths(value: float) -> str:
    """Return a part of a change in points with its sign and two decimals, for parts that add up."""
    return f"{value:+.2f}".replace("-", "−")


def percent_hundredths(share: float) -> str:
    """Return a fraction in percent with two decimals, for parts that add up."""
    return f"{100.0 * share:.2f}%".replace("-", "−")


def amount(number: float) -> str:
    """Return a number as it is written; a large one whole, with thousands separated by commas."""
    return f"{number:,.0f}" if number >= 100.0 else f"{number:g}"


def plain(value: float) -> str:
    """Return a parameter of any unit with up to three significant digits."""
    return f"{value:.3g}"


def blocks(shares: Iterable[float]) -> str:
    """Return fractions as a curve of blocks, one for each, the whole as a full block."""
    return "".join(_BLOCKS[min(int(share * len(_BLOCKS)), len(_BLOCKS) - 1)] for share in shares)


def percent(share: float) -> str:
    """Return a fraction as a whole percentage, ``<1%`` for a little, ``0%`` for nothing."""
    if 0.0 < share < 0.005:
        return "<1%"
    if 0.995 <= share < 1.0:
        return ">99%"
    return f"{100.0 * share:.0f}%"


def percent_or_dash(share: float | None) -> str:
    """Return a fraction as a whole percentage; a dash where there is none."""
    return "–" if share is None else percent(share)


def percent_range(low: float | None, high: float | None) -> str:
    """Return an interval of fractions in percent; a dash where there is none."""
    return "–" if low is None or high is None else f"{100.0 * low:.0f}–{100.0 * high:.0f}%"


def ranks(low: int, high: int) -> str:
    """Return an interval of ranks, for example ``3–9``; one rank alone as ``20``."""
    return str(low) if low == high else f"{low}–{high}"


def years(value: float) -> str:
    """Return a time in the unit that people would use."""
    if value == 0.0:
        return "at once"
    days = round(value * 365.25)
    if days < 60:
        return f"{days} days"
    if value < 1.0:
        return f"{round(value * 12)} months"
    return "1 year" if value == 1.0 else f"{value:g} years"


def day(date: dt.date) -> str:
    """Return a date as ``30 June 2026``."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def count(number: int) -> str:
    """Return a whole number with thousands separated by commas."""
    return f"{number:,}"


def listed(words: Iterable[str], *, most: int | None = None) -> str:
    """Return words as ``a, b and c``; beyond `most` as ``a, b and 3 more``."""
    found = list(words)
    if most is not None and len(found) > most:
        found = [*found[:most], f"{len(found) - most} more"]
    return found[0] if len(found) == 1 else ", ".join(found[:-1]) + " and " + found[-1] if found else ""


def span(value: float) -> str:
    """Return a computed time, rounded to the unit that people would use."""
    if value * 365.25 < 0.5:
        return "at once"
    return f"{_in_unit(value, value)} {_unit(value)}"


def span_range(low: float, high: float | None) -> str:
    """Return the ends of an interval of times, for example ``13–21 months``; the upper one may lie beyond."""
    if high is None:
        return f"from {span(low)}"
    if high * 365.25 < 0.5:
        return "at once"
    return f"{_in_unit(low, high)}–{_in_unit(high, high)} {_unit(high)}"


def _unit(value: float) -> str:
    return "days" if value < 60 / 365.25 else "months" if value < 2.0 else "years"


def _in_unit(value: float, scale: float) -> str:
    factor, digits = {"days": (365.25, 0), "months": (12.0, 0), "years": (1.0, 1)}[_unit(scale)]
    return f"{value * factor:.{digits}f}"
