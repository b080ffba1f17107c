"""Plan files of studies, checked against the data tree that they are about."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from sovai.errors import DataError, UsageError
from sovai.loading import country_list, parties_named, root_of, scenario_ids
from sovai.loading.toml import Location, Reader, suggest
from sovai.model.plan import Plan, StudyHead
from sovai.model.tree import Model


def load_plan(path: str | Path, *, model: Model) -> Plan:
    """Read and check the plan of a study.

    Parameters
    ----------
    path : str or path
    model : Model
        What its countries, scenarios and parties refer to.

    Raises
    ------
    DataError
        With every fault of the file.
    """
    file, reader = Path(path), Reader()
    tables = reader.tables(file)
    if tables is None:
        raise DataError(reader.faults)
    for key in sorted(tables.keys() - {"study"}):
        reader.fault(file, key, "unknown key", suggest(key, ("schema", "study")))
    head = reader.record(file, ("study",), StudyHead, tables.get("study", {}))
    if head is not None:
        for where, what, remedy in _faults(head, model):
            reader.fault(file, ("study", *where), what, remedy)
    if head is None or reader.faults:
        raise DataError(reader.faults)
    return Plan(study=head)


def check_plan(plan: Plan, *, model: Model) -> None:
    """Raise `DataError` with every fault of a plan that was not read from a file."""
    reader = Reader()
    for where, what, remedy in _faults(plan.study, model):
        reader.fault(Path("plan"), ("study", *where), what, remedy)
    if reader.faults:
        raise DataError(reader.faults)


def _faults(head: StudyHead, model: Model) -> Iterator[tuple[Location, str, str]]:
    if head.draws < 1:
        yield ("draws",), f"{head.draws} is not 1 or more", "write a whole number such as 10_000"
    if head.seed < 0:
        yield ("seed",), f"{head.seed} is below 0", "write a whole number from 0 on"
    horizon = head.horizon_years
    if horizon is not None and not (math.isfinite(horizon) and 0.0 <= horizon <= 100.0):
        yield ("horizon_years",), f"{horizon:g} is not between 0 and 100 years", "write a number of years such as 1.0"
    yield from _unknown("countries", head.countries or (), lambda name: country_list(name, model))
    yield from _unknown("home", head.home, lambda name: country_list(name, model))
    yield from _unknown("parties", head.parties, lambda name: parties_named(name, model))
    for place, party in enumerate(head.parties):
        if party.strip().upper() in model.catalogue.circles:
            yield ("parties", place), f"{party!r} is a circle", "name its members, or suppliers"
    known = scenario_ids(root_of(model))
    for place, scenario in enumerate(head.scenarios or ()):
        if scenario not in known:
            yield ("scenarios", place), f"there is no scenario {scenario!r}", suggest(scenario, known)
    for key in ("countries", "scenarios"):
        listed = getattr(head, key)
        if listed is not None and len(set(listed)) < len(listed):
            yield (key,), "names something more than once", "name each once"
    if head.countries is not None and not head.countries:
        yield ("countries",), "is empty", "name circles, codes or names, or leave it out for all profiles"


def _unknown(key: str, names: Iterable[str], find: Callable[[str], object]) -> Iterator[tuple[Location, str, str]]:
    for place, name in enumerate(names):
        try:
            find(name)
        except UsageError as error:
            what, _, remedy = str(error).partition("; ")
            yield (key, place), what, remedy or "correct the name"
