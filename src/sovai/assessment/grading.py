"""What its evidence makes of a row: how good the figure is, how old, and how much wider that makes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sovai.model.catalogue import Catalogue
from sovai.model.profile import Row
from sovai.model.vocabulary import Grade

_DAYS_PER_YEAR = 365.25
FRESH_YEARS = 2.0
"""Up to this age evidence does not widen what rests on it."""


def effective_grade(row: Row, catalogue: Catalogue) -> Grade:
    """Return the grade of a row: D where it cites nothing in a tree that has evidence to cite."""
    return row.grade if row.evidence or not catalogue.evidence else "D"


def age_years(row: Row, catalogue: Catalogue, edition: dt.date | None) -> float:
    """Return how long before the edition the newest evidence of a row ends; 0 where either is not known."""
    newest = newest_period_end(row.evidence, catalogue)
    return (edition - newest).days / _DAYS_PER_YEAR if edition and newest else 0.0


def widening(age: float) -> float:
    """Return the factor 1 + 0.25 · max(0, age − 2) by which evidence of an age in years widens a share's spread."""
    return 1.0 + 0.25 * max(0.0, age - FRESH_YEARS)


def newest_period_end(evidence: Sequence[str], catalogue: Catalogue) -> dt.date | None:
    """Return the last day that the newest of these sources speaks of."""
    return max((catalogue.evidence[key].period_end for key in evidence), default=None)
