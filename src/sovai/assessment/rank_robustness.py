"""`rank_robustness`: whether an order of countries holds under other weights, exponents and without single parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from sovai.assessment.drawing import Drawing
from sovai.assessment.estimates import ends_among
from sovai.assessment.names import stack_names
from sovai.assessment.panel import Panel, Wanted
from sovai.assessment.provenance import provenance_of
from sovai.assessment.rank import incomparable
from sovai.assessment.reweighting import centre, drawing_of_weights, exponents, parts
from sovai.assessment.setting import settle
from sovai.engine.acceptability import Central, central_weights, pairwise_winning, rank_acceptability
from sovai.engine.compiled import Floats
from sovai.engine.ranks import DIGITS, rank
from sovai.engine.scoring import Weighting, published, score
from sovai.engine.weightings import WEIGHT_SETS, WeightSet, weightings
from sovai.model.tree import Model
from sovai.results.robustness import CountryRobustness, Pairwise, RankRobustness, RanksAt


def rank_robustness(
    countries: Wanted | Iterable[Wanted] | None = None,
    *,
    model: Model | None = None,
    home: str | Iterable[str] = "",
    horizon_years: float | None = None,
    draws: int = 10_000,
    seed: int = 0,
    interval: float = 0.9,
) -> RankRobustness:
    """Say whether an order of countries by their scores holds whatever the weights.

    Data stay at their nominal values; the same drawn weights apply to all countries.

    Parameters
    ----------
    countries : str, path, Profile or iterable of them, optional
        Circles, codes, names, paths of profiles or profiles; without them all profiles of the model's tree. A file or
        record takes the place of the tree's own profile of that country.
    model : Model, optional
        From `sovai.load_model`; without it the shipped one is loaded.
    home : str or iterable of str
        A circle such as ``"EU"``, or countries: for each of them all of them are at home. Others keep to themselves.
    horizon_years : float, optional
        Length of the cut-off over which losses are averaged, in years from 0 to 100; without it that of the model.
    draws : int
        Draws of weights, 1 to 100,000.
    seed : int
        Seed of the draws, from 0 on.
    interval : float
        Width of the central intervals, between 0 and 1.

    Returns
    -------
    RankRobustness
        Countries that are not comparable are listed apart, and profiles with faults in ``failed``.

    Raises
    ------
    UsageError
        If an argument is out of bounds, or a name unknown.
    DataError
        If no profile is without faults, or the shipped model has to be loaded and has faults.
    """
    setting = settle(model, home=home, horizon_years=horizon_years)
    model = setting.model
    drawing = drawing_of_weights(draws, seed, interval)
    panel = Panel(countries, setting)
    panel.ask_for_several()
    apart = {i for i, standing in enumerate(panel.standings) if standing.obstacles}
    ranked = _Ranked(panel, [i for i in range(len(panel.systems)) if i not in apart])
    return RankRobustness(
        home=tuple(sorted(setting.circle)),
        horizon_years=setting.horizon_years,
        edition=model.weights.model.as_of,
        interval=interval,
        **ranked.under_weights(drawing),
        exponents=tuple(ranked.at_exponents()),
        audits=tuple(ranked.audits()),
        not_comparable=tuple(incomparable(panel, i) for i in panel.by_name(apart)),
        failed=panel.chosen.failed,
        without_profile=panel.chosen.without_profile,
        names=stack_names(model),
        provenance=provenance_of(
            model,
            panel.profiles,
            ["robustness", "rank", *panel.arguments, *setting.options(interval)],
            seed=seed,
            draws=draws,
        ),
    )


class _Ranked:
    """The comparable countries, in the order of their nominal scores."""

    def __init__(self, panel: Panel, members: Sequence[int]) -> None:
        self._panel, self._system = panel, panel.systems[0]
        nominal = {i: float(panel.nominal[i].scores.country[0]) for i in members}
        by_name = panel.by_name(members)
        self._members = sorted(by_name, key=lambda i: -round(nominal[i], DIGITS))
        self._nominal = np.array([nominal[i] for i in self._members])
        self._ranks = _ranks(self._nominal[:, None])[:, 0]

    def scores(self, weighting: Weighting) -> Floats:
        """Return the scores of all countries as fractions, shape (countries, n)."""
        found = [
            score(self._panel.nominal[i].measured[:, :, None], weighting, self._panel.systems[i]).country
            for i in self._members
        ]
        return np.stack(found) if found else np.zeros((0, len(weighting.exponent)))

    def under_weights(self, drawing: Drawing) -> dict[str, tuple[CountryRobustness, ...] | tuple[Pairwise, ...]]:
        """Return countries and pairs under each set of weights."""
        countries = [self._panel.countries[i] for i in self._members]
        accepted: dict[WeightSet, list[list[float]]] = {}
        ends: dict[WeightSet, Floats] = {}
        pairs: list[Pairwise] = []
        central: list[Central | None] = []
        for weight_set in WEIGHT_SETS:
            weighting = weightings(weight_set, self._system, draws=drawing.draws, seed=drawing.seed)
            scores = self.scores(weighting)
            accepted[weight_set] = rank_acceptability(scores).tolist()
            ranks = _ranks(scores)
            ends[weight_set] = ends_among(ranks, drawing.interval)
            pairs.append(
                Pairwise(
                    weight_set=weight_set,
                    labels=tuple(country.code for country in countries),
                    winning=tuple(map(tuple, pairwise_winning(scores).tolist())),
                )
            )
            if weight_set == "all":
                central = central_weights(scores, weighting)
        entries = tuple(
            CountryRobustness(
                country=country,
                score=100.0 * float(self._nominal[k]),
                rank=int(self._ranks[k]),
                ranks={s: (int(ends[s][0][k]), int(ends[s][1][k])) for s in WEIGHT_SETS},
                rank_acceptability={s: tuple(accepted[s][k]) for s in WEIGHT_SETS},
                central_weights=centre(central[k], self._system),
            )
            for k, country in enumerate(countries)
        )
        return {"countries": entries, "pairwise": tuple(pairs)}

    def at_exponents(self) -> Iterator[RanksAt]:
        """Yield the ranks with the published weights and each exponent."""
        for exponent in exponents(self._system):
            yield self._at(f"exponent:{exponent:g}", published(self._system, np.array([exponent])))

    def audits(self) -> Iterator[RanksAt]:
        """Yield the ranks without each component and each indicator."""
        for left_out, name, weighting in parts(self._system):
            yield self._at(f"{left_out}:{name}", weighting)

    def _at(self, changed: str, weighting: Weighting) -> RanksAt:
        scores = self.scores(weighting)
        return RanksAt(
            changed=changed,
            ranks=tuple(int(place) for place in _ranks(scores)[:, 0]) if len(scores) else (),
            pairs_kept=_pairs_kept(self._nominal, scores[:, 0]),
        )


def _ranks(scores: Floats) -> npt.NDArray[np.intp]:
    """Return ranks from 1 on, the highest score first; equals share the better one."""
    return rank(np.round(scores, DIGITS)) + 1 if len(scores) else np.zeros(scores.shape, dtype=np.intp)


def _pairs_kept(before: Floats, after: Floats) -> float:
    """Return the part of the pairs whose order is the same, ties as ties; 1 where there is no pair."""
    old, new = (np.sign(np.subtract.outer(v.round(DIGITS), v.round(DIGITS))) for v in (before, after))
    upper = np.triu_indices(len(before), 1)
    return float((old[upper] == new[upper]).mean()) if len(before) > 1 else 1.0
