"""How low and how high the score could be, whatever the unattributed shares turn out to be."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sovai.engine.clocks import horizon_times
from sovai.engine.compiled import Component, System
from sovai.engine.completion import nominal_indicators, try_states, with_an_outsider, with_home
from sovai.engine.control import ControlSweep
from sovai.engine.cutoff import row_shares, sweep_for
from sovai.engine.scoring import published, score
from sovai.engine.worlds import NominalWorld


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
    if sweeps is None:
        years = horizon_times(system.horizon_years)
        sweeps = [sweep_for([component], NominalWorld(), years) for component in system.components]
    recorded, completed = (each.narrowed() for each in (system, with_an_outsider(system)))  # the states decide
    lowest, highest = [], []
    for component, sweep in zip(system.components, sweeps, strict=True):
        missing = missing_share(component)
        lowest.append(nominal_indicators(with_home(component, missing), recorded, sweep))
        tried = try_states(component, completed, sweep, missing)
        highest.append(tried.indicators[:, tried.worst])
    low, high = (
        float(score(np.stack(ends)[:, :, None], published(system), system).country[0]) for ends in (lowest, highest)
    )
    return low, high


def missing_share(component: Component) -> float:
    """Return the unattributed share of a component, that of its mixes included."""
    return max(0.0, 1.0 - float(row_shares(component, NominalWorld()).sum()))
