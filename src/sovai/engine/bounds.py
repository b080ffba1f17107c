"""How low and how high the score could be, whatever the unattributed shares turn out to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sovai.engine.clocks import horizon_times
from sovai.engine.compiled import Component, Floats, Holder, Node, Parameter, Row, ShareGroup, System
from sovai.engine.control import ControlSweep
from sovai.engine.cutoff import expose, indicators, row_shares, sweep_for
from sovai.engine.draws import NominalWorld
from sovai.engine.scoring import published, score


def bounds(system: System, sweeps: Sequence[ControlSweep] | None = None) -> tuple[float, float]:
    """Return the score with every unattributed share in the country's own hands, and in the hands that raise it most.

    *Low*: every unattributed share is an ``owned`` row without needs. *High*: it is a row of that state, among the
    states that are parties, which gives the component its highest D_c.

    Parameters
    ----------
    system : System
    sweeps : sequence of ControlSweep, optional
        Of each component in the nominal world, at the times of the horizon, where several countries share them.

    Returns
    -------
    low, high : float
        Fractions, 0–1.
    """
    nobody, years = Node("unattributed", (), ()), horizon_times(system.horizon_years)
    if sweeps is None:
        sweeps = [sweep_for([component], NominalWorld(), years) for component in system.components]
    pairs = list(zip(system.components, sweeps, strict=True))
    lowest = [_indicators(_with_row(component, nobody, None), system, sweep)[:, 0] for component, sweep in pairs]
    completed = _with_an_outsider(system)
    highest = [_worst_state(component, completed, sweep) for component, sweep in pairs]
    low, high = (
        float(score(np.stack(ends)[:, :, None], published(system), system).country[0]) for ends in (lowest, highest)
    )
    return low, high


def _with_an_outsider(system: System) -> System:
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


def _indicators(component: Component, system: System, sweep: ControlSweep, size: int = 1) -> Floats:
    exposure = expose(component, system, NominalWorld(size), horizon_times(system.horizon_years), sweep=sweep)
    return indicators(exposure, exposure.losses(), system)


def _with_row(component: Component, node: Node, life_years: Parameter | None) -> Component:
    """Return the component with its unattributed share, that of its mixes included, as one more row."""
    missing = max(0.0, 1.0 - float(row_shares(component, NominalWorld()).sum()))
    group = ShareGroup(f"unattributed/{component.id}", ("unattributed",), np.array([missing]), np.zeros(1), (0,))
    row = Row(node, component.unattributed_access, (group, 0), None, "D", None, life_years)
    return replace(component, rows=(*component.rows, row))


def _worst_state(component: Component, system: System, sweep: ControlSweep) -> Floats:
    """Return the indicators with the unattributed share in the hands of the worst state, one state tried per draw."""
    states = np.flatnonzero(system.is_state)
    trials = [Parameter(f"unattributed/{system.parties[state]}", 0.0, 0.0, 1.0) for state in states]
    holders = tuple(Holder(system.holders[state], trial) for state, trial in zip(states, trials, strict=True))
    node = Node("unattributed", holders, component.shared_needs)
    tried = _indicators(
        _with_row(component, node, component.unattributed_life),
        system,
        sweep.trying(dict(zip(trials, np.eye(len(states)), strict=True))),
        size=len(states),
    )
    worst: Floats = tried[:, int((system.indicator_weights @ tried).argmax())]
    return worst
