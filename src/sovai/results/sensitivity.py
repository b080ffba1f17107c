"""What the uncertainty of a figure comes from: Sobol' indices of groups of quantities, as frozen records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from sovai.model.base import Names, Text
from sovai.results.base import (
    AboutCountry,
    CountryName,
    FaultyProfile,
    Provenance,
    Result,
    drawn,
)

if TYPE_CHECKING:
    import altair as alt


class SobolIndex(Result):
    """An estimate with its bootstrap interval; by chance a small one may be below 0."""

    value: float
    low: float
    high: float


class GroupIndices(Result):
    """A group of quantities, and its part in the variance of the figure."""

    id: str
    """``shares.cloud``, ``mixes``, ``control`` …; of a group that was divided, its parts: ``control.reach`` …"""
    quantities: int
    """How many uncertain quantities are in it."""
    first_order: SobolIndex | None
    """Part of the variance that would go if the group alone were known; null where the figure is constant."""
    total_order: SobolIndex | None
    """Part of the variance that would stay if all but the group were known."""


class VarianceParts(Result):
    """The spread of the figure under one kind of uncertainty, and what it comes from."""

    mean: float
    standard_deviation: float
    low: float
    """Lower end of the central interval of the figure."""
    high: float
    constant: bool
    """Whether the figure does not vary at all, so that there are no indices."""
    groups: tuple[GroupIndices, ...]
    """The largest total order first."""
    additive: SobolIndex | None
    """Sum of the first orders: what the groups explain one by one. What is missing to 1 is interaction."""

    @property
    def negative(self) -> bool:
        """Whether an estimate came out below 0, which an index itself never is."""
        found = (index for group in self.groups for index in (group.first_order, group.total_order))
        return any(index is not None and index.value < 0.0 for index in found)


class Sensitivity(AboutCountry):
    """What drives the uncertainty of a score, a layer, a party's loss, or of the distance to others."""

    page: ClassVar[str] = "sensitivity"
    columns: ClassVar[tuple[str, ...] | None] = (
        "country", "of", "against", "uncertainty", "group", "quantities",
        "first_order", "first_order_low", "first_order_high", "total_order", "total_order_low", "total_order_high",
    )  # fmt: skip

    of: str
    """``score``, ``layer:`` with a layer, or ``party:`` with the id of a party."""
    of_name: Text
    unit: Literal["0-100", "0-1"]
    """Of the figure: scores are on 0–100, losses are fractions. Indices are fractions of the variance."""
    against: str | None
    """The reference set as it was asked for; null where the figure is the country's own."""
    reference: tuple[CountryName, ...]
    """Whose median is subtracted."""
    not_comparable: tuple[CountryName, ...]
    """Countries of the set that are left out, since no point score of theirs may be quoted."""
    failed: tuple[FaultyProfile, ...]
    without_profile: tuple[CountryName, ...]
    correlation: float | None
    """How much alike mixes are drawn between the countries; null without a reference set."""
    comparable: bool
    """Whether the country's own point score may be quoted."""
    nominal: float
    interval: float
    """Width of all intervals, 0.9 for 90 %."""
    resamples: int
    """Bootstrap samples behind the intervals of the indices."""
    data: VarianceParts
    """Shares and parameters vary; weights and exponent are as published."""
    choices: VarianceParts
    """Weights and exponent vary; the data are nominal."""
    names: Names
    """Names of the layers, components, suppliers, mixes and countries that the groups mention."""
    provenance: Provenance

    def plot_indices(self, lang: str | None = None) -> alt.LayerChart:
        """Return an Altair chart of first- and total-order indices of the groups of data."""
        chart: alt.LayerChart = drawn("sensitivity", self, lang)
        return chart

    def to_records(self) -> list[dict[str, Any]]:
        """Return one flat row per group, with the keys `columns`."""
        return [
            {
                "country": self.country.code,
                "of": self.of,
                "against": self.against,
                "uncertainty": kind,
                "group": group.id,
                "quantities": group.quantities,
                **_index("first_order", group.first_order),
                **_index("total_order", group.total_order),
            }
            for kind, parts in (("data", self.data), ("choices", self.choices))
            for group in parts.groups
        ]


def _index(key: str, index: SobolIndex | None) -> dict[str, float | None]:
    ends = (None, None, None) if index is None else (index.value, index.low, index.high)
    return dict(zip((key, f"{key}_low", f"{key}_high"), ends, strict=True))
