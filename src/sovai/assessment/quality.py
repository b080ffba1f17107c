"""How good the figures behind a score are: what is attributed, measured, taken from a mix, or out of date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from sovai.engine.compiled import Component, Floats, Row, System
from sovai.engine.cutoff import row_shares
from sovai.engine.worlds import NominalWorld
from sovai.model.tree import Model
from sovai.results.assessment import ExpiredMeasure


@dataclass(frozen=True)
class Figures:
    """The rows of one component with their nominal shares, shape (i,)."""

    component: Component
    shares: Floats

    @property
    def unattributed(self) -> float:
        """What no row accounts for."""
        return max(0.0, 1.0 - float(self.shares.sum()))

    @property
    def measured(self) -> float:
        """Share of rows of grade A or B that are not from a mix."""
        return self._sum(lambda row: row.grade in "AB" and row.within is None)

    @property
    def from_mixes(self) -> float:
        """Share of rows from a mix."""
        return self._sum(lambda row: row.within is not None)

    @property
    def grades(self) -> dict[str, float]:
        """Attributed share by grade."""
        by_grade = dict.fromkeys("ABCD", 0.0)
        for row, share in zip(self.component.rows, self.shares, strict=True):
            by_grade[row.grade] += float(share)
        return by_grade

    def hhi(self, parties: frozenset[str]) -> float | None:
        """Return the concentration over foreign jurisdictions of revocable rows; None where there are none."""
        by_state: dict[str, float] = {}
        for row, share in zip(self.component.rows, self.shares, strict=True):
            if row.life_years is not None and row.jurisdiction in parties:
                by_state[row.jurisdiction] = by_state.get(row.jurisdiction, 0.0) + float(share)
        total = sum(by_state.values())
        return sum((share / total) ** 2 for share in by_state.values()) if total > 0.0 else None

    def legal_access(self, parties: frozenset[str], model: Model) -> float | None:
        """Return the hosted need under a foreign law that can compel disclosure; None where nothing is hosted."""
        compelling = {s for s, entry in model.catalogue.jurisdictions.items() if entry.compels_disclosure_abroad}
        hosted = self._sum(lambda row: row.access == "hosted")
        reached = self._sum(lambda row: row.access == "hosted" and row.jurisdiction in compelling & parties)
        return reached / hosted if hosted > 0.0 else None

    def _sum(self, wanted: Callable[[Row], bool]) -> float:
        return float(sum(share for row, share in zip(self.component.rows, self.shares, strict=True) if wanted(row)))


@dataclass(frozen=True)
class Quality:
    """Weighted shares of the whole need, and the figures by component."""

    coverage: float
    measured: float
    layer_coverage: Mapping[str, float]
    components: Mapping[str, Figures]


def quality_of(system: System) -> Quality:
    """Return how much of the weighted need is attributed and measured."""
    world = NominalWorld()
    figures = [Figures(component, row_shares(component, world)[:, 0]) for component in system.components]
    weight = system.stack_weights
    attributed = np.array([1.0 - f.unattributed for f in figures])
    layers = {
        layer: float((system.component_weights * attributed)[system.layer_of == place].sum())
        for place, layer in enumerate(system.layers)
    }
    return Quality(
        coverage=float(weight @ attributed),
        measured=float(weight @ np.array([f.measured for f in figures])),
        layer_coverage=layers,
        components={f.component.id: f for f in figures},
    )


def expired_measures(model: Model, system: System) -> tuple[ExpiredMeasure, ...]:
    """Return the measures behind the reach of parties that have run out, or are not known to hold."""
    edition = model.weights.model.as_of
    found = {}
    for name, supplier in sorted(model.catalogue.suppliers.items()):
        for reach in supplier.reach:
            for key in reach.measures:
                measure = model.catalogue.measures[key]
                over = edition is not None and measure.valid_until is not None and measure.valid_until < edition
                if reach.by in system.parties and (over or measure.status not in ("in force", "announced")):
                    found[key, name] = ExpiredMeasure(
                        id=key,
                        title=measure.title,
                        status=measure.status,
                        valid_until=measure.valid_until,
                        checked_on=measure.checked_on,
                        supplier=name,
                        by=reach.by,
                    )
    return tuple(found.values())
