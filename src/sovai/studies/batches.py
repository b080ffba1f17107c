"""Batches of a study: units in the same draws, so that what they have in common is drawn and computed once.

All countries live in one world, so what lies behind their sources is the same; and most scenarios stop supply without
moving any, so that a country's score under them is that of the country as recorded. The draws of a unit do not depend
on the batch that it is in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from sovai.assessment.refusals import changes_of, refusals_of
from sovai.assessment.scenarios import Applied, apply
from sovai.assessment.setting import Setting
from sovai.assessment.universe import Universe
from sovai.engine.compiled import Floats, System
from sovai.engine.interruption import joint_losses
from sovai.engine.together import Cohort, draw_countries
from sovai.engine.worlds import DrawnWorld
from sovai.model.profile import Profile
from sovai.model.scenario import Scenario
from sovai.studies.tables import Form, content_of
from sovai.studies.units import Computed, Unit, numbers_kept

COUNTRIES_PER_BATCH = 4


@dataclass(frozen=True)
class Shared:
    """What all units of a study share."""

    setting: Setting
    seed: int
    parties: tuple[str, ...]
    form: Form


@dataclass(frozen=True)
class Task:
    """A unit with what it is about, so that it can be computed elsewhere."""

    unit: Unit
    profile: Profile
    scenario: Scenario | None


Batch = tuple[Task, ...]


def batches_of(tasks: Iterable[Task], at_least: int = 1) -> list[Batch]:
    """Return tasks in batches: a few countries each, under all scenarios, in the same draws.

    Parameters
    ----------
    tasks : iterable of Task
    at_least : int
        Batches wanted, so that no process is idle; there are fewer only if there are fewer tasks.
    """
    codes = {code: place for place, code in enumerate(dict.fromkeys(task.unit.country for task in tasks))}
    found: dict[tuple[int, int], list[Task]] = {}
    for task in tasks:
        group = codes[task.unit.country] // COUNTRIES_PER_BATCH
        found.setdefault((group, task.unit.first), []).append(task)
    batches = [tuple(batch) for batch in found.values()]
    while len(batches) < at_least and (longest := max(batches, key=len, default=())) and len(longest) > 1:
        place, half = batches.index(longest), len(longest) // 2
        batches[place : place + 1] = longest[:half], longest[half:]
    return batches


def compute(shared: Shared, batch: Batch) -> list[Computed]:
    """Return the files of a batch; an error concerns one unit alone and is told, so that the others go on."""
    try:
        return [Computed(unit, content_of(columns, shared.form)) for unit, columns in _drawn(shared, batch)]
    except Exception as error:  # whatever it is, hours of other units must not be lost by it
        if len(batch) == 1:
            return [Computed(batch[0].unit, None, " ".join(f"{type(error).__name__}: {error}".split()))]
    half = len(batch) // 2
    return compute(shared, batch[:half]) + compute(shared, batch[half:])


def _drawn(shared: Shared, batch: Batch) -> Iterator[tuple[Unit, dict[str, Any]]]:
    """Yield the columns of each unit of a batch."""
    compiler = _Compiler(shared)
    cases = [_Case(compiler, task) for task in batch]
    cohorts = compiler.cohorts()
    by_system: dict[System, list[Floats]] = {system: [] for cohort in cohorts for system in cohort.systems}
    joint: dict[_Case, list[Floats]] = {case: [] for case in cases}
    for block in batch[0].unit.blocks:
        world = DrawnWorld(shared.seed, block.number, block.size)
        for cohort in cohorts:
            for _, i, drawn in draw_countries(cohort, block, seed=shared.seed, world=world):
                losses = [drawn.losses[party] for party in shared.parties]
                rows = np.stack([100.0 * drawn.score, *(100.0 * drawn.layers), *losses])
                by_system[cohort.systems[i]].append(rows.astype(np.float32))
        for case, loss in _joint_losses(cases, world):
            joint[case].append(loss.astype(np.float32))
    values = {system: np.concatenate(parts, axis=1) for system, parts in by_system.items()}
    for case in cases:
        loss = np.concatenate(joint[case]) if joint[case] else np.full(case.unit.size, np.nan, dtype=np.float32)
        yield case.unit, case.columns(values[case.system], loss)


def _joint_losses(cases: Iterable[_Case], world: DrawnWorld) -> Iterator[tuple[_Case, Floats]]:
    """Yield what cuts would leave unmet of the weighted need, shape (n,), of the cases that have any."""
    by_model: dict[int, dict[str, list[_Case]]] = {}
    for case in cases:
        if case.refusals:
            by_model.setdefault(id(case.model), {}).setdefault(case.unit.scenario, []).append(case)
    for groups in by_model.values():
        asked = [[(case.system, case.refusals) for case in group] for group in groups.values()]
        for group, losses in zip(groups.values(), joint_losses(asked, world), strict=True):
            for case, loss in zip(group, losses, strict=True):
                yield case, case.system.stack_weights @ loss


class _Compiler:
    """Countries as scenarios leave them, each compiled once; those of one model share what lies behind them."""

    def __init__(self, shared: Shared) -> None:
        self.shared = shared
        self._universes: dict[int, Universe] = {}
        self._known: dict[tuple[int, int], tuple[Applied, System]] = {}

    def system(self, applied: Applied) -> System:
        """Return a country under the changes that were applied to it; without any, that as recorded."""
        key = (id(applied.model), id(applied.profile))
        if key not in self._known:
            model, code = applied.model, applied.profile.country.code
            universe = self._universes.setdefault(id(model), Universe(model))
            setting = self.shared.setting
            system = setting.under(model).compile(applied.profile, home=setting.home_among(code), universe=universe)
            self._known[key] = applied, system  # what was applied is kept, so that no other has its identity
        return self._known[key][1]

    def cohorts(self) -> list[Cohort]:
        """Return all countries that were compiled, those of one model together."""
        found = []
        for model in self._universes:
            known = [pair for (of, _), pair in self._known.items() if of == model]
            codes = tuple(applied.profile.country.code for applied, _ in known)
            found.append(Cohort(tuple(system for _, system in known), codes, (self.shared.parties,) * len(known)))
        return found


class _Case:
    """A unit with the country as its scenario leaves it, and what the scenario stops."""

    def __init__(self, compiler: _Compiler, task: Task) -> None:
        self.unit, self._shared = task.unit, compiler.shared
        changes = () if task.scenario is None else changes_of(task.scenario)
        applied = apply([asked.change for asked in changes], task.profile, compiler.shared.setting.model)
        self.model, self.system = applied.model, compiler.system(applied)
        self.refusals = refusals_of(changes, self.system, applied.model.catalogue)

    def columns(self, rows: Floats, joint_loss: Floats) -> dict[str, Any]:
        """Return the columns of the unit's file, from score, layers and losses by party and the joint loss."""
        unit, home = self.unit, self._shared.setting.home_among(self.unit.country)
        layers, parties = self.system.layers, self._shared.parties
        split = 1 + len(layers)
        # Who is at home is no party: its loss is not 0, there is none.
        abroad = [self._shared.setting.model.catalogue.jurisdiction_of(party) not in home for party in parties]
        losses = [row if there else np.full_like(row, np.nan) for there, row in zip(abroad, rows[split:], strict=True)]
        drawn = dict(zip(numbers_kept(layers, parties), [*rows[:split], joint_loss, *losses], strict=True))
        for name, row in drawn.items():
            if not (np.isfinite(row).all() or np.isnan(row).all()):
                raise FloatingPointError(f"a draw of {name} is not finite")
        return {
            "country": [unit.country] * unit.size,
            "scenario": [unit.scenario] * unit.size,
            "draw": np.arange(unit.first, unit.first + unit.size, dtype=np.int64),
            **drawn,
        }
