"""`compare`: a country beside scenarios or other countries, and an exact account of what differs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from sovai.assessment.beside_countries import signs_under, with_countries
from sovai.assessment.beside_scenarios import with_scenarios
from sovai.assessment.cited import cited_sources
from sovai.assessment.command import option
from sovai.assessment.drawing import USUAL_CORRELATION, Drawing, check_correlation
from sovai.assessment.names import label_name, stack_names
from sovai.assessment.provenance import provenance_of
from sovai.assessment.setting import settle
from sovai.assessment.sides import Question
from sovai.engine.parallel import Workers
from sovai.errors import UsageError
from sovai.loading import is_path, load_profile, load_scenario, root_of, scenario_ids
from sovai.loading.scenarios import holds_changes
from sovai.model.profile import Profile
from sovai.model.scenario import Scenario
from sovai.model.tree import Model
from sovai.results.base import CountryName
from sovai.results.comparison import Baseline, Compared, Comparison

Other = str | Path | Profile | Scenario
"""A scenario by id, path or record, or a country by code, name, path or profile."""


def compare(
    profile: Profile,
    others: Other | Iterable[Other],
    *,
    model: Model | None = None,
    home: str | Iterable[str] = (),
    horizon_years: float | None = None,
    draws: int = 1000,
    seed: int = 0,
    interval: float = 0.9,
    correlation: float = USUAL_CORRELATION,
    workers: Workers = 1,
    progress: Callable[[int], None] | None = None,
) -> Comparison:
    """Set a country beside scenarios, or beside other countries, and say what the difference is made of.

    Parameters
    ----------
    profile : Profile
        From `sovai.load_profile`. The others are compared with it.
    others : scenario, country, or iterable of them
        Scenarios by id of the model's tree or path of a file, or countries by code, name, path or profile; not both
        kinds at once.
    model : Model, optional
        From `sovai.load_model`; without it the shipped one is loaded.
    home : str or iterable of str
        Circles and countries that count as home beside the country itself. They are at home too for each of them that
        is compared with it.
    horizon_years : float, optional
        Length of the cut-off over which losses are averaged, in years from 0 to 100; without it that of the model.
    draws : int
        Monte Carlo draws; 0: nominal figures only.
    seed : int
        Seed of the draws, from 0 on.
    interval : float
        Width of the central intervals, between 0 and 1.
    correlation : float
        Between countries: how much alike the mixes that they follow are drawn for the intervals, 0–1.
    workers : int or callable
        As in SciPy: processes for the draws, -1 for one per core, or a map-like callable such as ``pool.map``; see
        `sovai.engine.parallel.Workers`. The result does not depend on it.
    progress : callable, optional
        Called with the number of draws done since the last call.

    Returns
    -------
    Comparison
        Differences in points of the score (0–100) and in losses (0–1), with the account of what they are made of.

    Raises
    ------
    UsageError
        If an argument is out of bounds, a name unknown, or scenarios and countries are mixed.
    DataError
        If a scenario, a profile or the shipped model has faults.
    """
    setting = settle(model, home=home, horizon_years=horizon_years)
    model = setting.model
    drawing = Drawing(draws, seed, interval, workers, progress)
    check_correlation(correlation)
    loaded = [_load(other, model) for other in _listed(others)]
    scenarios = [other for other in loaded if isinstance(other, Scenario)]
    profiles = [other for other in loaded if isinstance(other, Profile)]
    if scenarios and profiles:
        raise UsageError("scenarios and countries cannot be compared in one go; ask for one kind at a time")
    if not loaded:
        raise UsageError("nothing to compare with: name scenarios or countries")
    if any(found.model_dump() == profile.model_dump() for found in profiles):
        raise UsageError(f"{profile.country.code} would be compared with itself; name another country or a scenario")

    asked = Question(profile, setting, drawing)
    if scenarios:
        baseline, compared = with_scenarios(asked, scenarios)
    else:
        baseline, compared = with_countries(asked, profiles, correlation)
    command = ["compare", profile.named]
    command += [p.named for p in profiles] or [
        other.scenario.id if isinstance(other, Scenario) else str(other) for other in _listed(others)
    ]
    command += setting.options(interval)
    command += option("--correlation", correlation, USUAL_CORRELATION) if profiles else []
    cited = dict.fromkeys(key for item in scenarios for one in item.changes for key in one.evidence)
    return Comparison(
        kind="scenarios" if scenarios else "countries",
        country=CountryName.of(profile),
        home=tuple(sorted(setting.home_of(profile) if scenarios else setting.home_among(profile.country.code))),
        horizon_years=setting.horizon_years,
        data_as_of=profile.country.as_of,
        edition=model.weights.model.as_of,
        interval=interval,
        correlation=correlation if profiles else None,
        probability_under=signs_under(correlation) if profiles else (),
        baseline=baseline,
        others=tuple(compared),
        names=_names(baseline, compared, model),
        evidence=cited_sources(model, cited),
        provenance=provenance_of(
            model,
            [profile, *profiles],
            command,
            files={f"scenarios/{item.scenario.id}.toml": item.digest for item in scenarios},
            seed=seed,
            draws=draws,
        ),
    )


def _listed(others: Other | Iterable[Other]) -> list[Other]:
    return [others] if isinstance(others, str | Path | Profile | Scenario) else list(others)


def _load(other: Other, model: Model) -> Profile | Scenario:
    """Return the scenario or profile of an id, code, name or path."""
    if isinstance(other, Profile | Scenario):
        return other
    if isinstance(other, Path) or is_path(other):
        return load_scenario(other, model=model) if _holds_scenario(Path(other)) else load_profile(other, model=model)
    if other in scenario_ids(root_of(model)):
        return load_scenario(other, model=model)
    if other.upper() in model.catalogue.circles:
        raise UsageError(
            f"{other} is a circle of countries; name those to compare with, or see all in 'sovai rank {other}'"
        )
    try:
        return load_profile(other, model=model)
    except UsageError as error:
        raise UsageError(f"no scenario has the id {other!r}, and as a country: {error}") from None


def _holds_scenario(path: Path) -> bool:
    """Whether a file is a scenario; of what cannot be read, whether it lies among them."""
    return holds_changes(path) == "scenario" or path.parent.name == "scenarios"


def _names(baseline: Baseline, compared: Sequence[Compared], model: Model) -> dict[str, str]:
    states = {side.top_state for side in (baseline, *compared)} | {
        lever.id for side in compared for lever in side.levers
    }
    return stack_names(model) | {
        key: label_name(key, model.catalogue) for key in sorted(s for s in states if s is not None)
    }
