"""`circle_dossier`: everything that a report on a circle of countries is made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sovai.assessment.assess import assess
from sovai.assessment.provenance import provenance_of
from sovai.assessment.rank import rank
from sovai.assessment.setting import settle
from sovai.engine.parallel import Workers
from sovai.errors import UsageError
from sovai.loading import load_profile
from sovai.model.tree import Model
from sovai.results.circle import CircleDossier

_SOURCES_PER_PARTY = 6
_RANKING_DRAWS, _MEMBER_DRAWS = 2000, 1000


def circle_dossier(
    circle: str,
    *,
    model: Model | None = None,
    horizon_years: float | None = None,
    draws: int = 2000,
    seed: int = 0,
    interval: float = 0.9,
    workers: Workers = 1,
    progress: Callable[[int], None] | None = None,
) -> CircleDossier:
    """Compare and assess the members of a circle, each for itself and at home for each other.

    Parameters
    ----------
    circle : str
        Id of a circle of the catalogue, such as ``"EU"``.
    model : Model, optional
        From `sovai.load_model`; without it the shipped one is loaded.
    horizon_years : float, optional
        Length of the cut-off over which losses are averaged, in years from 0 to 100; without it that of the model.
    draws : int
        Monte Carlo draws, at least 1; 2,000 are used at most for ranks and 1,000 for each member.
    seed : int
        Seed of the draws, from 0 on.
    interval : float
        Width of the central intervals, between 0 and 1.
    workers : int or map-like callable
        Who draws, as for `sovai.assess`.
    progress : callable, optional
        Called with the number of draws of the ranking done since the last call.

    Returns
    -------
    CircleDossier

    Raises
    ------
    UsageError
        If there is no such circle, or an argument is out of bounds.
    DataError
        If no member has a profile without faults, or the shipped model has to be loaded and has faults.
    """
    setting = settle(model, horizon_years=horizon_years)
    model = setting.model
    key = circle.strip().upper()
    if key not in model.catalogue.circles:
        known = ", ".join(sorted(model.catalogue.circles)) or "none"
        raise UsageError(f"{circle!r} is no circle of the catalogue; there are {known}")
    common: dict[str, Any] = {
        "model": model, "horizon_years": horizon_years, "seed": seed, "interval": interval, "workers": workers,
    }  # fmt: skip
    ranked = {**common, "draws": min(draws, _RANKING_DRAWS)}
    ranking = rank([key], progress=progress, **ranked)
    found = (*(entry.country.code for entry in ranking.entries), *(x.country.code for x in ranking.not_comparable))
    profiles = [load_profile(code, model=model) for code in sorted(found)]
    members = [
        assess(profile, draws=min(draws, _MEMBER_DRAWS), sources_per_party=_SOURCES_PER_PARTY, **common)
        for profile in profiles
    ]
    return CircleDossier(
        id=key,
        name=model.catalogue.circles[key].name,
        as_of=model.catalogue.circles[key].as_of,
        ranking=ranking,
        together=rank([key], home=key, **ranked),
        members=tuple(sorted(members, key=lambda member: member.country.name)),
        provenance=provenance_of(model, profiles, ["report", key, *setting.options(interval)], seed=seed, draws=draws),
    )
