"""What the levers of a country would do, as frozen records: effect, cost, time, what they raise, pairs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Literal

from sovai.model.base import Names, Text, Texts
from sovai.results.base import (
    AboutCountry,
    Estimate,
    Interval,
    Provenance,
    Result,
    Source,
)
from sovai.results.comparison import Change


class Range(Result):
    """A number with the range that its source or a judgement gives it."""

    low: float
    mode: float
    high: float


class Scaling(Result):
    """How a cost that was published elsewhere is carried over to the country."""

    by: Literal["population", "gdp"]
    of: str | None
    """The country or circle whose cost was published; null where it was neither."""
    factor: float
    """Size of the country, over the size of where the cost was published."""


class Obstacle(Result):
    """Something that keeps the country from using a lever."""

    kind: Literal["country", "home", "means"]
    """``country``: it is not open to it; ``home``: it moves supply away from home; ``means``: it costs too much."""
    why: Text
    """In a sentence, from the lever's file; empty where the kind says all."""
    changes: tuple[int, ...]
    """Positions, from 1, of the changes that move supply away from home."""
    of_gdp: float | None
    """Lowest cost of each year until it takes effect, as a part of gross domestic product."""
    evidence: tuple[str, ...]


class LeverEffect(Result):
    """A lever, and what it would do in one country."""

    id: str
    title: Text
    description: Text
    kind: str
    vendors_only: bool
    """Whether it changes vendors and leaves the jurisdiction."""
    score: Change
    """Change of the score, in points."""
    top_loss: Change | None
    """Change of the loss if the state with the largest loss stopped supply; null where no state causes any."""
    top_state_after: str | None
    """The state with the largest loss then."""
    by_layer: Mapping[str, float]
    """Nominal changes of the layers in points; those that do not change are left out."""
    by_component: Mapping[str, float]
    """Nominal changes of the components' scores, 0–1."""
    by_state: Mapping[str, float]
    """Nominal changes of the loss if that state stopped supply."""
    by_company: Mapping[str, float]
    """The same for companies."""
    raises: tuple[str, ...]
    """Layers, components and states of which the figure goes up."""
    nothing_found: tuple[int, ...]
    """Positions of its changes, from 1, that find nothing in this country."""
    changes: int
    judgement: bool
    """Whether a number of its changes rests on judgement."""
    obstacles: tuple[Obstacle, ...]
    """What keeps the country from using it; none where it is open to the country."""
    cost_million_euros: Range | None
    """In this country where `cost_scaling` says how, else as published."""
    cost_published: Range | None
    cost_scaling: Scaling | None
    years_to_effect: Range | None
    within_budget: bool | None
    """Whether its most likely cost is within the budget asked for; null where either is not known."""
    within_years: bool | None
    on_front: bool | None
    """Whether no other open lever does as much for less and sooner; null where it is not open, or its cost or time is
    not known."""
    conditions: Texts
    worsens: Texts
    evidence: tuple[str, ...]
    note: Text

    @property
    def is_open(self) -> bool:
        """Whether nothing is recorded that keeps the country from using it."""
        return not self.obstacles


class PairEffect(Result):
    """Two levers together, nominal, in points; the first is applied before the second."""

    first: str
    second: str
    together: float
    apart: float
    """Sum of what each does alone."""
    interaction: float
    """`together` less `apart`: below 0, they do more together than the sum of the two."""


class TopState(Result):
    """The state with the largest nominal loss."""

    id: str
    name: Text
    loss: Estimate


class Levers(AboutCountry):
    """What levers would do in one country."""

    page: ClassVar[str] = "levers"

    edition: dt.date | None
    interval: float
    budget_million_euros: float | None
    years: float | None
    means: float
    """Part of gross domestic product that a lever may cost a year; what costs more even at the lowest is not open."""
    score: Estimate
    """As recorded, 0–100."""
    bounds: Interval
    comparable: bool
    """Whether the point score may be quoted; otherwise only the bounds may."""
    top_state: TopState | None
    levers: tuple[LeverEffect, ...]
    """What takes most off the score first."""
    pairs: tuple[PairEffect, ...]
    """Of the levers with the largest effects; those that gain most from each other first."""
    names: Names
    """Names of layers, components and states."""
    evidence: tuple[Source, ...]
    provenance: Provenance

    def to_records(self) -> list[dict[str, Any]]:
        """Return one flat row per lever for a data frame, with the same keys in every row."""
        return [_row(lever, self) for lever in self.levers]


def _row(lever: LeverEffect, levers: Levers) -> dict[str, Any]:
    return {
        "country": levers.country.code,
        "lever": lever.id,
        "title": lever.title,
        "kind": lever.kind,
        "vendors_only": lever.vendors_only,
        **dict(_ends("score", lever.score)),
        "top_state": None if levers.top_state is None else levers.top_state.id,
        **dict(_ends("top_loss", lever.top_loss)),
        "top_state_after": lever.top_state_after,
        "raises": " ".join(lever.raises),
        "nothing_found": " ".join(map(str, lever.nothing_found)),
        "changes": lever.changes,
        "judgement": lever.judgement,
        "open": lever.is_open,
        **dict(_range("cost_million_euros", lever.cost_million_euros)),
        "cost_factor": None if lever.cost_scaling is None else lever.cost_scaling.factor,
        **dict(_range("years_to_effect", lever.years_to_effect)),
        "within_budget": lever.within_budget,
        "within_years": lever.within_years,
        "on_front": lever.on_front,
    }


def _ends(key: str, change: Change | None) -> Iterator[tuple[str, float | None]]:
    for name, field in ((key, "nominal"), (f"{key}_low", "low"), (f"{key}_high", "high")):
        yield name, None if change is None else getattr(change, field)
    yield f"{key}_probability", None if change is None else change.probability


def _range(key: str, found: Range | None) -> Iterator[tuple[str, float | None]]:
    for name, field in ((key, "mode"), (f"{key}_low", "low"), (f"{key}_high", "high")):
        yield name, None if found is None else getattr(found, field)
