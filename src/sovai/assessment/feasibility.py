"""Which levers a country can use, and what they would cost there."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sovai.model.catalogue import Catalogue
from sovai.model.changes import Shift
from sovai.model.lever import CostScale, Lever
from sovai.model.quantity import Quantity
from sovai.model.vocabulary import HOME
from sovai.results.levers import Obstacle, Range, Scaling

MEANS = 0.0025
"""Part of gross domestic product, in each year until a lever takes effect, up to which its cost is taken to be within a
country's means. A judgement: twice the largest of the published efforts, about 0.12 %."""


@dataclass(frozen=True)
class Feasibility:
    """What levers cost in the country that they are for, and which of them it cannot use."""

    code: str
    home: frozenset[str]
    catalogue: Catalogue
    means: float

    def scaling(self, lever: Lever) -> Scaling | None:
        """Return how the published cost of a lever is carried over; None where it is not."""
        scale = lever.lever.cost_scales
        if lever.lever.cost_million_euros is None or scale is None:
            return None
        own, published = self._size(scale, self.code), scale.size or self._size(scale, scale.of or "")
        if own is None or published is None:
            return None
        return Scaling(by=scale.by, of=scale.of, factor=own / published)

    def _size(self, scale: CostScale, whose: str) -> float | None:
        """Return the size of a country or circle; None where that of a member is not recorded."""
        sizes = []
        for member in self.catalogue.members(whose):
            economy = self.catalogue.economies.get(member)
            if economy is None:
                return None
            sizes.append(economy.population if scale.by == "population" else economy.gdp_million_dollars)
        return sum(sizes)

    def obstacles(self, lever: Lever, cost: Range | None) -> Iterator[Obstacle]:
        """Yield what keeps the country from using a lever; `cost` is what it would cost there."""
        others = [e for e in lever.lever.open_to if (e.only and not self._is_in(e.only)) or self._is_in(e.never)]
        for entry in others:
            yield Obstacle(kind="country", why=entry.why, changes=(), of_gdp=None, evidence=entry.evidence)
        leaving = tuple(
            position
            for position, change in enumerate(lever.changes, start=1)
            if isinstance(change, Shift) and self._is_home(change.from_) and self._is_abroad(change)
        )
        if leaving:
            yield Obstacle(kind="home", why="", changes=leaving, of_gdp=None, evidence=())
        economy = self.catalogue.economies.get(self.code)
        if cost is not None and economy is not None and not others:
            years = 1.0 if lever.lever.years_to_effect is None else max(1.0, lever.lever.years_to_effect.mode)
            of_gdp = cost.low / years / economy.gdp_million_dollars
            if of_gdp > self.means:
                yield Obstacle(kind="means", why="", changes=(), of_gdp=of_gdp, evidence=economy.evidence)

    def _is_in(self, listed: Collection[str]) -> bool:
        return any(self.code in self.catalogue.members(each) for each in listed)

    def _is_abroad(self, change: Shift) -> bool:
        """Whether what moves ends up where others could withdraw it."""
        withdrawable = change.access != "open-source" and not self.catalogue.is_commons(change.to)
        return withdrawable and not self._is_home(change.to)

    def _is_home(self, party: str) -> bool:
        """Whether a supplier or state is at home; of a circle, whether all of it is."""
        return party == HOME or all(
            self.catalogue.jurisdiction_of(member) in self.home for member in self.catalogue.members(party)
        )


def as_range(quantity: Quantity, factor: float = 1.0) -> Range:
    """Return a number with its range, times a factor."""
    return Range(low=factor * quantity.low, mode=factor * quantity.mode, high=factor * quantity.high)
