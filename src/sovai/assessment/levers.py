"""`levers`: what mitigations would take off a country's score and off its largest lever, at which cost and how soon."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from sovai.assessment.cited import cited_sources
from sovai.assessment.command import option
from sovai.assessment.drawing import Drawing
from sovai.assessment.effects import Pairing, pairs_of, with_front
from sovai.assessment.estimates import estimate
from sovai.assessment.feasibility import MEANS, Feasibility
from sovai.assessment.names import label_name, stack_names
from sovai.assessment.nominal import standing_of
from sovai.assessment.pairing import Variants
from sovai.assessment.provenance import provenance_of
from sovai.assessment.setting import settle
from sovai.engine.parallel import Workers
from sovai.engine.together import CountryDraws
from sovai.errors import UsageError
from sovai.loading import lever_ids, load_lever, root_of
from sovai.model.lever import Lever
from sovai.model.profile import Profile
from sovai.model.tree import Model
from sovai.results.base import CountryName
from sovai.results.levers import LeverEffect, Levers


def levers(
    profile: Profile,
    levers: str | Path | Lever | Iterable[str | Path | Lever] = (),
    *,
    budget: float | None = None,
    years: float | None = None,
    means: float = MEANS,
    model: Model | None = None,
    home: str | Iterable[str] = (),
    horizon_years: float | None = None,
    draws: int = 1000,
    seed: int = 0,
    interval: float = 0.9,
    workers: Workers = 1,
    progress: Callable[[int], None] | None = None,
) -> Levers:
    """Show what mitigations would do in a country, each by itself, and which gain from each other.

    Parameters
    ----------
    profile : Profile
        From `sovai.load_profile`.
    levers : str, path, Lever or iterable of them
        Ids of the model's tree, paths of files, or levers from `sovai.loading.load_lever`; without any, all of the
        tree.
    budget : float, optional
        In million euros: marks the levers of which the most likely cost in the country is within it.
    years : float, optional
        Marks the levers that most likely take effect within them.
    means : float
        Part of gross domestic product: a lever that costs more a year until it takes effect, even at the lowest, is
        not open to the country.
    model : Model, optional
        From `sovai.load_model`; without it the shipped one is loaded.
    home : str or iterable of str
        Circles and countries that count as home beside the country itself.
    horizon_years : float, optional
        Length of the cut-off over which losses are averaged, in years from 0 to 100; without it that of the model.
    draws : int
        Monte Carlo draws; 0: nominal figures only.
    seed : int
        Seed of the draws, from 0 on.
    interval : float
        Width of the central intervals, between 0 and 1.
    workers : int or callable
        As in SciPy: processes for the draws, -1 for one per core, or a map-like callable such as ``pool.map``; see
        `sovai.engine.parallel.Workers`. The result does not depend on it.
    progress : callable, optional
        Called with the number of draws done since the last call.

    Returns
    -------
    Levers
        Effects in points of the score (0–100) and on losses (0–1), costs in million euros, times in years.

    Raises
    ------
    UsageError
        If an argument is out of bounds, or a name unknown.
    DataError
        If a lever or the shipped model has faults.
    """
    setting = settle(model, home=home, horizon_years=horizon_years)
    model = setting.model
    drawing = Drawing(draws, seed, interval, workers, progress)
    for name, limit in (("budget", budget), ("years", years), ("means", means)):
        if limit is not None and not (math.isfinite(limit) and limit >= 0.0):
            raise UsageError(f"--{name} {limit}: give a number from 0 on")
    asked = [levers] if isinstance(levers, str | Path | Lever) else list(levers)
    loaded = _loaded(asked, model)
    if not loaded:
        raise UsageError("the data have no levers; name the file of one, or put it into the folder levers/ of the data")

    variants = Variants(profile, setting)
    altered = [variants.under(lever.changes) for lever in loaded]
    top = next(iter(variants.recorded.losses), None)
    states = [] if top is None else [top]
    drawn: Sequence[CountryDraws | None] = [None] * (len(altered) + 1)
    if draws:
        drawn = variants.draw([variants.recorded, *altered], states, drawing)
    feasibility = Feasibility(profile.country.code, setting.home_of(profile), model.catalogue, means)
    pairing = Pairing(variants.recorded, drawn[0], top, interval, feasibility)
    found = [
        pairing.effect(lever, variant, after, budget=budget, years=years)
        for lever, variant, after in zip(loaded, altered, drawn[1:], strict=True)
    ]
    found = sorted(with_front(found), key=lambda effect: (effect.score.nominal, effect.id))
    command = [
        "levers",
        profile.named,
        *option("--lever", [item.lever.id if isinstance(item, Lever) else str(item) for item in asked]),
        *option("--budget", budget),
        *option("--years", years),
        *option("--means", means, MEANS),
        *setting.options(interval),
    ]
    evidence = dict.fromkeys(key for effect in found for key in effect.evidence)
    base = variants.recorded
    standing = standing_of(base.system, model)
    return Levers(
        country=CountryName.of(profile),
        home=tuple(sorted(setting.home_of(profile))),
        horizon_years=setting.horizon_years,
        data_as_of=profile.country.as_of,
        edition=model.weights.model.as_of,
        interval=interval,
        budget_million_euros=budget,
        years=years,
        means=means,
        score=estimate(base.score, drawn[0].score if drawn[0] else None, interval, 100.0),
        bounds=standing.bounds,
        comparable=not standing.obstacles,
        top_state=pairing.top_state,
        levers=tuple(found),
        pairs=tuple(pairs_of(found, loaded, variants)),
        names=_names(found, model),
        evidence=cited_sources(model, evidence),
        provenance=provenance_of(
            model,
            [profile],
            command,
            files={f"levers/{lever.lever.id}.toml": lever.digest for lever in loaded},
            seed=seed,
            draws=draws,
        ),
    )


def _loaded(asked: Sequence[str | Path | Lever], model: Model) -> list[Lever]:
    wanted = asked or lever_ids(root_of(model))
    loaded = [item if isinstance(item, Lever) else load_lever(item, model=model) for item in wanted]
    ids = [lever.lever.id for lever in loaded]
    if twice := sorted({key for key in ids if ids.count(key) > 1}):
        raise UsageError(f"asked for more than once: {', '.join(twice)}")
    return loaded


def _names(found: Iterable[LeverEffect], model: Model) -> Mapping[str, str]:
    parties = {key for e in found for key in (*e.by_state, *e.by_company, e.top_state_after) if key is not None}
    return stack_names(model) | {key: label_name(key, model.catalogue) for key in sorted(parties)}
