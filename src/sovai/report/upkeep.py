"""Faults and warnings of a data tree as lines and as records."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from sovai.errors import Fault, UpkeepWarning, WarningKind
from sovai.report import numbers
from sovai.report.data import Locale, to_csv
from sovai.report.document.parts import table

COLUMNS = ("kind", "file", "path", "what", "remedy")
_FEW = 3
_HEADINGS: dict[WarningKind, tuple[str, str]] = {
    "no edition": ("missing date", "missing dates"),
    "old source": ("source older than 24 months", "sources older than 24 months"),
    "measure": ("measure to check again", "measures to check again"),
    "judgement": ("judgement without a note", "judgements without a note"),
    "weak source": ("row on one weak source", "rows on one weak source"),
    "scenario": ("scenario to check again", "scenarios to check again"),
}


def warning_lines(warnings: Sequence[UpkeepWarning], *, every: bool = False) -> Iterator[str]:
    """Yield the warnings by kind: count, what to do about them, and the first few, or all."""
    for kind, (one, many) in _HEADINGS.items():
        found = [warning for warning in warnings if warning.kind == kind]
        if found:
            shown = found if every else found[:_FEW]
            yield ""
            yield f"{numbers.count(len(found))} {one if len(found) == 1 else many}: {found[0].remedy}"
            yield from (f"  {warning.file}: {warning.path}: {warning.what}" for warning in shown)
            if len(found) > len(shown):
                yield f"  and {numbers.count(len(found) - len(shown))} more"
    if warnings:
        yield ""
        yield _count(len(warnings), "warning") + (
            "" if every else "; --all shows every one, --format csv writes them as a table"
        )


def to_records(found: Sequence[Fault]) -> list[dict[str, str]]:
    """Return faults and warnings as flat rows; the kind of a fault is ``fault``."""
    return [{"kind": getattr(fault, "kind", "fault")} | {k: getattr(fault, k) for k in COLUMNS[1:]} for fault in found]


def render(found: Sequence[Fault], form: str, *, locale: Locale = "en") -> str:
    """Return faults and warnings as ``json``, ``csv`` or ``markdown``."""
    records = to_records(found)
    if form == "json":
        return json.dumps(records, ensure_ascii=False, indent=2) + "\n"
    if form == "markdown":
        return "\n".join(_page(records))
    return to_csv(records, COLUMNS, locale=locale)


def _page(records: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """Yield the lines of a page: how many there are, and a table."""
    faults = sum(record["kind"] == "fault" for record in records)
    yield f"# Check: {_count(faults, 'fault')}, {_count(len(records) - faults, 'warning')}"
    yield ""
    if records:
        yield from table(COLUMNS, ([_cell(record[column]) for column in COLUMNS] for record in records))


def _cell(text: str) -> str:
    """Return a text that cannot end a cell or a row."""
    return " ".join(text.split()).replace("|", "\\|")


def _count(number: int, what: str) -> str:
    return f"{numbers.count(number) if number else 'no'} {what}{'' if number == 1 else 's'}"
