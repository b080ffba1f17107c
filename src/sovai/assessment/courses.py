"""Refusals computed over time: what is left of components, layers and the stack, in the nominal run and in draws."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from sovai.assessment.nominal import component_name, component_weights, layer_name
from sovai.assessment.panel import estimate
from sovai.assessment.parties import HALF
from sovai.assessment.refusals import Asked, refusals_of
from sovai.engine.clocks import average, horizon_times
from sovai.engine.compiled import Component, Floats, System
from sovai.engine.cutoff import row_shares
from sovai.engine.draws import Block, DrawnWorld, NominalWorld, World
from sovai.engine.interruption import Interruption, interrupt
from sovai.engine.parallel import Workers, map_blocks
from sovai.model.changes import Price
from sovai.model.tree import Model
from sovai.model.vocabulary import IMPACT_OF_ACCESS, ImpactMode
from sovai.results.base import Estimate
from sovai.results.whatif import ComponentCourse, Course, HalfLost, LayerCourse, PriceEffect

_CURVE_POINTS = 25
_REPLACING = 3


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

    def draw(self, draws: int, seed: int, workers: Workers, progress: Callable[[int], None] | None) -> DrawnRun:
        """Return draws of all that gets an interval."""
        parts = list(map_blocks(partial(self.draw_block, seed), draws, workers=workers, progress=progress))
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
    return np.concatenate([np.eye(count), layers, component_weights(system)[None]])


class Courses:
    """Results of a run."""

    def __init__(self, run: Run, found: NominalRun, drawn: DrawnRun | None, interval: float) -> None:
        self.run, self.found, self.drawn, self.interval = run, found, drawn, interval
        self._left = 1.0 - run.at(found.unmet, run.years, found.grid)[:, :, 0]
        self._curve = 1.0 - run.at(found.unmet, run.curve_years, found.grid)[:, :, 0]
        self._half = run.half(found.unmet, found.grid)[:, 0]

    def _estimate(self, nominal: float, drawn: Floats | None) -> Estimate:
        return estimate(float(nominal), drawn, self.interval)

    def loss(self) -> Estimate:
        """Return the loss of the stack over the horizon."""
        nominal = self.run.loss(self.found.unmet, self.found.grid)[0]
        return self._estimate(nominal, None if self.drawn is None else self.drawn.loss)

    def of(self, target: int) -> Course:
        """Return the course of a target."""
        return Course(
            left=tuple(
                self._estimate(nominal, None if self.drawn is None else self.drawn.left[target, k])
                for k, nominal in enumerate(self._left[target])
            ),
            curve=tuple(self._curve[target].tolist()),
            half_lost=self._half_lost(target),
        )

    def _half_lost(self, target: int) -> HalfLost:
        def known(years: float) -> float | None:
            return float(years) if np.isfinite(years) else None

        nominal = known(self._half[target])
        if self.drawn is None:
            return HalfLost(years=nominal, low=None, high=None, probability=None)
        drawn, tail = self.drawn.half[target], (1.0 - self.interval) / 2.0
        # A quantile among draws of which some never come to half is one of them: nothing lies between them.
        low, high = np.quantile(drawn, [tail, 1.0 - tail], method="inverted_cdf")
        return HalfLost(years=nominal, low=known(low), high=known(high), probability=float(np.isfinite(drawn).mean()))

    def layers(self) -> tuple[LayerCourse, ...]:
        """Return the course of every layer with its components."""
        system, model = self.run.system, self.run.model
        count = len(system.components)
        return tuple(
            LayerCourse(
                **dict(self.of(count + place)),
                id=layer,
                name=layer_name(layer, model),
                weight=float(system.layer_weights[place]),
                components=tuple(self._component(int(c)) for c in np.flatnonzero(system.layer_of == place)),
            )
            for place, layer in enumerate(system.layers)
        )

    def _component(self, c: int) -> ComponentCourse:
        run, found = self.run, self.found.interruptions[c]
        component = run.system.components[c]
        at = np.searchsorted(self.found.grid, run.years)
        cut = found.stopped.sum(axis=0)[:-1]
        return ComponentCourse(
            **dict(self.of(c)),
            id=component.id,
            name=component_name(component.id, run.model),
            weight=float(run.system.component_weights[c]),
            stops=float(found.stopped[:, 0].sum()),
            runs_down=_runs_down(component, found),
            goes_on=_goes_on(component, found),
            replaced=tuple(np.minimum(cut, found.could_add)[at, 0].tolist()),
            replaced_by=tuple(_replacing(component, found)),
        )

    def prices(self) -> Iterator[PriceEffect]:
        """Yield what would cost more."""
        for i, (asked, component, rows) in enumerate(self.run.priced()):
            factor, rise = (
                self._estimate(self.found.prices[i, j, 0], None if self.drawn is None else self.drawn.prices[i, j])
                for j in range(2)
            )
            yield PriceEffect(
                scenario=asked.scenario,
                position=asked.position,
                component=component.id,
                share=float(row_shares(component, NominalWorld())[rows].sum()),
                factor=factor,
                rise=rise,
            )


def _runs_down(component: Component, found: Interruption) -> dict[str, float]:
    """Return what ends after the first moment, by what ends it."""
    later = {"lapse": 0.0, "new-supply stop": 0.0, "freeze": 0.0, "inputs": 0.0}
    for row, stopped in zip(component.rows, found.stopped[:, :, 0], strict=True):
        mode = IMPACT_OF_ACCESS[row.access]  # type: ignore[index]  # rows carry the mode as plain text
        by = "inputs" if mode in (ImpactMode.OUTAGE, ImpactMode.NONE) else str(mode)
        later[by] += float(stopped[-1] - stopped[0])
    return later


def _goes_on(component: Component, found: Interruption) -> dict[str, float]:
    """Return what never stops, by whose it is."""
    kept = {"owned": 0.0, "open-source": 0.0, "others": 0.0}
    for row, share, stopped in zip(component.rows, found.shares[:, 0], found.stopped[:, -1, 0], strict=True):
        kept[row.access if row.access in kept else "others"] += float(share - stopped)
    return {**kept, "unattributed": max(0.0, 1.0 - float(found.shares.sum()))}


def _replacing(component: Component, found: Interruption) -> list[str]:
    """Return who could add most, where anything is to be replaced and can be."""
    if not found.stopped[:, -1].any() or not found.could_add.any():
        return []
    able: dict[str, float] = {}
    for row, share in zip(component.rows, found.able[:, 0], strict=True):
        able[row.node.supplier] = able.get(row.node.supplier, 0.0) + float(share)
    order = sorted(able, key=lambda supplier: (-able[supplier], supplier))
    return [supplier for supplier in order if able[supplier] > 0.0][:_REPLACING]
