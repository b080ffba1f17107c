"""Numbers as people read them, in the language being spoken. This is the only place that rounds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sovai.report.language import _, marked, ngettext, pgettext

_BLOCKS = "▁▂▃▄▅▆▇█"
_MONTHS = (
    marked("January"), marked("February"), marked("March"), marked("April"), marked("May"), marked("June"),
    marked("July"), marked("August"), marked("September"), marked("October"), marked("November"), marked("December"),
)  # fmt: skip


def points(value: float) -> str:
    """Return a score of 0–100 as a whole number."""
    return f"{value:.0f}"


def points_range(low: float | None, high: float | None) -> str:
    """Return an interval of scores, for example ``51–57``; a dash where there is none."""
    return "–" if low is None or high is None else f"{low:.0f}–{high:.0f}"


def tenths(value: float) -> str:
    """Return a score of 0–100 with one decimal, for comparison with one that is close."""
    return _figures(f"{value:.1f}")


def change(value: float) -> str:
    """Return a change in points with its sign, for example ``−0.4``."""
    return _figures("±0.0" if abs(value) < 0.05 else f"{value:+.1f}")


def change_range(low: float | None, high: float | None) -> str:
    """Return an interval of changes in points; a dash where there is none."""
    return "–" if low is None or high is None else between(change(low), change(high))


def share_change(value: float) -> str:
    """Return a change of a fraction in percentage points with its sign, for example ``−0.4 pp``."""
    return pgettext("percentage points", "{number}\N{NO-BREAK SPACE}pp").format(number=change(100.0 * value))


def share_change_range(low: float | None, high: float | None) -> str:
    """Return an interval of changes of a fraction as bare percentage points; a dash where there is none."""
    return "–" if low is None or high is None else change_range(100.0 * low, 100.0 * high)


def hundredths(value: float) -> str:
    """Return a part of a change in points with its sign and two decimals, for parts that add up."""
    return _figures(f"{value:+.2f}")


def percent_hundredths(share: float) -> str:
    """Return a fraction in percent with two decimals, for parts that add up."""
    return _percentage(_figures(f"{100.0 * share:.2f}"))


def percent_tenths(share: float) -> str:
    """Return a fraction in percent with one decimal."""
    return _percentage(_figures(f"{100.0 * share:.1f}"))


def percent_plain(share: float) -> str:
    """Return a fraction in percent with up to three significant digits."""
    return _percentage(plain(100.0 * share))


def amount(number: float) -> str:
    """Return a number as it is written; a large one whole, with its thousands set apart."""
    return _figures(f"{number:,.0f}" if number >= 100.0 else f"{number:g}")


def roughly(number: float) -> str:
    """Return an amount that was carried over from elsewhere, to two significant digits."""
    return amount(float(f"{number:.2g}"))


def plain(value: float) -> str:
    """Return a parameter of any unit with up to three significant digits."""
    return _figures(f"{value:.3g}")


def written(value: float) -> str:
    """Return a number as a file says it, for example ``0.25``."""
    return _figures(f"{value:g}")


def written_range(low: float, high: float) -> str:
    """Return an interval of numbers as a file says them."""
    return f"{written(low)}–{written(high)}"


def blocks(shares: Iterable[float]) -> str:
    """Return fractions as a curve of blocks, one for each, the whole as a full block."""
    return "".join(_BLOCKS[min(int(share * len(_BLOCKS)), len(_BLOCKS) - 1)] for share in shares)


def percent(share: float) -> str:
    """Return a fraction as a whole percentage, ``<1%`` for a little, ``0%`` for nothing."""
    if 0.0 < share <= 0.005:
        return _percentage("<1")
    if 0.995 <= share < 1.0:
        return _percentage(">99")
    return _percentage(f"{100.0 * share:.0f}")


def percent_or_dash(share: float | None) -> str:
    """Return a fraction as a whole percentage; a dash where there is none."""
    return "–" if share is None else percent(share)


def percent_range(low: float | None, high: float | None) -> str:
    """Return an interval of fractions in percent; a dash where there is none."""
    return "–" if low is None or high is None else _percentage(f"{100.0 * low:.0f}–{100.0 * high:.0f}")


def percent_span(low: float | None, high: float | None) -> str:
    """Return an interval of fractions as bare numbers, for beside a percentage; nothing where both ends are alike."""
    if low is None or high is None or f"{100.0 * low:.0f}" == f"{100.0 * high:.0f}":
        return ""
    return f"{100.0 * low:.0f}–{100.0 * high:.0f}"


def part(share: float) -> str:
    """Return an estimated part of a whole in percent; by chance it may be below nothing or above all."""
    return _percentage("<1") if 0.0 < share < 0.005 else _percentage(_figures(f"{round(100.0 * share)}"))


def part_range(low: float, high: float) -> str:
    """Return an interval of estimated parts in percent, for example ``59–67%`` or ``−1 to 2%``."""
    ends = [_figures(f"{round(100.0 * end)}") for end in (low, high)]
    return _percentage(between(*ends) if low < 0.0 and ends[0] != "0" else "–".join(ends))


def ranks(low: int, high: int) -> str:
    """Return an interval of ranks, for example ``3–9``; one rank alone as ``20``."""
    return str(low) if low == high else f"{low}–{high}"


def years(value: float) -> str:
    """Return a time in the unit that people would use."""
    if value == 0.0:
        return _("at once")
    days = round(value * 365.25)
    if days < 60:
        return _days(str(days), days)
    if value < 1.0:
        return _months(str(round(value * 12)), round(value * 12))
    return _years(written(value), 1 if value == 1.0 else 2)


def after(value: float) -> str:
    """Return when something holds, for example ``after 30 days``; ``at once`` for no time."""
    if value == 0.0:
        return _("at once")
    days, months = round(value * 365.25), round(value * 12)
    if days < 60:
        return ngettext("after {number} day", "after {number} days", days).format(number=days)
    if value < 1.0:
        return ngettext("after {number} month", "after {number} months", months).format(number=months)
    return ngettext("after {number} year", "after {number} years", 1 if value == 1.0 else 2).format(
        number=written(value)
    )


def day(date: dt.date) -> str:
    """Return a date as ``30 June 2026``."""
    return pgettext("date", "{day} {month} {year}").format(
        day=date.day, month=_(_MONTHS[date.month - 1]), year=date.year
    )


def count(number: int) -> str:
    """Return a whole number with its thousands set apart."""
    return _figures(f"{number:,}")


def enumerated(names: Iterable[str], *, most: int) -> str:
    """Return names that may hold an "and" themselves as ``a; b``; beyond `most` as ``a; b; 3 more``."""
    return "; ".join(_shortened(names, most))


def listed(words: Iterable[str], *, most: int | None = None) -> str:
    """Return words as ``a, b and c``; beyond `most` as ``a, b and 3 more``."""
    found = list(words) if most is None else _shortened(words, most)
    if len(found) < 2:
        return "".join(found)
    return pgettext("list", "{words} and {last}").format(words=", ".join(found[:-1]), last=found[-1])


def _shortened(words: Iterable[str], most: int) -> list[str]:
    """Return the first words and how many more there are; a single one more takes no more room by its name."""
    found = list(words)
    left = len(found) - most
    if left < 2:
        return found
    return [*found[:most], ngettext("{count} more", "{count} more", left).format(count=count(left))]


def between(low: str, high: str) -> str:
    """Return two ends of which at least one has a sign or a unit, for example ``−0.4 to +0.2``."""
    return pgettext("range", "{low} to {high}").format(low=low, high=high)


def span(value: float) -> str:
    """Return a computed time, rounded to the unit that people would use."""
    if value * 365.25 < 0.5:
        return _("at once")
    return _with_unit(_in_unit(value, value), value)


def span_range(low: float, high: float | None) -> str:
    """Return the ends of an interval of times, for example ``13–21 months``; the upper one may lie beyond."""
    if high is None:
        return pgettext("range", "from {time}").format(time=span(low))
    if high * 365.25 < 0.5:
        return _("at once")
    return _with_unit(f"{_in_unit(low, high)}–{_in_unit(high, high)}", high)


def _figures(text: str) -> str:
    """Return digits as Python writes them with the decimal and thousands signs of the language, and a real minus."""
    signs = {".": pgettext("number", "."), ",": pgettext("number", ","), "-": "−"}
    return "".join(signs.get(sign, sign) for sign in text)


def _percentage(number: str) -> str:
    return pgettext("number", "{number}%").format(number=number)


def _days(number: str, count: int) -> str:
    return ngettext("{number} day", "{number} days", count).format(number=number)


def _months(number: str, count: int) -> str:
    return ngettext("{number} month", "{number} months", count).format(number=number)


def _years(number: str, count: int) -> str:
    return ngettext("{number} year", "{number} years", count).format(number=number)


def _with_unit(number: str, value: float) -> str:
    named = {"days": _days, "months": _months, "years": _years}[_unit(value)]
    return named(number, 1 if number == "1" else 2)


def _unit(value: float) -> str:
    return "days" if value < 60 / 365.25 else "months" if value < 2.0 else "years"


def _in_unit(value: float, scale: float) -> str:
    factor, digits = {"days": (365.25, 0), "months": (12.0, 0), "years": (1.0, 1)}[_unit(scale)]
    return _figures(f"{value * factor:.{digits}f}")
