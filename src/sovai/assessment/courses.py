"""What refusals leave over time, as results: courses of components, layers and the stack, and what would cost more."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sovai.assessment.estimates import ends_among, estimate
from sovai.assessment.interrupting import DrawnRun, NominalRun, Run
from sovai.assessment.names import component_name, layer_name
from sovai.engine.compiled import Component, Floats
from sovai.engine.cutoff import row_shares
from sovai.engine.interruption import Interruption
from sovai.engine.worlds import NominalWorld
from sovai.model.vocabulary import IMPACT_OF_ACCESS, ImpactMode
from sovai.results.base import Estimate
from sovai.results.whatif import ComponentCourse, Course, HalfLost, LayerCourse, PriceEffect

_REPLACING = 3


class Courses:
    """Results of a run."""

    def __init__(
        self, run: Run, found: NominalRun, drawn: DrawnRun | None, interval: float, at_home: frozenset[str]
    ) -> None:
        self.run, self.found, self.drawn, self.interval, self.at_home = run, found, drawn, interval, at_home
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
        drawn = self.drawn.half[target]
        low, high = ends_among(drawn, self.interval)
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
            goes_on=_goes_on(component, found, self.at_home),
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


def _goes_on(component: Component, found: Interruption, at_home: frozenset[str]) -> dict[str, float]:
    """Return what never stops, by whose it is."""
    kept = {"home": 0.0, "open-source": 0.0, "others": 0.0}
    for row, share, stopped in zip(component.rows, found.shares[:, 0], found.stopped[:, -1, 0], strict=True):
        own = row.access == "owned" or row.jurisdiction in at_home
        whose = "open-source" if row.access == "open-source" else "home" if own else "others"
        kept[whose] += float(share - stopped)
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
