"""`assess`: one country, scored and explained."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from sovai.assessment.cited import cited_sources
from sovai.assessment.command import option
from sovai.assessment.drawing import Drawing
from sovai.assessment.estimates import summarised
from sovai.assessment.names import component_name, layer_name
from sovai.assessment.nominal import Nominal, level_of, nominal_run, shared_sweeps, standing_of
from sovai.assessment.parties import describe_parties, trace_parties
from sovai.assessment.provenance import provenance_of
from sovai.assessment.quality import Quality, expired_measures
from sovai.assessment.setting import Setting, settle
from sovai.assessment.vetoes import without_largest_state
from sovai.engine.choices import scores_by_block
from sovai.engine.clocks import horizon_times
from sovai.engine.compiled import System
from sovai.engine.parallel import Workers
from sovai.engine.quantiles import Quantiles, tails
from sovai.engine.scoring import Contributions, contributions, published, score
from sovai.engine.simulation import DataSimulation, DataUncertainty
from sovai.model.profile import Profile
from sovai.model.tree import Model
from sovai.results.assessment import Assessment, Choices, ComponentResult, LayerResult, ScoreEstimate
from sovai.results.base import CountryName, WeakestLayer
from sovai.results.flips import FlipPoints


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
    flips: bool = False,
    workers: Workers = 1,
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
        Circles and countries that count as home beside the country itself. ``"EU"``, ``"DEU,FRA"`` and
        ``["DEU", "FRA"]`` name some.
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
    flips : bool
        Whether to search what would overturn the headline findings as well, as `sovai.flip_points` does.
    workers : int or callable
        As in SciPy: processes for the draws, -1 for one per core, or a map-like callable such as ``pool.map``; see
        `sovai.engine.parallel.Workers`. The result does not depend on it. Where processes start as copies (on
        Linux, while the program has one thread), two pay from about 5,000 draws on, else from about 100,000.
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
    setting = settle(model, home=home, horizon_years=horizon_years)
    model = setting.model
    drawing = Drawing(draws, seed, interval, workers, progress)

    system = setting.compile(profile)
    # Workers draw while the nominal run is computed.
    simulation = DataSimulation(system, draws=draws, seed=seed, interval=interval, workers=workers, progress=progress)
    sweeps = shared_sweeps([system], horizon_times(system.horizon_years))
    nominal, standing = nominal_run(system, sweeps), standing_of(system, model, sweeps)
    scores, quality = nominal.scores, standing.quality
    traced = trace_parties(system, model, nominal, sources_per_party)
    choices = _choices(system, nominal, drawing)
    without_largest = without_largest_state(system, nominal)
    simulated = simulation.summary() if draws else None
    parties, names, cited = describe_parties(system, model, traced, simulated)
    layers = _layers(system, model, nominal, contributions(nominal.measured, scores, system), quality, simulated)
    weakest = max(layers, key=lambda layer: layer.score.nominal)
    evidence = dict.fromkeys((*(key for c in system.components for row in c.rows for key in row.evidence), *cited))
    command = ["score", profile.named, *option("--flip", flips), *setting.options(interval)]
    return Assessment(
        country=CountryName.of(profile),
        home=tuple(sorted(setting.home_of(profile))),
        horizon_years=setting.horizon_years,
        data_as_of=profile.country.as_of,
        edition=model.weights.model.as_of,
        score=_score(nominal, choices, simulated, interval),
        bounds=standing.bounds,
        level=level_of(scores.country[0], model),
        coverage=quality.coverage,
        measured=quality.measured,
        comparable=not standing.obstacles,
        incomparable_because=standing.obstacles,
        weakest_layer=WeakestLayer(id=weakest.id, name=weakest.name, score=weakest.score.nominal, level=weakest.level),
        veto_threshold=system.veto_threshold,
        course_years=system.course_years,
        layers=layers,
        parties=parties,
        without_largest=without_largest,
        names=names,
        expired_measures=expired_measures(model, system),
        evidence=cited_sources(model, evidence),
        provenance=provenance_of(model, [profile], command, seed=seed, draws=draws),
        flips=_flips(profile, setting) if flips else None,
    )


def _flips(profile: Profile, setting: Setting) -> FlipPoints:
    from sovai.assessment.flips import flip_points  # most assessments go without

    return flip_points(profile, model=setting.model, home=setting.home, horizon_years=setting.asked_horizon_years)


def _choices(system: System, nominal: Nominal, drawing: Drawing) -> Choices:
    """Return what other weights and exponents would make of the nominal indicators."""
    exponents = np.array(sorted({1.0, 2.0, system.exponent.high}))
    fixed = score(nominal.measured[:, :, None], published(system, exponents), system).country
    by_exponent = {f"{p:g}": 100.0 * float(found) for p, found in zip(exponents, fixed, strict=True)}
    if not drawing.draws:
        return Choices(low=None, high=None, by_exponent=by_exponent)
    chosen = Quantiles(1, drawing.draws)
    for scores in scores_by_block(nominal.measured, system, draws=drawing.draws, seed=drawing.seed):
        chosen.add(scores[None])
    low, high = 100.0 * chosen.at(np.array(tails(drawing.interval)))[:, 0]
    return Choices(low=float(low), high=float(high), by_exponent=by_exponent)


def _score(nominal: Nominal, choices: Choices, simulated: DataUncertainty | None, interval: float) -> ScoreEstimate:
    spread = None if simulated is None else simulated.country
    return ScoreEstimate(
        **dict(summarised(float(nominal.scores.country[0]), spread, scale=100.0)),
        interval=interval,
        monte_carlo_standard_error=None if spread is None else 100.0 * float(spread.monte_carlo_standard_error),
        choices=choices,
    )


def _layers(
    system: System,
    model: Model,
    nominal: Nominal,
    parts: Contributions,
    quality: Quality,
    simulated: DataUncertainty | None,
) -> tuple[LayerResult, ...]:
    scores, found = nominal.scores, []
    spread = None if simulated is None else simulated.layers
    for place, layer in enumerate(system.layers):
        members = [int(c) for c in np.flatnonzero(system.layer_of == place)]
        found.append(
            LayerResult(
                id=layer,
                name=layer_name(layer, model),
                weight=float(system.layer_weights[place]),
                score=summarised(float(scores.layers[place, 0]), spread, place, 100.0),
                level=level_of(scores.layers[place, 0], model),
                contribution=100.0 * float(parts.layers[place]),
                coverage=quality.layer_coverage[layer],
                components=tuple(_component(system, model, c, nominal, parts, quality) for c in members),
            )
        )
    return tuple(found)


def _component(
    system: System, model: Model, c: int, nominal: Nominal, parts: Contributions, quality: Quality
) -> ComponentResult:
    component = system.components[c]
    figures = quality.components[component.id]
    return ComponentResult(
        id=component.id,
        name=component_name(component.id, model),
        weight=float(system.component_weights[c]),
        score=float(nominal.scores.components[c, 0]),
        outside=float(nominal.measured[c, 0]),
        single_hand=float(nominal.measured[c, 1]),
        cutoff=float(nominal.measured[c, 2]),
        contribution=100.0 * float(parts.components[c]),
        hhi=figures.hhi(frozenset(system.parties)),
        unattributed=figures.unattributed,
        measured=figures.measured,
        grades=figures.grades,
        from_mixes=figures.from_mixes,
        legal_access=figures.legal_access(frozenset(system.parties), model),
    )
