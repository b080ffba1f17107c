"""What a comparison with scenarios or with other countries found, as frozen records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from sovai.model.base import Names, Text, Texts
from sovai.model.changes import AnyChange
from sovai.results.base import (
    SCHEMA_VERSION,
    CountryName,
    Estimate,
    Interval,
    Presentable,
    Provenance,
    Result,
    Source,
    drawn,
    rendered,
)

if TYPE_CHECKING:
    import altair as alt

_COLUMNS = ("other", "kind", "id", "name", "before", "after", "change", "low", "high", "probability", "unit")


class Change(Estimate):
    """A difference, paired draw by draw: what is there then less what was there before."""

    probability: float | None
    """Part of the draws in which it has the sign of the nominal difference; null where nothing was drawn."""


class LeverChange(Result):
    """A state that could stop supply: its loss, rank and vetoes on both sides."""

    id: str
    name: Text
    before: float
    """Nominal loss in the baseline, between countries in the first one; 0 where it holds nothing or is at home."""
    after: float
    """Nominal loss under the scenario, or in the other country."""
    change: Change
    rank_before: int | None
    """By nominal loss among states in the baseline; null where it causes none."""
    rank_after: int | None
    """The same on the other side."""
    vetoes_gained: tuple[str, ...]
    """Components of which it could withhold the threshold only on the other side."""
    vetoes_lost: tuple[str, ...]


class Part(Result):
    """A part of a difference."""

    change: int | None
    """Position of the change among those of its scenario, from 1; null between countries."""
    layer: str
    component: str
    part: float
    """In points for a score, as a fraction of the weighted need for a loss."""


class Account(Result):
    """A nominal difference in parts that add up to it."""

    total: float
    unit: Literal["0-100", "0-1"]
    method: Literal["direct", "shapley", "sampled"]
    """``direct``: one step; ``shapley``: exact over all orders of the changes; ``sampled``: over some orders."""
    orders: int | None
    """How many orders were sampled."""
    parts: tuple[Part, ...]
    by_change: Mapping[int, float]
    by_layer: Mapping[str, float]
    by_component: Mapping[str, float]


class ComparedChange(Result):
    """A change of a scenario."""

    position: int
    change: AnyChange
    found: bool
    """Whether the country has anything of what it names."""


class Baseline(Result):
    """What the others are compared with: the country as recorded."""

    id: str
    name: Text
    score: Estimate
    """0–100."""
    bounds: Interval
    comparable: bool
    """Whether the point score may be compared; otherwise only the bounds may be quoted."""
    level: str
    layers: Mapping[str, Estimate]
    top_state: str | None
    top_loss: float


class Compared(Baseline):
    """A scenario, or another country."""

    description: Text
    difference: Change
    """Of the score, in points."""
    layer_differences: Mapping[str, Change]
    levers: tuple[LeverChange, ...]
    """States of which loss, rank or vetoes differ, the largest change first."""
    account: Account
    """Of the difference of the score."""
    joint_loss: Estimate | None
    """Weighted unmet need if the cuts of the scenario happened, 0–1; null without cuts."""
    loss_account: Account | None
    changes: tuple[ComparedChange, ...]
    caveats: Texts
    data_moved: bool
    """Whether the scenario was written for other data than these."""


class Comparison(Presentable):
    """A country beside scenarios or beside other countries."""

    page: ClassVar[str] = "comparison"

    schema_version: Literal[1] = SCHEMA_VERSION
    kind: Literal["scenarios", "countries"]
    country: CountryName
    home: tuple[str, ...]
    """Codes that count as home for the country."""
    horizon_years: float
    data_as_of: dt.date
    edition: dt.date | None
    interval: float
    correlation: float | None
    """How much alike mixes are drawn between countries for the intervals; null for scenarios."""
    probability_under: tuple[float, ...]
    """Correlations of which `probability` is the least; empty for scenarios."""
    baseline: Baseline
    others: tuple[Compared, ...]
    names: Names
    """Names of layers, components and states."""
    evidence: tuple[Source, ...]
    provenance: Provenance

    def to_records(self) -> list[dict[str, Any]]:
        """Return flat rows for a data frame: score, layers, states and parts of each that is compared."""
        return [
            dict(zip(_COLUMNS, (other.id, *row), strict=True)) for other in self.others for row in self._rows(other)
        ]

    def _repr_html_(self) -> str:
        return rendered("notebook.comparison", self)

    def plot_differences(self, lang: str | None = None) -> alt.LayerChart:
        """Return an Altair chart of the differences of the score, with their intervals."""
        chart: alt.LayerChart = drawn("differences", self, lang)
        return chart

    def _rows(self, other: Compared) -> Iterator[tuple[object, ...]]:
        names, base = self.names, self.baseline
        yield "score", "score", "Dependency score", base.score.nominal, other.score.nominal, *_ends(other.difference)
        for layer, change in other.layer_differences.items():
            before, after = base.layers[layer].nominal, other.layers[layer].nominal
            yield "layer", layer, names[layer], before, after, *_ends(change)
        for lever in other.levers:
            *ends, _ = _ends(lever.change)
            yield "jurisdiction", lever.id, lever.name, lever.before, lever.after, *ends, "0-1"
        if (loss := other.joint_loss) is not None:
            yield "joint loss", "joint", "Joint loss", None, loss.nominal, None, loss.low, loss.high, None, "0-1"
        accounts = (("part of score", other.account), ("part of joint loss", other.loss_account))
        for kind, account in accounts:
            for part in account.parts if account is not None else ():
                key = part.component if part.change is None else f"{part.change}/{part.component}"
                unit = account.unit if account is not None else None
                yield kind, key, names[part.component], None, None, part.part, None, None, None, unit


def _ends(change: Change) -> tuple[float | str | None, ...]:
    return change.nominal, change.low, change.high, change.probability, "0-100"
