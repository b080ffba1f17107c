"""Refusals computed over time, in the nominal run and in draws: unmet need of components, layers and the stack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from sovai.assessment.drawing import Drawing
from sovai.assessment.parties import HALF
from sovai.assessment.refusals import Asked, refusals_of
from sovai.engine.clocks import average, horizon_times
from sovai.engine.compiled import Component, Floats, System
from sovai.engine.cutoff import row_shares
from sovai.engine.interruption import Interruption, interrupt
from sovai.engine.streams import Block
from sovai.engine.worlds import DrawnWorld, NominalWorld, World
from sovai.model.changes import Price
from sovai.model.tree import Model

_CURVE_POINTS = 25


class Run:
    """The refusals of one question, computed at given times in the nominal world or in draws.

    Targets are the components, then the layers, then the stack.
    """

    def __init__(self, system: System, model: Model, changes: Sequence[Asked], years: tuple[float, ...]) -> None:
        self.system, self.model, self.years = system, model, years
        self.refusals = refusals_of(changes, system, model.catalogue)
        self.price_changes = [asked for asked in changes if isinstance(asked.change, Price)]
        last = years[-1]
        self.curve_years = tuple(np.linspace(0.0, last, _CURVE_POINTS).tolist()) if last else (0.0,)
        self._horizon = horizon_times(system.horizon_years)
        course = [year for year in system.course_years if year < last]
        self.grid = np.unique(np.array([0.0, *years, *course, *self._horizon]))
        self.stack = len(system.components) + len(system.layers)
        self.weights = _target_weights(system)

    def interruptions(self, years: Floats, world: World) -> list[Interruption]:
        """Return what happens to each component."""
        return [interrupt(component, self.system, self.refusals, years, world) for component in self.system.components]

    def unmet(self, found: Sequence[Interruption]) -> Floats:
        """Return the unmet need of every target, shape (targets, k, n)."""
        unmet: Floats = np.tensordot(self.weights, np.stack([one.unmet for one in found]), axes=1)
        return unmet

    def at(self, values: Floats, years: Sequence[float] | Floats, grid: Floats) -> Floats:
        """Return values, shape (targets, k, n), at some of the times of a grid."""
        chosen: Floats = values[:, np.searchsorted(grid, years)]
        return chosen

    def half(self, unmet: Floats, grid: Floats) -> Floats:
        """Return when half of the need is unmet for the first time, shape (targets, n); infinite where it never is."""
        within = grid <= self.years[-1]
        reached = unmet[:, within] >= HALF
        first = reached.argmax(axis=1)
        before = np.maximum(first - 1, 0)
        earlier, later = (np.take_along_axis(unmet, at[:, None], axis=1)[:, 0] for at in (before, first))
        step = np.where(later > earlier, later - earlier, 1.0)
        when = grid[before] + (grid[first] - grid[before]) * np.where(first > 0, (HALF - earlier) / step, 0.0)
        found: Floats = np.where(reached.any(axis=1), when, np.inf)
        return found

    def loss(self, unmet: Floats, grid: Floats) -> Floats:
        """Return the weighted loss over the horizon, shape (n,)."""
        return average(self.at(unmet, self._horizon, grid)[self.stack])

    def nominal(self) -> NominalRun:
        """Return the nominal run, at the times of the curve as well."""
        grid, world = np.unique(np.append(self.grid, self.curve_years)), NominalWorld()
        found = self.interruptions(grid, world)
        return NominalRun(grid, found, self.unmet(found), np.array(list(self._price_draws(world))).reshape(-1, 2, 1))

    def draw(self, drawing: Drawing) -> DrawnRun:
        """Return draws of all that gets an interval."""
        parts = list(drawing.blocks(partial(self.draw_block, drawing.seed)))
        return DrawnRun(
            *(
                np.concatenate([getattr(part, name) for part in parts], axis=-1)
                for name in DrawnRun.__dataclass_fields__
            )
        )

    def draw_block(self, seed: int, block: Block) -> DrawnRun:
        """Return the draws of one block."""
        world = DrawnWorld(seed, block.number, block.size)
        unmet = self.unmet(self.interruptions(self.grid, world))
        prices = np.array([np.broadcast_to(pair, (2, block.size)) for pair in self._price_draws(world)])
        return DrawnRun(
            1.0 - self.at(unmet, self.years, self.grid),
            self.half(unmet, self.grid),
            self.loss(unmet, self.grid),
            prices.reshape(-1, 2, block.size),
        )

    def priced(self) -> list[tuple[Asked, Component, list[int]]]:
        """Return each rise of prices with a component that it concerns and the rows of it."""
        found = []
        for asked in self.price_changes:
            price = asked.change
            assert isinstance(price, Price)
            for component in self.system.components:
                if not price.components or component.id in price.components:
                    rows = [
                        i
                        for i, row in enumerate(component.rows)
                        if row.life_years is not None
                        and any(self.model.catalogue.is_of(row.node.supplier, party) for party in price.parties)
                    ]
                    if rows:
                        found.append((asked, component, rows))
        return found

    def _price_draws(self, world: World) -> Iterator[Floats]:
        """Yield the factor and the rise of the cost of the component, shape (2, n)."""
        for asked, component, rows in self.priced():
            assert isinstance(asked.change, Price)
            factor = world.value(asked.parameter("factor", asked.change.factor))
            share = row_shares(component, world)[rows].sum(axis=0)
            yield np.stack(np.broadcast_arrays(factor, share * (factor - 1.0)))


@dataclass(frozen=True)
class NominalRun:
    """The nominal run at the times of a grid."""

    grid: Floats
    interruptions: list[Interruption]
    unmet: Floats  # (targets, k, 1)
    prices: Floats  # (prices, 2, 1)


@dataclass(frozen=True)
class DrawnRun:
    """Draws: what is left (targets, k, n), when half is lost (targets, n), loss (n,), prices (prices, 2, n)."""

    left: Floats
    half: Floats
    loss: Floats
    prices: Floats


def _target_weights(system: System) -> Floats:
    """Return how much each component counts in each target, shape (targets, c)."""
    count = len(system.components)
    layers = np.zeros((len(system.layers), count))
    layers[system.layer_of, np.arange(count)] = system.component_weights
    return np.concatenate([np.eye(count), layers, system.stack_weights[None]])
