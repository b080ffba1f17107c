"""`robustness`: whether one country's findings hold under other weights, other exponents and without single parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from sovai.assessment.names import label_name, stack_names
from sovai.assessment.nominal import Nominal, by_kind, level_of, nominal_run, standing_of
from sovai.assessment.provenance import provenance_of
from sovai.assessment.reweighting import centre, drawing_of_weights, exponents, parts
from sovai.assessment.setting import settle
from sovai.engine.acceptability import central_weights, pairwise_winning, rank_acceptability
from sovai.engine.compiled import Floats, System
from sovai.engine.quantiles import tails
from sovai.engine.ranks import DIGITS
from sovai.engine.scoring import Scores, Weighting, published, score
from sovai.engine.weightings import WEIGHT_SETS, WeightSet, weightings
from sovai.model.profile import Profile
from sovai.model.tree import Model
from sovai.model.vocabulary import LEVELS
from sovai.results.base import CountryName, Interval, PartyKind
from sovai.results.robustness import (
    AtExponent,
    Audit,
    Headline,
    Pairwise,
    PartyRobustness,
    Robustness,
    UnderWeights,
)

_LARGEST = 5  # parties of a kind that are listed, whether they ever lead or not
_LISTED_FROM = 0.005  # part of the draws in which a party must lead to be listed beyond the largest


def robustness(
    profile: Profile,
    *,
    model: Model | None = None,
    home: str | Iterable[str] = (),
    horizon_years: float | None = None,
    draws: int = 10_000,
    seed: int = 0,
    interval: float = 0.9,
) -> Robustness:
    """Say whether a country's score, weakest layer and largest levers hold whatever the weights.

    Data stay at their nominal values: what is drawn are choices, and their intervals are never merged with those of the
    data.

    Parameters
    ----------
    profile : Profile
        From `sovai.load_profile`.
    model : Model, optional
        From `sovai.load_model`; without it the shipped one is loaded.
    home : str or iterable of str
        Circles and countries that count as home beside the country itself.
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
    Robustness

    Raises
    ------
    UsageError
        If an argument is out of bounds, or a name in `home` unknown.
    DataError
        If the shipped model has to be loaded and has faults.
    """
    setting = settle(model, home=home, horizon_years=horizon_years)
    model = setting.model
    drawing = drawing_of_weights(draws, seed, interval)
    system = setting.compile(profile)
    verdict = _Verdict(system, model, nominal_run(system))
    chosen = {s: weightings(s, system, draws=drawing.draws, seed=drawing.seed) for s in WEIGHT_SETS}
    losses = {s: verdict.losses(weighting) for s, weighting in chosen.items()}
    ranked = {kind: _Ranked(members, verdict, chosen, losses) for kind, members in verdict.kinds.items()}
    headline = verdict.headline(published(system))
    return Robustness(
        country=CountryName.of(profile),
        home=tuple(sorted(setting.home_of(profile))),
        horizon_years=setting.horizon_years,
        data_as_of=profile.country.as_of,
        interval=interval,
        comparable=not standing_of(system, model).obstacles,
        headline=headline,
        under=tuple(_under(s, chosen[s], losses[s], verdict, interval) for s in WEIGHT_SETS),
        parties=tuple(party for kind in ranked for party in ranked[kind].parties(kind)),
        pairwise=tuple(pairwise for kind in ranked for pairwise in ranked[kind].pairwise()),
        exponents=tuple(_at_exponent(exponent, verdict) for exponent in exponents(system)),
        audits=tuple(_audits(verdict, headline)),
        names=_names(verdict, model),
        provenance=provenance_of(
            model,
            [profile],
            ["robustness", profile.named, *setting.options(interval)],
            seed=seed,
            draws=draws,
        ),
    )


class _Verdict:
    """The findings of one country under any weights."""

    def __init__(self, system: System, model: Model, nominal: Nominal) -> None:
        self.system, self.model, self.nominal = system, model, nominal
        self.kinds = by_kind(system)

    def scores(self, weighting: Weighting) -> Scores:
        """Return the scores as fractions."""
        return score(self.nominal.measured[:, :, None], weighting, self.system)

    def losses(self, weighting: Weighting) -> Floats:
        """Return the weighted losses of all parties, shape (p, n)."""
        weight = weighting.layers[self.system.layer_of] * weighting.components
        losses: Floats = self.nominal.loss.T @ weight
        return losses

    def headline(self, weighting: Weighting) -> Headline:
        """Return the findings under one set of weights."""
        scores, losses = self.scores(weighting), self.losses(weighting)[:, 0].round(DIGITS)
        return Headline(
            score=100.0 * float(scores.country[0]),
            level=level_of(float(scores.country[0]), self.model),
            weakest_layer=self.system.layers[int(scores.layers[:, 0].argmax())],
            largest={
                kind: tuple(self.system.parties[p] for p in members if losses[p] == losses[members].max() > 0.0)
                for kind, members in self.kinds.items()
            },
        )


class _Ranked:
    """The parties of one kind under all sets of weights: those that lead under some, and the largest."""

    def __init__(
        self,
        members: Sequence[int],
        verdict: _Verdict,
        chosen: dict[WeightSet, Weighting],
        losses: dict[WeightSet, Floats],
    ) -> None:
        self._verdict = verdict
        nominal = verdict.losses(published(verdict.system))[:, 0]
        self._accepted = {s: rank_acceptability(found[members]) for s, found in losses.items()}
        self._central = central_weights(losses["all"][members], chosen["all"])
        often = np.max([accepted[:, 0] for accepted in self._accepted.values()], axis=0)
        by_loss = sorted(range(len(members)), key=lambda i: (-nominal[members[i]], verdict.system.parties[members[i]]))
        self._listed = [
            i
            for place, i in enumerate(by_loss)
            if nominal[members[i]] > 0.0 and (place < _LARGEST or often[i] >= _LISTED_FROM)
        ]
        self._members, self._nominal, self._losses = members, nominal, losses

    def parties(self, kind: PartyKind) -> Iterator[PartyRobustness]:
        """Yield the parties, the largest first."""
        for i in self._listed:
            yield PartyRobustness(
                id=self._verdict.system.parties[self._members[i]],
                kind=kind,
                loss=float(self._nominal[self._members[i]]),
                rank_acceptability={s: _trimmed(accepted[i]) for s, accepted in self._accepted.items()},
                central_weights=centre(self._central[i], self._verdict.system),
            )

    def pairwise(self) -> Iterator[Pairwise]:
        """Yield how often each of these parties causes a larger loss than each other one, by set of weights."""
        places = [self._members[i] for i in self._listed]
        for weight_set, losses in self._losses.items():
            yield Pairwise(
                weight_set=weight_set,
                labels=tuple(self._verdict.system.parties[p] for p in places),
                winning=tuple(map(tuple, pairwise_winning(losses[places]).tolist())),
            )


def _trimmed(shares: Floats) -> tuple[float, ...]:
    """Return the acceptability of ranks up to the last that is reached."""
    reached = np.flatnonzero(shares)
    return tuple(shares[: int(reached[-1]) + 1].tolist()) if len(reached) else ()


def _under(
    weight_set: WeightSet, weighting: Weighting, losses: Floats, verdict: _Verdict, interval: float
) -> UnderWeights:
    scores, system = verdict.scores(weighting), verdict.system
    low, high = 100.0 * np.quantile(scores.country, tails(interval))
    places = (scores.country[:, None] >= np.array(verdict.model.weights.model.level_bounds.value)).sum(axis=1)
    weakest = np.bincount(scores.layers.argmax(axis=0), minlength=len(system.layers)) / len(scores.country)
    return UnderWeights(
        weight_set=weight_set,
        score=Interval(low=float(low), high=float(high)),
        levels=_occurring(LEVELS, np.bincount(places, minlength=len(LEVELS)) / len(places)),
        weakest_layers=_occurring(system.layers, weakest),
        largest={
            kind: _occurring([system.parties[p] for p in members], _first(losses[members]))
            for kind, members in verdict.kinds.items()
        },
    )


def _first(losses: Floats) -> Floats:
    """Return the part of the draws in which each is the largest; nobody is where all losses are 0."""
    rounded = losses.round(DIGITS)
    share: Floats = ((rounded == rounded.max(axis=0)) & (rounded > 0.0)).mean(axis=1)
    return share


def _occurring(labels: Sequence[str], shares: Floats) -> dict[str, float]:
    """Return the shares that are not 0, the largest first."""
    pairs = sorted(zip(labels, shares.tolist(), strict=True), key=lambda pair: -pair[1])
    return {label: share for label, share in pairs if share > 0.0}


def _at_exponent(exponent: float, verdict: _Verdict) -> AtExponent:
    found = verdict.headline(published(verdict.system, np.array([exponent])))
    return AtExponent(exponent=exponent, score=found.score, level=found.level, weakest_layer=found.weakest_layer)


def _audits(verdict: _Verdict, before: Headline) -> Iterator[Audit]:
    for left_out, name, weighting in parts(verdict.system):
        after = verdict.headline(weighting)
        changed = [key for key in ("level", "weakest_layer") if getattr(after, key) != getattr(before, key)]
        changed += [kind for kind in verdict.kinds if after.largest[kind] != before.largest[kind]]
        yield Audit.model_validate({"left_out": left_out, "id": name, "headline": after, "changed": tuple(changed)})


def _names(verdict: _Verdict, model: Model) -> dict[str, str]:
    return stack_names(model) | {party: label_name(party, model.catalogue) for party in verdict.system.parties}
