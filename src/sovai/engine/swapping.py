"""Outputs of two independent samples, and of the first with one group of quantities taken whole from the second.

Both samples draw each quantity from a stream of its own, so any division of the quantities into groups will do. Only
what a group touches is computed again: the rest of the stack keeps the values of the first sample.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np

from sovai.engine.choices import draw_weighting
from sovai.engine.clocks import horizon_times
from sovai.engine.compiled import Floats, Parameter, ShareGroup, System
from sovai.engine.cutoff import expose, sweep_for
from sovai.engine.outcomes import Outcome
from sovai.engine.parallel import Workers, map_blocks
from sovai.engine.quantities import Quantity
from sovai.engine.scoring import Weighting, published
from sovai.engine.scratch import Scratch
from sovai.engine.sensitivity import Samples
from sovai.engine.streams import Block, break_stick, stream_name
from sovai.engine.worlds import CommonWorld, CountryWorld, DrawnWorld, NominalWorld, Window, World

OTHER = "B"
"""Names the second sample; the first are the draws that every other command takes."""

_VALUES_AT_ONCE = 8_000_000  # held in memory, over all worlds and countries
_NARROWEST = 64


@dataclass(frozen=True)
class Figure:
    """What is looked at: a figure of one country, less the median of that of others where there are any.

    Attributes
    ----------
    systems, names : sequences
        Countries compiled in one universe, and what they are called in the names of streams.
    outcome : Outcome
    country : int
        The place of the one country among them.
    reference : tuple of int
        Places of those whose median is subtracted; empty: nothing is.
    """

    systems: Sequence[System]
    names: Sequence[str]
    outcome: Outcome
    country: int = 0
    reference: tuple[int, ...] = ()

    def of(self, values: Sequence[Floats], weightings: Sequence[Weighting]) -> Floats:
        """Return it, shape (n,), from what the outcome takes from the components of each country, shape (c, m, n)."""
        outputs = [self.outcome.of_country(v, w, s) for v, w, s in zip(values, weightings, self.systems, strict=True)]
        own = outputs[self.country]
        return own - np.median([outputs[i] for i in self.reference], axis=0) if self.reference else own

    @cached_property
    def nominal_values(self) -> list[Floats]:
        """What the outcome takes from the components of each country in the nominal run, shape (c, m, 1)."""
        years, world = horizon_times(self.systems[0].horizon_years), NominalWorld()
        found: list[list[Floats]] = [[] for _ in self.systems]
        for c in range(len(self.systems[0].components)):
            sweep = sweep_for([system.components[c] for system in self.systems], world, years)
            for i, system in enumerate(self.systems):
                exposure = expose(system.components[c], system, world, years, sweep=sweep)
                found[i].append(self.outcome.of_component(exposure, system))
        return [np.stack(parts) for parts in found]


class SwappedWorld:
    """One sample with some streams taken from another.

    Parameters
    ----------
    ours, theirs : DrawnWorld
        The same block of two samples.
    swapped : collection of str
        Names of the streams that are theirs. Of a mix, countries' own draws and coins go with the first of its rows.
    """

    dtype = DrawnWorld.dtype

    def __init__(self, ours: DrawnWorld, theirs: DrawnWorld, swapped: Collection[str]) -> None:
        self.size = ours.size
        self._ours, self._theirs, self._swapped = ours, theirs, swapped
        self._broken: dict[ShareGroup, Floats] = {}

    def _side(self, stream: str) -> DrawnWorld:
        return self._theirs if stream in self._swapped else self._ours

    def shares(self, group: ShareGroup) -> Floats:
        """Return the group's shares, shape (i, size)."""
        sides = {self._side(stream_name(group, row)) for row in range(len(group.labels))}
        if len(sides) == 1:
            return sides.pop().shares(group)
        if group not in self._broken:
            self._broken[group] = break_stick(group, lambda name: self._side(name).stream(name), self.size, self.dtype)
        return self._broken[group]

    def own_shares(self, group: ShareGroup, owner: str) -> Floats:
        """Return shares of a mix drawn for one owner alone, shape (i, size)."""
        return self._side(stream_name(group, 0)).own_shares(group, owner)

    def coin(self, group: ShareGroup) -> Floats:
        """Return numbers uniform on 0–1 that say in which draws the mix is shared, shape (size,)."""
        return self._side(stream_name(group, 0)).coin(group)

    def value(self, parameter: Parameter) -> Floats:
        """Return draws of a parameter, shape (size,) or (1,)."""
        return self._side(parameter.name).value(parameter)


