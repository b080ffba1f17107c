"""A component whose open part has been given to somebody: to nobody outside, or to the state that raises it most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sovai.engine.clocks import horizon_times
from sovai.engine.compiled import Component, Floats, Holder, Node, Parameter, Row, ShareGroup, System
from sovai.engine.control import ControlSweep
from sovai.engine.cutoff import Exposure, expose, indicators
from sovai.engine.worlds import NominalWorld

NOBODY = Node("unattributed", (), ())


@dataclass(frozen=True)
class StateTrials:
    """What each state would make of a component if it held the open part, one state tried per column.

    Attributes
    ----------
    exposure : Exposure
    indicators : array of shape (3, states)
    states : int array
        Places of the states among the parties.
    worst : int
        The column with the highest D_c.
    """

    exposure: Exposure
    indicators: Floats
    states: npt.NDArray[np.intp]
    worst: int


def with_an_outsider(system: System) -> System:
    """Return the system with an unnamed outside state where no state is a party.

    Whoever supplies what is not attributed may be outside: not knowing must never look like independence.
    """
    if system.is_state.any():
        return system
    parties = len(system.parties)
    nowhere = -1  # no holder has that position
    return replace(
        system,
        parties=(*system.parties, "unnamed"),
        positions={**system.positions, nowhere: parties},
        is_state=np.append(system.is_state, True),
    )


def without_rows(component: Component, rows: Sequence[int]) -> Component:
    """Return a component with some of its rows taken out: their shares are open."""
    gone = set(rows)
    return replace(component, rows=tuple(row for i, row in enumerate(component.rows) if i not in gone))


def with_row(component: Component, node: Node, life_years: Parameter | None, share: float) -> Component:
    """Return a component with one more row, which holds the open share; it comes last."""
    group = ShareGroup(f"unattributed/{component.id}", ("unattributed",), np.array([share]), np.zeros(1), (0,))
    row = Row(node, component.unattributed_access, (group, 0), None, "D", None, life_years)
    return replace(component, rows=(*component.rows, row))


def with_home(component: Component, share: float) -> Component:
    """Return a component with an open share as an ``owned`` row without needs."""
    return with_row(component, NOBODY, None, share)


def with_state(component: Component, system: System, state: int, share: float) -> Component:
    """Return a component with an open share in the hands of a state, a party by its place."""
    node = Node("unattributed", (Holder(system.holder_of[state]),), component.shared_needs)
    return with_row(component, node, component.unattributed_life, share)


def nominal_indicators(component: Component, system: System, sweep: ControlSweep) -> Floats:
    """Return the indicators in the nominal world, shape (3,)."""
    exposure = expose(component, system, NominalWorld(), horizon_times(system.horizon_years), sweep=sweep)
    return indicators(exposure, exposure.losses(), system)[:, 0]


def try_states(component: Component, system: System, sweep: ControlSweep, share: float) -> StateTrials:
    """Return what each state would make of an open share of a component in the nominal world.

    Parameters
    ----------
    component : Component
    system : System
        With a state among its parties.
    sweep : ControlSweep
        Of the component, in the nominal world, at the times of the horizon.
    share : float
    """
    states = np.flatnonzero(system.is_state)
    trials = [Parameter(f"unattributed/{system.parties[state]}", 0.0, 0.0, 1.0) for state in states]
    holders = tuple(Holder(system.holder_of[int(state)], trial) for state, trial in zip(states, trials, strict=True))
    completed = with_row(
        component, Node("unattributed", holders, component.shared_needs), component.unattributed_life, share
    )
    trying = sweep.trying(dict(zip(trials, np.eye(len(states)), strict=True)))
    exposure = expose(completed, system, NominalWorld(len(states)), horizon_times(system.horizon_years), sweep=trying)
    tried = indicators(exposure, exposure.losses(), system)
    return StateTrials(exposure, tried, states, int((system.indicator_weights @ tried).argmax()))
