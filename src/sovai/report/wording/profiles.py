"""The profiles that there are, as rows and sentences, the same on the screen and on a page."""

from __future__ import annotations

from sovai.report import numbers, phrases
from sovai.report.columns import right
from sovai.report.language import _, ngettext, pgettext
from sovai.results.profiles import GRADES, Profiles, ProfileSummary


def title() -> str:
    """Return the heading of a page."""
    return _("Profiles of countries")


def columns() -> tuple[str, ...]:
    """Return the headers of the table; ``:r`` marks a column of figures."""
    return (
        pgettext("column", "code"),
        pgettext("column", "Country"),
        pgettext("column", "data of"),
        right(pgettext("column", "rows")),
        right(pgettext("column", "attributed")),
        *map(right, GRADES),
    )


def row(found: ProfileSummary) -> tuple[str, ...]:
    """Return the cells of a profile."""
    return (
        found.code,
        found.name,
        numbers.day(found.as_of),
        numbers.count(found.rows),
        numbers.percent(found.coverage),
        *(numbers.percent(found.grades[grade]) for grade in GRADES),
    )


def summary(found: Profiles) -> str:
    """Return how many there are, and how to read the table."""
    count = len(found.profiles)
    return " ".join(
        (
            ngettext("{count} profile.", "{count} profiles.", count).format(count=numbers.count(count)),
            _("Rows: sources recorded. Attributed and grades: shares of the weighted need."),
            _("A: measured for the country, B: national estimate, C: regional or world proxy, D: judgement."),
        )
    )


def citation(found: Profiles) -> str:
    """Return the line that identifies the result."""
    count = len(found.profiles)
    what = ngettext("{count} profile", "{count} profiles", count).format(count=numbers.count(count))
    return phrases.identity(what, found.edition, found.provenance)
