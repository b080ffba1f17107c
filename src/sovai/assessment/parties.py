"""Who could cut off access: every party with what it could stop, how fast, and through whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sovai.assessment.estimates import summarised
from sovai.assessment.names import label_name
from sovai.assessment.nominal import Nominal
from sovai.engine.compiled import Floats, System
from sovai.engine.cutoff import expose
from sovai.engine.paths import Channel, Term, Tracer
from sovai.engine.ranks import DIGITS, rank
from sovai.engine.scoring import party_losses, published
from sovai.engine.simulation import VETO_TOLERANCE, DataUncertainty
from sovai.engine.worlds import NominalWorld
from sovai.model.catalogue import Catalogue
from sovai.model.tree import Model
from sovai.model.vocabulary import IMPACT_OF_ACCESS, AccessMode
from sovai.results.assessment import Hold, Party, Through

_CHANNELS: tuple[Channel, ...] = ("source", "reach", "inputs")
HALF = 0.5


@dataclass(frozen=True)
class _Stack:
    """Nominal figures of all parties and components: control and loss (c, p), course (k, c, p)."""

    control: Floats
    loss: Floats
    course: Floats
    weighted: Floats  # (p,)
    weighted_course: Floats  # (k, p)


@dataclass(frozen=True)
class TracedParty:
    """What the nominal run says of a party: what it holds, and through whom."""

    position: int
    rank: int
    holds: tuple[Hold, ...]
    through: tuple[Through, ...]


@dataclass(frozen=True)
class TracedParties:
    """What the nominal run says of all parties, largest loss first; the draws of the data do not change it."""

    stack: _Stack
    parties: tuple[TracedParty, ...]


def trace_parties(system: System, model: Model, nominal: Nominal, sources_per_party: int | None) -> TracedParties:
    """Return what the nominal run says of all parties."""
    stack = _stack(system, nominal)
    tracers = [Tracer(component, system) for component in system.components]
    ranks = np.empty(len(system.parties), dtype=int)
    for kind in (system.is_state, ~system.is_state):
        # Losses that differ by rounding alone share a rank.
        ranks[kind] = rank(stack.weighted[kind].round(DIGITS)[:, None])[:, 0] + 1
    # Equal losses (none at all, for many) are ordered by what the party could withhold in the end, then by name.
    held = system.stack_weights @ stack.control
    order = sorted(range(len(system.parties)), key=lambda p: (-stack.weighted[p], -held[p], system.parties[p]))
    parties = []
    for p in order:
        terms = {c: tracers[c].terms(system.holders[p]) for c in range(len(tracers)) if stack.control[c, p] > 0.0}
        holds = tuple(_holds(system, stack, terms, p))
        through = tuple(_through(system, model, tracers, terms, p, sources_per_party))
        parties.append(TracedParty(p, int(ranks[p]), holds, through))
    return TracedParties(stack, tuple(parties))


def describe_parties(
    system: System, model: Model, traced: TracedParties, simulated: DataUncertainty | None
) -> tuple[tuple[Party, ...], dict[str, str], tuple[str, ...]]:
    """Return the parties, largest loss first; the names of all that they mention; and the evidence they rest on."""
    parties = tuple(_party(system, model, traced.stack, party, simulated) for party in traced.parties)
    cited = tuple(dict.fromkeys(key for party in parties for key in party.evidence))
    return parties, _names(system, model, parties), cited


def _stack(system: System, nominal: Nominal) -> _Stack:
    years = np.array(system.course_years)
    course = np.zeros((len(years), *nominal.loss.shape))
    for c, component in enumerate(system.components):
        later = expose(component, system, NominalWorld(), years)
        for party, unmet in later.unmet.items():
            course[:, c, party] = unmet[:, 0]
    weighting = published(system)
    weighted = party_losses(nominal.loss[:, :, None], weighting, system)[:, 0]
    weighted_course = np.stack([party_losses(at[:, :, None], weighting, system)[:, 0] for at in course])
    return _Stack(nominal.control, nominal.loss, course, weighted, weighted_course)


def _party(
    system: System, model: Model, stack: _Stack, traced: TracedParty, simulated: DataUncertainty | None
) -> Party:
    p = traced.position
    label, is_state = system.parties[p], bool(system.is_state[p])
    ids = [component.id for component in system.components]
    members = [np.flatnonzero(system.layer_of == place) for place in range(len(system.layers))]
    return Party(
        id=label,
        kind="jurisdiction" if is_state else "company",
        name=label_name(label, model.catalogue),
        jurisdiction=model.catalogue.jurisdiction_of(label),
        rank=traced.rank,
        loss=summarised(float(stack.weighted[p]), None if simulated is None else simulated.losses, p),
        by_layer={
            layer: float(system.component_weights[rows] @ stack.loss[rows, p])
            for layer, rows in zip(system.layers, members, strict=True)
        },
        by_component=dict(zip(ids, stack.loss[:, p].tolist(), strict=True)),
        control=dict(zip(ids, stack.control[:, p].tolist(), strict=True)),
        course={ids[c]: tuple(stack.course[:, c, p].tolist()) for c in range(len(ids)) if stack.course[:, c, p].any()},
        weighted_course=tuple(stack.weighted_course[:, p].tolist()),
        holds=traced.holds,
        vetoes=tuple(hold for hold in traced.holds if hold.control >= system.veto_threshold - VETO_TOLERANCE),
        veto_probability=None
        if simulated is None
        else {ids[c]: float(simulated.veto_probability[p, c]) for c in np.flatnonzero(simulated.veto_probability[p])},
        probability_largest=None if simulated is None else float(simulated.probability_largest[p]),
        rank_acceptability=None if simulated is None else _acceptability(system, simulated, p),
        through=traced.through,
        evidence=tuple(dict.fromkeys(key for source in traced.through for key in source.evidence)),
    )


def _acceptability(system: System, simulated: DataUncertainty, p: int) -> tuple[float, ...]:
    of_kind = int((system.is_state == system.is_state[p]).sum())
    return tuple(simulated.rank_acceptability[p, :of_kind].tolist())


def _holds(system: System, stack: _Stack, terms: dict[int, list[Term]], p: int) -> Iterator[Hold]:
    weight = system.stack_weights
    for c in sorted(terms, key=lambda c: (-weight[c] * stack.loss[c, p], -weight[c] * stack.control[c, p], c)):
        rows = system.components[c].rows
        by_mode = dict.fromkeys(IMPACT_OF_ACCESS.values(), 0.0)
        by_channel = dict.fromkeys(_CHANNELS, 0.0)
        for term in terms[c]:
            by_mode[IMPACT_OF_ACCESS[_access(rows[term.row].access)]] += term.control
            by_channel[term.channel] += term.control
        yield Hold(
            component=system.components[c].id,
            control=float(stack.control[c, p]),
            mode=max(by_mode, key=lambda mode: by_mode[mode]),
            channel=max(_CHANNELS, key=lambda channel: by_channel[channel]),
            time_to_half_years=time_to_half(stack.course[:, c, p], system),
        )


def time_to_half(unmet: Floats, system: System) -> float | None:
    """Return the first time of the course at which half of the need is unmet, if any; `unmet` is its course."""
    halved = np.flatnonzero(unmet >= HALF)
    return system.course_years[halved[0]] if len(halved) else None


def _through(
    system: System,
    model: Model,
    tracers: Sequence[Tracer],
    terms: dict[int, list[Term]],
    p: int,
    most: int | None,
) -> Iterator[Through]:
    """Yield what the party holds, over all components, the largest loss first.

    No more than `most` are listed, and of each component at least the largest.
    """
    leading = [(c, held[0]) for c, held in terms.items()]
    others = sorted(((c, term) for c, held in terms.items() for term in held[1:]), key=_largest_first)
    listed = others if most is None else others[: max(0, most - len(leading))]
    for c, term in sorted([*leading, *listed], key=_largest_first):
        component, row = system.components[c], system.components[c].rows[term.row]
        path = tracers[c].path(row.node, system.holders[p])
        behind = path_evidence(model.catalogue, row.node.supplier, component.id, path, system.parties[p])
        yield Through(
            component=component.id,
            supplier=row.node.supplier,
            access=row.access,
            path=path,
            channel=term.channel,
            control=term.control,
            loss=term.loss,
            impact=IMPACT_OF_ACCESS[_access(row.access)],
            evidence=tuple(dict.fromkeys((*row.evidence, *behind))),
        )


def _largest_first(found: tuple[int, Term]) -> tuple[float, float, int, int]:
    c, term = found
    return (-term.loss, -term.control, c, term.row)


def path_evidence(catalogue: Catalogue, supplier: str, context: str, path: Sequence[str], party: str) -> Iterator[str]:
    """Yield the evidence for each step of a path: the need, the supplier's share of the input, the reach at its end."""
    for needed, onward in zip(path[::2], path[1::2], strict=True):
        need = next(need for need in catalogue.needs_of(supplier, context) if need.input == needed)
        yield from need.evidence
        yield from next(row.evidence for row in catalogue.sources_of(need) if row.supplier == onward)
        supplier, context = onward, needed
    known = catalogue.suppliers.get(supplier)
    for reach in known.reach if known is not None else ():
        if reach.by == party:
            yield from reach.evidence


def _access(text: str) -> AccessMode:
    mode: AccessMode = text  # type: ignore[assignment]  # rows carry the mode as plain text, checked on loading
    return mode


def _names(system: System, model: Model, parties: Sequence[Party]) -> dict[str, str]:
    """Return the names of every id that the result mentions."""
    catalogue = model.catalogue
    mentioned = {id_ for party in parties for t in party.through for id_ in (t.supplier, *t.path)}
    mentioned |= set(system.parties) | {party.jurisdiction for party in parties if party.jurisdiction}
    return {key: label_name(key, catalogue) for key in sorted(mentioned)}
