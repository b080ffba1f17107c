"""A CSV file read row by row, with faults that name file, row and remedy."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sovai.errors import DataError, Fault, UsageError

_MOST_FAULTS = 10
"""A long file with the same slip in each row is not read to its end."""


class Table:
    """A CSV file read row by row, with its columns found by name whatever their case.

    Attributes
    ----------
    path : Path
        The file.
    faults : list of Fault
        What was found in the rows so far.
    """

    def __init__(self, path: Path, rows: Iterator[list[str]], line: Callable[[], int]) -> None:
        self.path, self._rows, self._line = path, rows, line
        self.faults: list[Fault] = []
        header = next(rows, None)
        if header is None:
            raise DataError([Fault(str(path), "", "is empty", "name the CSV file as it was downloaded")])
        if not all(name.isprintable() and "\ufffd" not in name for name in header):
            remedy = "name the CSV file as it was downloaded, unpacked if it was packed"
            raise DataError([Fault(str(path), "", "is not a text file", remedy)])
        self.header = [name.strip() for name in header]
        self._position = {name.casefold(): i for i, name in reversed(list(enumerate(self.header)))}

    def has(self, *columns: str) -> bool:
        """Whether all these columns are there."""
        return all(column.casefold() in self._position for column in columns)

    def positions(self, columns: Sequence[str]) -> list[int]:
        """Return where columns stand; those that are missing are a fault."""
        missing = [column for column in columns if not self.has(column)]
        if missing:
            shown = ", ".join(self.header[:8]) + (", …" if len(self.header) > 8 else "")
            what = f"has no column {', '.join(missing)}"
            remedy = f"keep the header as it was downloaded, with commas between columns (found: {shown})"
            raise DataError([Fault(str(self.path), "row 1", what, remedy)])
        return [self._position[column.casefold()] for column in columns]

    def __iter__(self) -> Iterator[list[str]]:
        """Yield the rows after the header; lines without anything are passed over."""
        return filter(None, self._rows)

    def fault(self, what: str, remedy: str, *, where: str | None = None) -> None:
        """Add a fault of the current row; too many of them end the reading."""
        self.faults.append(Fault(str(self.path), where or f"row {self._line()}", what, remedy))
        if len(self.faults) >= _MOST_FAULTS:
            raise DataError(self.faults)

    def number(self, text: str, column: str) -> float:
        """Return a value that is finite and not negative; anything else is a fault, and 0."""
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if 0.0 <= value < math.inf:
            return value
        self.fault(f"{text.strip()!r} in column {column} is not a number", "write a plain number such as 1234.5")
        return 0.0

    def cut_short(self) -> None:
        """Add the fault of a row with too few columns."""
        self.fault("has fewer columns than the header", "mend the row, or download the file again")


@contextmanager
def opened(path: Path) -> Iterator[Table]:
    """Yield a CSV file as a table; its faults are raised at the end."""
    try:
        # Names of countries come in several encodings; they are not used, so that a wrong letter does no harm.
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            reader = csv.reader(file)
            table = Table(path, reader, lambda: reader.line_num)
            yield table
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror or error}); name a CSV file") from None
    except csv.Error as error:
        raise DataError([Fault(str(path), "", f"is not a CSV file ({error})", "unpack it if it is packed")]) from None
    if table.faults:
        raise DataError(table.faults)
