"""One country with every figure as recorded: its scores, who holds how much, and whether they may be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sovai.assessment.quality import Quality, quality_of
from sovai.engine.bounds import bounds
from sovai.engine.clocks import horizon_times
from sovai.engine.compiled import Floats, System
from sovai.engine.control import ControlSweep
from sovai.engine.cutoff import expose, indicators, sweep_for
from sovai.engine.scoring import Scores, published, score
from sovai.engine.worlds import NominalWorld
from sovai.model.tree import Model
from sovai.model.vocabulary import LEVELS
from sovai.results.base import Interval, PartyKind


@dataclass(frozen=True)
class Nominal:
    """The nominal run of one country.

    Attributes
    ----------
    measured : array of shape (c, 3)
        Indicators.
    scores : Scores
        n = 1.
    control, loss : array of shape (c, p)
        What each party could withhold in the end, and what that would cost over the horizon.
    """

    measured: Floats
    scores: Scores
    control: Floats
    loss: Floats


def nominal_run(system: System, sweeps: Sequence[ControlSweep] | None = None) -> Nominal:
    """Return the nominal run; `sweeps` are those of `shared_sweeps`."""
    sweeps = shared_sweeps([system], horizon_times(system.horizon_years)) if sweeps is None else sweeps
    shape = (len(system.components), len(system.parties))
    measured, control, loss = np.zeros((shape[0], 3)), np.zeros(shape), np.zeros(shape)
    world, years = NominalWorld(), horizon_times(system.horizon_years)
    for c, (component, sweep) in enumerate(zip(system.components, sweeps, strict=True)):
        exposure = expose(component, system, world, years, sweep=sweep)
        lost = exposure.losses()
        measured[c] = indicators(exposure, lost, system)[:, 0]
        for party, held in exposure.control.items():
            control[c, party], loss[c, party] = held[0], lost[party][0]
    return Nominal(measured, score(measured[:, :, None], published(system), system), control, loss)


def by_kind(system: System) -> dict[PartyKind, list[int]]:
    """Return the places of the states and of the companies among the parties; a kind without any is left out."""
    states, companies = (np.flatnonzero(kind).tolist() for kind in (system.is_state, ~system.is_state))
    kinds: dict[PartyKind, list[int]] = {"jurisdiction": states, "company": companies}
    return {kind: members for kind, members in kinds.items() if members}


def largest_state(system: System, nominal: Nominal) -> int | None:
    """Return the place of the state with the largest weighted loss; None where none causes any."""
    losses = np.where(system.is_state, system.stack_weights @ nominal.loss, 0.0)
    return int(losses.argmax()) if losses.any() else None


def shared_sweeps(systems: Sequence[System], years: Floats) -> list[ControlSweep]:
    """Return the nominal sweep behind each component, which serves all countries of one universe."""
    world = NominalWorld()
    return [
        sweep_for([system.components[c] for system in systems], world, years) for c in range(len(systems[0].components))
    ]


@dataclass(frozen=True)
class Standing:
    """How far a score can be trusted: what it may be at most and at least, and what keeps it from being compared."""

    bounds: Interval
    quality: Quality
    obstacles: tuple[str, ...]


def standing_of(system: System, model: Model, sweeps: Sequence[ControlSweep] | None = None) -> Standing:
    """Return the standing of a country's score; `sweeps` are those of `shared_sweeps` over the horizon."""
    method, quality = model.weights.model, quality_of(system)
    low, high = (100.0 * end for end in bounds(system, sweeps))
    obstacles = ["coverage"] if quality.coverage < method.minimum_coverage.mode else []
    obstacles += [f"layer:{layer}" for layer, coverage in quality.layer_coverage.items() if coverage <= 0.0]
    obstacles += ["spread"] if high - low > method.maximum_spread.mode else []
    return Standing(Interval(low=low, high=high), quality, tuple(obstacles))


def level_of(score: float, model: Model) -> str:
    """Return the level of a score or layer, 0–1, in words."""
    return LEVELS[sum(score >= bound for bound in model.weights.model.level_bounds.value)]
