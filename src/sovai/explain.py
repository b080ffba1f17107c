"""From results to findings: what is worth saying, in order, with its numbers and evidence, and no wording."""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from sovai.errors import UsageError
from sovai.model import countries
from sovai.model.vocabulary import ImpactMode
from sovai.results.assessment import Assessment, ComponentResult, Hold, LayerResult, Party, Through
from sovai.results.explanation import Explanation

CLEAR_RANK = 0.8
"""A rank that changes hands in more than 20 % of draws is worded as a tie."""


class Pace(StrEnum):
    """How a party's hold on a component would be felt."""

    AT_ONCE = "stops at once"
    LAPSES = "lapses"
    NEW_SUPPLY_ENDS = "no new supply"
    FREEZES = "freezes"
    RUNS_DOWN = "runs down"


_PACE_OF_MODE = {
    ImpactMode.OUTAGE: Pace.AT_ONCE,
    ImpactMode.LAPSE: Pace.LAPSES,
    ImpactMode.NEW_SUPPLY_STOP: Pace.NEW_SUPPLY_ENDS,
    ImpactMode.FREEZE: Pace.FREEZES,
    ImpactMode.NONE: Pace.RUNS_DOWN,
}


@dataclass(frozen=True)
class Effect:
    """What would happen to one component if a party stopped supply."""

    component: str
    name: str
    layer: str
    pace: Pace
    control: float
    at_once: float
    at_horizon: float
    veto: bool
    half_after_years: float | None
    through: tuple[str, ...]
    """Ids of the sources it acts on or through, the largest first."""
    input: str | None
    """Name of the input through which it mostly acts, where it does."""


