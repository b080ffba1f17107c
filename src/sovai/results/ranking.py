"""What a comparison of many countries found, as frozen records: a ranking, and one party's leverage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from sovai.model.base import Names, Text
from sovai.results.base import (
    SCHEMA_VERSION,
    CountryName,
    Estimate,
    FaultyProfile,
    Interval,
    Presentable,
    Provenance,
    Result,
    WeakestLayer,
    drawn,
    rendered,
)

if TYPE_CHECKING:
    import altair as alt


class Lever(Result):
    """The state with the largest nominal loss over a country."""

    id: str
    name: Text
    loss: float
    probability: float
    """Probability, over the uncertainty of the data, of being the largest among states."""


class RankEntry(Result):
    """A country in a ranking."""

    country: CountryName
    group: int
    """Groups are counted from 1, the most dependent; each country of a group is established above all later ones."""
    rank_low: int
    """First rank of the central interval of its ranks; rank 1 is the most dependent."""
    rank_high: int
    """Last rank of that interval."""
    higher_than: tuple[str, ...]
    """Countries that it is established as more dependent than."""
    lower_than: tuple[str, ...]
    """Countries that it is established as less dependent than."""
    value: Estimate
    """What is ranked, in `unit`."""
    alone: float | None
    """Nominal value with only the country itself at home; null where no circle is at home."""
    score: Estimate
    """The dependency score, 0–100."""
    bounds: Interval
    """Of the score, whatever the unattributed shares turn out to be."""
    level: str
    measured: float
    """Weighted share of figures of grade A or B for this country."""
    weakest_layer: WeakestLayer
    top_lever: Lever | None
    """Null where no state causes any loss within the horizon."""


class Incomparable(Result):
    """A country without a rank: only its bounds may be quoted."""

    country: CountryName
    bounds: Interval
    because: tuple[str, ...]
    """``coverage``, ``spread`` or ``layer:…``, as in an assessment."""
    coverage: float
    measured: float


class Ranking(Presentable):
    """Countries compared: what differs between them and what the data cannot tell apart."""

    page: ClassVar[str] = "ranking"

    schema_version: Literal[1] = SCHEMA_VERSION
    by: str
    """``score``, a layer, or ``party:`` with the id of a party."""
    by_name: Text
    unit: Literal["0-100", "0-1"]
    """Of `value` and `alone`: scores are on 0–100, losses are fractions."""
    home: tuple[str, ...]
    """Codes of the circle at home: for each of its members all of them count as home, for others nobody else does."""
    horizon_years: float
    edition: dt.date | None
    """The day the model and the catalogue speak of."""
    interval: float
    """Width of the central intervals, 0.9 for 90 %."""
    correlation: float
    """How much alike mixes are drawn between countries, 0–1, for the intervals of ranks."""
    established_at: float
    """Part of paired draws in which an order must hold to be established …"""
    established_under: tuple[float, ...]
    """… under each of these correlations of mixes."""
    entries: tuple[RankEntry, ...]
    """By group; alphabetical within a group."""
    not_comparable: tuple[Incomparable, ...]
    at_home: tuple[CountryName, ...]
    """Countries for which the party is at home, so that it is no party."""
    failed: tuple[FaultyProfile, ...]
    without_profile: tuple[CountryName, ...]
    """Countries asked for of which the data have no profile."""
    names: Names
    """Names of the layers."""
    provenance: Provenance

    def to_records(self) -> list[dict[str, Any]]:
        """Return one flat row per country for a data frame, with the same keys in every row.

        ``status`` is ``ranked``, ``not comparable``, ``at home``, ``faulty`` or ``no profile``; what such a row cannot
        have is None.
        """
        rows = list(_ranking_rows(self))
        keys = dict.fromkeys(key for row in rows for key in row)
        return [{key: row.get(key) for key in keys} for row in rows]

    def _repr_html_(self) -> str:
        return rendered("notebook.ranking", self)

    def plot_ranks(self, lang: str | None = None) -> alt.Chart:
        """Return an Altair chart of the ranks that the data leave to each country."""
        chart: alt.Chart = drawn("ranks", self, lang)
        return chart


class Veto(Result):
    """A component of which a party could withhold at least the threshold."""

    component: str
    control: float
    time_to_half_years: float | None
    """First time of the course with half of the need unmet; null where that does not happen."""


class LeverageEntry(Result):
    """What a party holds over one country."""

    country: CountryName
    rank: int
    """By loss, then by control; equals share a rank."""
    loss: Estimate
    """Weighted unmet need, averaged over the horizon: an index of the stack, 0–1."""
    control: float
    """Weighted part of the need that it could withhold in the end, 0–1."""
    by_layer: Mapping[str, float]
    """Nominal loss of each layer."""
    vetoes: tuple[Veto, ...]
    comparable: bool
    """Whether the country's point figures may be compared with those of others."""


