"""Phrases that every text shares."""

from __future__ import annotations

import datetime as dt

from sovai.report import numbers
from sovai.results.base import Estimate, Provenance

_WITH_ARTICLE = {"NLD", "USA", "GBR", "ARE", "PHL"}


def named(code: str, name: str) -> str:
    """Return a country's name as it stands within a sentence."""
    return f"the {name}" if code in _WITH_ARTICLE else name


def period(horizon_years: float) -> str:
    """Return the horizon as a phrase."""
    if horizon_years == 0.0:
        return "at the moment of the cut-off"
    return f"on average over {numbers.years(horizon_years)}"


def cutoff(horizon_years: float) -> str:
    """Return what was computed as a phrase for a heading."""
    return "moment of the cut-off" if horizon_years == 0.0 else f"cut-off of {numbers.years(horizon_years)}"


def in_brackets(estimate: Estimate) -> str:
    """Return the interval of a score in brackets, or nothing where nothing was drawn."""
    return "" if estimate.low is None else f" ({numbers.points_range(estimate.low, estimate.high)})"


STANDING_CAVEAT = "The figures say what would follow if supply stopped, not how likely that is."


def identity(what: str, as_of: dt.date | None, provenance: Provenance) -> str:
    """Return program, result, data and draws in one line."""
    day = f"data of {as_of.isoformat()}, " if as_of is not None else ""
    return (
        f"sovai {provenance.version}, {what}, {day}digest {provenance.digest[:12]}, seed {provenance.seed}, "
        f"{numbers.count(provenance.draws)} draws"
    )
