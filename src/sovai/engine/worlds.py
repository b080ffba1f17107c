"""Values for named quantities: the nominal world, and worlds drawn from named streams."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

import numpy as np

from sovai.engine.compiled import Floats, Parameter, ShareGroup
from sovai.engine.streams import BLOCK, Streams, break_stick


class World(Protocol):
    """Values of every quantity in `size` draws; the last axis is the draw (length `size`, or 1 if certain)."""

    @property
    def size(self) -> int:
        """Number of draws."""
        ...

    @property
    def dtype(self) -> type[np.floating[Any]]:
        """Precision of the arithmetic."""
        ...

    def shares(self, group: ShareGroup) -> Floats:
        """Return the shares of a group, shape (i, size)."""
        ...

    def value(self, parameter: Parameter) -> Floats:
        """Return a parameter, shape (size,) or (1,)."""
        ...


class CommonWorld(World, Protocol):
    """A drawn world in which countries may have mixes of their own."""

    def own_shares(self, group: ShareGroup, owner: str) -> Floats:
        """Return shares of the group drawn for one owner alone, shape (i, size)."""
        ...

    def coin(self, group: ShareGroup) -> Floats:
        """Return numbers uniform on 0–1 that say in which draws the group is shared, shape (size,)."""
        ...


class NominalWorld:
    """Every quantity at its mode, every share as recorded; `size` results at once, for values to be tried."""

    dtype = np.float64

    def __init__(self, size: int = 1) -> None:
        self.size = size

    def shares(self, group: ShareGroup) -> Floats:
        """Return the recorded shares, shape (i, 1)."""
        return group.shares[:, None]

    def value(self, parameter: Parameter) -> Floats:
        """Return the mode, shape (1,)."""
        return np.array([parameter.mode])


class Trial:
    """A world in which some parameters or shares have other values, for a bound or a comparison.

    Parameters
    ----------
    world : World
    values : mapping of Parameter to array of shape (n,)
    shares : mapping of ShareGroup to array of shape (i, n), optional
    """

    def __init__(
        self, world: World, values: Mapping[Parameter, Floats], shares: Mapping[ShareGroup, Floats] | None = None
    ) -> None:
        self._world, self._values, self._shares = world, values, shares or {}
        self.size, self.dtype = world.size, world.dtype

    def shares(self, group: ShareGroup) -> Floats:
        """Return the shares tried, or those of the world."""
        tried = self._shares.get(group)
        return self._world.shares(group) if tried is None else tried

    def value(self, parameter: Parameter) -> Floats:
        """Return the value tried, or that of the world."""
        tried = self._values.get(parameter)
        return self._world.value(parameter) if tried is None else tried


class DrawnWorld:
    """Draws of one block.

    Parameters
    ----------
    seed : int
        Any integer from 0 on.
    block : int
        Number of the block; block k holds draws k · BLOCK to (k + 1) · BLOCK − 1.
    size : int
        How many of the block's draws are wanted; a smaller number gives the first of them.
    sample : str
        Names another sample, independent of the usual one.
    """

    # Single precision: its error, about 1 in 10 million, is far below that of any number of draws, and the arithmetic
    # is bound by memory. The nominal world keeps double precision.
    dtype = np.float32

    def __init__(self, seed: int, block: int, size: int = BLOCK, sample: str = "") -> None:
        self.size = size
        self._streams = Streams(seed, block, sample)
        self._shares: dict[ShareGroup, Floats] = {}
        self._values: dict[Parameter, Floats] = {}
        self._own: dict[tuple[ShareGroup, str], Floats] = {}
        self._coins: dict[ShareGroup, Floats] = {}

    def shares(self, group: ShareGroup) -> Floats:
        """Return the group's shares, shape (i, size), by stick-breaking with matched moments."""
        drawn = self._shares.get(group)
        if drawn is None:
            drawn = self._shares[group] = break_stick(group, self.stream, self.size, self.dtype)
        return drawn

    def own_shares(self, group: ShareGroup, owner: str) -> Floats:
        """Return shares of the group drawn for one owner alone, shape (i, size)."""
        key = (group, owner)
        if key not in self._own:
            own = replace(group, name=f"{group.name}@{owner}")
            self._own[key] = break_stick(own, self.stream, self.size, self.dtype)
        return self._own[key]

    def coin(self, group: ShareGroup) -> Floats:
        """Return numbers uniform on 0–1 that say in which draws the group is shared, shape (size,)."""
        if group not in self._coins:
            self._coins[group] = self.stream(f"{group.name}/coin").random(self.size)
        return self._coins[group]

    def value(self, parameter: Parameter) -> Floats:
        """Return draws of a PERT distribution, shape (size,); shape (1,) where the parameter is certain."""
        drawn = self._values.get(parameter)
        if drawn is None:
            drawn = self._values[parameter] = self._pert(parameter)
        return drawn

    def stream(self, name: str) -> np.random.Generator:
        """Return the generator at the start of a quantity's stream; it is void once another is asked for."""
        return self._streams.of(name)

    def forget(self, groups: Collection[ShareGroup]) -> None:
        """Free the draws of groups that are not needed for now; asked for again, they would be the same."""
        for group in groups:
            self._shares.pop(group, None)
        for key in [key for key in self._own if key[0] in groups]:
            del self._own[key]

    def _pert(self, parameter: Parameter) -> Floats:
        low, mode, high = parameter.low, parameter.mode, parameter.high
        if parameter.certain:
            return np.array([mode], dtype=self.dtype)
        width = high - low
        rng = self.stream(parameter.name)
        drawn = rng.beta(1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width, self.size)
        drawn *= width
        drawn += low
        return drawn.astype(self.dtype)


