"""`compare`: a country beside scenarios or other countries, and an exact account of what differs."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from sovai.assessment.accounting import JointLoss, account, score_account
from sovai.assessment.assess import source_of
from sovai.assessment.compiling import Universe, compile_system
from sovai.assessment.nominal import component_name, layer_name, nominal_run
from sovai.assessment.pairing import Variant, Variants, joined, losses_of, sign_probability
from sovai.assessment.parties import label_name
from sovai.assessment.provenance import check_arguments, digest_of, options, provenance_of
from sovai.assessment.rank import ESTABLISHED_UNDER
from sovai.assessment.sides import Differences, Side, to_follow
from sovai.engine.attribution import score_parts
from sovai.engine.compiled import System
from sovai.engine.parallel import Workers, map_blocks
from sovai.engine.together import Cohort, CountryDraws, draw_together
from sovai.errors import UsageError
from sovai.loading import data_root, is_path, load_home, load_model, load_profile, load_scenario, scenario_ids
from sovai.model.profile import Profile
from sovai.model.scenario import Scenario
from sovai.model.tree import Model
from sovai.results.base import CountryName
from sovai.results.comparison import Account, Baseline, Compared, ComparedChange, Comparison

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
    correlation: float = 0.5,
    workers: Workers = 1,
    progress: Callable[[int], None] | None = None,
) -> Comparison:
    """Set a country beside scenarios, or beside other countries, and say what the difference is made of.

    Parameters
    ----------
    profile : Profile
        From `sovai.load_profile`: what the others are compared with.
    others : scenario, country, or iterable of them
        Scenarios by id of the model's tree or path of a file, or countries by code, name, path or profile; not both
        kinds at once.
    model : Model, optional
        From `sovai.load_model`; without it the shipped one is loaded.
    home : str or iterable of str
        Circles and countries that count as home: beside the country itself, and for each of its members that is
        compared with it.
    horizon_years : float, optional
        Length of the cut-off over which losses are averaged; without it that of the model.
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

    Raises
    ------
    UsageError
        If an argument is out of bounds, a name unknown, or scenarios and countries are mixed.
    DataError
        If a scenario, a profile or the shipped model has faults.
    """
    model = load_model() if model is None else model
    named = home if isinstance(home, str) else ",".join(home)
    method = model.weights.model
    horizon = method.horizon_years.mode if horizon_years is None else horizon_years
    check_arguments(horizon, draws, seed, interval, workers)
    if not 0.0 <= correlation <= 1.0:
        raise UsageError(f"a correlation of {correlation} is not between 0 and 1")
    loaded = [_load(other, model) for other in _listed(others)]
    scenarios = [other for other in loaded if isinstance(other, Scenario)]
    profiles = [other for other in loaded if isinstance(other, Profile)]
    if scenarios and profiles:
        raise UsageError("scenarios and countries cannot be compared in one go; ask for one kind at a time")
    if not loaded:
        raise UsageError("nothing to compare with: name scenarios or countries")

    asked = _Asked(profile, model, load_home(named, model), horizon, draws, seed, interval, workers, progress)
    if scenarios:
        baseline, compared = _with_scenarios(asked, scenarios, horizon_years)
    else:
        baseline, compared = _with_countries(asked, profiles, correlation)
    command = ["compare", profile.named]
    command += [p.named for p in profiles] or [
        other.scenario.id if isinstance(other, Scenario) else str(other) for other in _listed(others)
    ]
    command += options(named, horizon_years, interval)
    command += ["--correlation", f"{correlation:g}"] if profiles and correlation != 0.5 else []
    digests = {f"scenarios/{item.scenario.id}.toml": item.digest for item in scenarios}
    known = replace(model, digests={**model.digests, **digests})
    cited = dict.fromkeys(key for item in scenarios for one in item.changes for key in one.evidence)
    return Comparison(
        kind="scenarios" if scenarios else "countries",
        country=CountryName(code=profile.country.code, name=profile.country.name),
        home=tuple(sorted(asked.home_of(profile, always=bool(scenarios)))),
        horizon_years=horizon,
        data_as_of=profile.country.as_of,
        edition=method.as_of,
        interval=interval,
        correlation=correlation if profiles else None,
        probability_under=_correlations(correlation) if profiles else (),
        baseline=baseline,
        others=tuple(compared),
        names=_names(baseline, compared, model),
        evidence=tuple(source_of(model, key) for key in cited if key in model.catalogue.evidence),
        provenance=provenance_of(known, [profile, *profiles], command, seed=seed, draws=draws),
    )


def _listed(others: Other | Iterable[Other]) -> list[Other]:
    return [others] if isinstance(others, str | Path | Profile | Scenario) else list(others)


def _load(other: Other, model: Model) -> Profile | Scenario:
    """Return the scenario or profile of an id, code, name or path."""
    if isinstance(other, Profile | Scenario):
        return other
    if isinstance(other, Path) or is_path(other):
        return load_scenario(other, model=model) if _is_scenario(Path(other)) else load_profile(other, model=model)
    if other in scenario_ids(model.root or data_root()):
        return load_scenario(other, model=model)
    try:
        return load_profile(other, model=model)
    except UsageError as error:
        raise UsageError(f"no scenario has the id {other!r}, and as a country: {error}") from None


def _is_scenario(path: Path) -> bool:
    """Whether a file has the table of a scenario; what cannot be read is left to the reader of profiles."""
    try:
        return "scenario" in tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return path.parent.name == "scenarios"


def _correlations(correlation: float) -> tuple[float, ...]:
    return tuple(sorted({*ESTABLISHED_UNDER, correlation}))


@dataclass(frozen=True)
class _Asked:
    """What a comparison was asked for."""

    profile: Profile
    model: Model
    circle: frozenset[str]
    horizon_years: float
    draws: int
    seed: int
    interval: float
    workers: Workers
    progress: Callable[[int], None] | None

    def home_of(self, profile: Profile, *, always: bool = False) -> frozenset[str]:
        """Return who is at home: the circle for its members, or in any case."""
        code = profile.country.code
        return self.circle | {code} if always or code in self.circle else frozenset({code})


def _compared(differences: Differences, states: Sequence[str], made_of: Account, **more: Any) -> Compared:
    own = differences.after.baseline(differences.interval)
    empty = {"description": "", "joint_loss": None, "loss_account": None, "changes": (), "caveats": ()}
    return Compared(
        **{name: getattr(own, name) for name in Baseline.model_fields},
        difference=differences.score(),
        layer_differences=differences.layers(),
        levers=tuple(differences.levers(states)),
        account=made_of,
        **{**empty, "data_moved": False, **more},
    )


# Scenarios


def _with_scenarios(
    asked: _Asked, scenarios: Sequence[Scenario], horizon_years: float | None
) -> tuple[Baseline, list[Compared]]:
    profile, model = asked.profile, asked.model
    home = asked.home_of(profile, always=True)
    variants = Variants(profile, model, home=home, horizon_years=horizon_years)
    recorded, altered = variants.recorded, [variants.under(scenario.changes) for scenario in scenarios]
    every = [recorded, *altered]
    states = to_follow(variant.losses for variant in every)
    drawn: Sequence[CountryDraws | None] = [None] * len(every)
    if asked.draws:
        drawn = variants.draw(
            every, states, draws=asked.draws, seed=asked.seed, workers=asked.workers, progress=asked.progress
        )

    def side(key: str, name: str, variant: Variant, draws: CountryDraws | None) -> Side:
        return Side(key, name, variant.applied.model, variant.system, variant.nominal, draws)

    before = side(profile.country.code, profile.country.name, recorded, drawn[0])
    found = []
    for scenario, variant, draws in zip(scenarios, altered, drawn[1:], strict=True):
        head = scenario.scenario
        joint = JointLoss(scenario, variant)
        found.append(
            _compared(
                Differences(before, side(head.id, head.title, variant, draws), asked.interval),
                states,
                score_account(scenario, variants, seed=asked.seed),
                description=head.description,
                joint_loss=joint.estimate(
                    draws=asked.draws, seed=asked.seed, interval=asked.interval, workers=asked.workers
                ),
                loss_account=joint.account(seed=asked.seed),
                changes=tuple(
                    ComparedChange(position=i + 1, change=one, found=i not in variant.applied.unmatched)
                    for i, one in enumerate(scenario.changes)
                ),
                caveats=head.caveats,
                data_moved=head.digest is not None and head.digest != digest_of(model.digests),
            )
        )
    return before.baseline(asked.interval), found


# Countries


def _with_countries(asked: _Asked, profiles: Sequence[Profile], correlation: float) -> tuple[Baseline, list[Compared]]:
    model, every = asked.model, [asked.profile, *profiles]
    universe = Universe(model)
    systems = [
        compile_system(p, model, home=asked.home_of(p), horizon_years=asked.horizon_years, universe=universe)
        for p in every
    ]
    nominal = [nominal_run(system) for system in systems]
    states = to_follow(losses_of(system, run) for system, run in zip(systems, nominal, strict=True))
    drawn = _draw_countries(asked, systems, [p.country.code for p in every], states, _correlations(correlation))
    sides = [
        Side(p.country.code, p.country.name, model, system, run, drawn[correlation][i] if drawn else None)
        for i, (p, system, run) in enumerate(zip(every, systems, nominal, strict=True))
    ]
    before, components = sides[0], model.weights.component_ids()
    found = []
    for i, after in enumerate(sides[1:], start=1):
        least = _least([(runs[0], runs[i]) for runs in drawn.values()], before, after) if drawn else None
        parts = 100.0 * score_parts(before.point, after.point)[None]
        found.append(
            _compared(
                Differences(before, after, asked.interval, least),
                states,
                account(components, parts),
            )
        )
    return before.baseline(asked.interval), found


def _draw_countries(
    asked: _Asked, systems: Sequence[System], names: Sequence[str], states: Sequence[str], correlations: Sequence[float]
) -> dict[float, list[CountryDraws]]:
    """Return paired draws of all countries under each correlation of mixes."""
    if not asked.draws:
        return {}
    cohort = Cohort(tuple(systems), tuple(names), (tuple(states),) * len(systems))
    work = partial(draw_together, cohort, seed=asked.seed, correlations=correlations)
    blocks = map_blocks(work, asked.draws, workers=asked.workers, progress=asked.progress)
    return {
        each: [joined(parts) for parts in zip(*found, strict=True)]
        for each, *found in zip(correlations, *blocks, strict=True)
    }


def _least(pairs: Sequence[tuple[CountryDraws, CountryDraws]], before: Side, after: Side) -> dict[str, float]:
    """Return the least probability of each sign over several correlations."""
    a, b = before.nominal.scores, after.nominal.scores
    was, now = before.losses, after.losses
    return {
        "score": min(sign_probability(float(b.country[0] - a.country[0]), y.score - x.score) for x, y in pairs),
        **{
            layer: min(
                sign_probability(float(b.layers[i, 0] - a.layers[i, 0]), y.layers[i] - x.layers[i]) for x, y in pairs
            )
            for i, layer in enumerate(before.system.layers)
        },
        **{
            f"state/{state}": min(
                sign_probability(now.get(state, 0.0) - was.get(state, 0.0), y.losses[state] - x.losses[state])
                for x, y in pairs
            )
            for state in pairs[0][0].losses
        },
    }


def _names(baseline: Baseline, compared: Sequence[Compared], model: Model) -> dict[str, str]:
    named = {layer: layer_name(layer, model) for layer in model.weights.layers}
    named |= {key: component_name(key, model) for key in model.weights.component_ids()}
    states = {side.top_state for side in (baseline, *compared)} | {
        lever.id for side in compared for lever in side.levers
    }
    return named | {key: label_name(key, model.catalogue) for key in sorted(s for s in states if s is not None)}
