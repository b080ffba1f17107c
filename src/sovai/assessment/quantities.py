"""The shares, weights and parameters behind a result that may be changed one at a time, and what each may become."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from scipy.special import betaincinv  # type: ignore[import-untyped]

from sovai.assessment.universe import NORMAL_90
from sovai.engine.compiled import Need, Parameter, ShareGroup, System
from sovai.model.vocabulary import INDICATORS

_OPEN_ENDED = 4.0  # how far beyond its upper bound a life, growth or pace is tried, in multiples of that bound
_SHORTEST_LIFE = 1.0 / 365.25  # what is behind an input lasts for a day at least

Of = Literal["share", "weight", "parameter"]
Weights = Literal["layers", "components", "indicators"]


@dataclass(frozen=True)
class Share:
    """A share of a group."""

    group: ShareGroup
    at: int


@dataclass(frozen=True)
class Weight:
    """A weight of a layer, component or indicator."""

    part: Weights
    at: int


@dataclass(frozen=True, eq=False)
class Quantity:
    """A quantity that may be changed alone: where it is, what is possible, and its own uncertainty."""

    of: Of
    name: str
    where: Share | Weight | Parameter
    recorded: float
    possible: tuple[float, float]
    own: tuple[float, float]

    def effort(self, value: float) -> float:
        """Return how far a value is from the recorded one, in parts of the way to the end of the own uncertainty."""
        end = self.own[value > self.recorded]
        change, room = abs(value - self.recorded), abs(end - self.recorded)
        return change / room if room > 0.0 else math.inf


def mentioned_in(name: str) -> Iterator[str]:
    """Yield what may have a name of its own in that of a quantity; a mix as ``mix:`` and its id, as in profiles."""
    kind, *rest = name.split("/")
    if kind == "mix":
        yield f"mix:{rest.pop(0)}"
    yield from rest


def quantities_of(system: System) -> Iterator[Quantity]:
    """Yield all that may be changed: shares, parameters, the exponent, weights."""
    groups, parameters = behind(system)
    for group in groups:
        total = float(group.shares.sum())
        for i, share in enumerate(group.shares.tolist()):
            spread = NORMAL_90 * float(group.spreads[i])
            own = (max(0.0, share - spread), min(total, share + spread))
            yield Quantity("share", f"{group.name}/{group.labels[i]}", Share(group, i), share, (0.0, total), own)
    for parameter in (*parameters, system.exponent):
        yield Quantity(
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


def _weights(system: System) -> Iterator[Quantity]:
    def weight(name: str, where: Weight, value: float) -> Quantity:
        a, b = system.weight_concentration * value, system.weight_concentration * (1.0 - value)
        own = (float(betaincinv(a, b, 0.05)), float(betaincinv(a, b, 0.95)))  # what a Dirichlet has for one weight
        return Quantity("weight", f"weight/{name}", where, value, (0.0, 1.0), own)

    for i, layer in enumerate(system.layers):
        yield weight(layer, Weight("layers", i), float(system.layer_weights[i]))
    for c, component in enumerate(system.components):
        if system.component_weights[c] < 1.0:  # the only one of its layer has nothing to make room
            yield weight(component.id, Weight("components", c), float(system.component_weights[c]))
    for k, indicator in enumerate(INDICATORS):
        yield weight(indicator, Weight("indicators", k), float(system.indicator_weights[k]))


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