class CountryWorld:
    """One country's view of a block: its own rows are its own, the catalogue is the world's, and mixes are in between.

    A mix stands in for figures that nobody has. Two countries that follow it may be more or less alike, so in each draw
    all countries share the mix's draw with probability `correlation` (one coin per mix), else each has its own.

    Parameters
    ----------
    common : CommonWorld
        What all countries share.
    country : str
        Names the country's own draws of mixes.
    correlation : float
        0–1.
    """

    dtype = DrawnWorld.dtype

    def __init__(self, common: CommonWorld, country: str, correlation: float) -> None:
        self.common, self.size = common, common.size
        self._country, self._correlation = country, correlation

    def shares(self, group: ShareGroup) -> Floats:
        """Return the group's shares, shape (i, size)."""
        if not group.mix or self._correlation >= 1.0:
            return self.common.shares(group)
        own = self.common.own_shares(group, self._country)
        if self._correlation <= 0.0:
            return own
        return np.where(self.common.coin(group) < self._correlation, self.common.shares(group), own)

    def value(self, parameter: Parameter) -> Floats:
        """Return draws of a parameter, the same for every country."""
        return self.common.value(parameter)


class SideBySide:
    """The draws of several worlds, one world after the other.

    Parameters
    ----------
    worlds : sequence of World
        At least one.
    """

    def __init__(self, worlds: Sequence[World]) -> None:
        self._worlds = worlds
        self.size, self.dtype = sum(world.size for world in worlds), worlds[0].dtype
        self._shares: dict[ShareGroup, Floats] = {}
        self._values: dict[Parameter, Floats] = {}

    def shares(self, group: ShareGroup) -> Floats:
        """Return the group's shares, shape (i, size)."""
        found = self._shares.get(group)
        if found is None:
            found = self._shares[group] = np.concatenate([world.shares(group) for world in self._worlds], axis=1)
        return found

    def value(self, parameter: Parameter) -> Floats:
        """Return a parameter, shape (size,) or (1,)."""
        found = self._values.get(parameter)
        if found is None:
            parts = [world.value(parameter) for world in self._worlds]
            found = self._values[parameter] = parts[0] if parameter.certain else np.concatenate(parts)
        return found


class Window:
    """Some consecutive draws of a world.

    Parameters
    ----------
    world : World
    draws : slice
        Which; with start and stop.
    """

    def __init__(self, world: World, draws: slice) -> None:
        self._world, self._draws = world, draws
        self.size, self.dtype = draws.stop - draws.start, world.dtype

    def shares(self, group: ShareGroup) -> Floats:
        """Return the group's shares, shape (i, size)."""
        return self._world.shares(group)[:, self._draws]

    def value(self, parameter: Parameter) -> Floats:
        """Return a parameter, shape (size,) or (1,)."""
        values = self._world.value(parameter)
        return values if len(values) == 1 else values[self._draws]
