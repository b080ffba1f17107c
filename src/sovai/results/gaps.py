"""What is not known and what it would be worth to know it, as frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from sovai.model.base import Names
from sovai.results.base import (
    AboutCountry,
    Estimate,
    Interval,
    PartyKind,
    Provenance,
    Result,
)

GapKind = Literal["unattributed", "proxy", "judgement", "estimate", "measured"]


class Estimated(Result):
    """A figure that is estimated from draws."""

    value: float
    standard_error: float
    """Of the finite number of draws; of a part of the variance also of what the fit may leave out."""


class LeverDoubt(Result):
    """What knowing a figure would do to the question who holds the largest lever of its kind."""

    kind: PartyKind
    certainty: float
    """Probability, as things stand, that the likeliest is the largest."""
    certainty_known: Estimated
    """The same once the figure is known, as it is expected before that."""
    overturned: float
    """Probability that the figure would name another party than now."""
    instead: tuple[str, ...]
    """Who that may be, the likeliest first; in less than 1 % of draws nobody is named."""


class Gap(Result):
    """A figure that is missing or weak, and what would follow if it were known; scores are on 0–100."""

    kind: GapKind
    """Attributed to nobody · a market mix in place of a figure of the country · grade D · grade C · grade A or B."""
    component: str
    row: str | None
    """The row of the component: ``mix:…`` or supplier and access; null: rows that do not exist yet."""
    share: float
    """Part of the need of the component, 0–1."""
    weighted_share: float
    """Part of the weighted need of the whole stack."""
    grade: str | None
    score_share: float
    """Part of the nominal score that this figure brings."""
    bounds: Interval
    """The score with all of that share in the country's own hands, and in those of the state that raises it most."""
    worst_state: str
    variance: Estimated
    """Part of the variance of the score that is expected to go if the figure were known, 0–1."""
    interval: Estimated
    """Points by which the data interval of the score is expected to become narrower."""
    span: Estimated
    """Points by which the span is expected to become narrower, at least: of what nobody is named for, whoever it is."""
    levers: tuple[LeverDoubt, ...]
    could_lead: tuple[str, ...]
    """Who would become the largest of its kind if it held all that nobody is named for here."""
    file: str
    """Where the figure belongs."""
    note: str
    evidence: tuple[str, ...]


class Step(Result):
    """One of the figures that together narrow the span most, and what is expected to be left after it."""

    gap: int
    """Its place among the gaps, from 0 on."""
    interval_left: Estimated
    """Expected width of the data interval in points, with this figure and those before it known."""
    span_left: Estimated
    """Expected width of the span in points, at most."""


class Grounds(Result):
    """What the nominal score rests on: parts of it, 0–1. Without `judged_proxies` they add up to 1."""

    measured: float
    """Figures of grade A or B for this country."""
    estimates: float
    """Figures of grade C for this country."""
    judgement: float
    """Figures of grade D for this country."""
    proxies: float
    """Market mixes that stand in for figures of the country."""
    judged_proxies: float
    """Part of the score from mixes that themselves are of grade D here."""
    nobody: float
    """What is attributed to nobody."""


class Gaps(AboutCountry):
    """Which missing or weak figures, if known, would narrow the score most."""

    page: ClassVar[str] = "gaps"
    columns: ClassVar[tuple[str, ...] | None] = (
        "country", "rank", "kind", "component", "row", "share", "weighted_share", "grade", "score_share", "bounds_low",
        "bounds_high", "worst_state", "variance", "variance_standard_error", "interval", "interval_standard_error",
        "span", "span_standard_error", "state_overturned", "company_overturned", "could_lead", "file",
    )  # fmt: skip

    score: Estimate
    interval: float
    """Width of the central intervals, 0.9 for 90 %."""
    bounds: Interval
    """Of the nominal score, whoever holds what is attributed to nobody."""
    span: Interval
    """Both kinds of ignorance: from the low end of the draws with everything unattributed in the country's own hands to
    the high end with it in those of the state that raises the score most."""
    comparable: bool
    grounds: Grounds
    levers: Mapping[PartyKind, str]
    """The party that is the largest of its kind most often, by kind."""
    gaps: tuple[Gap, ...]
    """What narrows the span most first."""
    measured: tuple[Gap, ...]
    """Figures of grade A or B whose own uncertainty makes up 1 % of the variance or more, likewise."""
    together: tuple[Step, ...]
    """The figures that together narrow it most, found one after the other."""
    common: Estimated
    """Part of the variance from figures that are the same for every country: inputs, lives, growth, surge, reach."""
    names: Names
    """Names of the components, mixes, suppliers and states that the result mentions."""
    provenance: Provenance

    def to_records(self) -> list[dict[str, Any]]:
        """Return one flat row per gap, with the keys `columns`; figures of grade A or B come last."""
        return [self._record(rank, gap) for rank, gap in enumerate((*self.gaps, *self.measured), start=1)]

    def _record(self, rank: int, gap: Gap) -> dict[str, Any]:
        overturned = {lever.kind: lever.overturned for lever in gap.levers}
        plain = gap.model_dump(
            include={
                "kind",
                "component",
                "row",
                "share",
                "weighted_share",
                "grade",
                "score_share",
                "worst_state",
                "file",
            }
        )
        estimated = {
            key: value
            for name in ("variance", "interval", "span")
            for key, value in (
                (name, getattr(gap, name).value),
                (f"{name}_standard_error", getattr(gap, name).standard_error),
            )
        }
        return {
            "country": self.country.code,
            "rank": rank,
            **plain,
            "bounds_low": gap.bounds.low,
            "bounds_high": gap.bounds.high,
            **estimated,
            "state_overturned": overturned.get("jurisdiction"),
            "company_overturned": overturned.get("company"),
            "could_lead": " ".join(gap.could_lead),
        }
