"""What an assessment found, as frozen records: unrounded, typed, and the same for people, files and programs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from sovai.model.base import Names, Text
from sovai.model.vocabulary import INDICATORS, ImpactMode
from sovai.results.base import (
    AboutCountry,
    Estimate,
    Interval,
    Provenance,
    Result,
    Source,
    WeakestLayer,
    drawn,
    rendered,
)
from sovai.results.flips import FlipPoints

if TYPE_CHECKING:
    import altair as alt

_COLUMNS = ("country", "kind", "id", "name", "value", "low", "high", "unit", "detail")


class Choices(Result):
    """What other weights and another exponent would make of the nominal score, 0–100."""

    low: float | None
    high: float | None
    by_exponent: Mapping[str, float]
    """The nominal score under fixed exponents."""


class ScoreEstimate(Estimate):
    """The score, 0–100."""

    interval: float
    """Width of the central interval, 0.9 for 90 %."""
    monte_carlo_standard_error: float | None = None
    choices: Choices


class ComponentResult(Result):
    """Indicators of a component, nominal, 0–1."""

    id: str
    name: Text
    weight: float
    """Within its layer."""
    score: float
    outside: float
    """How much comes under outside power at all."""
    single_hand: float
    """How much one outside state could withhold."""
    cutoff: float
    """How much of the need would go unmet on average over the horizon if the worst single party stopped supply."""
    contribution: float
    """Part of the score, 0–100."""
    hhi: float | None
    """Concentration over foreign jurisdictions; null where there is no foreign row. Shown, not scored."""
    unattributed: float
    measured: float
    """Share of rows of grade A or B that are not from a mix."""
    grades: Mapping[str, float]
    """Attributed share by grade of the figure."""
    from_mixes: float
    """Attributed share that follows a regional or world mix."""
    legal_access: float | None
    """Share of the hosted need under a foreign law that can compel disclosure; null where nothing is hosted."""


class LayerResult(Result):
    """A layer, 0–100."""

    id: str
    name: Text
    weight: float
    score: Estimate
    level: str
    contribution: float
    """Part of the score, 0–100; the contributions add up to it."""
    coverage: float
    """Attributed share."""
    components: tuple[ComponentResult, ...]


class Hold(Result):
    """What a party could withhold of a component, and what would happen to it."""

    component: str
    control: float
    mode: ImpactMode
    """What happens to most of what it controls, by the access mode of the sources."""
    channel: Literal["source", "reach", "inputs"]
    """Whether it acts on most of that as supplier or state, by reach of its law, or through inputs."""
    time_to_half_years: float | None
    """First time of the course with half of the need unmet; null where that does not happen."""


class Through(Result):
    """A source that a party holds, and how."""

    component: str
    supplier: str
    access: str
    path: tuple[str, ...]
    """Inputs and suppliers in turn, from the source's supplier to the one the party acts on."""
    channel: Literal["source", "reach", "inputs"]
    control: float
    loss: float
    """Part of the need cut at the horizon, before others step in."""
    impact: ImpactMode
    evidence: tuple[str, ...]


class Party(Result):
    """A company or state that is outside home and holds some control."""

    id: str
    kind: Literal["company", "jurisdiction"]
    name: Text
    jurisdiction: str | None
    """The state that can compel it."""
    rank: int
    """By nominal loss among its kind; equal losses share a rank."""
    loss: Estimate
    """Weighted unmet need, averaged over the horizon: an index of the stack, 0–1."""
    by_layer: Mapping[str, float]
    by_component: Mapping[str, float]
    control: Mapping[str, float]
    """What it could withhold of each component in the end."""
    course: Mapping[str, tuple[float, ...]]
    """Unmet need of each component at `course_years`; components without any are left out."""
    weighted_course: tuple[float, ...]
    """Weighted unmet need of the stack at `course_years`."""
    holds: tuple[Hold, ...]
    """Every component of which it controls something, the largest weighted loss first."""
    vetoes: tuple[Hold, ...]
    """Those of which it controls at least the threshold."""
    veto_probability: Mapping[str, float] | None
    """Probability, over the uncertainty of the data, of control at or above the threshold, where that is not 0."""
    probability_largest: float | None
    """Probability, over the uncertainty of the data, of being the largest lever of its kind."""
    rank_acceptability: tuple[float, ...] | None
    """Probability of each rank among its kind."""
    through: tuple[Through, ...]
    """Its largest sources."""
    evidence: tuple[str, ...]


class WithoutLargest(Result):
    """Which states could hold a veto if the largest lever among states took no part; nominal."""

    largest: str
    """The state left out."""
    alone: Mapping[str, tuple[str, ...]]
    """By component, the other states that control at least the threshold alone, where there are any."""
    pairs: Mapping[str, tuple[tuple[str, str], ...]]
    """By component, the pairs of other states that do so together, and neither alone; what reaches most comes first."""


class ExpiredMeasure(Result):
    """A measure behind a legal reach that has run out or whose state is not known."""

    id: str
    title: Text
    status: str
    valid_until: dt.date | None
    checked_on: dt.date | None
    supplier: str
    by: str


