"""Draws of a country with what nobody is named for left open: at home in one extreme, abroad in the other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from sovai.engine.bounds import missing_share
from sovai.engine.clocks import horizon_times
from sovai.engine.compiled import Component, Floats, Parameter, ShareGroup, System
from sovai.engine.completion import try_states, with_an_outsider, with_home, with_state
from sovai.engine.control import ControlSweep
from sovai.engine.cutoff import expose, indicators, row_shares, sweep_for
from sovai.engine.parallel import Workers, map_blocks
from sovai.engine.scoring import aggregate, published
from sovai.engine.scratch import Scratch
from sovai.engine.streams import Block
from sovai.engine.worlds import DrawnWorld, NominalWorld, Trial, World


@dataclass(frozen=True)
class OpenShare:
    """A part of the need of a component that no supplier is named for.

    Attributes
    ----------
    component : int
    place : int or None
        The row of the component's group whose mix leaves it; None: no row at all accounts for it.
    """

    component: int
    place: int | None

    def share(self, system: System, world: World) -> Floats:
        """Return the share of the need, shape (n,)."""
        component = system.components[self.component]
        own = world.shares(component.shares)
        if self.place is None:
            rest: Floats = np.maximum(1.0 - own.sum(axis=0), 0.0)
            return rest
        row = next(row for row in component.rows if row.own == (component.shares, self.place))
        assert row.within is not None  # only a mix can leave something
        left: Floats = own[self.place] * np.maximum(1.0 - world.shares(row.within[0]).sum(axis=0), 0.0)
        return left


def open_shares(system: System) -> list[OpenShare]:
    """Return what nobody is named for in the nominal world, component by component."""
    nominal, found = NominalWorld(), []
    for c, component in enumerate(system.components):
        mixes = dict.fromkeys(row.own[1] for row in component.rows if row.within and row.own[0] is component.shares)
        for place in (None, *mixes):
            share = OpenShare(c, place)
            if share.share(system, nominal)[0] > _ROUNDING:
                found.append(share)
    return found


_ROUNDING = 1e-6


@dataclass(frozen=True)
class OpenDraws:
    """Draws of a country; n of them.

    Attributes
    ----------
    system : System
    components : array of shape (c, n)
        D_c as scored: an open share counts as outside and as nobody's.
    at_home, abroad : array of shape (open, n)
        What D_c changes by if one open share were in the country's own hands, at most 0, or in those of the state that
        raises it most in the nominal world, at least 0.
    belongs : int array of shape (open,)
        The component of each open share.
    largest : bool array of shape (p, n)
        Whether a party causes the largest loss of its kind.
    watched : tuple of array of shape (d, n)
        Quantities that were asked for.
    """

    system: System
    components: Floats
    at_home: Floats
    abroad: Floats
    belongs: npt.NDArray[np.intp]
    largest: npt.NDArray[np.bool_]
    watched: tuple[Floats, ...]

    @property
    def score(self) -> Floats:
        """The score as a fraction, shape (n,)."""
        return self._country(np.zeros_like(self.at_home))

    def ends(self, found_home: Collection[int] = (), found_abroad: Collection[int] = ()) -> tuple[Floats, Floats]:
        """Return the lowest and the highest score that the open shares leave possible in each draw, shape (n,).

        Parameters
        ----------
        found_home, found_abroad : collection of int
            Open shares of which it is known that they are there; together they move a component by the sum of
            what each does alone.
        """
        home, abroad = ({*found} for found in (found_home, found_abroad))
        known_home = np.array([k in home for k in range(len(self.belongs))], dtype=bool)[:, None]
        known_abroad = np.array([k in abroad for k in range(len(self.belongs))], dtype=bool)[:, None]
        lowest = np.where(known_abroad, self.abroad, self.at_home)
        highest = np.where(known_home, self.at_home, self.abroad)
        return self._country(lowest), self._country(highest)

    def _country(self, changes: Floats) -> Floats:
        components = self.components.copy()
        for component, change in zip(self.belongs, changes, strict=True):
            components[component] += change
        return aggregate(np.clip(components, 0.0, 1.0), published(self.system), self.system).country


@dataclass(frozen=True)
class RowShares:
    """Watches one share of a component and those of its expanded rows: what they leave of it is known, too.

    Attributes
    ----------
    component : Component
    place : int
        Of the share in the component's group.
    """

    component: Component
    place: int

    def __call__(self, world: World) -> Floats:
        """Return them, shape (d, n)."""
        group = self.component.shares
        rows = [row for row, part in enumerate(self.component.rows) if part.own == (group, self.place)]
        found: Floats = np.concatenate([world.shares(group)[[self.place]], row_shares(self.component, world)[rows]])
        return found


@dataclass(frozen=True)
class OwnShare:
    """Watches one share of a whole, or what its rows leave."""

    group: ShareGroup
    place: int | None

    def __call__(self, world: World) -> Floats:
        """Return it, shape (1, n)."""
        shares = world.shares(self.group)
        found: Floats = 1.0 - shares.sum(axis=0, keepdims=True) if self.place is None else shares[[self.place]]
        return found


@dataclass(frozen=True)
class Whole:
    """Watches a parameter, or all shares of a whole."""

    quantity: ShareGroup | Parameter

    def __call__(self, world: World) -> Floats:
        """Return it, shape (d, n)."""
        if isinstance(self.quantity, Parameter):
            return world.value(self.quantity)[None]
        return world.shares(self.quantity)


Watched = RowShares | OwnShare | Whole


def draw_open(
    system: System,
    opens: Sequence[OpenShare],
    watched: Sequence[Watched],
    *,
    draws: int,
    seed: int,
    workers: Workers = 1,
    progress: Callable[[int], None] | None = None,
) -> OpenDraws:
    """Draw shares and parameters as `DataSimulation` does, and keep what it takes to say what each quantity tells.

    Parameters
    ----------
    system : System
    opens : sequence of OpenShare
        From `open_shares`.
    watched : sequence of RowShares, OwnShare or Whole
        Quantities whose draws are wanted.
    draws, seed : int
    workers : int or callable
        Who draws the blocks; the result does not depend on it.
    progress : callable, optional
        Called with the number of draws done since the last call.
    """
    completed = with_an_outsider(system)
    worst = {c: _worst_state(system.components[c], completed) for c in sorted({share.component for share in opens})}
    work = partial(_draw_block, system, completed, worst, tuple(opens), tuple(watched), seed)
    blocks = list(map_blocks(work, draws, workers=workers, progress=progress))
    components, at_home, abroad, largest = (
        np.concatenate([getattr(block, name) for block in blocks], axis=1)
        for name in ("components", "at_home", "abroad", "largest")
    )
    together = tuple(np.concatenate(parts, axis=1) for parts in zip(*(block.watched for block in blocks), strict=True))
    belongs = np.array([share.component for share in opens], dtype=np.intp)
    return OpenDraws(system, components, at_home, abroad, belongs, largest, together)


@dataclass(frozen=True)
class _Block:
    components: Floats
    at_home: Floats
    abroad: Floats
    largest: npt.NDArray[np.bool_]
    watched: tuple[Floats, ...]


def _draw_block(
    system: System,
    completed: System,
    worst: Mapping[int, int],
    opens: Sequence[OpenShare],
    watched: Sequence[Watched],
    seed: int,
    block: Block,
) -> _Block:
    world, years = DrawnWorld(seed, block.number, block.size), horizon_times(system.horizon_years)
    components = np.empty((len(system.components), world.size))
    at_home, abroad = np.empty((len(opens), world.size)), np.empty((len(opens), world.size))
    losses = np.zeros((len(system.parties), world.size))
    weight = system.stack_weights
    scratch = Scratch(DrawnWorld.dtype)
    for c, component in enumerate(system.components):
        sweep = sweep_for([component], world, years, scratch)
        exposure = expose(component, system, world, years, sweep=sweep)
        lost = exposure.losses()
        components[c] = system.indicator_weights @ indicators(exposure, lost, system)
        for party, loss in lost.items():
            losses[party] += weight[c] * loss
        for k, share in enumerate(opens):
            if share.component == c:
                size = share.share(system, world)
                here = _dependence(with_home(component, 0.0), system, world, sweep, size)
                there = _dependence(with_state(component, completed, worst[c], 0.0), completed, world, sweep, size)
                # In a draw where another state would be the worst, that one is no better than nobody.
                at_home[k] = np.minimum(here - components[c], 0.0)
                abroad[k] = np.maximum(there - components[c], 0.0)
        scratch.reclaim()
    largest = np.zeros(losses.shape, dtype=bool)
    for kind in (system.is_state, ~system.is_state):
        of_kind = losses[kind]
        largest[kind] = (of_kind > 0.0) & (of_kind == of_kind.max(axis=0, initial=0.0))
    seen = tuple(np.broadcast_to(found, (len(found), world.size)) for found in (watch(world) for watch in watched))
    return _Block(components, at_home, abroad, largest, seen)


def _worst_state(component: Component, system: System) -> int:
    sweep = sweep_for([component], NominalWorld(), horizon_times(system.horizon_years))
    tried = try_states(component, system, sweep, missing_share(component))
    return int(tried.states[tried.worst])


def _dependence(completed: Component, system: System, world: World, sweep: ControlSweep, size: Floats) -> Floats:
    """Return D_c of a component whose last row has a share of that size in each draw, shape (n,)."""
    group = completed.rows[-1].own[0]
    given = Trial(world, {}, {group: size[None]})
    exposure = expose(completed, system, given, horizon_times(system.horizon_years), sweep=sweep)
    dependence: Floats = system.indicator_weights @ indicators(exposure, exposure.losses(), system)
    return dependence