@dataclass(frozen=True)
class Group:
    """Quantities that are swapped together.

    Attributes
    ----------
    id : str
    touched : sequence of mapping of int to collection of Quantity
        For each country, by component: the quantities of the group behind it.
    """

    id: str
    touched: Sequence[Mapping[int, Collection[Quantity]]]

    @property
    def streams(self) -> frozenset[str]:
        """Names of the streams of its quantities."""
        return frozenset(q.stream for country in self.touched for found in country.values() for q in found)

    def touches(self, country: int, component: int) -> bool:
        """Whether the component's values can differ when the group does."""
        return component in self.touched[country]

    def stays_in_front(self, component: int) -> bool:
        """Whether what lies behind the component is as before, for every country."""
        return all(q.in_front for country in self.touched for q in country.get(component, ()))


def swap_data(
    figure: Figure,
    groups: Sequence[Group],
    *,
    samples: int,
    seed: int,
    correlation: float = 1.0,
    workers: Workers = 1,
    progress: Callable[[int], None] | None = None,
) -> Samples:
    """Draw shares and parameters twice, and swap each group; weights and exponent stay as published.

    Parameters
    ----------
    figure : Figure
    groups : sequence of Group, length g
    samples : int
        Draws of each of the two samples; the model is run (g + 2) times for each.
    seed : int
    correlation : float
        Of mixes between countries, 0–1.
    workers : int or callable
        Who draws the blocks; the result does not depend on it.
    progress : callable, optional
        Called with the number of draws done since the last call.
    """
    work = partial(_swap_block, figure, groups, seed, correlation)
    return _samples(list(map_blocks(work, samples, workers=workers, progress=progress)))


def _swap_block(figure: Figure, groups: Sequence[Group], seed: int, correlation: float, block: Block) -> Floats:
    """Return the figure in each world, shape (w, n)."""
    ours, theirs = (DrawnWorld(seed, block.number, block.size, sample) for sample in ("", OTHER))
    commons: list[CommonWorld] = [ours, theirs, *(SwappedWorld(ours, theirs, group.streams) for group in groups)]
    worlds = [[CountryWorld(common, name, correlation) for name in figure.names] for common in commons]
    weightings = [published(system) for system in figure.systems]
    values = len(commons) * len(figure.systems) * len(figure.systems[0].components) * 3
    width = max(_NARROWEST, _VALUES_AT_ONCE // values)
    outputs = []
    for start in range(0, block.size, width):
        window = slice(start, min(start + width, block.size))
        found = _values(figure, groups, commons, worlds, window)
        outputs.append(np.stack([figure.of(in_world, weightings) for in_world in found]))
    return np.concatenate(outputs, axis=1)


def _values(
    figure: Figure,
    groups: Sequence[Group],
    commons: Sequence[CommonWorld],
    worlds: Sequence[Sequence[World]],
    window: slice,
) -> list[list[Floats]]:
    """Return what the outcome takes from the components, by world and country, shape (c, m, n)."""
    systems = figure.systems
    years = horizon_times(systems[0].horizon_years)
    kept, passing = Scratch(DrawnWorld.dtype), Scratch(DrawnWorld.dtype)
    found: list[list[list[Floats]]] = [[[] for _ in systems] for _ in commons]
    for c in range(len(systems[0].components)):
        components = [system.components[c] for system in systems]
        usual = sweep_for(components, Window(commons[0], window), years, kept)
        for w, common in enumerate(commons):
            group = groups[w - 2] if w >= 2 else None
            here = Window(common, window)
            if w == 0:
                sweep = usual
            elif group is not None and group.stays_in_front(c):
                sweep = usual.trying({component.surge: here.value(component.surge) for component in components})
            else:
                sweep = sweep_for(components, here, years, passing)
            for i, system in enumerate(systems):
                if group is not None and not group.touches(i, c):
                    found[w][i].append(found[0][i][c])
                else:
                    exposure = expose(components[i], system, Window(worlds[w][i], window), years, sweep=sweep)
                    found[w][i].append(figure.outcome.of_component(exposure, system))
            passing.reclaim()
        kept.reclaim()
    return [[np.stack(parts) for parts in countries] for countries in found]


def swap_choices(figure: Figure, groups: Sequence[Collection[str]], *, samples: int, seed: int) -> Samples:
    """Draw weights and exponent twice, and swap each group; the data stay nominal.

    Parameters
    ----------
    figure : Figure
        Of countries under the same model.
    groups : sequence of collections of str
        Fields of `Weighting` that are swapped together.
    samples, seed : int
    """
    values, countries = figure.nominal_values, len(figure.systems)
    outputs = []
    for block in Block.of(samples):
        ours, theirs = (
            draw_weighting(figure.systems[0], seed, block.number, block.size, sample) for sample in ("", OTHER)
        )
        swapped = [replace(ours, **{field: getattr(theirs, field) for field in group}) for group in groups]
        outputs.append(np.stack([figure.of(values, [each] * countries) for each in (ours, theirs, *swapped)]))
    return _samples(outputs)


def _samples(outputs: Sequence[Floats]) -> Samples:
    joined = np.concatenate(outputs, axis=1)
    return Samples(joined[0], joined[1], joined[2:])
