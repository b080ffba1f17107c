"""The charts of reports, for notebooks: each from a result alone."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from sovai import explain
from sovai.errors import UsageError
from sovai.report.pages.blocks import Picture
from sovai.report.pages.forms import EXTRA
from sovai.report.pages.pictures.courses import courses_picture, scenario_picture
from sovai.report.pages.pictures.differences import differences_picture
from sovai.report.pages.pictures.layers import layers_picture
from sovai.report.pages.pictures.levers import levers_picture
from sovai.report.pages.pictures.network import network_picture
from sovai.report.pages.pictures.ranks import ranks_picture
from sovai.report.pages.pictures.sensitivity import sensitivity_picture
from sovai.results.assessment import Assessment
from sovai.results.ranking import Ranking


def chart(plot: str, result: Any, **how: Any) -> Any:
    """Return the Altair chart of a result.

    Raises
    ------
    UsageError
        If Altair is not installed, or there is nothing to draw.
    """
    if find_spec("altair") is None:
        raise UsageError(f"a plot needs altair, which is not installed: python -m pip install '{EXTRA}'")
    return _PLOTS[plot](result, **how).draw()


def _levers(assessment: Assessment, *, top: int) -> Picture:
    states = explain.levers(assessment, "jurisdiction", top)
    companies = explain.levers(assessment, "company", top)
    if not states and not companies:
        raise UsageError(_nothing(assessment))
    return levers_picture(assessment, states, companies)


def _courses(assessment: Assessment, *, top: int) -> Picture:
    states = explain.levers(assessment, "jurisdiction", top)
    if not states:
        raise UsageError(_nothing(assessment))
    return courses_picture(assessment, states)


def _network(assessment: Assessment, *, party: str | None) -> Picture:
    found = (
        explain.levers(assessment, "jurisdiction", 1)
        if party is None
        else [explain.lever(assessment, explain.find_party(assessment, party))]
    )
    picture = network_picture(assessment, found[0]) if found else None
    if picture is None:
        raise UsageError(_nothing(assessment))
    return picture


def _ranks(ranking: Ranking) -> Picture:
    if not ranking.entries:
        raise UsageError("no country has a rank, so there is nothing to draw")
    return ranks_picture(ranking)


def _nothing(assessment: Assessment) -> str:
    return f"nobody outside could leave a need of {assessment.country.name} unmet, so there is nothing to draw"


_PLOTS: dict[str, Callable[..., Picture]] = {
    "layers": layers_picture,
    "levers": _levers,
    "courses": _courses,
    "network": _network,
    "ranks": _ranks,
    "scenario": scenario_picture,
    "sensitivity": sensitivity_picture,
    "differences": differences_picture,
}
