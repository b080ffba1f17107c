"""Who controls whom, through ownership, legal reach and needs – in the end, and at a time after supply stops.

Control κ and its clock λ have the same form; in λ each essential part on the way is multiplied by what is gone by then.
Both are computed in one sweep: the first axis of every array here runs over times, its last entry is the end (κ).
Most suppliers and states hold nothing of most others, so control is a mapping that names only those who hold something.
What lies behind the inputs is the same for every country, whoever is at home there: a sweep may serve many countries.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Container, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sovai.engine.clocks import Clocks
from sovai.engine.compiled import Floats, Holder, Need, NeedsClass, Parameter, Supply
from sovai.engine.scratch import Held, PerHolder, Scratch
from sovai.engine.worlds import Trial, World


class Uses:
    """How often what lies behind some components is asked for: each supply by needs, each set of needs by supplies.

    Parameters
    ----------
    classes : iterable of NeedsClass
        Those of the components themselves; what they need is asked for to the very end.
    """

    def __init__(self, classes: Iterable[NeedsClass]) -> None:
        self._left: Counter[Hashable] = Counter()
        waiting = [each.needs for each in classes]
        for needs in waiting:
            self._left[needs] += 1
        met: set[Hashable] = set()
        while waiting:
            needs = waiting.pop()
            if needs in met:
                continue
            met.add(needs)
            for need in needs:
                self._left[need.supply] += 1
                if self._left[need.supply] == 1:
                    for onward in need.supply.needs_classes:
                        self._left[onward.needs] += 1
                        waiting.append(onward.needs)

    def was_last(self, key: Hashable) -> bool:
        """Count one use, and return whether there will be no more."""
        self._left[key] -= 1
        return self._left[key] == 0


@dataclass(frozen=True)
class Through:
    """What comes through a set of needs: by holder, the largest of essential · Σ_v share_v κ_v over the needs.

    Who is held through one need alone stands there with the factor of that need, not multiplied out: where suppliers
    are added up, factor and weight are multiplied once for all of them.

    Attributes
    ----------
    alone : list of (factor, held)
    multiplied : Held
        Who is held through several needs.
    """

    alone: list[tuple[Floats, Held]]
    multiplied: Held

    def __bool__(self) -> bool:
        return bool(self.multiplied) or any(held for _, held in self.alone)

    def get(self, position: int) -> Floats | None:
        """Return what a holder holds, if anything."""
        for factor, held in self.alone:
            if position in held:
                product: Floats = factor * held[position]
                return product
        return self.multiplied.get(position)

    def times(self, weight: Floats) -> Iterator[tuple[int, Floats, Floats]]:
        """Yield holders with two factors whose product is what they hold times a weight."""
        for factor, held in self.alone:
            weighted = weight * factor
            for position, control in held.items():
                yield position, weighted, control
        for position, control in self.multiplied.items():
            yield position, weight, control

    def in_the_end(self) -> Iterator[tuple[int, Floats]]:
        """Yield holders and what they hold in the end, shape (n,)."""
        for factor, held in self.alone:
            for position, control in held.items():
                yield position, factor[-1] * control[-1]
        for position, control in self.multiplied.items():
            yield position, control[-1]


class ControlSweep:
    """Control behind one component in one world.

    Parameters
    ----------
    world : World
        Values of shares and parameters in n draws.
    growth : Parameter
        The component's growth of need, which drives every clock behind it.
    years : array of shape (k,)
        Times after supply stops.
    scratch : Scratch, optional
        Where to work; what the sweep returns lies in it and is void once it is reclaimed.
    uses : Uses, optional
        How often each intermediate result is asked for, so that its memory is used again after the last time; without
        it everything is kept.
    only : container of int, optional
        Positions of the holders whose control is asked for; without it everybody's.
    """

    def __init__(
        self,
        world: World,
        growth: Parameter,
        years: Floats,
        scratch: Scratch | None = None,
        uses: Uses | None = None,
        only: Container[int] | None = None,
    ) -> None:
        self.world = world
        self.years = years.astype(world.dtype)
        self._scratch = Scratch(world.dtype) if scratch is None else scratch
        self.clocks = Clocks(growth, self.years, world)
        self._wholly = np.ones(1, dtype=world.dtype)
        self._through: dict[tuple[Need, ...], Through] = {}
        self._supplies: dict[Supply, Held] = {}
        self._uses, self._only = uses, only

    def trying(self, values: Mapping[Parameter, Floats]) -> ControlSweep:
        """Return the same sweep with other values of parameters that move no clock and nothing behind the inputs."""
        other = copy.copy(self)
        other.world = Trial(self.world, values)
        return other

    def strength(self, holder: Holder) -> Floats:
        """Return how strongly a holder holds: 1 for a supplier and its state, else the strength of the reach."""
        return self._wholly if holder.strength is None else self.world.value(holder.strength)

    def through_needs(self, needs: tuple[Need, ...]) -> Through:
        """Return max over needs of essential · Σ_v share_v κ_v: across inputs the scarcest binds (Leontief)."""
        found = self._through.get(needs)
        if found is None:
            found = self._through[needs] = self._scarcest(needs)
        return found

    def _scarcest(self, needs: tuple[Need, ...]) -> Through:
        factors = [self.world.value(need.essential) * self.clocks.gone(need.life_years) for need in needs]
        supplied = [self.of_supply(need.supply) for need in needs]
        if len(needs) == 1:
            return Through([(factors[0], supplied[0])], {})
        times = Counter(position for held in supplied for position in held)
        scarcest = PerHolder(self._scratch, (len(self.years) + 1, self.world.size))
        alone: list[tuple[Floats, Held]] = []
        for factor, held in zip(factors, supplied, strict=True):
            alone.append((factor, {position: held[position] for position in held if times[position] == 1}))
            for position, control in held.items():
                if times[position] > 1:
                    scarcest.raise_to_product(position, factor, control)
        return Through(alone, scarcest.close())

    def of_supply(self, supply: Supply) -> Held:
        """Return Σ_v share_v κ_v over the suppliers of an input: within an input they add up."""
        found = self._supplies.get(supply)
        if found is None:
            weights = self.world.shares(supply.shares)[:, None, :]
            found = self._supplies[supply] = self.weighted(supply.needs_classes, weights, self._only)
            if self._uses is not None:
                self._release(self._uses, supply.needs_classes)
        return found

    def _release(self, uses: Uses, classes: Iterable[NeedsClass]) -> None:
        """Let go of what was asked for the last time."""
        for each in classes:
            if uses.was_last(each.needs):
                self._scratch.give_back(self._through.pop(each.needs).multiplied.values())
                for need in each.needs:
                    if uses.was_last(need.supply):
                        self._scratch.give_back(self._supplies.pop(need.supply).values())

    def weighted(self, classes: Sequence[NeedsClass], weights: Floats, only: Container[int] | None = None) -> Held:
        """Return Σ_i weight_i κ_i.

        What comes through needs is summed once for all suppliers that share them; what a holder has of some of them
        beyond that is then added.

        Parameters
        ----------
        classes : sequence of NeedsClass
            Of suppliers 0 to i − 1.
        weights : array of shape (i, k + 1 or 1, n)
        only : container of int, optional
            Whose control is asked for; without it everybody's.
        """
        through = [self.through_needs(each.needs) for each in classes]
        clocks = len(self.years) + 1 if any(through) else weights.shape[1]
        sums = PerHolder(self._scratch, (clocks, weights.shape[2]))
        products: dict[int, list[tuple[Floats, Floats]]] = {}
        for each, held in zip(classes, through, strict=True):
            for position, factor, control in held.times(of_rows(weights, each.rows)):
                if only is None or position in only:
                    products.setdefault(position, []).append((factor, control))
        for position, terms in products.items():  # holder by holder: what is added up stays in the cache
            for factor, control in terms:
                sums.add_product(position, factor, control)
        for each, held in zip(classes, through, strict=True):
            for holder, rows in each.held_by:
                position = holder.position
                if only is not None and position not in only:
                    continue
                weight, strength, base = of_rows(weights, rows), self.strength(holder), held.get(position)
                if base is not None:
                    sums.add_product(position, weight, np.maximum(base, strength) - base)
                else:
                    sums.add(position, weight if holder.strength is None else weight * strength)
        return sums.close()


def of_rows(weights: Floats, rows: Sequence[int]) -> Floats:
    """Return the weight of some rows together."""
    weight: Floats = weights[rows[0]]
    for row in rows[1:]:
        weight = weight + weights[row]
    return weight
