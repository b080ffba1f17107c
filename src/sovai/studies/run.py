"""`study`: all countries under all scenarios of a plan, streamed into a folder; goes on where it was interrupted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from sovai._version import __version__
from sovai.assessment.command import option
from sovai.assessment.panel import Chosen, choose
from sovai.assessment.provenance import provenance_of
from sovai.assessment.setting import settle
from sovai.engine.parallel import Workers, check_workers, map_units, processes_of
from sovai.engine.streams import BLOCK
from sovai.errors import DataError, Fault, UsageError
from sovai.loading import country_list, load_model, load_scenario, parties_named, profile_codes, root_of
from sovai.loading.plans import check_plan, load_plan
from sovai.loading.scenarios import scenario_ids
from sovai.model.plan import Plan
from sovai.model.scenario import Scenario
from sovai.model.tree import Model
from sovai.results.base import CountryName
from sovai.results.study import Study
from sovai.studies.batches import Shared, Task, batches_of, compute
from sovai.studies.folder import Folder
from sovai.studies.tables import Form, check_form
from sovai.studies.units import RECORDED, Computed, Unit, numbers_kept, units_of

AHEAD = 16
"""Batches that may be under way, or wait to be written, where the number of workers is not known."""


def study(
    plan: str | Path | Plan,
    folder: str | Path,
    *,
    model: Model | None = None,
    form: Form = "parquet",
    workers: Workers = 1,
    ahead: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Study:
    """Draw every country under every scenario of a plan into a folder, or go on with what is there.

    Each unit, some blocks of draws of one country under one scenario, becomes one file. The folder holds the same bytes
    whatever the number of workers and of interruptions; a unit that fails is reported, tried again by the next run, and
    keeps no other from being computed.

    Parameters
    ----------
    plan : str, path or Plan
        A plan file, or a plan.
    folder : str or path
        A new folder, or one in which the same study was begun.
    model : Model, optional
        From `sovai.load_model`; without it the shipped one is loaded.
    form : {'parquet', 'csv'}
        Of the files; Parquet needs pyarrow.
    workers : int or callable
        As in SciPy: processes for the units, -1 for one per core, or a map-like callable such as ``pool.map``; see
        `sovai.engine.parallel.Workers`.
    ahead : int, optional
        How many batches of units may be under way or wait to be written, which bounds the memory; at least twice the
        workers keeps all of them busy. Without it twice the processes, or `AHEAD` for a callable.
    progress : callable, optional
        Called with the number of draws that have become available since the last call, those of earlier runs included.

    Returns
    -------
    Study

    Raises
    ------
    UsageError
        If an argument is out of bounds, pyarrow is missing, or the folder cannot be used.
    DataError
        If the plan, a scenario or the model has faults, or the folder holds another study or one begun with other data.
    """
    check_workers(workers)
    if ahead is not None and ahead < 2:
        raise UsageError(f"ahead {ahead}: give the number of batches that may be under way, from 2 on")
    check_form(form)
    model = load_model() if model is None else model
    found = plan if isinstance(plan, Plan) else load_plan(plan, model=model)
    check_plan(found, model=model)
    head = found.study
    scenarios = _scenarios(found, model)
    chosen = choose(_countries(found, model), model)
    setting = settle(model, home=head.home, horizon_years=head.horizon_years)
    shared = Shared(setting, head.seed, parties_named(head.parties, model), form)
    files = {f"scenarios/{key}.toml": one.digest for key, one in scenarios.items() if one is not None}
    named = [found.study.id if isinstance(plan, Plan) else str(plan), "--into", str(folder)]
    command = ["study", *named, *option("--files", form, "parquet")]
    provenance = provenance_of(model, chosen.profiles, command, files=files).model_copy(
        update={"seed": head.seed, "draws": head.draws}
    )
    store = Folder(Path(folder), _identity(found, form, provenance.digests))

    units = list(units_of(_codes(chosen), scenarios, head.draws))
    done, anew = store.done(), 0
    _tell(progress, sum(entry.draws for entry in done.values()))
    waiting = [unit for unit in units if unit.id not in done]
    computed = chain(
        _impossible(waiting, chosen), _computed(_tasks(waiting, chosen, scenarios), shared, workers, ahead)
    )
    for entry in store.append(map(store.keep, computed)):
        done[entry.id] = entry
        anew += entry.failure is None
        _tell(progress, entry.draws)
    entries = tuple(done[unit.id] for unit in units)
    store.close(entries)
    return Study(
        id=head.id,
        title=head.title or head.id,
        folder=str(folder),
        form=form,
        kept=tuple(numbers_kept(model.weights.layers, shared.parties)),
        home=tuple(sorted(setting.circle)),
        edition=model.weights.model.as_of,
        countries=tuple(map(CountryName.of, chosen.profiles)),
        scenarios=tuple(scenarios),
        units=entries,
        computed=anew,
        failed=chosen.failed,
        without_profile=chosen.without_profile,
        names={key: one.scenario.title for key, one in scenarios.items() if one is not None},
        provenance=provenance,
    )


def extent_of(plan: Plan, model: Model) -> int:
    """Return how many draws a plan asks for, over all countries and scenarios."""
    available = set(profile_codes(root_of(model)))
    named = _countries(plan, model)
    countries = available if named is None else available.intersection(country_list(named, model))
    return len(countries) * len(_scenario_names(plan, model)) * plan.study.draws


def _countries(plan: Plan, model: Model) -> tuple[str, ...] | None:
    return None if plan.study.countries is None else country_list(plan.study.countries, model)


def _scenario_names(plan: Plan, model: Model) -> tuple[str, ...]:
    asked = plan.study.scenarios
    return (RECORDED, *(scenario_ids(root_of(model)) if asked is None else asked))


def _scenarios(plan: Plan, model: Model) -> dict[str, Scenario | None]:
    """Return the scenarios by id, none for the countries as recorded; the faults of all of them at once."""
    found: dict[str, Scenario | None] = {RECORDED: None}
    faults: list[Fault] = []
    for key in _scenario_names(plan, model)[1:]:
        try:
            found[key] = load_scenario(key, model=model)
        except DataError as error:
            faults += error.faults
    if faults:
        raise DataError(faults)
    return found


def _identity(plan: Plan, form: Form, digests: Any) -> dict[str, Any]:
    """Return all that the bytes of a study depend on."""
    return {
        "schema": 1,
        "plan": plan.study.model_dump(mode="json", exclude={"title"}),
        "form": form,
        "sovai": __version__,
        "numpy": np.__version__,
        "block": BLOCK,
        "digests": dict(sorted(digests.items())),
    }


def _codes(chosen: Chosen) -> list[str]:
    """Return the countries of a study, those with faulty profiles included, in their order."""
    return sorted([*(p.country.code for p in chosen.profiles), *(Path(f.profile).stem for f in chosen.failed)])


def _impossible(units: Iterable[Unit], chosen: Chosen) -> Iterator[Computed]:
    """Yield the units that cannot be computed, since the profile has faults."""
    faults = {Path(failed.profile).stem: " · ".join(failed.faults) for failed in chosen.failed}
    yield from (Computed(unit, None, faults[unit.country]) for unit in units if unit.country in faults)


def _tasks(units: Iterable[Unit], chosen: Chosen, scenarios: Mapping[str, Scenario | None]) -> list[Task]:
    """Return the other units with what they are about."""
    profiles = {profile.country.code: profile for profile in chosen.profiles}
    return [Task(unit, profiles[unit.country], scenarios[unit.scenario]) for unit in units if unit.country in profiles]


def _computed(tasks: Iterable[Task], shared: Shared, workers: Workers, ahead: int | None) -> Iterator[Computed]:
    """Yield the files of units, batch by batch."""
    processes = None if callable(workers) else processes_of(workers)
    if ahead is None:
        ahead = AHEAD if processes is None else max(2, 2 * processes)
    found = map_units(partial(compute, shared), batches_of(tasks, processes or 1), workers=workers, ahead=ahead)
    return chain.from_iterable(found)


def _tell(progress: Callable[[int], None] | None, draws: int) -> None:
    if progress is not None and draws:
        progress(draws)
