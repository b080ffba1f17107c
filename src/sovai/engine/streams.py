"""Named streams of random numbers, in blocks of a fixed size, and shares that are drawn from them.

A stream is derived from the seed and the name of what it is for. What a profile does not use is never drawn, and adding
to the catalogue changes no other draw: these are common random numbers across countries and scenarios.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from sovai.engine.compiled import Floats, ShareGroup

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