class VetoCount(Result):
    """Over how many countries a party holds a veto of one component."""

    component: str
    countries: int
    time_to_half_years: float | None
    """The shortest of them; null where half of the need is unmet in none within the course."""


class Leverage(Presentable):
    """One party's power over countries: what it could withhold, of what, and how fast that would be felt."""

    page: ClassVar[str] = "leverage"

    schema_version: Literal[1] = SCHEMA_VERSION
    party: str
    name: Text
    kind: Literal["company", "jurisdiction"]
    jurisdiction: str | None
    """The state that can compel it."""
    home: tuple[str, ...]
    """Codes of the circle at home: for each of its members all of them count as home, for others nobody else does."""
    horizon_years: float
    edition: dt.date | None
    """The day the model and the catalogue speak of."""
    interval: float
    """Width of the central intervals, 0.9 for 90 %."""
    veto_threshold: float
    course_years: tuple[float, ...]
    entries: tuple[LeverageEntry, ...]
    """The largest loss first, then the largest control; those of which it holds nothing last."""
    vetoes: tuple[VetoCount, ...]
    """In the order of the stack."""
    at_home: tuple[CountryName, ...]
    """Countries for which the party is at home, so that it is no party."""
    failed: tuple[FaultyProfile, ...]
    without_profile: tuple[CountryName, ...]
    """Countries asked for of which the data have no profile."""
    names: Names
    """Names of the layers and components."""
    provenance: Provenance

    def to_records(self) -> list[dict[str, Any]]:
        """Return one flat row per country for a data frame, with the same keys in every row."""
        return [_leverage_row(self, entry) for entry in self.entries]


def _ranking_rows(ranking: Ranking) -> Iterator[dict[str, Any]]:
    """Yield a row per country; only those with a rank have every key."""
    for entry in ranking.entries:
        lever = entry.top_lever
        yield {
            **_whose(entry.country, "ranked"),
            "group": entry.group,
            "rank_low": entry.rank_low,
            "rank_high": entry.rank_high,
            "higher_than": len(entry.higher_than),
            "lower_than": len(entry.lower_than),
            "by": ranking.by,
            **_ends("value", entry.value),
            "unit": ranking.unit,
            "alone": entry.alone,
            **_ends("score", entry.score),
            "bounds_low": entry.bounds.low,
            "bounds_high": entry.bounds.high,
            "measured": entry.measured,
            "weakest_layer": entry.weakest_layer.id,
            "weakest_layer_score": entry.weakest_layer.score,
            "top_lever": None if lever is None else lever.id,
            "top_lever_loss": None if lever is None else lever.loss,
            "top_lever_probability": None if lever is None else lever.probability,
        }
    for apart in ranking.not_comparable:
        bounds = {"bounds_low": apart.bounds.low, "bounds_high": apart.bounds.high}
        yield {**_whose(apart.country, "not comparable"), **bounds, "measured": apart.measured}
    yield from (_whose(country, "at home") for country in ranking.at_home)
    yield from ({"country": faulty.profile, "name": None, "status": "faulty"} for faulty in ranking.failed)
    yield from (_whose(country, "no profile") for country in ranking.without_profile)


def _leverage_row(leverage: Leverage, entry: LeverageEntry) -> dict[str, Any]:
    times = [veto.time_to_half_years for veto in entry.vetoes if veto.time_to_half_years is not None]
    return {
        **_whose(entry.country, "comparable" if entry.comparable else "not comparable"),
        "party": leverage.party,
        "rank": entry.rank,
        **_ends("loss", entry.loss),
        "control": entry.control,
        **{f"loss_{layer}": loss for layer, loss in entry.by_layer.items()},
        "vetoes": " ".join(veto.component for veto in entry.vetoes),
        "time_to_half_years": min(times, default=None),
    }


def _whose(country: CountryName, status: str) -> dict[str, Any]:
    return {"country": country.code, "name": country.name, "status": status}


def _ends(key: str, estimate: Estimate) -> dict[str, float | None]:
    return {key: estimate.nominal, f"{key}_low": estimate.low, f"{key}_high": estimate.high}
