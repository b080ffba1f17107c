"""How a question is drawn: how often, from which seed, by whom, and how wide its intervals are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from sovai.engine.parallel import Workers, check_workers, map_blocks
from sovai.engine.streams import Block
from sovai.errors import UsageError

MAXIMUM_DRAWS = 100_000_000
"""More take hours and tell nothing more: the error of a simulation falls with the square root of the draws."""

USUAL_CORRELATION = 0.5
"""How much alike countries on the same mix are taken to be unless the caller says otherwise, 0–1."""

Found = TypeVar("Found")


@dataclass(frozen=True)
class Drawing:
    """What the caller of a use case says of its draws.

    Attributes
    ----------
    draws : int
        0: the nominal run only.
    seed : int
        From 0 on.
    interval : float
        Width of the central intervals, between 0 and 1.
    workers : int or callable
        See `sovai.engine.parallel.Workers`.
    progress : callable or None
        Called with the number of draws done since the last call.

    Raises
    ------
    UsageError
        If a number is out of bounds, or workers are none.
    """

    draws: int
    seed: int
    interval: float = 0.9
    workers: Workers = 1
    progress: Callable[[int], None] | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.draws <= MAXIMUM_DRAWS:
            raise UsageError(f"{self.draws} draws: give 0 (nominal only) to {MAXIMUM_DRAWS:,}")
        if self.seed < 0:
            raise UsageError(f"seed {self.seed}: give a whole number from 0 on")
        check_workers(self.workers)
        if not 0.0 < self.interval < 1.0:
            raise UsageError(f"an interval of {self.interval} is not between 0 and 1 (0.9 is the central 90 %)")

    def blocks(self, draw: Callable[[Block], Found]) -> Iterator[Found]:
        """Return what `draw` makes of each block of draws, in order."""
        return map_blocks(draw, self.draws, workers=self.workers, progress=self.progress)


def check_correlation(correlation: float) -> None:
    """Raise `UsageError` for a correlation of mixes between countries that is out of bounds."""
    if not 0.0 <= correlation <= 1.0:
        raise UsageError(f"a correlation of {correlation} is not between 0 and 1")
