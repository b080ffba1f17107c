"""Memory to work in: arrays that are used again, and sums by holder that lie in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from sovai.engine.compiled import Floats

Held = dict[int, Floats]
"""Control by holder (its position): shape (k + 1, n), or (1, n) where no clock runs for them; others have none."""


class Scratch:
    """Arrays to work in, used again for each component of a block: fresh memory costs more than the arithmetic."""

    def __init__(self, dtype: type[np.floating[Any]] = np.float64) -> None:
        self.dtype = dtype
        self._all: dict[tuple[int, ...], list[Floats]] = {}
        self._free: dict[tuple[int, ...], list[Floats]] = {}

    def take(self, shape: tuple[int, ...]) -> Floats:
        """Return an array of a shape with whatever is in it."""
        free = self._free.get(shape)
        if free:
            return free.pop()
        array = np.empty(shape, dtype=self.dtype)
        self._all.setdefault(shape, []).append(array)
        return array

    def give_back(self, arrays: Iterable[Floats]) -> None:
        """Take back arrays that nobody needs any more; the next to be handed out are those, still in the cache."""
        for array in arrays:
            self._free.setdefault(array.shape, []).append(array)

    def reclaim(self) -> None:
        """Take back every array handed out; nobody may hold on to one."""
        self._free = {shape: list(arrays) for shape, arrays in self._all.items()}


class PerHolder:
    """Collects arrays of one shape by holder, in scratch memory."""

    def __init__(self, scratch: Scratch, shape: tuple[int, int]) -> None:
        self.held: Held = {}
        self._scratch, self._shape = scratch, shape
        self._product = scratch.take(shape)

    def close(self) -> Held:
        """Return what was collected."""
        self._scratch.give_back([self._product])
        return self.held

    def add(self, position: int, term: Floats) -> None:
        """Add to what the holder has; who has nothing yet may be given a term without clocks, shape (1, n)."""
        if position in self.held:
            self.held[position] += term
        else:
            self.held[position] = self._scratch.take(term.shape)
            self.held[position][...] = term

    def add_product(self, position: int, left: Floats, right: Floats) -> None:
        """Add left × right to what the holder has."""
        if position in self.held:
            self.held[position] += np.multiply(left, right, out=self._product)
        else:
            self.held[position] = np.multiply(left, right, out=self._scratch.take(self._shape))

    def raise_to_product(self, position: int, left: Floats, right: Floats) -> None:
        """Raise what the holder has to left × right where that is more."""
        if position in self.held:
            np.maximum(self.held[position], np.multiply(left, right, out=self._product), out=self.held[position])
        else:
            self.held[position] = np.multiply(left, right, out=self._scratch.take(self._shape))
