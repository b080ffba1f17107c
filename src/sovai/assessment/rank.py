"""`rank`: countries compared by score, layer or exposure to one party, and which of them cannot be told apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sovai.assessment.command import option
from sovai.assessment.drawing import USUAL_CORRELATION, Drawing, check_correlation
from sovai.assessment.estimates import ends_among, estimate
from sovai.assessment.names import label_name, layer_name
from sovai.assessment.nominal import Nominal, largest_state, level_of
from sovai.assessment.panel import Panel, Wanted, place_of
from sovai.assessment.provenance import provenance_of
from sovai.assessment.setting import settle
from sovai.engine import ranks
from sovai.engine.comparison import Pick, compare_countries, higher, indistinguishable
from sovai.engine.compiled import Floats, System
from sovai.engine.parallel import Workers
from sovai.errors import UsageError
from sovai.model.tree import Model
from sovai.results.base import WeakestLayer
from sovai.results.ranking import Incomparable, Lever, RankEntry, Ranking

ESTABLISHED_AT = 0.9
"""Part of the paired draws in which an order of two countries must hold …"""
ESTABLISHED_UNDER = (0.0, 0.5, 1.0)
"""… however alike their mixes are drawn."""


def rank(
    countries: Wanted | Iterable[Wanted] | None = None,
    *,
    model: Model | None = None,
    by: str = "score",
    home: str | Iterable[str] = "",
    horizon_years: float | None = None,
    draws: int = 2000,
    seed: int = 0,
    interval: float = 0.9,
    correlation: float = USUAL_CORRELATION,
    workers: Workers = 1,
    progress: Callable[[int], None] | None = None,
) -> Ranking:
    """Compare countries in paired draws: which orders are established, and which are not.

    Parameters
    ----------
    countries : str, path, Profile or iterable of them, optional
        Circles, codes, names, paths of profiles or profiles; without them all profiles of the model's tree. A file or
        record takes the place of the tree's own profile of that country.
    model : Model, optional
        From `sovai.load_model`; without it the shipped one is loaded.
    by : str
        ``"score"``, a layer such as ``"cloud"``, or ``"party:USA"`` for the loss if that party stopped supply.
    home : str or iterable of str
        A circle such as ``"EU"``, or countries: for each of them all of them are at home. Others keep to themselves.
    horizon_years : float, optional
        Length of the cut-off over which losses are averaged, in years from 0 to 100; without it that of the model.
    draws : int
        Monte Carlo draws, at least 1: without draws no order is established.
    seed : int
        Seed of the draws, from 0 on.
    interval : float
        Width of the central intervals, between 0 and 1.
    correlation : float
        How much alike the mixes that countries follow are drawn for the intervals of their ranks, 0–1.
    workers : int or callable
        As in SciPy: processes for the draws, -1 for one per core, or a map-like callable such as ``pool.map``; see
        `sovai.engine.parallel.Workers`. The result does not depend on it.
    progress : callable, optional
        Called with the number of draws done since the last call.

    Returns
    -------
    Ranking
        Profiles with faults are listed in ``failed`` and the others stand.

    Raises
    ------
    UsageError
        If an argument is out of bounds, or a name unknown.
    DataError
        If no profile is without faults, or the shipped model has to be loaded and has faults.
    """
    setting = settle(model, home=home, horizon_years=horizon_years)
    model = setting.model
    drawing = Drawing(draws, seed, interval, workers, progress)
    if not draws:
        raise UsageError("a ranking needs draws, since an order is established in draws; give 1 or more")
    check_correlation(correlation)
    panel = Panel(countries, setting)
    panel.ask_for_several()
    figure = _figure(by, panel)
    at_home = panel.at_home(figure.party) if figure.party is not None else set()
    apart = {i for i, standing in enumerate(panel.standings) if standing.obstacles} - at_home
    ranked = panel.by_name(set(range(len(panel.systems))) - at_home - apart)
    command = [
        "rank",
        *panel.arguments,
        *option("--by", figure.by, "score"),
        *setting.options(interval),
        *option("--correlation", correlation, USUAL_CORRELATION),
    ]
    comparison = _compare(panel, ranked, figure, drawing, correlation) if ranked else None
    return Ranking(
        by=figure.by,
        by_name=figure.name,
        unit="0-100" if figure.party is None else "0-1",
        home=tuple(sorted(setting.circle)),
        horizon_years=setting.horizon_years,
        edition=model.weights.model.as_of,
        interval=interval,
        correlation=correlation,
        established_at=ESTABLISHED_AT,
        established_under=ESTABLISHED_UNDER,
        entries=() if comparison is None else tuple(_entries(panel, ranked, figure, comparison, interval)),
        not_comparable=tuple(incomparable(panel, i) for i in panel.by_name(apart)),
        at_home=tuple(panel.countries[i] for i in panel.by_name(at_home)),
        failed=panel.chosen.failed,
        without_profile=panel.chosen.without_profile,
        names={layer: layer_name(layer, model) for layer in model.weights.layers},
        provenance=provenance_of(model, panel.profiles, command, seed=seed, draws=draws),
    )


@dataclass(frozen=True)
class _Figure:
    """What is ranked: where to find it in a nominal run and in draws, as a fraction."""

    by: str
    name: str
    layer: int | None = None
    party: str | None = None

    def nominal(self, system: System, run: Nominal) -> float:
        """Return it in the nominal run of a country."""
        if self.party is not None:
            at = place_of(self.party, system)
            return 0.0 if at is None else float(system.stack_weights @ run.loss[:, at])
        return float(run.scores.country[0] if self.layer is None else run.scores.layers[self.layer, 0])


def _figure(by: str, panel: Panel) -> _Figure:
    layers = tuple(panel.model.weights.layers)
    if by == "score":
        return _Figure(by, "Dependency score")
    if by in layers:
        return _Figure(by, layer_name(by, panel.model), layer=layers.index(by))
    kind, _, wanted = by.partition(":")
    if kind != "party" or not wanted:
        raise UsageError(f"{by!r} cannot be ranked by; give score, {', '.join(layers)} or party:USA")
    party = panel.find_party(wanted)
    return _Figure(f"party:{party}", label_name(party, panel.model.catalogue), party=party)


@dataclass(frozen=True)
class _Comparison:
    """Draws of the ranked countries, shape (i, n), and what follows from comparing them."""

    values: Floats
    scores: Floats
    largest: Floats
    """Part of the draws in which the nominally largest state is the largest, shape (i,)."""
    places: npt.NDArray[np.intp]
    """Ranks from 1 on in each draw, shape (i, n)."""
    established: npt.NDArray[np.bool_]
    """Whether a is higher than b, shape (a, b)."""


def _compare(panel: Panel, ranked: Sequence[int], figure: _Figure, drawing: Drawing, correlation: float) -> _Comparison:
    # The last, 1, gives each country the draws that it has when it is assessed by itself.
    correlations = sorted({*ESTABLISHED_UNDER, correlation})
    places = [largest_state(panel.systems[i], panel.nominal[i]) for i in ranked]
    levers = [None if at is None else panel.systems[i].parties[at] for i, at in zip(ranked, places, strict=True)]
    drawn = compare_countries(
        panel.cohort(ranked),
        Pick(figure.layer, figure.party),
        draws=drawing.draws,
        seed=drawing.seed,
        correlations=correlations,
        levers=levers,
        workers=drawing.workers,
        progress=drawing.progress,
    )
    figures = drawn.figures
    return _Comparison(
        values=figures[-1],
        scores=drawn.scores,
        largest=drawn.largest / drawing.draws,
        places=ranks.rank(figures[correlations.index(correlation)]) + 1,
        established=higher(figures[[correlations.index(at) for at in ESTABLISHED_UNDER]]) >= ESTABLISHED_AT,
    )


def _entries(
    panel: Panel, ranked: Sequence[int], figure: _Figure, found: _Comparison, interval: float
) -> Iterator[RankEntry]:
    """Yield the ranked countries by group, alphabetical in each, as they come."""
    scale = 100.0 if figure.party is None else 1.0
    codes = np.array([panel.countries[i].code for i in ranked])
    first, last = ends_among(found.places, interval)
    for group, members in enumerate(indistinguishable(found.established), start=1):
        for k in members:
            i = ranked[k]
            system, run, standing, alone = panel.systems[i], panel.nominal[i], panel.standings[i], panel.alone(i)
            yield RankEntry(
                country=panel.countries[i],
                group=group,
                rank_low=int(first[k]),
                rank_high=int(last[k]),
                higher_than=tuple(sorted(codes[found.established[k]].tolist())),
                lower_than=tuple(sorted(codes[found.established[:, k]].tolist())),
                value=estimate(figure.nominal(system, run), found.values[k], interval, scale),
                alone=None if alone is None else scale * figure.nominal(*alone),
                score=estimate(float(run.scores.country[0]), found.scores[k], interval, 100.0),
                bounds=standing.bounds,
                level=level_of(run.scores.country[0], panel.model),
                measured=standing.quality.measured,
                weakest_layer=_weakest_layer(panel, i),
                top_lever=_top_lever(panel, i, float(found.largest[k])),
            )


def _weakest_layer(panel: Panel, i: int) -> WeakestLayer:
    scores = panel.nominal[i].scores.layers[:, 0]
    at = int(scores.argmax())
    layer = panel.systems[i].layers[at]
    return WeakestLayer(
        id=layer,
        name=layer_name(layer, panel.model),
        score=100.0 * float(scores[at]),
        level=level_of(scores[at], panel.model),
    )


def _top_lever(panel: Panel, i: int, probability: float) -> Lever | None:
    system = panel.systems[i]
    at = largest_state(system, panel.nominal[i])
    if at is None:
        return None
    return Lever(
        id=system.parties[at],
        name=label_name(system.parties[at], panel.model.catalogue),
        loss=float(system.stack_weights @ panel.nominal[i].loss[:, at]),
        probability=probability,
    )


def incomparable(panel: Panel, i: int) -> Incomparable:
    """Return a country that may not be ranked, with the reasons."""
    standing = panel.standings[i]
    return Incomparable(
        country=panel.countries[i],
        bounds=standing.bounds,
        because=standing.obstacles,
        coverage=standing.quality.coverage,
        measured=standing.quality.measured,
    )
