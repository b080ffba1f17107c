"""`flip_points`: the smallest change of a single share, weight or parameter that overturns a headline finding."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

import numpy as np
from scipy.special import betaincinv  # type: ignore[import-untyped]

from sovai.assessment.compiling import compile_system
from sovai.assessment.nominal import component_name, layer_name
from sovai.assessment.parties import label_name
from sovai.assessment.provenance import check_arguments, options, provenance_of
from sovai.engine.clocks import horizon_times
from sovai.engine.compiled import Floats, Need, Parameter, ShareGroup, System
from sovai.engine.cutoff import expose, indicators
from sovai.engine.draws import NominalWorld
from sovai.engine.scoring import Weighting, party_losses, published, score
from sovai.loading import load_home, load_model
from sovai.model.catalogue import Catalogue
from sovai.model.profile import Profile
from sovai.model.tree import Model
from sovai.model.vocabulary import INDICATORS, LEVELS
from sovai.results.base import CountryName
from sovai.results.flips import Finding, FlipPoint, FlipPoints

_NORMAL_90 = 1.645  # as the method states it
_FIRST_TRIES = (0.05, 0.15, 0.4, 1.0)  # parts of the way to the end of what is possible
_HALVINGS = 20
_AT_ONCE = 1024
_OPEN_ENDED = 4.0  # how far beyond its upper bound a life, growth or pace is tried, in multiples of that bound
_SHORTEST_LIFE = 1.0 / 365.25  # what is behind an input lasts for a day at least

Of = Literal["share", "weight", "parameter"]
Kind = Literal["largest state", "largest company", "weakest layer", "level"]
Weights = Literal["layers", "components", "indicators"]


@dataclass(frozen=True)
class _Share:
    group: ShareGroup
    at: int


@dataclass(frozen=True)
class _Weight:
    part: Weights
    at: int


@dataclass(frozen=True, eq=False)
class _Quantity:
    """A quantity that may be changed alone: where it is, what is possible, and its own uncertainty."""

    of: Of
    name: str
    where: _Share | _Weight | Parameter
    recorded: float
    possible: tuple[float, float]
    own: tuple[float, float]

    def effort(self, value: float) -> float:
        """Return how far a value is from the recorded one, in parts of the way to the end of the own uncertainty."""
        end = self.own[value > self.recorded]
        change, room = abs(value - self.recorded), abs(end - self.recorded)
        return change / room if room > 0.0 else math.inf


def flip_points(
    profile: Profile,
    *,
    model: Model | None = None,
    home: str | Iterable[str] = (),
    horizon_years: float | None = None,
) -> FlipPoints:
    """Find what would overturn the largest lever among states and among companies, the weakest layer and the level.

    Every share, weight and parameter behind the result is changed alone, over all that is possible for it, in the
    nominal run. Other shares of the same whole, and other weights, make room in proportion.

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

    Returns
    -------
    FlipPoints

    Raises
    ------
    UsageError
        If an argument is out of bounds, or a name in `home` unknown.
    DataError
        If the shipped model has to be loaded and has faults.
    """
    model = load_model() if model is None else model
    code, method = profile.country.code, model.weights.model
    named = home if isinstance(home, str) else ",".join(home)
    at_home = load_home(named, model) | {code}
    horizon = method.horizon_years.mode if horizon_years is None else horizon_years
    check_arguments(horizon, 0, 0, 0.9)
    system = compile_system(profile, model, home=at_home, horizon_years=horizon)
    quantities = list(_quantities(system))
    findings = _Findings(system, method.level_bounds.value)
    flips = _search(findings, quantities)
    found = [
        Finding(
            finding=kind,
            holds=findings.holds[f],
            flips=tuple(_flip_point(flip, findings, f, model) for flip in flips[f]),
        )
        for f, kind in enumerate(findings.kinds)
    ]
    mentioned = {name for one in found for name in (one.holds, *(flip.instead for flip in one.flips))}
    return FlipPoints(
        country=CountryName(code=code, name=profile.country.name),
        home=tuple(sorted(at_home)),
        horizon_years=horizon,
        findings=tuple(found),
        names={name: _name(name, model) for name in sorted(mentioned)},
        tried=len(quantities),
        provenance=provenance_of(
            model,
            [profile],
            ["score", profile.named, "--flip", *options(named, horizon_years, 0.9)],
            draws=0,
        ),
    )


# What may change


def _quantities(system: System) -> Iterator[_Quantity]:
    groups, parameters = behind(system)
    for group in groups:
        total = float(group.shares.sum())
        for i, share in enumerate(group.shares.tolist()):
            spread = _NORMAL_90 * float(group.spreads[i])
            own = (max(0.0, share - spread), min(total, share + spread))
            yield _Quantity("share", f"{group.name}/{group.labels[i]}", _Share(group, i), share, (0.0, total), own)
    for parameter in (*parameters, system.exponent):
        yield _Quantity(
            "parameter",
            parameter.name,
            parameter,
            parameter.mode,
            _possible(parameter),
            (parameter.low, parameter.high),
        )
    yield from _weights(system)


def _possible(parameter: Parameter) -> tuple[float, float]:
    if parameter.name.startswith("reach/") or parameter.name.endswith("/essential"):
        return 0.0, 1.0
    low = 1.0 if parameter.name == "model/exponent" else _SHORTEST_LIFE if parameter.name.startswith("need/") else 0.0
    return min(low, parameter.low), _OPEN_ENDED * parameter.high


def _weights(system: System) -> Iterator[_Quantity]:
    def weight(name: str, where: _Weight, value: float) -> _Quantity:
        a, b = system.weight_concentration * value, system.weight_concentration * (1.0 - value)
        own = (float(betaincinv(a, b, 0.05)), float(betaincinv(a, b, 0.95)))  # what a Dirichlet has for one weight
        return _Quantity("weight", f"weight/{name}", where, value, (0.0, 1.0), own)

    for i, layer in enumerate(system.layers):
        yield weight(layer, _Weight("layers", i), float(system.layer_weights[i]))
    for c, component in enumerate(system.components):
        if system.component_weights[c] < 1.0:  # the only one of its layer has nothing to make room
            yield weight(component.id, _Weight("components", c), float(system.component_weights[c]))
    for k, indicator in enumerate(INDICATORS):
        yield weight(indicator, _Weight("indicators", k), float(system.indicator_weights[k]))


def behind(system: System) -> tuple[list[ShareGroup], list[Parameter]]:
    """Return the shares and parameters that a result rests on, each once."""
    groups: dict[ShareGroup, None] = {}
    parameters: dict[Parameter, None] = {}
    needs: dict[Need, None] = {}
    for component in system.components:
        parameters |= dict.fromkeys((component.growth, component.surge))
        for row in component.rows:
            groups |= dict.fromkeys(place[0] for place in (row.own, row.within) if place is not None)
            for part in (row.life_years, *(factor.part for factor in row.factors)):
                if isinstance(part, Parameter):
                    parameters[part] = None
                elif part is not None:
                    groups[part] = None
        waiting = list(component.nodes)
        while waiting:
            node = waiting.pop()
            parameters |= dict.fromkeys(h.strength for h in node.holders if h.strength is not None)
            for need in node.needs:
                if need not in needs:
                    needs[need] = None
                    parameters |= dict.fromkeys((need.essential, need.life_years))
                    groups[need.supply.shares] = None
                    waiting += need.supply.nodes
    return list(groups), list(parameters)


# Many changes at once, one in each column


class _Altered(NominalWorld):
    """The nominal world n times, each time with one quantity at another value."""

    def __init__(self, tries: Sequence[tuple[_Quantity, float]]) -> None:
        super().__init__(len(tries))
        self._shares: dict[ShareGroup, list[tuple[int, int, float]]] = {}
        self._values: dict[Parameter, list[tuple[int, float]]] = {}
        for at, (quantity, value) in enumerate(tries):
            match quantity.where:
                case Parameter() as parameter:
                    self._values.setdefault(parameter, []).append((at, value))
                case _Share(group, row):
                    self._shares.setdefault(group, []).append((at, row, value))

    def shares(self, group: ShareGroup) -> Floats:
        """Return the shares, shape (i, n)."""
        if group not in self._shares:
            return np.broadcast_to(group.shares[:, None], (len(group.shares), self.size))
        shares = np.repeat(group.shares[:, None], self.size, axis=1)
        for at, row, value in self._shares[group]:
            shares[:, at] = _making_room(group.shares, row, value)
        return shares

    def value(self, parameter: Parameter) -> Floats:
        """Return the parameter, shape (n,) or (1,)."""
        if parameter not in self._values:
            return super().value(parameter)
        values = np.full(self.size, parameter.mode)
        for at, value in self._values[parameter]:
            values[at] = value
        return values


def _making_room(parts: Floats, at: int, value: float) -> Floats:
    """Return the parts with another value of one; the others keep their proportions, and if there are any the sum."""
    others = float(parts.sum()) - float(parts[at])
    scale = (others + float(parts[at]) - value) / others if others > 0.0 else 0.0
    changed: Floats = parts * scale
    changed[at] = value
    return changed


def _weighting(tries: Sequence[tuple[_Quantity, float]], system: System) -> Weighting:
    base = published(system)
    parts: tuple[Weights, ...] = ("layers", "components", "indicators")
    weights = {part: np.repeat(getattr(base, part), len(tries), axis=1) for part in parts}
    exponent = np.full(len(tries), system.exponent.mode)
    for at, (quantity, value) in enumerate(tries):
        if quantity.where is system.exponent:
            exponent[at] = value
        elif isinstance(quantity.where, _Weight):
            column, i = weights[quantity.where.part][:, at], quantity.where.at
            layer_of = system.layer_of if quantity.where.part == "components" else np.zeros(len(column))
            together = np.flatnonzero(layer_of == layer_of[i])
            column[together] = _making_room(column[together], together.tolist().index(i), value)
    return Weighting(weights["layers"], weights["components"], weights["indicators"], exponent)


# Findings


class _Findings:
    """The findings of one country, and by how much each holds in altered runs."""

    def __init__(self, system: System, bounds: Sequence[float]) -> None:
        self.system, self._bounds = system, np.array(bounds)
        losses, layers, country = self._run([])
        self._members: dict[Kind, list[int]] = {
            "largest state": np.flatnonzero(system.is_state).tolist(),
            "largest company": np.flatnonzero(~system.is_state).tolist(),
        }
        kinds: list[Kind] = [kind for kind, among in self._members.items() if losses[among].any()]
        self.kinds: list[Kind] = [*kinds, "weakest layer", "level"]
        self.holds = [self._holder(kind, losses[:, 0], layers[:, 0], country[0]) for kind in self.kinds]

    def margins(self, tries: Sequence[tuple[_Quantity, float]]) -> Floats:
        """Return by how much each finding holds in each try, below 0 where it does not, shape (findings, n)."""
        parts = [tries[start : start + _AT_ONCE] for start in range(0, len(tries), _AT_ONCE)]
        return np.concatenate([self._margins(part) for part in parts], axis=1)

    def instead(self, f: int, quantity: _Quantity, value: float) -> str:
        """Return what a finding becomes."""
        losses, layers, country = self._run([(quantity, value)])
        return self._holder(self.kinds[f], losses[:, 0], layers[:, 0], country[0])

    def _margins(self, tries: Sequence[tuple[_Quantity, float]]) -> Floats:
        losses, layers, country = self._run(tries)
        rows = []
        for kind, holds in zip(self.kinds, self.holds, strict=True):
            if kind == "level":
                ends = (-np.inf, *self._bounds, np.inf)
                at = LEVELS.index(holds)
                # At the upper end another level begins; the lower one still is of this.
                rows.append(
                    np.minimum(country - ends[at], np.where(country < ends[at + 1], ends[at + 1] - country, -1.0))
                )
            elif kind == "weakest layer":
                rows.append(_lead(layers, self.system.layers.index(holds)))
            else:
                members = self._members[kind]
                own = members.index(self.system.parties.index(holds))
                rows.append(_lead(losses[members], own))
        return np.stack(rows)

    def _holder(self, kind: Kind, losses: Floats, layers: Floats, country: float) -> str:
        if kind == "level":
            return LEVELS[int((country >= self._bounds).sum())]
        if kind == "weakest layer":
            return self.system.layers[int(layers.argmax())]
        members = self._members[kind]
        return self.system.parties[members[int(losses[members].argmax())]]

    def _run(self, tries: Sequence[tuple[_Quantity, float]]) -> tuple[Floats, Floats, Floats]:
        """Return losses (p, n), layers (l, n) and country (n,); of the run as recorded where nothing is tried."""
        system, n = self.system, max(1, len(tries))
        world = _Altered(tries) if tries else NominalWorld()
        weighting = _weighting(tries, system) if tries else published(system)
        years = horizon_times(system.horizon_years)
        measured = np.zeros((len(system.components), 3, n))
        loss = np.zeros((len(system.components), len(system.parties), n))
        for c, component in enumerate(system.components):
            exposure = expose(component, system, world, years)
            lost = exposure.losses()
            measured[c] = indicators(exposure, lost, system)
            for party, values in lost.items():
                loss[c, party] = values
        scores = score(measured, weighting, system)
        return party_losses(loss, weighting, system), scores.layers, scores.country


def _lead(values: Floats, own: int) -> Floats:
    """Return by how much one row is above the largest of the others, shape (n,)."""
    others = np.delete(values, own, axis=0)
    lead: Floats = values[own] - others.max(axis=0, initial=-1.0)
    return lead


# Search


@dataclass(frozen=True)
class _Flip:
    quantity: _Quantity
    value: float


def _search(findings: _Findings, quantities: Sequence[_Quantity]) -> list[list[_Flip]]:
    """Return by finding the flip of each kind of quantity that needs least, if there is one, the least first."""
    ways = [(q, end) for q in quantities for end in q.possible if end != q.recorded]
    steps = [q.recorded + part * (end - q.recorded) for q, end in ways for part in _FIRST_TRIES]
    tries = list(zip(chain.from_iterable([q] * len(_FIRST_TRIES) for q, _ in ways), steps, strict=True))
    margins = findings.margins(tries).reshape(len(findings.kinds), len(ways), len(_FIRST_TRIES))
    best: list[list[_Flip]] = []
    for f in range(len(findings.kinds)):
        brackets = []
        for (quantity, end), held in zip(ways, margins[f], strict=True):
            overturned = np.flatnonzero(held < 0.0)
            if len(overturned):
                parts = (0.0, *_FIRST_TRIES)
                k = int(overturned[0])
                ends = [quantity.recorded + part * (end - quantity.recorded) for part in parts[k : k + 2]]
                brackets.append((quantity, ends[0], ends[1]))
        kinds = {quantity.of for quantity, _, _ in brackets}
        flips = [
            min(_halved(findings, f, _leading(brackets, kind)), key=lambda flip: _order(flip.quantity, flip.value))
            for kind in sorted(kinds)
        ]
        best.append(sorted(flips, key=lambda flip: _order(flip.quantity, flip.value)))
    return best


_Bracket = tuple[_Quantity, float, float]  # holds at the first value, is overturned at the second


def _order(quantity: _Quantity, value: float) -> tuple[float, float]:
    """Sort by the part of the own uncertainty that is used; what has none, after all others, by the change itself."""
    return quantity.effort(value), abs(value - quantity.recorded)


def _leading(brackets: Iterable[_Bracket], kind: str) -> list[_Bracket]:
    """Return the brackets of a kind that may hold the least effort."""
    own = [bracket for bracket in brackets if bracket[0].of == kind]
    at_most = min(_order(quantity, after) for quantity, _, after in own)
    return [(q, before, after) for q, before, after in own if _order(q, before) <= at_most]


def _halved(findings: _Findings, f: int, brackets: list[_Bracket]) -> list[_Flip]:
    for _ in range(_HALVINGS):
        middles = [(q, (before + after) / 2.0) for q, before, after in brackets]
        held = findings.margins(middles)[f] >= 0.0
        brackets = [
            (q, middle, after) if holds else (q, before, middle)
            for (q, before, after), (_, middle), holds in zip(brackets, middles, held, strict=True)
        ]
    return [_Flip(quantity, after) for quantity, _, after in brackets]


# Words


def _flip_point(flip: _Flip, findings: _Findings, f: int, model: Model) -> FlipPoint:
    quantity, value = flip.quantity, flip.value
    return FlipPoint(
        of=quantity.of,
        quantity=quantity.name,
        name=_in_words(quantity.name, model),
        recorded=quantity.recorded,
        flips_at=value,
        low=quantity.own[0],
        high=quantity.own[1],
        inside=quantity.own[0] <= value <= quantity.own[1],
        instead=findings.instead(f, quantity, value),
    )


def _name(key: str, model: Model) -> str:
    if key in LEVELS:
        return key
    return layer_name(key, model) if key in model.weights.layers else label_name(key, model.catalogue)


def _in_words(name: str, model: Model) -> str:
    """Return a quantity as it would be called in a sentence."""
    catalogue = model.catalogue
    kind, *rest = name.split("/")
    match kind, rest:
        case "shares", [_, component, *row]:
            return f"share of {_row(row, catalogue)} in {component_name(component, model)}"
        case "mix", [mix, *row]:
            return f"share of {_row(row, catalogue)} in the mix {mix}"
        case "input", [input_, *row]:
            return f"share of {_row(row, catalogue)} in {label_name(input_, catalogue)}"
        case "need", [owner, input_, _, what] if what in _NEED:
            return f"{_NEED[what]} {label_name(input_, catalogue)} for {_owner(owner, model)}"
        case "need", [owner, input_, _, *row]:
            return f"share of {_row(row, catalogue)} in {label_name(input_, catalogue)} for {_owner(owner, model)}"
        case "reach", [supplier, by]:
            return f"reach of {label_name(by, catalogue)} over {label_name(supplier, catalogue)}"
        case "life", [access]:
            return f"life of what is {access}"
        case "weight", [part] if part in model.weights.layers:
            return f"weight of {layer_name(part, model)}"
        case "weight", [part] if part in INDICATORS:
            return f"weight of the indicator {part.replace('_', ' ')}"
        case "model", ["exponent"]:
            return "exponent of the means"
        case _, [component] if kind in _OF_COMPONENT:
            return f"{_OF_COMPONENT[kind]} {component_name(component, model)}"
    return name


_NEED: Mapping[str, str] = {"essential": "essential part of", "life": "life of the stock of"}
_OF_COMPONENT: Mapping[str, str] = {
    "weight": "weight within its layer of",
    "growth": "growth of the need for",
    "surge": "surge of",
    "service-life": "service life of",
}


def _row(label: Sequence[str], catalogue: Catalogue) -> str:
    supplier, *access = label
    if supplier.startswith("mix:"):
        return f"the mix {supplier.removeprefix('mix:')}"
    return " · ".join((label_name(supplier, catalogue), *access))


def _owner(owner: str, model: Model) -> str:
    if owner in model.weights.component_ids():
        return component_name(owner, model)
    return label_name(owner, model.catalogue)
