"""Writes changed profiles: all of them or none."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from sovai.authoring.trade.profiles import Rewritten
from sovai.errors import UsageError


def write(changes: Iterable[Rewritten]) -> None:
    """Write changed profiles; where one of them cannot be written, none is.

    Raises
    ------
    UsageError
        If the folder cannot be written to.
    """
    changed = [change for change in changes if change.after != change.before]
    staged: list[tuple[Rewritten, Path]] = []
    done: list[Rewritten] = []
    try:
        for change in changed:
            staged.append((change, _stage(change.path, change.after)))  # noqa: PERF401 (a failure must find the others)
        for change, draft in staged:
            draft.replace(change.path)
            done.append(change)
    except OSError as error:
        for change in done:
            _stage(change.path, change.before).replace(change.path)
        raise UsageError(f"{error.filename} cannot be written ({error.strerror}); no profile was changed") from None
    finally:
        for _, draft in staged:
            draft.unlink(missing_ok=True)


def _stage(path: Path, text: str) -> Path:
    """Write a text beside the file it will replace, with that file's mode, and return where it is."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "wb") as file:
        file.write(text.encode())
    Path(name).chmod(path.stat().st_mode)
    return Path(name)