class Assessment(AboutCountry):
    """One country assessed: score, layers, and who could cut off access."""

    page: ClassVar[str] = "assessment"

    edition: dt.date | None
    """The day the model and the catalogue speak of."""
    score: ScoreEstimate
    bounds: Interval
    """The score, whatever the unattributed shares turn out to be, 0–100."""
    level: str
    coverage: float
    """Weighted attributed share."""
    measured: float
    """Weighted share of figures of grade A or B for this country."""
    comparable: bool
    """Whether the point score may be compared; otherwise only the bounds may be quoted."""
    incomparable_because: tuple[str, ...]
    weakest_layer: WeakestLayer
    veto_threshold: float
    course_years: tuple[float, ...]
    layers: tuple[LayerResult, ...]
    parties: tuple[Party, ...]
    """Largest loss first."""
    without_largest: WithoutLargest | None
    """What other states could do; null where no state causes any loss."""
    names: Names
    """Names of the suppliers, inputs and states that the result mentions."""
    expired_measures: tuple[ExpiredMeasure, ...]
    evidence: tuple[Source, ...]
    provenance: Provenance
    flips: FlipPoints | None = None
    """What would overturn the headline findings; there only where it was asked for."""

    def to_dict(self) -> dict[str, Any]:
        """Return plain dictionaries, lists, numbers and text, as in the JSON output; without flips, no such key."""
        found = super().to_dict()
        if self.flips is None:
            del found["flips"]
        return found

    def to_records(self) -> list[dict[str, Any]]:
        """Return flat rows for a data frame: the score, each layer, component, party and flip point, one row each.

        Every row has the same keys: ``country``, ``kind``, ``id``, ``name``, ``value``, ``low``, ``high``, ``unit`` and
        ``detail``.
        """
        return [dict(zip(_COLUMNS, (self.country.code, *row), strict=True)) for row in _rows(self)]

    def _repr_html_(self) -> str:
        return rendered("notebook.assessment", self)

    def plot_layers(self, lang: str | None = None) -> alt.LayerChart:
        """Return an Altair chart of the scores of the layers with their intervals.

        Parameters
        ----------
        lang : str, optional
            The language of its words, here and in the plots below, as for `to_markdown`.

        Returns
        -------
        altair.LayerChart

        Raises
        ------
        UsageError
            If the extra ``sovai-risk[report]`` is not installed, here and in the plots below.
        """
        chart: alt.LayerChart = drawn("layers", self, lang)
        return chart

    def plot_levers(self, top: int = 5, lang: str | None = None) -> alt.LayerChart:
        """Return an Altair chart of the largest states and companies, `top` of each, with intervals and vetoes."""
        chart: alt.LayerChart = drawn("levers", self, lang, top=top)
        return chart

    def plot_courses(self, top: int = 3, lang: str | None = None) -> alt.Chart:
        """Return an Altair chart of what would be left over time if each of the `top` states stopped supply."""
        chart: alt.Chart = drawn("courses", self, lang, top=top)
        return chart

    def plot_network(self, party: str | None = None, lang: str | None = None) -> alt.LayerChart:
        """Return an Altair chart of the supply network behind a party (id or name), by default the largest state."""
        chart: alt.LayerChart = drawn("network", self, lang, party=party)
        return chart


def _rows(assessment: Assessment) -> Iterator[tuple[object, ...]]:
    """Yield the values of the columns after the country."""
    score, bounds = assessment.score, assessment.bounds
    yield "score", "score", "Dependency score", *_spread(score), "0-100", ""
    yield "bounds", "bounds", "Bounds of the score", score.nominal, bounds.low, bounds.high, "0-100", ""
    for layer in assessment.layers:
        yield "layer", layer.id, layer.name, *_spread(layer.score), "0-100", layer.level
        for component in layer.components:
            yield "component", component.id, component.name, component.score, None, None, "0-1", ""
            for indicator in INDICATORS:
                value = getattr(component, indicator)
                yield "indicator", f"{component.id}.{indicator}", component.name, value, None, None, "0-1", ""
    for party in assessment.parties:
        vetoes = " ".join(veto.component for veto in party.vetoes)
        yield party.kind, party.id, party.name, *_spread(party.loss), "0-1", vetoes
        for key, loss in party.by_component.items():
            if loss > 0.0:
                yield f"{party.kind} by component", f"{party.id}/{key}", party.name, loss, None, None, "0-1", key
    if (flips := assessment.flips) is not None:
        for found in flips.findings:
            for flip in found.flips:
                unit = "" if flip.of == "parameter" else "0-1"
                key, holds = f"{found.finding}/{flip.quantity}", flips.names[found.holds]
                yield "flip point", key, holds, flip.flips_at, flip.low, flip.high, unit, flip.instead


def _spread(estimate: Estimate) -> tuple[float, float | None, float | None]:
    return estimate.nominal, estimate.low, estimate.high
