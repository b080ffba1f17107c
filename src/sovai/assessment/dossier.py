"""`dossier`: everything that a report on one country is made of, computed together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sovai.assessment.assess import assess
from sovai.assessment.command import option
from sovai.assessment.comparing import compare
from sovai.assessment.cutsets import cut_sets
from sovai.assessment.gaps import LEAST_DRAWS, gaps
from sovai.assessment.levers import levers
from sovai.assessment.provenance import provenance_of
from sovai.assessment.rank import rank
from sovai.assessment.robustness import robustness
from sovai.assessment.sensitivity import sensitivity
from sovai.assessment.setting import settle
from sovai.assessment.whatif import what_if
from sovai.engine.parallel import Workers
from sovai.model.profile import Profile
from sovai.model.scenario import Scenario
from sovai.model.tree import Model
from sovai.model.vocabulary import INDICATORS
from sovai.results.comparison import Comparison
from sovai.results.dossier import Dossier, Formula
from sovai.results.ranking import Ranking

_MOST_DRAWS = {"what if": 2000, "rank": 2000, "compare": 1000, "levers": 1000, "gaps": 2000, "weights": 10_000}
"""Draws of what is computed many times over; never more than the assessment's own."""

_SAMPLES = 1024


def dossier(
    profile: Profile,
    *,
    scenarios: Iterable[str | Path | Scenario] = (),
    beside: Iterable[str] = (),
    with_levers: bool = False,
    with_unknowns: bool = True,
    model: Model | None = None,
    home: str | Iterable[str] = (),
    horizon_years: float | None = None,
    draws: int = 10_000,
    seed: int = 0,
    interval: float = 0.9,
    workers: Workers = 1,
    progress: Callable[[int], None] | None = None,
) -> Dossier:
    """Compute what a report on a country says: the assessment, what is not known, and what is asked for beside them.

    Parameters
    ----------
    profile : Profile
        From `sovai.load_profile`.
    scenarios : iterable of str, path or Scenario
        Ids of the model's tree, paths of files, or scenarios from `sovai.load_scenario`; each is computed by itself.
    beside : iterable of str
        Countries or circles that the country is set beside, with ranges of ranks; countries by name also with an
        account of the difference.
    with_levers : bool
        Whether to compute what mitigations would do.
    with_unknowns : bool
        Whether to find what would overturn the findings, whether they hold under other weights, which missing figures
        matter most and what drives the uncertainty (some seconds).
    model : Model, optional
        From `sovai.load_model`; without it the shipped one is loaded.
    home : str or iterable of str
        Circles and countries that count as home beside the country itself.
    horizon_years : float, optional
        Length of the cut-off over which losses are averaged, in years from 0 to 100; without it that of the model.
    draws : int
        Monte Carlo draws of the assessment; scenarios, comparisons and levers take 1,000 or 2,000 at most. 0: the
        nominal run only, and no ranks.
    seed : int
        Seed of the draws, from 0 on.
    interval : float
        Width of the central intervals, between 0 and 1.
    workers : int or callable
        As in SciPy: processes for the draws, -1 for one per core, or a map-like callable such as ``pool.map``; see
        `sovai.engine.parallel.Workers`. The result does not depend on it.
    progress : callable, optional
        Called with the number of draws done since the last call. Only those of the assessment are counted.

    Returns
    -------
    Dossier

    Raises
    ------
    UsageError
        If an argument is out of bounds, or a name unknown.
    DataError
        If a scenario has faults, or the shipped model has to be loaded and has faults.
    """
    setting = settle(model, home=home, horizon_years=horizon_years)
    model = setting.model
    asked: dict[str, Any] = {"model": model, "home": setting.home, "horizon_years": horizon_years}
    chosen, named = list(scenarios), list(beside)

    def drawn(of: str) -> dict[str, Any]:
        return {**asked, "draws": min(draws, _MOST_DRAWS[of]), "seed": seed, "interval": interval, "workers": workers}

    main = assess(
        profile, **asked, draws=draws, seed=seed, interval=interval, flips=with_unknowns, workers=workers,
        progress=progress,
    )  # fmt: skip
    others = _Others(profile, named, model)
    command = [
        "report", profile.named,
        *option("--scenario", map(_label, chosen)),
        *option("--compare", named),
        *option("--levers", with_levers),
        *setting.options(interval),
    ]  # fmt: skip
    return Dossier(
        assessment=main,
        formula=_formula(model),
        gaps=gaps(profile, **drawn("gaps")) if with_unknowns and draws >= LEAST_DRAWS else None,
        sensitivity=sensitivity(profile, **asked, samples=_SAMPLES, seed=seed, interval=interval, workers=workers)
        if with_unknowns and draws
        else None,
        robustness=robustness(profile, **asked, draws=min(draws, _MOST_DRAWS["weights"]), seed=seed, interval=interval)
        if with_unknowns and draws
        else None,
        cut_sets=cut_sets(profile, **asked),
        scenarios=tuple(what_if(profile, scenario=[one], **drawn("what if")) for one in chosen),
        ranking=others.ranked(**drawn("rank")),
        comparison=others.compared(**drawn("compare")),
        levers=levers(profile, **drawn("levers")) if with_levers else None,
        provenance=provenance_of(model, [profile], command, seed=seed, draws=draws),
    )


def _formula(model: Model) -> Formula:
    weights = {name: model.weights.indicators[name].mode for name in INDICATORS}
    total = sum(weights.values())
    return Formula(
        exponent=model.weights.model.exponent.mode, indicators={name: w / total for name, w in weights.items()}
    )


@dataclass(frozen=True)
class _Others:
    """Whom a country is set beside."""

    profile: Profile
    named: list[str]
    model: Model

    def ranked(self, draws: int, **settings: Any) -> Ranking | None:
        """Return the ranking of the country among the others; None without others or draws."""
        return rank([self.profile, *self.named], draws=draws, **settings) if self.named and draws else None

    def compared(self, **settings: Any) -> Comparison | None:
        """Return the differences to the others; None where one of them is a circle."""
        if not self.named or any(name.upper() in self.model.catalogue.circles for name in self.named):
            return None
        return compare(self.profile, self.named, **settings)


def _label(scenario: str | Path | Scenario) -> str:
    return scenario.scenario.id if isinstance(scenario, Scenario) else str(scenario)
