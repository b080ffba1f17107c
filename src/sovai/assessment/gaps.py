"""`gaps`: which missing or weak figures, if they were known, would narrow a country's score most."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np

from sovai.assessment.drawing import Drawing
from sovai.assessment.estimates import estimate
from sovai.assessment.names import component_name, label_name
from sovai.assessment.nominal import by_kind
from sovai.assessment.provenance import provenance_of
from sovai.assessment.quantities import behind
from sovai.assessment.setting import settle
from sovai.assessment.unknowns import NominalCountry, Unknown
from sovai.engine import information
from sovai.engine.compiled import Floats, Parameter, ShareGroup, System
from sovai.engine.information import choice_resolved, reduction, span_left, variance_resolved
from sovai.engine.knowledge import Knowledge
from sovai.engine.openness import OpenShare, OwnShare, RowShares, Watched, Whole, draw_open, open_shares
from sovai.engine.parallel import Workers
from sovai.engine.quantiles import tails
from sovai.errors import UsageError
from sovai.model.profile import Profile
from sovai.model.tree import Model
from sovai.results.base import CountryName, Interval, PartyKind
from sovai.results.gaps import Estimated, Gap, Gaps, LeverDoubt, Step

LEAST_DRAWS, MOST_DRAWS = 1000, 100_000
STEPS = 3
"""How many figures are looked for that together narrow the span most."""

_CANDIDATES = 10  # of the gaps that help most alone are tried together
_WORTH_A_LOOK = 0.01  # part of the variance below which a measured figure is not listed
_NOTHING = 1e-6  # a share that is rounding


def gaps(
    profile: Profile,
    *,
    model: Model | None = None,
    home: str | Iterable[str] = (),
    horizon_years: float | None = None,
    draws: int = 10_000,
    seed: int = 0,
    interval: float = 0.9,
    workers: Workers = 1,
    progress: Callable[[int], None] | None = None,
) -> Gaps:
    """Find which unattributed shares, market mixes and weak rows would narrow the score most if they were known.

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
        Monte Carlo draws, 1,000 to 100,000: what is expected to be left is a regression on them.
    seed : int
        Seed of the draws, from 0 on. They are those of `sovai.assess`.
    interval : float
        Width of the central intervals, between 0 and 1.
    workers : int or callable
        As in SciPy: processes for the draws, -1 for one per core, or a map-like callable such as ``pool.map``; see
        `sovai.engine.parallel.Workers`. The result does not depend on it.
    progress : callable, optional
        Called with the number of draws done since the last call.

    Returns
    -------
    Gaps

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
    if not LEAST_DRAWS <= draws <= MOST_DRAWS:
        raise UsageError(
            f"{draws} draws: what is expected to be left is a regression on draws; "
            f"give {LEAST_DRAWS:,} to {MOST_DRAWS:,}"
        )
    country = NominalCountry(setting.compile(profile), model)
    answer = _Answer(country, drawing)
    found = {k: _gap(k, answer, profile) for k in answer.known}
    order = sorted(found, key=lambda k: (-found[k].span.value, k))
    missing = [k for k in order if found[k].kind != "measured"]
    weak = [k for k in order if found[k].kind == "measured"]
    low, high = answer.drawn.ends()
    lower, upper = tails(interval)
    return Gaps(
        country=CountryName.of(profile),
        home=tuple(sorted(setting.home_of(profile))),
        horizon_years=setting.horizon_years,
        data_as_of=profile.country.as_of,
        score=estimate(float(country.nominal.scores.country[0]), answer.drawn.score, interval, 100.0),
        interval=interval,
        bounds=country.standing.bounds,
        span=Interval(low=100.0 * float(np.quantile(low, lower)), high=100.0 * float(np.quantile(high, upper))),
        comparable=not country.standing.obstacles,
        grounds=country.grounds,
        levers=answer.leaders,
        gaps=tuple(found[k] for k in missing),
        measured=tuple(found[k] for k in weak),
        together=tuple(_together(missing, answer)),
        common=_estimated(variance_resolved(answer.score, answer.common)),
        names=_names([found[k] for k in (*missing, *weak)], answer.leaders.values(), model),
        provenance=provenance_of(
            model, [profile], ["gaps", profile.named, *setting.options(interval)], seed=seed, draws=draws
        ),
    )


class _Answer:
    """The draws of the answer, and what is expected to be left of them once something is known."""

    def __init__(self, country: NominalCountry, drawing: Drawing) -> None:
        self.country, self.interval = country, drawing.interval
        system = self.system = country.system
        self.unknowns = [unknown for unknown in country.unknowns() if country.share(unknown) > _NOTHING]
        self.opens = open_shares(system)
        self.drawn = draw_open(
            system,
            self.opens,
            [*(_watched(system, unknown) for unknown in self.unknowns), *map(Whole, _common(system))],
            draws=drawing.draws,
            seed=drawing.seed,
            workers=drawing.workers,
            progress=drawing.progress,
        )
        self.score = 100.0 * self.drawn.score
        self.known = dict(self._worth_a_look())
        self.kinds = by_kind(system)

    def _worth_a_look(self) -> Iterator[tuple[int, Knowledge]]:
        """Yield every figure that is missing or weak, and of the measured ones those that matter."""
        for k, unknown in enumerate(self.unknowns):
            known = Knowledge.of(self.drawn.watched[k])
            if unknown.kind != "measured" or variance_resolved(self.score, known).value >= _WORTH_A_LOOK:
                yield k, known

    @cached_property
    def common(self) -> Knowledge:
        """Of the figures that are the same for every country."""
        return Knowledge.of(np.concatenate(self.drawn.watched[len(self.unknowns) :]))

    @cached_property
    def leaders(self) -> dict[PartyKind, str]:
        """Who is the largest of its kind most often; a kind of which nobody ever is, is left out."""
        often = self.drawn.largest.mean(axis=1)
        return {
            kind: self.system.parties[max(members, key=lambda p: (often[p], -p))]
            for kind, members in self.kinds.items()
            if often[members].any()
        }

    def interval_left(self, known: Knowledge) -> Floats:
        """Return the width expected of the data interval, in points."""
        return span_left(self.score, self.score, known, self.interval)

    def span_left(self, known: Knowledge, unknowns: Sequence[int] = ()) -> Floats:
        """Return the width expected of the span, in points: whoever it is that the unknowns turn out to name."""
        named = [k for k, share in enumerate(self.opens) if any(_names_it(self.unknowns[u], share) for u in unknowns)]
        home, abroad = self.drawn.ends(found_home=named), self.drawn.ends(found_abroad=named)
        left = [span_left(100.0 * low, 100.0 * high, known, self.interval) for low, high in (home, abroad)]
        return max(left, key=lambda spans: float(spans[0]))

    @cached_property
    def before(self) -> tuple[Floats, Floats]:
        """The widths of data interval and span as things stand."""
        nothing = Knowledge.nothing(len(self.score))
        return self.interval_left(nothing), self.span_left(nothing)


