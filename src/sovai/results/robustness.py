"""Whether a verdict holds under other weights, exponents and parts, as frozen records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from sovai.model.base import Names
from sovai.results.base import (
    SCHEMA_VERSION,
    AboutCountry,
    CountryName,
    FaultyProfile,
    Interval,
    PartyKind,
    Presentable,
    Provenance,
    Result,
)
from sovai.results.ranking import Incomparable

WeightSetName = Literal["published", "equal", "all"]


class CentralWeights(Result):
    """The mean of the weights that favour somebody: each level sums to 1."""

    layers: Mapping[str, float]
    components: Mapping[str, float]
    """Within their layer."""
    indicators: Mapping[str, float]


class Pairwise(Result):
    """How often each is larger than each other one."""

    weight_set: WeightSetName
    labels: tuple[str, ...]
    winning: tuple[tuple[float, ...], ...]
    """Part of the draws in which the one of the row is larger than that of the column; ties are in neither."""


class Headline(Result):
    """The findings of one run."""

    score: float
    level: str
    weakest_layer: str
    largest: Mapping[PartyKind, tuple[str, ...]]
    """The largest of each kind, several where they are equal; nobody where all losses are 0."""


class UnderWeights(Result):
    """What becomes of the findings under a set of weights."""

    weight_set: WeightSetName
    score: Interval
    """Central interval."""
    levels: Mapping[str, float]
    """Part of the draws with each level; those that never occur are left out."""
    weakest_layers: Mapping[str, float]
    """Part of the draws in which a layer is the weakest."""
    largest: Mapping[PartyKind, Mapping[str, float]]
    """Part of the draws in which a party is the largest of its kind."""


class PartyRobustness(Result):
    """One party under other weights."""

    id: str
    kind: PartyKind
    loss: float
    """Nominal, with the published weights."""
    rank_acceptability: Mapping[WeightSetName, tuple[float, ...]]
    """Part of the draws with rank 1, 2 … among its kind; what is never reached at the end is cut off."""
    central_weights: CentralWeights | None
    """Mean of all weights under which it is the largest of its kind; null where there are none."""


class AtExponent(Result):
    """The findings with the published weights and one exponent."""

    exponent: float
    score: float
    level: str
    weakest_layer: str


class Audit(Result):
    """The findings without one component or indicator."""

    left_out: Literal["component", "indicator"]
    id: str
    headline: Headline
    changed: tuple[Literal["level", "weakest_layer", "jurisdiction", "company"], ...]
    """Which findings are other ones than before."""


class Robustness(AboutCountry):
    """Whether one country's findings hold whatever the weights, with the data at their nominal values."""

    page: ClassVar[str] = "robustness"
    columns: ClassVar[tuple[str, ...] | None] = (
        "country", "kind", "party", "loss", "weight_set", "rank", "acceptability",
    )  # fmt: skip

    interval: float
    comparable: bool
    headline: Headline
    """As published."""
    under: tuple[UnderWeights, ...]
    parties: tuple[PartyRobustness, ...]
    """Those that are the largest of their kind under some weights, or among the five largest; largest loss first."""
    pairwise: tuple[Pairwise, ...]
    """Of these, by kind and set of weights."""
    exponents: tuple[AtExponent, ...]
    audits: tuple[Audit, ...]
    names: Names
    """Names of layers, components, suppliers and states."""
    provenance: Provenance

    def to_records(self) -> list[dict[str, Any]]:
        """Return one flat row per party, set of weights and rank, with the keys `columns`."""
        return [
            {
                "country": self.country.code,
                "kind": party.kind,
                "party": party.id,
                "loss": party.loss,
                "weight_set": weight_set,
                "rank": place,
                "acceptability": share,
            }
            for party in self.parties
            for weight_set, shares in party.rank_acceptability.items()
            for place, share in enumerate(shares, start=1)
        ]


class CountryRobustness(Result):
    """One country's rank under other weights; rank 1 is the most dependent."""

    country: CountryName
    score: float
    rank: int
    """As published, nominal."""
    ranks: Mapping[WeightSetName, tuple[int, int]]
    """First and last rank of the central interval under a set of weights."""
    rank_acceptability: Mapping[WeightSetName, tuple[float, ...]]
    central_weights: CentralWeights | None
    """Mean of all weights under which it is the most dependent; null where there are none."""


class RanksAt(Result):
    """The ranks with one thing other than published."""

    changed: str
    """``exponent:4``, ``component:…`` or ``indicator:…`` left out."""
    ranks: tuple[int, ...]
    """In the order of `countries`."""
    pairs_kept: float
    """Part of the pairs of countries whose order stays, 0–1; a new tie does not keep it."""


class RankRobustness(Presentable):
    """Whether an order of countries holds whatever the weights, with the data at their nominal values."""

    page: ClassVar[str] = "rank_robustness"
    columns: ClassVar[tuple[str, ...] | None] = (
        "country", "name", "score", "rank", "weight_set", "rank_low", "rank_high", "first", "last",
    )  # fmt: skip

    schema_version: Literal[1] = SCHEMA_VERSION
    home: tuple[str, ...]
    horizon_years: float
    edition: dt.date | None
    interval: float
    countries: tuple[CountryRobustness, ...]
    """By rank, then by name."""
    pairwise: tuple[Pairwise, ...]
    exponents: tuple[RanksAt, ...]
    audits: tuple[RanksAt, ...]
    not_comparable: tuple[Incomparable, ...]
    failed: tuple[FaultyProfile, ...]
    without_profile: tuple[CountryName, ...]
    names: Names
    """Names of layers and components."""
    provenance: Provenance

    def to_records(self) -> list[dict[str, Any]]:
        """Return one flat row per country and set of weights, with the keys `columns`."""
        return [
            {
                "country": entry.country.code,
                "name": entry.country.name,
                "score": entry.score,
                "rank": entry.rank,
                "weight_set": weight_set,
                "rank_low": entry.ranks[weight_set][0],
                "rank_high": entry.ranks[weight_set][1],
                "first": shares[0],
                "last": shares[-1],
            }
            for entry in self.countries
            for weight_set, shares in entry.rank_acceptability.items()
        ]
