"""An edition as a folder: ``edition.json``, a file of figures for each country, and the data, which may be left out."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sovai.errors import DataError, Fault, UsageError
from sovai.loading.digests import tree_files
from sovai.loading.locate import EDITION_DATA, EDITION_FILE
from sovai.loading.toml import explain, shown, spell
from sovai.results.edition import Edition


def write_edition(edition: Edition, folder: str | Path, *, data: Path | None, replace: bool = False) -> None:
    """Write an edition as a folder, as a whole or not at all.

    Parameters
    ----------
    edition : Edition
        From `sovai.freeze`.
    folder : path
        A new folder.
    data : Path or None
        The data tree to copy into it; None leaves the data out, and only their digests say which they were.
    replace : bool
        Write over an older edition in that folder.

    Raises
    ------
    UsageError
        If the folder exists and may not be replaced, or cannot be written.
    """
    target = check_target(folder, replace=replace)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as draft:
            _fill(Path(draft) / "edition", edition, data)
            if target.exists():
                shutil.rmtree(target)
            (Path(draft) / "edition").rename(target)
    except OSError as error:
        raise UsageError(f"{target} cannot be written ({error.strerror}); name a folder that can be made") from None


def check_target(folder: str | Path, *, replace: bool) -> Path:
    """Return the folder that an edition may be written to, or raise `UsageError`."""
    target = Path(folder)
    if target.exists() and not replace:
        raise UsageError(f"{target} exists; name a new folder, or write over an edition with --replace")
    if target.exists() and not (target / EDITION_FILE).is_file():
        raise UsageError(f"{target} is no edition, so it is not replaced; name a new folder")
    return target


def _fill(folder: Path, edition: Edition, data: Path | None) -> None:
    (folder / "results").mkdir(parents=True)
    (folder / EDITION_FILE).write_text(edition.to_json(), encoding="utf-8")
    for code, figures in edition.figures.items():
        (folder / "results" / f"{code}.json").write_text(_lines(figures), encoding="utf-8")
    for name in tree_files(data) if data is not None else ():
        copy = folder / EDITION_DATA / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((data or Path()).joinpath(name).read_bytes())


def _lines(figures: Any) -> str:
    """Return figures as JSON with a line for each entry, so that a difference between editions can be read."""
    parts = []
    for key, value in figures.items():
        if key in ("layers", "parties"):
            entries = ",\n".join(f"  {json.dumps(name)}: {_compact(entry)}" for name, entry in value.items())
            parts.append(f" {json.dumps(key)}: {{\n{entries}\n }}")
        else:
            parts.append(f" {json.dumps(key)}: {_compact(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def read_edition(folder: str | Path) -> tuple[Edition, Path | None]:
    """Read an edition that `write_edition` wrote.

    Parameters
    ----------
    folder : path
        The folder of the edition.

    Returns
    -------
    edition : Edition
    data : Path or None
        Where its data lie, for `sovai.load_model`; None where it has none of its own.

    Raises
    ------
    UsageError
        If there is no edition.
    DataError
        If one of its files has faults.
    """
    root = Path(folder)
    head = root / EDITION_FILE
    if not head.is_file():
        raise UsageError(f"{root} holds no edition; name a folder that 'sovai freeze' wrote")
    edition = _edition(head)
    figures = {code: _figures(root / "results" / f"{code}.json") for code in edition.results}
    data = root / EDITION_DATA
    return edition.model_copy(update={"figures": figures}), data if data.is_dir() else None


def _edition(head: Path) -> Edition:
    """Return what ``edition.json`` says."""
    written = _json(head)
    if not isinstance(written, dict):
        raise DataError([Fault(str(head), "", "is not an object of JSON", _AS_WRITTEN)])
    if written.get("format") != _FORMAT or isinstance(written["format"], bool):
        if "format" not in written:
            raise DataError([Fault(str(head), "format", "is missing", _AS_WRITTEN)])
        what = f"{shown(written['format'])} is not the format that this version reads, which is {_FORMAT}"
        raise DataError([Fault(str(head), "format", what, "replay it with the version of sovai that wrote it")])
    try:
        return Edition.model_validate(written)
    except ValidationError as error:
        details = error.errors(include_url=False)
        faults = [Fault(str(head), spell(each["loc"]), explain(each, Edition)[0], _AS_WRITTEN) for each in details]
        raise DataError(faults) from None


_FORMAT = 1
_AS_WRITTEN = "take the file as 'sovai freeze' wrote it"


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        why = "is missing" if isinstance(error, FileNotFoundError) else f"cannot be read ({error})"
        raise DataError([Fault(str(file), "", why, _AS_WRITTEN)]) from None


def _figures(file: Path) -> dict[str, Any]:
    found = _json(file)
    if not isinstance(found, dict):
        raise DataError([Fault(str(file), "", "is not an object of JSON", _AS_WRITTEN)])
    return found
