"""`sensitivity`: what the uncertainty of a score, a layer or a loss comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from sovai.assessment.command import option
from sovai.assessment.drawing import USUAL_CORRELATION, Drawing, check_correlation
from sovai.assessment.groups import Grouping
from sovai.assessment.names import label_name, layer_name
from sovai.assessment.panel import Chosen, Panel, Wanted, choose
from sovai.assessment.provenance import provenance_of
from sovai.assessment.setting import Setting, settle
from sovai.engine.outcomes import LossOutcome, Outcome, ScoreOutcome
from sovai.engine.parallel import Workers
from sovai.engine.quantiles import tails
from sovai.engine.scoring import published
from sovai.engine.sensitivity import RESAMPLES, Index, Samples, sobol_indices
from sovai.engine.streams import Streams
from sovai.engine.swapping import Figure, swap_choices, swap_data
from sovai.errors import UsageError
from sovai.model.profile import Profile
from sovai.model.tree import Model
from sovai.results.sensitivity import GroupIndices, Sensitivity, SobolIndex, VarianceParts

LEAST_SAMPLES = 64
"""With fewer, resamples without any variance would come up."""


def sensitivity(
    profile: Profile,
    *,
    model: Model | None = None,
    of: str = "score",
    against: Wanted | Iterable[Wanted] | None = None,
    group: str | Iterable[str] = (),
    home: str | Iterable[str] = (),
    horizon_years: float | None = None,
    samples: int = 2048,
    seed: int = 0,
    interval: float = 0.9,
    correlation: float = USUAL_CORRELATION,
    workers: Workers = 1,
    progress: Callable[[int], None] | None = None,
) -> Sensitivity:
    """Show what the uncertainty of a figure comes from: first- and total-order Sobol' indices of groups.

    Groups of the data are the country's own shares by layer, mixes, control (reach, essential parts, shares of inputs),
    lives and growth, and surge; apart from them stand the choices, weights and exponent. A group is swapped whole
    between two independent samples (Saltelli et al. 2010, doi:10.1016/j.cpc.2009.09.018).

    Parameters
    ----------
    profile : Profile
        From `sovai.load_profile`.
    model : Model, optional
        From `sovai.load_model`; without it the shipped one is loaded.
    of : str
        ``"score"``, ``"layer:cloud"``, or ``"party:USA"`` for the loss if that party stopped supply.
    against : str, path, Profile or iterable of them, optional
        A reference set such as ``"EU"``: the figure is then the difference to the median of its comparable countries.
        What their own rows contribute is the group ``"reference"``.
    group : str or iterable of str
        Groups to be divided, one level deeper, such as ``"shares.cloud"`` (by component and source) or ``"control"``.
    home : str or iterable of str
        Circles and countries that count as home beside the country itself.
    horizon_years : float, optional
        Length of the cut-off over which losses are averaged, in years from 0 to 100; without it that of the model.
    samples : int
        Draws of each of the two samples, at least 64. The model is run for each as often as there are groups, and
        twice more.
    seed : int
        Seed of the draws, from 0 on.
    interval : float
        Width of the central intervals, between 0 and 1. Those of the indices are as wide.
    correlation : float
        How much alike mixes are drawn between the countries of a reference set, 0–1.
    workers : int or callable
        As in SciPy: processes for the draws, -1 for one per core, or a map-like callable such as ``pool.map``; see
        `sovai.engine.parallel.Workers`. The result does not depend on it. More than one process pays
        from about 10,000 samples on.
    progress : callable, optional
        Called with the number of draws done since the last call.

    Returns
    -------
    Sensitivity
        Frozen and unrounded. A small index may come out below 0 by chance, and is not cut off.

    Raises
    ------
    UsageError
        If an argument is out of bounds, or a name unknown.
    DataError
        If every profile of the reference set has faults, or the shipped model has to be loaded and has faults.
    """
    setting = settle(model, home=home, horizon_years=horizon_years)
    model = setting.model
    if samples < LEAST_SAMPLES:
        raise UsageError(f"{samples} samples are too few to divide a variance; give {LEAST_SAMPLES} or more")
    drawing = Drawing(samples, seed, interval, workers, progress)
    check_correlation(correlation)
    asked = None if against is None else [against] if isinstance(against, Wanted) else list(against)
    cast = _cast(profile, asked, setting)
    quantity = _quantity(of, cast.panel)
    figure = Figure(cast.panel.systems, cast.codes, quantity.outcome, cast.country, cast.reference)
    grouping = Grouping(cast.panel.systems, cast.codes, cast.country, group)
    data = swap_data(
        figure,
        grouping.data,
        samples=drawing.draws,
        seed=drawing.seed,
        correlation=1.0 if asked is None else correlation,
        workers=drawing.workers,
        progress=drawing.progress,
    )
    choices = swap_choices(figure, list(grouping.choices.values()), samples=drawing.draws, seed=drawing.seed)
    nominal = figure.of(figure.nominal_values, [published(system) for system in cast.panel.systems])
    in_words = None if asked is None else ",".join(i.named if isinstance(i, Profile) else str(i) for i in asked)
    command = [
        "sensitivity",
        profile.named,
        *option("--of", quantity.of, "score"),
        *option("--against", in_words),
        *option("--group", grouping.split),
        *setting.options(interval),
        *option("--correlation", None if asked is None else correlation, USUAL_CORRELATION),
    ]
    sizes = {found.id: len(found.streams) for found in grouping.data}
    return Sensitivity(
        country=cast.panel.countries[cast.country],
        home=tuple(sorted(setting.home_of(profile))),
        horizon_years=setting.horizon_years,
        data_as_of=profile.country.as_of,
        of=quantity.of,
        of_name=quantity.name,
        unit="0-100" if quantity.scale == 100.0 else "0-1",
        against=in_words,
        reference=tuple(cast.panel.countries[i] for i in cast.reference),
        not_comparable=tuple(cast.panel.countries[i] for i in cast.left_out),
        failed=cast.chosen.failed if cast.chosen is not None else (),
        without_profile=cast.chosen.without_profile if cast.chosen is not None else (),
        correlation=None if asked is None else correlation,
        comparable=not cast.panel.standings[cast.country].obstacles,
        nominal=quantity.scale * float(nominal[0]),
        interval=interval,
        resamples=RESAMPLES,
        data=_parts(data, sizes, quantity.scale, interval, Streams(seed, 0).of("sensitivity/data")),
        choices=_parts(
            choices, grouping.choice_sizes, quantity.scale, interval, Streams(seed, 0).of("sensitivity/choices")
        ),
        names=grouping.names(model),
        provenance=provenance_of(model, cast.panel.profiles, command, seed=seed, draws=samples, counted="--samples"),
    )


@dataclass(frozen=True)
class _Cast:
    """The country and its reference set, by their places in one panel."""

    panel: Panel
    country: int = 0
    reference: tuple[int, ...] = ()
    chosen: Chosen | None = None
    left_out: tuple[int, ...] = ()

    @property
    def codes(self) -> list[str]:
        return [country.code for country in self.panel.countries]


def _cast(profile: Profile, asked: Sequence[Wanted] | None, setting: Setting) -> _Cast:
    setting = setting.joined_by(profile)
    if asked is None:
        return _Cast(Panel([profile], setting))
    chosen = choose(asked, setting.model)
    panel = Panel([*chosen.profiles, profile], setting)  # the last of a country counts
    members = {found.country.code for found in chosen.profiles}
    if members == {profile.country.code} and not chosen.failed:
        raise UsageError(
            f"{profile.country.code} would be set against itself; name other countries or a circle with --against"
        )
    places = [i for i, country in enumerate(panel.countries) if country.code in members]
    apart = tuple(i for i in places if panel.standings[i].obstacles)
    reference = tuple(i for i in places if i not in apart)
    if not reference:
        raise UsageError("no country of the reference set is comparable, so that there is no median to quote")
    country = [found.code for found in panel.countries].index(profile.country.code)
    return _Cast(panel, country, reference, chosen, apart)


@dataclass(frozen=True)
class _Quantity:
    """What is asked about."""

    of: str
    name: str
    outcome: Outcome
    scale: float


def _quantity(of: str, panel: Panel) -> _Quantity:
    layers = tuple(panel.model.weights.layers)
    kind, _, wanted = of.partition(":")
    if of == "score":
        return _Quantity(of, "Dependency score", ScoreOutcome(), 100.0)
    if kind == "layer" and wanted in layers:
        return _Quantity(of, layer_name(wanted, panel.model), ScoreOutcome(wanted), 100.0)
    if kind == "party" and wanted:
        party = panel.find_party(wanted)
        return _Quantity(f"party:{party}", label_name(party, panel.model.catalogue), LossOutcome(party), 1.0)
    known = ", ".join(f"layer:{layer}" for layer in layers)
    raise UsageError(f"{of!r} is no figure whose uncertainty can be divided; give score, {known} or party:USA")


def _parts(
    samples: Samples, sizes: dict[str, int], scale: float, interval: float, rng: np.random.Generator
) -> VarianceParts:
    found = sobol_indices(samples, rng=rng, interval=interval)
    low, high = np.quantile(samples.both, tails(interval))
    groups = [
        GroupIndices(
            id=id_,
            quantities=size,
            first_order=None if found is None else _index(found.first_order, i),
            total_order=None if found is None else _index(found.total_order, i),
        )
        for i, (id_, size) in enumerate(sizes.items())
    ]
    return VarianceParts(
        mean=scale * float(samples.both.mean()),
        standard_deviation=scale * float(samples.both.std()),
        low=scale * float(low),
        high=scale * float(high),
        constant=found is None,
        groups=tuple(sorted(groups, key=_largest_first)),
        additive=None if found is None else _index(found.additive, 0),
    )


def _largest_first(group: GroupIndices) -> float:
    return 0.0 if group.total_order is None else -group.total_order.value


def _index(index: Index, i: int) -> SobolIndex:
    return SobolIndex(value=float(index.value[i]), low=float(index.low[i]), high=float(index.high[i]))
