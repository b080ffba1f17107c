"""Reports to look at: everything of Germany, and what may be said of a country that is not comparable."""

from __future__ import annotations

from functools import cache

import sovai
from sovai.assessment.dossier import dossier
from sovai.report.pages.composing import compose
from sovai.report.pages.report import Report
from sovai.results.dossier import Dossier


@cache
def of(country: str) -> Dossier:
    """Everything of Germany; of other countries the assessment alone."""
    model = sovai.load_model()
    whole = country == "DEU"
    return dossier(
        sovai.load_profile(country, model=model),
        scenarios=["us-frontier-order"] if whole else [],
        beside=["FRA"] if whole else [],
        with_levers=whole,
        with_unknowns=whole,
        model=model,
        draws=1000 if whole else 50,
    )


@cache
def brief(country: str, language: str) -> Report:
    """Page one of a country as `sovai report --pages 1` makes it, with fewer draws."""
    model = sovai.load_model()
    found = dossier(sovai.load_profile(country, model=model), model=model, draws=1000)
    return Report(compose(found, brief=True, language=language), found)


@cache
def incomparable() -> Dossier:
    """A country of which only the bounds may be quoted."""
    found = of("KEN")
    assessment = found.assessment.model_copy(update={"comparable": False, "incomparable_because": ("spread",)})
    return found.model_copy(update={"assessment": assessment})


def report(*, brief: bool = False, language: str = "en", author: str = "") -> Report:
    return Report(compose(of("DEU"), brief=brief, language=language, author=author), of("DEU"))


def bounds_only() -> Report:
    return Report(compose(incomparable()), incomparable())


@cache
def circle() -> Report:
    """The report on a small circle."""
    return sovai.compose_circle_report("five-eyes", draws=50)
