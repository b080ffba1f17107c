"""A CSV file as the rows that a spreadsheet shows."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from sovai.authoring.sheet import COLUMNS
from sovai.errors import DataError, Fault

_DELIMITERS = ",;\t"
_TOLD = re.compile(r"sep=([,;\t|])\1*(?:\r\n?|\n)")
"""A first line that spreadsheets obey and neither show nor count."""
_ENOUGH = 3
"""A row with so many names of columns is the row that names them."""

Line = tuple[int, list[str]]
"""The number of a row as a spreadsheet shows it, and its cells without the space around them."""


def read_lines(path: Path) -> list[Line]:
    """Return the rows of a CSV file that are not empty.

    Raises
    ------
    DataError
        If it cannot be read.
    """
    text = _text(path)
    told = _TOLD.match(text)
    text = text[told.end() :] if told else text
    sign = told[1] if told else max(_DELIMITERS, key=lambda sign: _columns_with(sign, text))
    found: list[Line] = []
    number = 0
    try:
        for number, cells in enumerate(csv.reader(_stream(text), delimiter=sign, strict=True), 1):
            found.append((number, [cell.strip() for cell in cells]))
    except csv.Error as error:
        raise _unreadable(
            path, f"row {number + 1}", f"cannot be read ({error})",
            "close each quotation mark and double those inside a text",
        ) from None  # fmt: skip
    return [(number, cells) for number, cells in found if any(cells)]


def column_names(cells: list[str]) -> list[str]:
    """Return the cells as names of columns: ``Range low`` is ``range_low``."""
    return ["_".join(cell.casefold().split()) for cell in cells]


def names_columns(cells: list[str]) -> bool:
    """Whether a row names the columns of the table."""
    return len(set(COLUMNS) & set(column_names(cells))) >= _ENOUGH


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
        marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))  # what spreadsheets call Unicode text
        return content.decode("utf-16" if marked else "utf-8-sig")
    except OSError as error:
        what = f"cannot be read ({error.strerror or error})"
        raise _unreadable(path, "", what, "name a file that exists and is readable") from None
    except UnicodeDecodeError as error:
        raise _unreadable(path, "", f"is not UTF-8 text (byte {error.start})", "save it as 'CSV UTF-8'") from None


def _columns_with(sign: str, text: str) -> int:
    """Return how many columns the table has if this is the delimiter; 0 if there is no table then."""
    try:
        return next((len(cells) for cells in csv.reader(_stream(text), delimiter=sign) if names_columns(cells)), 0)
    except csv.Error:
        return 0


def _stream(text: str) -> io.StringIO:
    return io.StringIO(text, newline="")


def _unreadable(path: Path, place: str, what: str, remedy: str) -> DataError:
    return DataError([Fault(str(path), place, what, remedy)])