def _names_it(unknown: Unknown, share: OpenShare) -> bool:
    """Whether knowing a figure tells who holds a share that is open now."""
    return unknown.leaves and (unknown.component, unknown.place) == (share.component, share.place)


def _watched(system: System, unknown: Unknown) -> Watched:
    """Return how to read a figure in a world: one share, or all that a mix stands in for."""
    component, place = system.components[unknown.component], unknown.place
    if unknown.kind == "proxy" and place is not None:
        return RowShares(component, place)
    return OwnShare(component.shares, place)


def _common(system: System) -> list[ShareGroup | Parameter]:
    """Return what is uncertain and the same for every country; mixes stand for figures of the country."""
    groups, parameters = behind(system)
    own = {component.shares for component in system.components}
    return [
        *(group for group in groups if group not in own and not group.mix),
        *(parameter for parameter in parameters if not parameter.certain),
    ]


def _together(missing: Sequence[int], answer: _Answer) -> Iterator[Step]:
    """Yield the figures that together narrow the span most: each time the one that adds most to those before it."""
    candidates = list(missing[:_CANDIDATES])
    taken: list[int] = []
    known = Knowledge.nothing(len(answer.score))
    while candidates and len(taken) < STEPS:
        tried = [(k, known.joined(answer.known[k])) for k in candidates]
        left = [answer.span_left(joined, [*taken, k]) for k, joined in tried]
        best = min(range(len(tried)), key=lambda i: float(left[i][0]))
        k, known = tried[best]
        candidates.remove(k)
        taken.append(k)
        interval = answer.interval_left(known)
        yield Step(gap=missing.index(k), interval_left=_width(interval), span_left=_width(left[best]))


def _gap(at: int, answer: _Answer, profile: Profile) -> Gap:
    country, unknown, known = answer.country, answer.unknowns[at], answer.known[at]
    component = answer.system.components[unknown.component]
    row = None if unknown.place is None else profile.sources(component.id)[unknown.place]
    share = country.share(unknown)
    bounds, worst = country.bounds(unknown)
    interval, span = answer.before
    return Gap(
        kind=unknown.kind,
        component=component.id,
        row=None if row is None else row.label,
        share=share,
        weighted_share=share * float(answer.system.stack_weights[unknown.component]),
        grade=None if row is None else component.rows[unknown.rows[0]].grade,
        score_share=country.score_share(unknown),
        bounds=bounds,
        worst_state=worst,
        variance=_estimated(variance_resolved(answer.score, known)),
        interval=_estimated(reduction(interval, answer.interval_left(known))),
        span=_estimated(reduction(span, answer.span_left(known, [at]))),
        levers=tuple(_doubt(kind, members, known, answer) for kind, members in answer.kinds.items()),
        could_lead=country.could_lead(unknown) if unknown.kind == "unattributed" else (),
        file=f"profiles/{profile.country.code}.toml" if profile.named == profile.country.code else profile.named,
        note="" if row is None else row.note,
        evidence=() if row is None else row.evidence,
    )


def _doubt(kind: PartyKind, members: Sequence[int], known: Knowledge, answer: _Answer) -> LeverDoubt:
    found = choice_resolved(answer.drawn.largest[members], known)
    return LeverDoubt(
        kind=kind,
        certainty=found.now,
        certainty_known=_estimated(found.known),
        overturned=found.overturned,
        instead=tuple(answer.system.parties[members[p]] for p in found.instead),
    )


def _estimated(found: information.Estimated) -> Estimated:
    return Estimated(value=found.value, standard_error=found.standard_error)


def _width(spans: Floats) -> Estimated:
    return _estimated(information.width(spans))


def _names(found: Iterable[Gap], leaders: Iterable[str], model: Model) -> dict[str, str]:
    catalogue = model.catalogue
    labels = set(leaders)
    names = {}
    for gap in found:
        names[gap.component] = component_name(gap.component, model)
        labels |= {gap.worst_state, *gap.could_lead, *(party for doubt in gap.levers for party in doubt.instead)}
        if gap.row is not None and gap.row.startswith("mix:"):
            names[gap.row] = catalogue.mixes[gap.row.removeprefix("mix:")].name
        elif gap.row is not None:
            labels.add(gap.row.partition("/")[0])
    names |= {label: label_name(label, catalogue) for label in labels}
    return dict(sorted(names.items()))