@dataclass(frozen=True)
class Lever:
    """A party and what it could do, the largest effect first."""

    party: Party
    effects: tuple[Effect, ...]
    tied_with: tuple[Party, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Route:
    """Sources of one component that a party holds in the same way, through the same inputs."""

    component: str
    name: str
    """Of the component."""
    path: tuple[str, ...]
    """Names of the inputs and suppliers behind the sources; none where the party acts on the sources themselves."""
    channel: str
    access: str
    sources: tuple[tuple[str, float], ...]
    """Name of each source and what is held of the component through it, the largest first."""
    control: float
    loss: float
    """Part of the need cut at the horizon, before others step in."""
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Impact:
    """When a party's refusal would first be felt, and where; `years` is None where that is not within the course."""

    component: str | None
    years: float | None


FELT = 0.05
"""Part of the need of one component whose loss counts as felt."""


def first_impact(party: Party, course_years: Sequence[float]) -> Impact:
    """Return when `FELT` of the need of some component would first go unmet, by straight lines between the times."""
    times = {component: _crossing(course, course_years) for component, course in sorted(party.course.items())}
    found = {component: years for component, years in times.items() if years is not None}
    if not found:
        return Impact(None, None)
    component = min(found, key=lambda key: (found[key], -party.control.get(key, 0.0)))
    return Impact(component, found[component])


def _crossing(course: Sequence[float], years: Sequence[float]) -> float | None:
    if course[0] >= FELT:
        return years[0]
    for (before, start), (after, end) in pairwise(zip(course, years, strict=True)):
        if after >= FELT:
            return start + (end - start) * (FELT - before) / (after - before)
    return None


class CaveatKind(StrEnum):
    """What limits the answer."""

    NOT_COMPARABLE = "not comparable"
    PROXIES = "proxies"
    UNATTRIBUTED = "unattributed"
    JUDGEMENT = "judgement"
    EXPIRED = "expired measures"


@dataclass(frozen=True)
class Caveat:
    """One limit of the answer with its number and what it concerns."""

    kind: CaveatKind
    number: float
    subjects: tuple[str, ...]


def pace_of(party: Party, hold: Hold) -> Pace:
    """Return how a hold is felt: at once where most of it is unmet from the first moment, else by mode and channel."""
    course = party.course.get(hold.component, (0.0,))
    if course[0] >= 0.5 * hold.control:
        return Pace.AT_ONCE
    if hold.channel == "inputs":
        return Pace.RUNS_DOWN
    return _PACE_OF_MODE[hold.mode]


def levers(assessment: Assessment, kind: str, top: int | None = None) -> tuple[Lever, ...]:
    """Return the parties of a kind with any loss or veto, largest first."""
    parties = [p for p in assessment.parties if p.kind == kind and (p.loss.nominal > 0.0 or p.vetoes)]
    return tuple(lever(assessment, party) for party in parties[:top])


def lever(assessment: Assessment, party: Party) -> Lever:
    """Return what one party could do."""
    effects = tuple(_effect(assessment, party, hold) for hold in party.holds)
    return Lever(party, effects, _tied(assessment, party), tuple(_evidence(party)))


def _evidence(party: Party) -> Iterator[str]:
    """Yield evidence in the order of what it supports: the first source of each component, then all others."""
    first = {through.component: through.evidence[:1] for through in reversed(party.through)}
    ordered = [key for hold in party.holds for key in first.get(hold.component, ())]
    yield from dict.fromkeys((*ordered, *party.evidence))


def _tied(assessment: Assessment, party: Party) -> tuple[Party, ...]:
    """Return who else could have the first rank of its kind, where it is not clear who has."""
    if party.rank != 1 or party.probability_largest is None or party.probability_largest >= CLEAR_RANK:
        return ()
    others = [p for p in assessment.parties if p.kind == party.kind and p.id != party.id and p.probability_largest]
    rivals, covered = [], party.probability_largest
    for rival in sorted(others, key=lambda other: -(other.probability_largest or 0.0)):
        if covered >= CLEAR_RANK:
            break
        rivals.append(rival)
        covered += rival.probability_largest or 0.0
    return tuple(rivals)


def in_a_tie(assessment: Assessment, party: Party) -> bool:
    """Whether a party is one of those of which none is clearly the largest of its kind."""
    rivals = [(p, _tied(assessment, p)) for p in assessment.parties if p.kind == party.kind and p.rank == 1]
    return any(others and (party is first or party in others) for first, others in rivals)


def _effect(assessment: Assessment, party: Party, hold: Hold) -> Effect:
    by_inputs = hold.channel == "inputs"  # only sources that it acts on in that way make the effect what it is
    sources = [t for t in party.through if t.component == hold.component and (t.channel == "inputs") is by_inputs]
    through_input = sources[0].path[0] if by_inputs and sources else None
    course = party.course.get(hold.component, ())
    return Effect(
        component=hold.component,
        name=component_names(assessment)[hold.component],
        layer=hold.component.split(".", 1)[0],
        pace=pace_of(party, hold),
        control=hold.control,
        at_once=course[0] if course else 0.0,
        at_horizon=party.by_component[hold.component],
        veto=hold in party.vetoes,
        half_after_years=hold.time_to_half_years,
        through=tuple(dict.fromkeys(t.supplier for t in sources)),
        input=assessment.names.get(through_input, through_input) if through_input else None,
    )


def routes(assessment: Assessment, party: Party) -> tuple[Route, ...]:
    """Return the ways by which a party holds what it holds, the largest loss first."""
    ways: dict[tuple[object, ...], list[Through]] = {}
    for through in party.through:
        ways.setdefault((through.component, through.path, through.channel, through.access), []).append(through)
    found = [_route(assessment, together) for together in ways.values()]
    return tuple(sorted(found, key=lambda route: (-route.loss, -route.control)))


def _route(assessment: Assessment, together: list[Through]) -> Route:
    first, named = together[0], assessment.names
    held: dict[str, float] = {}
    for through in together:
        name = named.get(through.supplier, through.supplier)
        held[name] = held.get(name, 0.0) + through.control
    return Route(
        component=first.component,
        name=component_names(assessment)[first.component],
        path=tuple(named.get(step, step) for step in first.path),
        channel=first.channel,
        access=first.access,
        sources=tuple(sorted(held.items(), key=lambda item: -item[1])),
        control=sum(through.control for through in together),
        loss=sum(through.loss for through in together),
        evidence=tuple(dict.fromkeys(key for through in together for key in through.evidence)),
    )


def component_names(assessment: Assessment) -> dict[str, str]:
    """Return the names of the components by id."""
    return {c.id: c.name for layer in assessment.layers for c in layer.components}


def caveats(assessment: Assessment) -> tuple[Caveat, ...]:
    """Return what limits the answer, the most important first."""
    return tuple(_caveats(assessment))


def _caveats(assessment: Assessment) -> Iterator[Caveat]:
    if not assessment.comparable:
        spread = assessment.bounds.high - assessment.bounds.low
        yield Caveat(CaveatKind.NOT_COMPARABLE, spread, assessment.incomparable_because)
    from_mixes, proxied = _weighted(assessment, "from_mixes", least=0.5)
    if from_mixes >= 0.05:
        yield Caveat(CaveatKind.PROXIES, from_mixes, proxied)
    missing, where = _weighted(assessment, "unattributed", least=0.1)
    if missing >= 0.02:
        yield Caveat(CaveatKind.UNATTRIBUTED, missing, where)
    judged = sum(weight * c.grades.get("D", 0.0) for weight, c in _weights(assessment.layers))
    if judged >= 0.05:
        subjects = tuple(c.name for _, c in _weights(assessment.layers) if c.grades.get("D", 0.0) >= 0.25)
        yield Caveat(CaveatKind.JUDGEMENT, judged, subjects)
    if assessment.expired_measures:
        titles = tuple(dict.fromkeys(measure.title for measure in assessment.expired_measures))
        yield Caveat(CaveatKind.EXPIRED, float(len(titles)), titles)


def _weights(layers: tuple[LayerResult, ...]) -> Iterator[tuple[float, ComponentResult]]:
    for layer in layers:
        for component in layer.components:
            yield layer.weight * component.weight, component


def _weighted(assessment: Assessment, figure: str, *, least: float) -> tuple[float, tuple[str, ...]]:
    """Return the weighted sum of a figure of the components, and the names of those where it is at least `least`."""
    pairs = [(weight, c, float(getattr(c, figure))) for weight, c in _weights(assessment.layers)]
    named = sorted((c for _, c, value in pairs if value >= least), key=lambda c: -getattr(c, figure))
    return sum(weight * value for weight, _, value in pairs), tuple(c.name for c in named)


@dataclass(frozen=True)
class Unmeasured:
    """A layer of which hardly anything is measured for the country, and the components that this is due to."""

    layer: LayerResult
    measured: float
    components: tuple[ComponentResult, ...]


HARDLY = 0.1
"""Below this part of the need, a layer or component counts as hardly measured."""


def measured_part(layer: LayerResult) -> float:
    """Return the part of the need of a layer that is measured for the country."""
    return sum(component.weight * component.measured for component in layer.components)


def hardly_measured(assessment: Assessment) -> tuple[Unmeasured, ...]:
    """Return the layers that are hardly measured, the heaviest first; in each some component is hardly measured too."""
    found = [
        Unmeasured(layer, measured_part(layer), tuple(c for c in layer.components if c.measured < HARDLY))
        for layer in assessment.layers
        if measured_part(layer) < HARDLY
    ]
    return tuple(sorted(found, key=lambda each: -each.layer.weight))


def missing(assessment: Assessment, most: int = 3) -> tuple[ComponentResult, ...]:
    """Return the components of which the part that is attributed to nobody weighs most in the need, largest first."""
    found = [(weight * c.unattributed, c) for weight, c in _weights(assessment.layers) if c.unattributed >= 0.05]
    return tuple(c for _, c in sorted(found, key=lambda pair: (-pair[0], pair[1].id))[:most])


def explanation(assessment: Assessment, wanted: str) -> Explanation:
    """Return everything behind one lever.

    Parameters
    ----------
    assessment : Assessment
        From `sovai.assess`, with ``sources_per_party=None`` for every source and not only the largest.
    wanted : str
        A state or a supplier, by code, id or name.

    Returns
    -------
    Explanation

    Raises
    ------
    UsageError
        If it holds nothing of what the country uses; near matches are suggested.
    """
    party = find_party(assessment, wanted)
    names = {**component_names(assessment), **assessment.names}
    mentioned = {party.id, *party.control, *(key for t in party.through for key in (t.supplier, *t.path))}
    cited = {*party.evidence, *(key for through in party.through for key in through.evidence)}
    program, _verb, country, *options = shlex.split(assessment.provenance.command)
    command = shlex.join([program, "explain", country, party.id, *options])
    return Explanation(
        country=assessment.country,
        home=assessment.home,
        horizon_years=assessment.horizon_years,
        data_as_of=assessment.data_as_of,
        party=party,
        tied_with=tuple(rival.id for rival in _tied(assessment, party)),
        veto_threshold=assessment.veto_threshold,
        course_years=assessment.course_years,
        names={key: names[key] for key in sorted(mentioned) if key in names},
        evidence=tuple(source for source in assessment.evidence if source.id in cited),
        flips=assessment.flips,
        provenance=assessment.provenance.model_copy(update={"command": command}),
        assessment=assessment,
    )


def find_party(assessment: Assessment, wanted: str) -> Party:
    """Return the party of an id, code or name.

    Raises
    ------
    UsageError
        If it holds nothing of what the country uses; near matches are suggested.
    """
    folded = wanted.strip().casefold()
    labels = {label.casefold(): party for party in assessment.parties for label in (party.name, party.id)}
    if folded in labels:
        return labels[folded]
    try:
        code = countries.resolve(wanted).casefold()
    except UsageError:
        code = ""
    if code in labels:
        return labels[code]
    near = dict.fromkeys(labels[label].id for label in difflib.get_close_matches(folded, labels, n=3, cutoff=0.6))
    hint = f"did you mean {' or '.join(near)}?" if near else "name a state or a supplier abroad"
    whose = countries.in_a_sentence(assessment.country.code, assessment.country.name)
    raise UsageError(f"{wanted!r} holds nothing of what {whose} uses, or is at home there; {hint}")
