"""Headline findings in many altered runs at once, each with a single quantity at another value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from sovai.assessment.quantities import Quantity, Share, Weight, Weights
from sovai.engine.clocks import horizon_times
from sovai.engine.compiled import Floats, Parameter, ShareGroup, System
from sovai.engine.cutoff import expose, indicators
from sovai.engine.scoring import Weighting, party_losses, published, score
from sovai.engine.worlds import NominalWorld
from sovai.model.vocabulary import LEVELS

_AT_ONCE = 1024

Kind = Literal["largest state", "largest company", "weakest layer", "level"]


class _Altered(NominalWorld):
    """The nominal world n times, each time with one quantity at another value."""

    def __init__(self, tries: Sequence[tuple[Quantity, float]]) -> None:
        super().__init__(len(tries))
        self._shares: dict[ShareGroup, list[tuple[int, int, float]]] = {}
        self._values: dict[Parameter, list[tuple[int, float]]] = {}
        for at, (quantity, value) in enumerate(tries):
            match quantity.where:
                case Parameter() as parameter:
                    self._values.setdefault(parameter, []).append((at, value))
                case Share(group, row):
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


def _weighting(tries: Sequence[tuple[Quantity, float]], system: System) -> Weighting:
    base = published(system)
    parts: tuple[Weights, ...] = ("layers", "components", "indicators")
    weights = {part: np.repeat(getattr(base, part), len(tries), axis=1) for part in parts}
    exponent = np.full(len(tries), system.exponent.mode)
    for at, (quantity, value) in enumerate(tries):
        if quantity.where is system.exponent:
            exponent[at] = value
        elif isinstance(quantity.where, Weight):
            column, i = weights[quantity.where.part][:, at], quantity.where.at
            layer_of = system.layer_of if quantity.where.part == "components" else np.zeros(len(column))
            together = np.flatnonzero(layer_of == layer_of[i])
            column[together] = _making_room(column[together], together.tolist().index(i), value)
    return Weighting(weights["layers"], weights["components"], weights["indicators"], exponent)


class Findings:
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

    def margins(self, tries: Sequence[tuple[Quantity, float]]) -> Floats:
        """Return by how much each finding holds in each try, below 0 where it does not, shape (findings, n)."""
        parts = [tries[start : start + _AT_ONCE] for start in range(0, len(tries), _AT_ONCE)]
        return np.concatenate([self._margins(part) for part in parts], axis=1)

    def instead(self, f: int, quantity: Quantity, value: float) -> str:
        """Return what a finding becomes."""
        losses, layers, country = self._run([(quantity, value)])
        return self._holder(self.kinds[f], losses[:, 0], layers[:, 0], country[0])

    def _margins(self, tries: Sequence[tuple[Quantity, float]]) -> Floats:
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

    def _run(self, tries: Sequence[tuple[Quantity, float]]) -> tuple[Floats, Floats, Floats]:
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
