"""What a score rests on, row by row: how much of it each source brings, and how much nobody's share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sovai.engine.compiled import Component, Floats, System
from sovai.engine.paths import AT_HORIZON, IN_THE_END, Tracer


@dataclass(frozen=True)
class Grounds:
    """Parts of one component's indicators.

    Attributes
    ----------
    rows : array of shape (i, 3)
    nobody : array of shape (3,)
        Of what no row accounts for; with the rows it adds up to the indicators.
    """

    rows: Floats
    nobody: Floats


def grounds_of(component: Component, system: System, indicators: Floats, loss: Floats) -> Grounds:
    """Return what each row brings to the indicators of a component in the nominal run.

    ``outside`` and ``single_hand`` are sums over rows. ``cutoff`` is what the strongest party cuts less what others
    add; it is split in proportion to what that party cuts of each row by the horizon, q_i λ_i (1 − ret_i).

    Parameters
    ----------
    component : Component
    system : System
    indicators : array of shape (3,)
        Nominal.
    loss : array of shape (p,)
        Nominal losses of the component.
    """
    tracer, rows = Tracer(component, system), np.zeros((len(component.rows), 3))
    strengths = np.array(
        [[tracer.strength(row.node, holder) for holder in system.holders] for row in component.rows]
    ).reshape(len(component.rows), len(system.holders), 2)
    control = tracer.shares[:, None] * strengths[:, :, IN_THE_END]  # (i, p)
    if control.size:
        rows[:, 0] = control.max(axis=1)
        states = np.flatnonzero(system.is_state)
        if len(states):
            rows[:, 1] = control[:, states[control[:, states].sum(axis=0).argmax()]]
        lives = [row.life_years for row in component.rows]
        gone = [1.0 if life is None else float(tracer.sweep.clocks.gone(life)[AT_HORIZON, 0]) for life in lives]
        rows[:, 2] = _scaled(tracer.shares * np.array(gone) * strengths[:, loss.argmax(), AT_HORIZON], indicators[2])
    return Grounds(rows, np.array([max(0.0, 1.0 - float(tracer.shares.sum())), 0.0, 0.0]))


def _scaled(parts: Floats, total: float) -> Floats:
    whole = float(parts.sum())
    scaled: Floats = parts * (total / whole if whole > 0.0 else 0.0)
    return scaled
