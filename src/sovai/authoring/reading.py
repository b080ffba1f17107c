"""From a sheet to a checked profile: every fault in one run, with row and column."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sovai.authoring import cells as read
from sovai.authoring.lines import Line, column_names, names_columns, read_lines
from sovai.authoring.sheet import COLUMNS, HEAD
from sovai.errors import DataError, Fault
from sovai.loading.checking import Check
from sovai.loading.checks import check_profile
from sovai.loading.known import Known
from sovai.loading.toml import Location, Reader, shown, suggest
from sovai.model.profile import Country, Profile, Source
from sovai.model.tree import Model
from sovai.model.vocabulary import COMPONENT_IDS

_REQUIRED = ("component", "share")
_ENDS = ("range_low", "range_high")
_TEXTS = ("supplier", "mix", "access", "grade", "note")
_SHARES = ("share", *_ENDS)


def read_sheet(path: Path, *, model: Model) -> Profile:
    """Read and check a profile kept as CSV.

    Commas, semicolons and tabs are understood as delimiters, decimal commas and points, percent signs, byte-order marks
    and any line ends. Rows with nothing but a component are left out.

    Parameters
    ----------
    path : path
        The file.
    model : Model
        What the profile refers to.

    Raises
    ------
    DataError
        With every fault of the file, in the order of its rows.
    """
    lines = read_lines(path)
    top = next((i for i, (_, cells) in enumerate(lines) if names_columns(cells)), None)
    if top is None:
        remedy = f"start from 'sovai template', or name the columns: {', '.join(COLUMNS)}"
        raise DataError([Fault(str(path), "", "has no row with the names of the columns", remedy)])
    sheet = _Sheet(path)
    country = sheet.country(lines[:top])
    columns = sheet.columns(lines[top])
    if columns is not None:
        known = Known.of_model(model).beside(country)
        sheet.rows(columns, lines[top + 1 :], known)
        check_profile(sheet, path, country, sheet.layers, known)
    if country is None or sheet.faults:
        raise DataError(sorted(sheet.faults, key=_row))
    return Profile.of_rows(country, sheet.layers)


class _Sheet(Reader):
    """A reader whose places are rows and columns.

    The loader's checks name a row by its position; here that is its number in the sheet.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.head: dict[str, int] = {}
        self.layers: dict[str, dict[str, dict[int, Source]]] = {}

    def fault(self, path: Path, where: Location | str, what: str, remedy: str) -> None:
        """Add a fault, with the place and the remedy in terms of the sheet."""
        place = where if isinstance(where, str) else self._place(where)
        super().fault(path, place, what, remedy.replace("range = [low, high]", " and ".join(_ENDS)))

    def cell(self, row: int, column: str, what: str, remedy: str) -> None:
        """Add a fault of a cell of the table."""
        self.fault(self.path, f"row {row}, column {column}", what, remedy)

    def _place(self, where: Location) -> str:
        match where:
            case ("country", str(key)):
                return f"row {self.head[key]}, {key}" if key in self.head else f"above the table, {key}"
            case (_, _, row, "range", int(end)):
                return f"row {row}, column {_ENDS[end]}"
            case (_, _, row, column, *_):
                return f"row {row}, column {column}"
            case (_, _, row):
                return f"row {row}"
        layer, name = map(str, where)
        rows = list(self.layers[layer][name])
        return f"rows {rows[0]} to {rows[-1]}, {layer}.{name}"

    def country(self, lines: Sequence[Line]) -> Country | None:
        """Return the country of the lines above the table."""
        data: dict[str, Any] = {}
        for row, (name, *values) in lines:
            (key,) = column_names([name])
            place, given = f"row {row}, {key}", [value for value in values if value]
            if key not in HEAD:
                self.fault(self.path, f"row {row}, column 1", f"{shown(name)} is not known here", suggest(key, HEAD))
            elif key in self.head:
                self.fault(self.path, place, "second line of this name", "remove one of the two")
            else:
                self.head[key] = row
                data |= {key: given[0]} if given else {}
                if len(given) > 1:
                    self.fault(self.path, place, "has more than one value", "write the value in quotation marks")
        if "as_of" in data and (day := read.date(text := data["as_of"])) is None:
            what = f"{shown(text)} is not a date that can be read one way only"
            self.fault(self.path, f"row {self.head['as_of']}, as_of", what, "write it as 2026-06-30")
            day = dt.date.min
        return self.record(self.path, ("country",), Country, data | ({"as_of": day} if "as_of" in data else {}))

    def columns(self, line: Line) -> list[str] | None:
        """Return the names of the columns, or None with faults: the rows cannot be read then."""
        row, cells = line
        names = column_names(cells)
        before = len(self.faults)
        for i, name in enumerate(names):
            if name and name not in COLUMNS:
                self.cell(row, cells[i], "unknown column", suggest(name, COLUMNS))
            elif name and name in names[:i]:
                self.cell(row, cells[i], "second column of this name", "remove one of the two")
        for name in _REQUIRED:
            if name not in names:
                self.cell(row, name, "is missing", "add the column")
        return names if len(self.faults) == before else None

    def rows(self, names: Sequence[str], lines: Sequence[Line], known: Known) -> None:
        """Keep the valid rows below the names of the columns; the others leave faults."""
        for row, cells in lines:
            named = {name: cell for name, cell in zip(names, cells, strict=False) if name and cell}
            astray = [i for i, cell in enumerate(cells, 1) if cell and (i > len(names) or not names[i - 1])]
            for i in astray:
                remedy = "name the column, or put a text that holds the delimiter in quotation marks"
                self.cell(row, str(i), f"{shown(cells[i - 1])} stands in a column without a name", remedy)
            if not named.keys() - {"component"}:
                continue
            component, source = self._component(row, named), self._source(row, named)
            if component is not None and source is not None:
                layer, name = component.split(".")
                self.layers.setdefault(layer, {}).setdefault(name, {})[row] = source
            else:
                self._check_ids(row, named, Check(self, self.path, known))

    def _check_ids(self, row: int, cells: Mapping[str, str], check: Check) -> None:
        """Check what a row that is not kept refers to; of the others, the loader's checks ask it."""
        where = ("", "", row)
        if "supplier" in cells:
            check.supplier((*where, "supplier"), cells["supplier"])
        if "mix" in cells:
            check.exists((*where, "mix"), "mixes", cells["mix"], "mix")
        check.evidence(where, _ids(cells))

    def _component(self, row: int, cells: Mapping[str, str]) -> str | None:
        component = cells.get("component", "")
        if component in COMPONENT_IDS:
            return component
        what = f"{shown(component)} is not a component" if component else "is missing"
        self.cell(row, "component", what, suggest(component, COMPONENT_IDS))
        return None

    def _source(self, row: int, cells: Mapping[str, str]) -> Source | None:
        before = len(self.faults)
        for column, cell in cells.items():
            if read.is_broken(cell):
                remedy = "mend the formula, or write the value in its place"
                self.cell(row, column, f"{shown(cell)} is an error of the spreadsheet", remedy)
        shares = {column: self._share(row, column, cells[column]) for column in _SHARES if column in cells}
        data: dict[str, Any] = {column: cells[column] for column in _TEXTS if column in cells}
        data["evidence"] = _ids(cells)
        if "share" in shares:
            data["share"] = 0.0 if shares["share"] is None else shares["share"]
        absent = [column for column in _ENDS if column not in cells]
        if len(absent) == 1:
            self.cell(row, absent[0], "is missing", "give both ends of the range, or none")
        elif not absent and None not in shares.values():
            data["range"] = [shares[column] for column in _ENDS]
        source = self.record(self.path, ("", "", row), Source, data)
        return source if len(self.faults) == before else None

    def _share(self, row: int, column: str, cell: str) -> float | None:
        value = read.number(cell)
        if value is None and not read.is_broken(cell):
            self.cell(row, column, f"{shown(cell)} is not a number", "write a fraction such as 0.35, or 35 %")
        return value


def _ids(cells: Mapping[str, str]) -> list[str]:
    return re.findall(r"[^\s,;]+", cells.get("evidence", ""))


def _row(fault: Fault) -> int:
    found = re.match(r"rows? (\d+)", fault.path)
    return int(found[1]) if found else 0
