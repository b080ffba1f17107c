"""Batches of draws to summaries: intervals, Monte Carlo standard errors, vetoes and ranks of parties.

Two kinds of uncertainty, never merged: here shares and parameters are drawn and the weights stay as published; in
`sovai.engine.choices` weights and exponent are drawn and the data stay nominal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from sovai.engine.clocks import horizon_times
from sovai.engine.compiled import Floats, System
from sovai.engine.cutoff import expose, indicators
from sovai.engine.parallel import Workers, map_units
from sovai.engine.quantiles import Quantiles
from sovai.engine.ranks import count_ranks
from sovai.engine.scoring import published, score
from sovai.engine.scratch import Scratch
from sovai.engine.streams import Block
from sovai.engine.worlds import DrawnWorld, SideBySide

LONG_RUN = 32
"""Number of blocks from which on two are computed at once: a tenth less time for 40 MB more in each process."""

VETO_TOLERANCE = 1e-6
"""Control short of the threshold by no more than rounding, that of single precision, still reaches it."""


@dataclass(frozen=True)
class Spread:
    """Summary of one or several series of draws; every array has their shape."""

    mean: Floats
    median: Floats
    low: Floats
    high: Floats
    monte_carlo_standard_error: Floats


@dataclass(frozen=True)
class DataUncertainty:
    """What the uncertainty of the data makes of the results.

    Attributes
    ----------
    country : Spread of arrays of shape ()
        Of the score, as a fraction.
    layers : Spread of arrays of shape (l,)
    losses : Spread of arrays of shape (p,)
        Of the parties' weighted losses.
    veto_probability : array of shape (p, c)
    rank_acceptability : array of shape (p, p)
        Probability of party p having rank r among its kind (column r − 1).
    probability_largest : array of shape (p,)
        Probability of being the largest of its kind; nobody is where all losses are 0.
    """

    country: Spread
    layers: Spread
    losses: Spread
    veto_probability: Floats
    rank_acceptability: Floats
    probability_largest: Floats


@dataclass(frozen=True)
class _Span:
    """Draws that were computed at once."""

    country: Floats  # (n,)
    layers: Floats  # (l, n)
    losses: Floats  # (p, n)
    vetoes: npt.NDArray[np.int64]  # (p, c), counts


class DataSimulation:
    """Draws of shares and parameters under way; weights and exponent stay as published.

    With several workers they begin at once, and the caller may go on until it needs the summary.

    Parameters
    ----------
    system : System
    draws : int
        Number of draws, at least 1.
    seed : int
        Seed of every stream, from 0 on.
    interval : float
        Width of the central interval, 0–1.
    workers : int or callable
        See `sovai.engine.parallel.Workers`; the result does not depend on it.
    progress : callable, optional
        Called with the number of draws done since the last call.
    """

    def __init__(
        self,
        system: System,
        *,
        draws: int,
        seed: int,
        interval: float = 0.9,
        workers: Workers = 1,
        progress: Callable[[int], None] | None = None,
    ) -> None:
        self._system, self._draws, self._interval, self._progress = system, draws, interval, progress
        self._spans = map_units(partial(_draw, system, seed), _spans_of(draws), workers=workers)

    def summary(self) -> DataUncertainty:
        """Return what all draws say together; to be called once.

        Raises
        ------
        FloatingPointError
            If a draw is not finite; no draw is ever dropped.
        """
        system, draws = self._system, self._draws
        parties, layers = len(system.parties), len(system.layers)
        quantiles = Quantiles(1 + layers + parties, draws)
        moments = _Moments(1 + layers + parties)
        vetoes = np.zeros((parties, len(system.components)), dtype=np.int64)
        ranks = _Ranks(system)
        for span in self._spans:
            series = np.concatenate([span.country[None], span.layers, span.losses])
            if not np.isfinite(series).all():
                raise FloatingPointError("a draw is not finite")
            quantiles.add(series)
            moments.add(series)
            ranks.add(span.losses)
            vetoes += span.vetoes
            if self._progress is not None:
                self._progress(len(span.country))
        tail = (1.0 - self._interval) / 2.0
        low, median, high = quantiles.at(np.array([tail, 0.5, 1.0 - tail]))
        spread = Spread(moments.mean, median, low, high, moments.standard_error)
        return DataUncertainty(
            country=_part(spread, 0),
            layers=_part(spread, slice(1, 1 + layers)),
            losses=_part(spread, slice(1 + layers, None)),
            veto_probability=vetoes / draws,
            rank_acceptability=ranks.counts / draws,
            probability_largest=ranks.largest / draws,
        )


def _part(spread: Spread, where: int | slice) -> Spread:
    return Spread(*(np.asarray(getattr(spread, name)[where]) for name in Spread.__dataclass_fields__))


def _spans_of(draws: int) -> list[tuple[Block, ...]]:
    """Return the blocks of a number of draws by which of them are computed at once."""
    blocks = Block.of(draws)
    at_once = 2 if len(blocks) >= LONG_RUN else 1
    return [tuple(blocks[k : k + at_once]) for k in range(0, len(blocks), at_once)]


def _draw(system: System, seed: int, blocks: Sequence[Block]) -> _Span:
    worlds = [DrawnWorld(seed, block.number, block.size) for block in blocks]
    world = worlds[0] if len(worlds) == 1 else SideBySide(worlds)
    years, scratch = horizon_times(system.horizon_years), Scratch(world.dtype)
    measured = np.zeros((len(system.components), 3, world.size))
    losses = np.zeros((len(system.parties), world.size), dtype=world.dtype)
    vetoes = np.zeros((len(system.parties), len(system.components)), dtype=np.int64)
    threshold = system.veto_threshold - VETO_TOLERANCE
    for c, (component, weight) in enumerate(zip(system.components, system.stack_weights.tolist(), strict=True)):
        exposure = expose(component, system, world, years, scratch=scratch)
        scratch.reclaim()
        lost = exposure.losses()
        measured[c] = indicators(exposure, lost, system)
        for party, control in exposure.control.items():
            losses[party] += weight * lost[party]
            vetoes[party, c] = np.count_nonzero(control >= threshold)
    scores = score(measured, published(system), system)
    return _Span(scores.country, scores.layers, losses, vetoes)


class _Moments:
    """Mean and variance, merged block by block (Chan, Golub and LeVeque 1983, doi:10.1080/00031305.1983.10483115)."""

    def __init__(self, series: int) -> None:
        self.count, self.mean, self._squares = 0, np.zeros(series), np.zeros(series)

    def add(self, values: Floats) -> None:
        n = values.shape[1]
        mean = values.mean(axis=1)
        shift, total = mean - self.mean, self.count + n
        self._squares += ((values - mean[:, None]) ** 2).sum(axis=1) + shift**2 * self.count * n / total
        self.mean = self.mean + shift * n / total
        self.count = total

    @property
    def standard_error(self) -> Floats:
        """Standard error of the mean; 0 for a single draw."""
        error: Floats = np.sqrt(self._squares / max(self.count - 1, 1) / self.count)
        return error


class _Ranks:
    """How often each party has each rank among its kind; parties of equal loss share the better rank."""

    def __init__(self, system: System) -> None:
        parties = len(system.parties)
        self.counts = np.zeros((parties, parties), dtype=np.int64)
        self.largest = np.zeros(parties, dtype=np.int64)
        self._kinds = [np.flatnonzero(system.is_state), np.flatnonzero(~system.is_state)]

    def add(self, losses: Floats) -> None:
        """Add losses of shape (parties, n)."""
        for kind in self._kinds:
            # Who causes no loss in any draw, as many do, comes behind all who do: no need to sort them.
            some = losses[kind].any(axis=1)
            placed, last = kind[some], kind[~some]
            counts = count_ranks(losses[placed])
            self.counts[placed, : len(placed)] += counts
            if len(placed):
                nobody = np.count_nonzero(~losses[placed].any(axis=0))  # all share the first rank there
                self.largest[placed] += counts[:, 0] - nobody
            if len(last):
                ahead = np.bincount(np.count_nonzero(losses[placed], axis=0))
                self.counts[last, : len(ahead)] += ahead
