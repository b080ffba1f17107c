"""The tables of a document as sheets: a figure takes one column, an interval two, its unit stands in the header."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sovai.report.language import _, marked
from sovai.report.pages.blocks import Basis, Cell, Column, Document, Figure, Picture, Section, Spread, Table, Unit
from sovai.report.pages.marks import mark
from sovai.report.wording.ranking import WARNING

Value = str | float | None
_LONGEST_NAME = 31  # Excel's own limit
_UNITS: dict[Unit, str] = {
    "points": marked("{column} (0–100)"),
    "points changed": marked("{column} (points)"),
    "points apart": marked("{column} (points)"),
    "share": marked("{column} (%)"),
    "share changed": marked("{column} (percentage points)"),
    "years": marked("{column} (years)"),
    "million euros": marked("{column} (million euros)"),
}
_POINTS = 100.0  # percentage points of a whole: their header names them, so their cells hold no "%"


@dataclass(frozen=True)
class SheetColumn:
    """A column: its header with the unit, and the unit that says how its numbers are shown; None for text."""

    header: str
    unit: Unit | None = None


@dataclass(frozen=True)
class Sheet:
    """A table with its name; the first row is the header.

    Attributes
    ----------
    caution : bool
        Whether it holds what may not be compared with the rest.
    picture : Picture or None
        What the table is drawn as.
    """

    name: str
    title: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: str = ""
    caution: bool = False
    picture: Picture | None = None


def sheets(document: Document) -> Iterator[Sheet]:
    """Yield a sheet for each table; tables of one section with the same columns are one, with a column for the part."""
    names: set[str] = set()
    for section in (*document.front, *document.sections):
        for place, sheet in enumerate(_of_section(section)):
            first = place == 0 and not sheet.caution and len(section.title) <= _LONGEST_NAME
            wanted = section.title if first else sheet.name
            yield replace(sheet, name=_name(wanted, names))


def _of_section(section: Section) -> Iterator[Sheet]:
    found: dict[tuple[str, ...], list[tuple[Section, Table, Picture | None]]] = {}
    for part in _parts(section):
        for block in part.blocks:
            table = block.data if isinstance(block, Picture) else block
            if isinstance(table, Table):
                key = tuple(column.title for column in table.columns)
                found.setdefault(key, []).append((part, table, block if isinstance(block, Picture) else None))
    for tables in found.values():
        part, table, picture = tables[0]
        if len(tables) > 1:
            table = _together([(part, table) for part, table, _picture in tables])
            named = table.caption == section.title
            yield _sheet(table, table.caption if named else f"{section.title}: {table.caption}")
        else:
            yield _sheet(table, table.caption if part is section else f"{part.title}: {table.caption}", picture)


def _parts(section: Section) -> Iterator[Section]:
    yield section
    for below in section.sections:
        yield from _parts(below)


def _together(tables: Sequence[tuple[Section, Table]]) -> Table:
    """Return tables as one, with what tells them apart in front: their parts, or their captions within one part."""
    (part, first), *others = tables
    alone = any(part is not other for other, _table in others)
    labels = [part.title if alone else table.caption for part, table in tables]
    rows = tuple((label, *row) for label, (_part, table) in zip(labels, tables, strict=True) for row in table.rows)
    name = first.short or part.title
    return Table(name, (Column(_("Part")), *first.columns), rows, first.note, short=name)


def _sheet(table: Table, title: str, picture: Picture | None = None) -> Sheet:
    columns: list[SheetColumn] = []
    values: list[Sequence[Value]] = []
    before = ""
    for place, column in enumerate(table.columns):
        cells = [row[place] for row in table.rows]
        for header, unit, found in _columns(column.title, before, cells):
            columns.append(SheetColumn(_with_unit(header, unit), unit))
            values.append(found)
        if any(isinstance(cell, Figure) for cell in cells):
            before = column.title
    rows = tuple(zip(*values, strict=True)) if table.rows else ()
    caution = table.caption == _(WARNING)
    return Sheet(table.short or table.caption, title, tuple(columns), rows, table.note, caution, picture)


def _columns(title: str, before: str, cells: Sequence[Cell]) -> Iterator[tuple[str, Unit | None, list[Value]]]:
    """Yield header, unit and values of the columns that a column of a table takes."""
    figures = [cell for cell in cells if isinstance(cell, Figure)]
    spreads = [cell for cell in cells if isinstance(cell, Spread)]
    if figures or not spreads:
        yield title, figures[0].unit if figures else None, [_value(cell) for cell in cells]
    if spreads:
        # An interval belongs to the figure before it; one that has a name of its own keeps it.
        whose = before if before and _("Interval").casefold() in title.casefold() else title
        for end, header in (("low", _("{column}: low")), ("high", _("{column}: high"))):
            found = [getattr(cell, end) if isinstance(cell, Spread) else None for cell in cells]
            yield header.format(column=whose), spreads[0].unit, found


def _value(cell: Cell) -> Value:
    match cell:
        case str():
            return cell
        case Basis():
            return mark(cell)
        case Figure(value, unit, text):
            if value is None:
                return None if text in ("–", "?", "") else text
            return value * _POINTS if unit == "share changed" else value
        case Spread():
            return None


def _with_unit(header: str, unit: Unit | None) -> str:
    """Return a header with the unit of its numbers, unless it says it already."""
    message = _UNITS.get(unit) if unit is not None else None
    if message is None or header.endswith(")") or header.casefold() in _(message).format(column="").casefold():
        return header
    return _(message).format(column=header)


def _name(wanted: str, taken: set[str]) -> str:
    """Return a name that Excel takes: short, without certain signs, and no other sheet's."""
    plain = re.sub(r"[\[\]:*?/\\']", " ", wanted)
    plain = re.sub(r"\s+", " ", plain).strip(" ,.")
    for number in (0, *range(2, 100)):
        end = f" {number}" if number else ""
        name = _cut(plain, _LONGEST_NAME - len(end)) + end
        if name.casefold() not in taken:
            taken.add(name.casefold())
            return name
    raise ValueError(f"no name is left for a sheet on {wanted!r}")


def _cut(text: str, most: int) -> str:
    """Return as many whole words as fit."""
    if len(text) <= most:
        return text
    return text[: most + 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") if " " in text[:most] else text[:most]


def widest(rows: Iterable[Value]) -> int:
    """Return the length of the longest text of a column."""
    return max((len(value) for value in rows if isinstance(value, str)), default=0)
