"""Phrases that every text shares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sovai.model import countries
from sovai.report import numbers
from sovai.report.language import ENGLISH, _, data_text, marked, ngettext, pgettext, spoken
from sovai.results.base import Estimate, Provenance


def named(code: str, name: str) -> str:
    """Return a name as it stands within a sentence: that of a country with its article, in German in the accusative."""
    if spoken() == ENGLISH or not countries.is_iso(code):
        return countries.in_a_sentence(code, name)
    return pgettext("country within a sentence", english(code))


def mentioned(code: str, name: str) -> str:
    """Return a country's name as it stands in a list or in brackets: with its article in English only."""
    return named(code, name) if spoken() == ENGLISH else name


def country(code: str) -> str:
    """Return the name of a country by itself, in the language being spoken."""
    return data_text(countries.name_of(code))


def english(code: str) -> str:
    """Return the English name of a country as it stands within a sentence."""
    return countries.in_a_sentence(code, countries.name_of(code))


def period(horizon_years: float) -> str:
    """Return the horizon as a phrase."""
    if horizon_years == 0.0:
        return _("at the moment of the cut-off")
    return _("on average over {time}").format(time=numbers.years(horizon_years))


def cutoff(horizon_years: float) -> str:
    """Return what was computed as a phrase for a heading."""
    if horizon_years == 0.0:
        return _("moment of the cut-off")
    return _("cut-off of {time}").format(time=numbers.years(horizon_years))


def opening(phrase: str) -> str:
    """Return a phrase with which a sentence begins."""
    return phrase[:1].upper() + phrase[1:]


def in_brackets(estimate: Estimate) -> str:
    """Return the interval of a score in brackets, or nothing where nothing was drawn."""
    return "" if estimate.low is None else f" ({numbers.points_range(estimate.low, estimate.high)})"


def score(estimate: Estimate) -> str:
    """Return a score of 0–100 with its interval in brackets, where anything was drawn."""
    return numbers.points(estimate.nominal) + in_brackets(estimate)


def share(estimate: Estimate) -> str:
    """Return a fraction in percent with its interval in brackets, where anything was drawn."""
    spread = "" if estimate.low is None else f" ({numbers.percent_range(estimate.low, estimate.high)})"
    return numbers.percent(estimate.nominal) + spread


def rests_on(data_as_of: dt.date, home: Iterable[str]) -> str:
    """Return on what an answer rests, for a heading."""
    return _("data of {day} · home: {home}").format(day=numbers.day(data_as_of), home=numbers.listed(home, most=4))


ONLY_BOUNDS = marked("Not comparable with other countries: of the score itself only the bounds may be quoted.")
STANDING_CAVEAT = marked("The figures say what would follow if supply stopped, not how likely that is.")


def identity(what: str, as_of: dt.date | None, provenance: Provenance, *, sampled: bool = False) -> str:
    """Return program, result, data and draws in one line; `sampled`: the draws are those of each of two samples."""
    parts = [f"sovai {provenance.version}", what]
    parts += [_("data of {day}").format(day=as_of.isoformat())] if as_of is not None else []
    parts += [_("digest {digest}").format(digest=provenance.digest[:12])]
    if not provenance.draws:
        return ", ".join([*parts, _("nominal")])
    parts += [_("seed {seed}").format(seed=provenance.seed)]
    drawn = ngettext("{count} draw", "{count} draws", provenance.draws)
    draws = _("two samples of {count} draws") if sampled else drawn
    return ", ".join([*parts, draws.format(count=numbers.count(provenance.draws))])


def reproducing(provenance: Provenance) -> str:
    """Return the command that shows a result again, in the language being spoken."""
    return provenance.command if spoken() == ENGLISH else f"{provenance.command} --lang {spoken()}"
