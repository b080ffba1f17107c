"""`assess`: one country, scored and explained."""

from __future__ import annotations

import hashlib
import math
import shlex
from collections.abc import Callable, Iterable, Mapping

import numpy as np

from sovai._version import __version__
from sovai.assessment.compiling import compile_system
from sovai.assessment.parties import describe_parties
from sovai.assessment.quality import Quality, expired_measures, quality_of
from sovai.engine.bounds import bounds
from sovai.engine.clocks import horizon_times
from sovai.engine.compiled import Floats, System
from sovai.engine.cutoff import expose, indicators
from sovai.engine.draws import BLOCK, NominalWorld
from sovai.engine.scoring import Contributions, Scores, contributions, published, score
from sovai.engine.simulation import DataUncertainty, simulate_choices, simulate_data
from sovai.errors import UsageError
from sovai.loading import load_home, load_model
from sovai.model.profile import Profile
from sovai.model.tree import Model
from sovai.model.vocabulary import LEVELS
from sovai.results import (
    Assessment,
    Choices,
    ComponentResult,
    CountryName,
    Estimate,
    Interval,
    LayerResult,
    Provenance,
    ScoreEstimate,
    Source,
    WeakestLayer,
)

MAXIMUM_HORIZON_YEARS = 100.0


def assess(
    profile: Profile,
    *,
    model: Model | None = None,
    home: str | Iterable[str] = (),
    horizon_years: float | None = None,
    draws: int = 10_000,
    seed: int = 0,
    interval: float = 0.9,
    sources_per_party: int | None = 12,
    workers: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Assessment:
    """Score a country's dependence on others for AI, and rank who could cut off access.

    Parameters
    ----------
    profile : Profile
        From `sovai.load_profile`.
    model : Model, optional
        From `sovai.load_model`; without it the shipped one is loaded.
    home : str or iterable of str
        Circles and countries that count as home beside the country itself: ``"EU"``, ``"DEU,FRA"``, ``["DEU", "FRA"]``.
    horizon_years : float, optional
        Length of the cut-off over which losses are averaged, in years from 0 to 100; without it that of the model.
    draws : int
        Monte Carlo draws; 0: the nominal run only, and the fields of the simulation are None.
    seed : int
        Seed of the draws, from 0 on.
    interval : float
        Width of the central intervals, between 0 and 1.
    sources_per_party : int or None
        How many of a party's sources are listed, largest first; None: all.
    workers : int
        Processes for the draws; the result does not depend on it. More than one pays from about 100,000 draws on.
    progress : callable, optional
        Called with the number of draws done since the last call.

    Returns
    -------
    Assessment
        Frozen and unrounded; ``to_dict()``, ``to_records()`` and ``to_markdown()`` hand it on.

    Raises
    ------
    UsageError
        If an argument is out of bounds, or a name in `home` unknown.
    DataError
        If the shipped model has to be loaded and has faults.
    """
    model = load_model() if model is None else model
    code = profile.country.code
    named = home if isinstance(home, str) else ",".join(home)
    at_home = load_home(named, model) | {code}
    method = model.weights.model
    horizon = method.horizon_years.mode if horizon_years is None else horizon_years
    _check_arguments(horizon, draws, seed, interval)

    system = compile_system(profile, model, home=at_home, horizon_years=horizon)
    world, years = NominalWorld(), horizon_times(horizon)
    exposures = tuple(expose(component, system, world, years) for component in system.components)
    losses = tuple(exposure.losses() for exposure in exposures)
    measured = np.stack(
        [indicators(exposure, lost, system)[:, 0] for exposure, lost in zip(exposures, losses, strict=True)]
    )
    scores = score(measured[:, :, None], published(system), system)
    parts = contributions(measured, scores, system)
    low, high = (100.0 * end for end in bounds(system))
    quality = quality_of(system)
    simulated = None
    if draws:
        simulated = simulate_data(system, draws=draws, seed=seed, interval=interval, workers=workers, progress=progress)
    parties, names, cited = describe_parties(system, model, exposures, simulated, sources_per_party)
    layers = _layers(system, model, measured, scores, parts, quality, simulated)
    weakest = max(layers, key=lambda layer: layer.score.nominal)
    obstacles = _obstacles(layers, quality, method.minimum_coverage.mode, high - low, method.maximum_spread.mode)
    evidence = dict.fromkeys((*(key for c in system.components for row in c.rows for key in row.evidence), *cited))
    digests = {**model.digests, f"profiles/{code}.toml": profile.digest}
    return Assessment(
        country=CountryName(code=code, name=profile.country.name),
        home=tuple(sorted(at_home)),
        horizon_years=horizon,
        data_as_of=profile.country.as_of,
        edition=method.as_of,
        score=_score(system, measured, scores, simulated, draws=draws, seed=seed, interval=interval),
        bounds=Interval(low=low, high=high),
        level=_level(scores.country[0], method.level_bounds.value),
        coverage=quality.coverage,
        measured=quality.measured,
        comparable=not obstacles,
        incomparable_because=obstacles,
        weakest_layer=WeakestLayer(id=weakest.id, name=weakest.name, score=weakest.score.nominal, level=weakest.level),
        veto_threshold=system.veto_threshold,
        course_years=system.course_years,
        layers=layers,
        parties=parties,
        names=names,
        expired_measures=expired_measures(model, system),
        evidence=tuple(_cited(model, key) for key in evidence if key in model.catalogue.evidence),
        provenance=Provenance(
            version=__version__,
            numpy=np.__version__,
            seed=seed,
            draws=draws,
            block=BLOCK,
            digest=_digest(digests),
            digests=digests,
            command=_command(code, named, horizon_years, draws, seed, interval, model.options),
        ),
    )


def _check_arguments(horizon_years: float, draws: int, seed: int, interval: float) -> None:
    if not (math.isfinite(horizon_years) and 0.0 <= horizon_years <= MAXIMUM_HORIZON_YEARS):
        raise UsageError(f"a horizon of {horizon_years} years is not between 0 and {MAXIMUM_HORIZON_YEARS:g}")
    if draws < 0:
        raise UsageError(f"{draws} draws: give 0 (nominal only) or more")
    if seed < 0:
        raise UsageError(f"seed {seed}: give a whole number from 0 on")
    if not 0.0 < interval < 1.0:
        raise UsageError(f"an interval of {interval} is not between 0 and 1 (0.9 is the central 90 %)")


def _level(score: float, level_bounds: tuple[float, ...]) -> str:
    return LEVELS[sum(score >= bound for bound in level_bounds)]


def _obstacles(
    layers: tuple[LayerResult, ...], quality: Quality, minimum_coverage: float, spread: float, maximum_spread: float
) -> tuple[str, ...]:
    """Return why the country is not comparable; empty where it is."""
    found = []
    if quality.coverage < minimum_coverage:
        found.append("coverage")
    found += [f"layer:{layer.id}" for layer in layers if layer.coverage <= 0.0]
    if spread > maximum_spread:
        found.append("spread")
    return tuple(found)


def _score(
    system: System,
    measured: Floats,
    scores: Scores,
    simulated: DataUncertainty | None,
    *,
    draws: int,
    seed: int,
    interval: float,
) -> ScoreEstimate:
    exponents = sorted({1.0, 2.0, system.exponent.high})
    by_exponent = {
        f"{p:g}": 100.0 * float(score(measured[:, :, None], published(system, np.array([p])), system).country[0])
        for p in exponents
    }
    nominal = 100.0 * float(scores.country[0])
    if simulated is None:
        return ScoreEstimate(
            nominal=nominal, interval=interval, choices=Choices(low=None, high=None, by_exponent=by_exponent)
        )
    tail = (1.0 - interval) / 2.0
    chosen, _ = simulate_choices(measured, system, draws=draws, seed=seed)
    low, high = 100.0 * np.quantile(chosen, [tail, 1.0 - tail])
    spread = simulated.country
    return ScoreEstimate(
        nominal=nominal,
        mean=100.0 * float(spread.mean),
        median=100.0 * float(spread.median),
        low=100.0 * float(spread.low),
        high=100.0 * float(spread.high),
        interval=interval,
        monte_carlo_standard_error=100.0 * float(spread.monte_carlo_standard_error),
        choices=Choices(low=float(low), high=float(high), by_exponent=by_exponent),
    )


def _layers(
    system: System,
    model: Model,
    measured: Floats,
    scores: Scores,
    parts: Contributions,
    quality: Quality,
    simulated: DataUncertainty | None,
) -> tuple[LayerResult, ...]:
    found = []
    for place, layer in enumerate(system.layers):
        spread = simulated.layers if simulated is not None else None
        members = [int(c) for c in np.flatnonzero(system.layer_of == place)]
        found.append(
            LayerResult(
                id=layer,
                name=model.weights.layers[layer].name or layer,
                weight=float(system.layer_weights[place]),
                score=Estimate(
                    nominal=100.0 * float(scores.layers[place, 0]),
                    mean=None if spread is None else 100.0 * float(spread.mean[place]),
                    median=None if spread is None else 100.0 * float(spread.median[place]),
                    low=None if spread is None else 100.0 * float(spread.low[place]),
                    high=None if spread is None else 100.0 * float(spread.high[place]),
                ),
                level=_level(scores.layers[place, 0], model.weights.model.level_bounds.value),
                contribution=100.0 * float(parts.layers[place]),
                coverage=quality.layer_coverage[layer],
                components=tuple(_component(system, model, c, measured, scores, parts, quality) for c in members),
            )
        )
    return tuple(found)


def _component(
    system: System, model: Model, c: int, measured: Floats, scores: Scores, parts: Contributions, quality: Quality
) -> ComponentResult:
    component = system.components[c]
    figures = quality.components[component.id]
    return ComponentResult(
        id=component.id,
        name=model.weights.component(component.id).name or component.id.split(".", 1)[1].replace("-", " "),
        weight=float(system.component_weights[c]),
        score=float(scores.components[c, 0]),
        outside=float(measured[c, 0]),
        single_hand=float(measured[c, 1]),
        cutoff=float(measured[c, 2]),
        contribution=100.0 * float(parts.components[c]),
        hhi=figures.hhi(frozenset(system.parties)),
        unattributed=figures.unattributed,
        measured=figures.measured,
        grades=figures.grades,
        from_mixes=figures.from_mixes,
        legal_access=figures.legal_access(frozenset(system.parties), model),
    )


def _cited(model: Model, key: str) -> Source:
    entry = model.catalogue.evidence[key]
    return Source(
        id=key,
        title=entry.title,
        publisher=entry.publisher,
        url=entry.url,
        period_end=entry.period_end,
        accessed=entry.accessed,
        licence=entry.licence,
    )


def _digest(digests: Mapping[str, str]) -> str:
    """Return one digest for all files: SHA-256 over the sorted lines of ``sha256sum``."""
    lines = "".join(f"{digest}  {file}\n" for file, digest in sorted(digests.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def _command(
    code: str, home: str, horizon_years: float | None, draws: int, seed: int, interval: float, options: Iterable[str]
) -> str:
    parts = ["sovai", "score", code]
    parts += ["--home", home] if home else []
    parts += ["--horizon", f"{horizon_years:g}"] if horizon_years is not None else []
    parts += ["--interval", f"{interval:g}"] if interval != 0.9 else []
    return shlex.join([*parts, "--draws", str(draws), "--seed", str(seed), *options])
