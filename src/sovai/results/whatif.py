"""What would follow if supply stopped, as frozen records: what stops, what runs down, what goes on, how long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from sovai.model.base import Names, Text
from sovai.model.changes import AnyChange
from sovai.model.scenario import ScenarioHead
from sovai.results.base import (
    AboutCountry,
    Estimate,
    Provenance,
    Result,
    Source,
    drawn,
)

if TYPE_CHECKING:
    import altair as alt

_COLUMNS = ("country", "kind", "id", "name", "years", "left", "left_low", "left_high", "replaced", "half_lost_years")


class PrecedentFound(Result):
    """Something of the kind that happened."""

    title: Text
    start: dt.date | None
    end: dt.date | None
    days: int | None
    """How long it lasted; null where it goes on or a day is not known."""
    evidence: tuple[str, ...]
    note: Text


class ScenarioFound(Result):
    """A scenario as its file describes it."""

    head: ScenarioHead
    precedents: tuple[PrecedentFound, ...]
    data_moved: bool
    """Whether it was written for other data than these."""


class OnRecord(Result):
    """What the catalogue records of parties that were asked about without a scenario."""

    count: int
    """Measures and incidents by or of them that concern the same components."""
    ended: tuple[PrecedentFound, ...]
    """Those of which both days are known, the latest first."""


class ChangeFound(Result):
    """A change that was asked for, and what it met."""

    scenario: str | None
    """Id; null for what was asked for without a file."""
    position: int
    """Its place among the changes of its scenario, from 1."""
    change: AnyChange
    found: bool
    """Whether there is anything of what it names among what the country uses or behind it."""
    at_home: tuple[str, ...]
    """Parties that it names and that are at home: they are not cut."""


class HalfLost(Result):
    """How long it takes until half of the need is unmet, between the times computed by straight lines."""

    years: float | None
    """Null where that does not happen within the times asked for."""
    low: float | None
    """Lower end of the central interval; null where it lies beyond these times or nothing was drawn."""
    high: float | None
    probability: float | None
    """Share of draws in which it happens within these times; null where nothing was drawn."""


class Course(Result):
    """What is left of the need after supply stops."""

    left: tuple[Estimate, ...]
    """1 less the unmet need, at `years`."""
    curve: tuple[float, ...]
    """The same, nominal, at `curve_years`."""
    half_lost: HalfLost


class ComponentCourse(Course):
    """The course of one component; shares of the need, nominal."""

    id: str
    name: Text
    weight: float
    """Within its layer."""
    stops: float
    """Stops at once."""
    runs_down: Mapping[str, float]
    """Ends in time, if nobody steps in: by ``lapse``, ``new-supply stop``, ``freeze`` or for want of ``inputs``."""
    goes_on: Mapping[str, float]
    """Never stops: what comes from ``home`` (the country's own or a supplier's there), what is ``open-source``, what
    comes from ``others``, and what is ``unattributed``."""
    replaced: tuple[float, ...]
    """What others would make up for at `years`."""
    replaced_by: tuple[str, ...]
    """Who could add most."""


class LayerCourse(Course):
    """The course of a layer: the weighted mean of its components."""

    id: str
    name: Text
    weight: float
    components: tuple[ComponentCourse, ...]


class PriceEffect(Result):
    """What would cost more; no outage."""

    scenario: str | None
    position: int
    component: str
    share: float
    """Share of the need that comes from the parties."""
    factor: Estimate
    rise: Estimate
    """Rise of the cost of the component as a whole, as a fraction, if nothing else is bought instead."""


class WhatIf(AboutCountry):
    """One country under scenarios or refusals."""

    page: ClassVar[str] = "whatif"

    edition: dt.date | None
    """The day the model and the catalogue speak of."""
    interval: float
    """Width of the central intervals, 0.9 for 90 %."""
    scenarios: tuple[ScenarioFound, ...]
    changes: tuple[ChangeFound, ...]
    on_record: OnRecord
    """Dated measures and incidents of the parties that were named without a scenario."""
    years: tuple[float, ...]
    """Times after supply stops."""
    curve_years: tuple[float, ...]
    loss: Estimate
    """Weighted unmet need, averaged over the horizon: an index of the stack, 0–1."""
    stack: Course
    """The weighted mean of all components."""
    layers: tuple[LayerCourse, ...]
    prices: tuple[PriceEffect, ...]
    names: Names
    """Names of the suppliers, states, circles, inputs, components and layers that the result mentions."""
    evidence: tuple[Source, ...]
    provenance: Provenance

    @property
    def components(self) -> tuple[ComponentCourse, ...]:
        """Every component, in the order of the stack."""
        return tuple(component for layer in self.layers for component in layer.components)

    def plot_courses(self, lang: str | None = None) -> alt.Chart:
        """Return an Altair chart of what would be left of each layer over time."""
        chart: alt.Chart = drawn("scenario", self, lang)
        return chart

    def to_records(self) -> list[dict[str, Any]]:
        """Return flat rows for a data frame: the stack, each layer and component at each time, one row each."""
        return [dict(zip(_COLUMNS, (self.country.code, *row), strict=True)) for row in _rows(self)]


def _rows(result: WhatIf) -> Iterator[tuple[object, ...]]:
    """Yield the values of the columns after the country."""
    courses: list[tuple[str, str, str, Course]] = [("stack", "stack", "All layers", result.stack)]
    for layer in result.layers:
        courses.append(("layer", layer.id, layer.name, layer))
        courses += [("component", component.id, component.name, component) for component in layer.components]
    for kind, key, name, course in courses:
        replaced = course.replaced if isinstance(course, ComponentCourse) else (None,) * len(result.years)
        for at, left, others in zip(result.years, course.left, replaced, strict=True):
            yield kind, key, name, at, left.nominal, left.low, left.high, others, course.half_lost.years
