"""Values for named quantities: the nominal world, and worlds drawn from named streams.

Each uncertain quantity has its own stream of random numbers, derived from the seed and the quantity's name, in blocks
of a fixed size. What a profile does not use is never drawn, and adding to the catalogue changes no other draw: these
are common random numbers across countries and scenarios.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np

from sovai.engine.compiled import Floats, Parameter, ShareGroup

BLOCK = 2048
"""Draws per block. A constant of the program and a part of a result's provenance: another size gives other draws."""

_TINY = 1e-12


@dataclass(frozen=True)
class Block:
    """Some consecutive draws that share their streams: block k holds draws k · BLOCK to (k + 1) · BLOCK − 1.

    Attributes
    ----------
    number : int
        From 0 on.
    size : int
        How many of the block's draws are wanted; a smaller number gives the first of them.
    """

    number: int
    size: int = BLOCK

    @staticmethod
    def of(draws: int) -> list[Block]:
        """Return the blocks of a number of draws, in order."""
        return [Block(k, min(BLOCK, draws - start)) for k, start in enumerate(range(0, draws, BLOCK))]


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
        return (low + width * drawn).astype(self.dtype)


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


class Streams:
    """The streams of one block: one sequence of random numbers per name.

    A stream is an SFC64 generator whose state is SHA-256 of seed, name and block. The digest is uniform, so the state
    needs no further seeding, which for hundreds of short streams would take longer than drawing from them.

    Parameters
    ----------
    seed, block : int
        From 0 on.
    sample : str
        Names another sample, independent of the usual one.
    """

    def __init__(self, seed: int, block: int, sample: str = "") -> None:
        self._prefix = "/".join(["sovai", *([sample] if sample else []), str(seed), str(block), ""]).encode()
        self._bits = np.random.SFC64(0)
        self._rng = np.random.Generator(self._bits)
        self._state = self._bits.state

    def of(self, name: str) -> np.random.Generator:
        """Return the generator at the start of a name's stream; it is void once another name is asked for."""
        words = np.frombuffer(hashlib.sha256(self._prefix + name.encode()).digest(), dtype="<u8").copy()
        words[3] = 1  # SFC64 counts its steps in the last word
        self._state["state"]["state"] = words
        self._bits.state = self._state
        return self._rng


def stream_name(group: ShareGroup, row: int) -> str:
    """Return the name of the stream of a row's fraction of the stick."""
    return f"{group.name}/{group.labels[row]}"


def break_stick(
    group: ShareGroup, stream: Callable[[str], np.random.Generator], size: int, dtype: type[np.floating[Any]]
) -> Floats:
    """Return shares of a group drawn by stick-breaking with matched moments, shape (i, size).

    Parameters
    ----------
    group : ShareGroup
    stream : callable
        The generator at the start of the stream of that name.
    size : int
    dtype : type
        Of what is returned; the stick is broken in double precision.
    """
    drawn = np.empty((len(group.labels), size))
    rest = np.ones(size)
    for row, alpha, beta in stick_fractions(group):
        drawn[row] = rest * (alpha if beta is None else stream(stream_name(group, row)).beta(alpha, beta, size))
        rest -= drawn[row]
    return np.maximum(drawn, 0.0, dtype=dtype, casting="same_kind")


def stick_fractions(group: ShareGroup) -> list[tuple[int, float, float | None]]:
    """Return how each row takes its part of the stick that earlier rows leave.

    Row i takes a fraction f of what is left, f ~ Beta(mν, (1−m)ν) with mean m and a variance that gives the row's share
    its recorded standard deviation: the moments R and V of what is left are carried along (method, section 3).

    Returns
    -------
    list of (row, alpha, beta)
        ``beta`` None: f is the constant ``alpha``.
    """
    fractions: list[tuple[int, float, float | None]] = []
    mean_left, variance_left = 1.0, 0.0
    later = float(group.shares.sum()) + group.unattributed
    for row in group.order:
        share, spread = float(group.shares[row]), float(group.spreads[row])
        m = min(share / later, 1.0) if later > _TINY else 0.0
        square = mean_left**2 + variance_left
        v = 0.0
        if square > 0.0:
            v = min(max((spread**2 + share**2) / square - m**2, 0.0), 0.95 * m * (1.0 - m))
        if v < _TINY or m >= 1.0 - _TINY:
            fractions.append((row, m, None))
            v = 0.0
        else:
            nu = m * (1.0 - m) / v - 1.0
            fractions.append((row, m * nu, (1.0 - m) * nu))
        next_mean = mean_left * (1.0 - m)
        variance_left = max(square * (1.0 - 2.0 * m + m**2 + v) - next_mean**2, 0.0)
        mean_left = next_mean
        later -= share
    return fractions
