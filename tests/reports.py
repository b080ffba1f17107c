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
    """Everything of Germany but flip points, which take seconds; of other countries the assessment alone."""
    model = sovai.load_model()
    whole = country == "DEU"
    return dossier(
        sovai.load_profile(country, model=model),
        scenarios=["us-frontier-order"] if whole else [],
        beside=["FRA"] if whole else [],
        with_levers=whole,
        with_flips=False,
        model=model,
        draws=50,
    )


def report(country: str = "DEU", *, brief: bool = False, language: str = "en", author: str = "") -> Report:
    return Report(compose(of(country), brief=brief, language=language, author=author), of(country))
