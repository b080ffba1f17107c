"""Scenario and lever files of a tree: which there are, and each as a checked record."""

from __future__ import annotations

import tomllib
from pathlib import Path

from sovai.errors import DataError, UsageError
from sovai.loading.changes import FOLDERS, CheckChanges
from sovai.loading.known import Known
from sovai.loading.locate import is_path, root_of
from sovai.loading.toml import Reader, suggest
from sovai.model.lever import Lever, LeverHead
from sovai.model.scenario import Precedent, Scenario, ScenarioHead
from sovai.model.tree import Model


def scenario_ids(root: Path) -> tuple[str, ...]:
    """Return the ids of the scenarios of a tree, sorted."""
    return _ids(root, "scenario")


def lever_ids(root: Path) -> tuple[str, ...]:
    """Return the ids of the levers of a tree, sorted."""
    return _ids(root, "lever")


def _ids(root: Path, what: str) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in (root / FOLDERS[what]).glob("*.toml")))


def load_scenario(scenario: str | Path, *, model: Model) -> Scenario:
    """Read and check a scenario.

    Parameters
    ----------
    scenario : str or path
        The id of a scenario of the model's tree, or the path of a file.
    model : Model
        What its changes refer to.

    Returns
    -------
    Scenario

    Raises
    ------
    DataError
        With every fault of the file.
    UsageError
        If the tree has no such scenario.
    """
    found = _load("scenario", scenario, model)
    assert isinstance(found, Scenario)
    return found


def load_lever(lever: str | Path, *, model: Model) -> Lever:
    """Read and check a lever; arguments and errors are those of `load_scenario`."""
    found = _load("lever", lever, model)
    assert isinstance(found, Lever)
    return found


def _load(what: str, wanted: str | Path, model: Model) -> Scenario | Lever:
    root = root_of(model)
    if isinstance(wanted, Path) or is_path(wanted):
        path = Path(wanted)
    elif wanted in (ids := _ids(root, what)):
        path = root / FOLDERS[what] / f"{wanted}.toml"
    else:
        raise UsageError(f"there is no {what} {wanted!r}; {suggest(wanted, ids)}")
    reader = Reader(root)
    found = read_changes(reader, path, Known.of_model(model), what=what)
    if found is None or reader.faults:
        raise DataError(reader.faults)
    return found


def holds_changes(path: Path) -> str | None:
    """Return whether a file is a ``scenario`` or a ``lever``; None for a profile and for what cannot be read."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return None
    return next((what for what in FOLDERS if what in tables), None)


def read_changes(reader: Reader, path: Path, known: Known, *, what: str | None = None) -> Scenario | Lever | None:
    """Return a scenario or lever, or None with its faults added; `what` asks for one of the two."""
    tables = reader.tables(path)
    if tables is None:
        return None
    what = what or next((name for name in FOLDERS if name in tables), "scenario")
    keys = {what, "changes", *(["precedents"] if what == "scenario" else [])}
    for key in sorted(tables.keys() - keys):
        reader.fault(path, key, "unknown key", suggest(key, {"schema", *keys}))
    table = tables.get(what, {})
    head: ScenarioHead | LeverHead | None
    if what == "scenario":
        head = reader.record(path, (what,), ScenarioHead, table)
    else:
        head = reader.record(path, (what,), LeverHead, table)
    check = CheckChanges(reader, path, known)
    if head is not None:
        check.head(what, head)
    precedents = [record for _, record in check.records(tables, "precedents", lambda _: Precedent)]
    changes = list(check.records(tables, "changes", check.kind_of))
    for i, record in changes:
        check.change(("changes", i), record)
    if not tables.get("changes"):
        reader.fault(path, "changes", "is missing", "write at least one [[changes]]")
    if head is None or not changes:
        return None
    listed = tuple(record for _, record in changes)
    found: Scenario | Lever
    if isinstance(head, LeverHead):
        found = Lever.model_construct(lever=head, changes=listed)
    else:
        found = Scenario.model_construct(scenario=head, precedents=tuple(precedents), changes=listed)
    found._digest = reader.digests[reader.name(path)]
    return found
