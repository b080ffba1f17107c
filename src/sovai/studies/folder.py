"""The folder of a study: what it is, one file per unit, and a journal of the units that are done.

``study.json`` says what the study is, and is written once. Each unit is one file, put in its place as a whole; a line
of ``units.jsonl`` then says that it is there, with its digest. A line that was being written when the study was
interrupted, and a file without a line, count for nothing: that unit is computed again, into the same file.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sovai.errors import DataError, Fault, UsageError
from sovai.results.study import UnitFound
from sovai.studies.units import Computed, Unit

HEAD, JOURNAL, DRAWS = "study.json", "units.jsonl", "draws"


class Folder:
    """A folder that holds one study.

    Parameters
    ----------
    path : Path
        Created where it does not exist.
    head : mapping
        What the study is: plan, form, digests of data, versions.

    Raises
    ------
    DataError
        If the folder holds a study that is another one, or was begun with other data; each difference is a fault.
    UsageError
        If it holds other files, or cannot be written.
    """

    def __init__(self, path: Path, head: Mapping[str, Any]) -> None:
        self.path, self.form = path, str(head["form"])
        known = path / HEAD
        try:
            if known.exists():
                _check_same(known, json.loads(json.dumps(head)))
            elif path.exists() and (not path.is_dir() or any(path.iterdir())):
                raise UsageError(f"{path} holds something else; name a new folder, or that of a study to go on with")
            else:
                path.mkdir(parents=True, exist_ok=True)
                write_atomically(known, (json.dumps(head, indent=2, ensure_ascii=False) + "\n").encode())
        except OSError as error:
            raise UsageError(f"{error.filename or path} cannot be written ({error.strerror})") from None

    def file(self, unit: Unit) -> str:
        """Return where the file of a unit lies in the folder."""
        return f"{DRAWS}/{unit.id}.{self.form}"

    def done(self) -> dict[str, UnitFound]:
        """Return the units that are done, by id: those of the journal whose files are there and whole."""
        return {entry.id: entry for entry in self._journal() if self._is_whole(entry)}

    def _journal(self) -> Iterator[UnitFound]:
        try:
            lines = (self.path / JOURNAL).read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return
        except OSError as error:
            raise UsageError(f"{self.path / JOURNAL} cannot be read ({error.strerror})") from None
        for line in lines:
            try:
                yield UnitFound.model_validate_json(line)
            except ValueError:  # the last line of an interrupted run
                continue

    def _is_whole(self, entry: UnitFound) -> bool:
        if entry.file is None:
            return False
        try:
            content = (self.path / entry.file).read_bytes()
        except OSError:  # lost, or on a part of a disk that cannot be read any more
            return False
        return hashlib.sha256(content).hexdigest() == entry.sha256

    def keep(self, computed: Computed) -> UnitFound:
        """Put the file of a unit in its place, if there is one, and return its entry for the journal."""
        if computed.content is None:
            return _entry(computed.unit, failure=computed.failure)
        file = self.file(computed.unit)
        with _going_on_later(self.path):
            (self.path / file).parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self.path / file, computed.content)
        return _entry(computed.unit, file=file, sha256=hashlib.sha256(computed.content).hexdigest())

    def append(self, entries: Iterator[UnitFound]) -> Iterator[UnitFound]:
        """Yield entries after each is a line of the journal."""
        with _going_on_later(self.path):
            journal = (self.path / JOURNAL).open("a+b", buffering=0)
        with journal:
            if journal.tell() and not _ends_a_line(journal):
                journal.write(b"\n")  # what an interruption left of a line stays one that counts for nothing
            for entry in entries:
                with _going_on_later(self.path):
                    journal.write(_line(entry))
                    os.fsync(journal.fileno())
                yield entry

    def close(self, entries: Sequence[UnitFound]) -> None:
        """Write the journal anew, one line per unit in their order, as if there had been no interruption."""
        with _going_on_later(self.path):
            write_atomically(self.path / JOURNAL, b"".join(map(_line, entries)))


@contextmanager
def _going_on_later(folder: Path) -> Iterator[None]:
    """Raise `UsageError` where a file cannot be written: what is there stays, and a later run goes on from it."""
    try:
        yield
    except OSError as error:
        raise UsageError(
            f"{folder} cannot be written ({error.strerror}); "
            "what is there stays, and the same command goes on from it once there is room and leave to write"
        ) from None


def _entry(unit: Unit, **more: str) -> UnitFound:
    return UnitFound(
        id=unit.id, country=unit.country, scenario=unit.scenario, first=unit.first, draws=unit.size, **more
    )


def _line(entry: UnitFound) -> bytes:
    return (entry.model_dump_json() + "\n").encode()


def _ends_a_line(file: Any) -> bool:
    file.seek(-1, os.SEEK_END)
    return bool(file.read(1) == b"\n")


def write_atomically(target: Path, content: bytes) -> None:
    """Write a file as a whole: a reader, or a later run, sees all of it or the one before."""
    waiting = target.with_name(f".{target.name}.part")
    try:
        with waiting.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        waiting.replace(target)
    except OSError:
        with suppress(OSError):
            waiting.unlink()
        raise


def _check_same(path: Path, head: Mapping[str, Any]) -> None:
    """Raise `DataError` with every difference between what a folder holds and what is asked for."""
    try:
        begun = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        begun = None
    if not isinstance(begun, dict):
        raise UsageError(f"{path} is not that of a study; name another folder")
    remedy = "name another folder, or go back to what the study was begun with"
    faults = [
        Fault(str(path), where, f"the study was begun with {_shown(was)}, and now it is {_shown(now)}", remedy)
        for where, was, now in _differences(begun, head)
    ]
    if faults:
        raise DataError(faults)


def _differences(was: Any, now: Any, where: str = "") -> Iterator[tuple[str, Any, Any]]:
    if isinstance(was, dict) and isinstance(now, dict):
        for key in sorted({*was, *now}):
            yield from _differences(was.get(key), now.get(key), f"{where}.{key}" if where else key)
    elif was != now:
        yield where, was, now


def _shown(value: Any) -> str:
    text = "nothing" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "…"
