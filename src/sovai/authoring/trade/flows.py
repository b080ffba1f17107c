"""Flows of goods between states, as any statistics give them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from sovai.authoring.csv_table import Table
from sovai.authoring.trade.statistics import HEADINGS, Imports, Trade
from sovai.errors import DataError, Fault
from sovai.model import countries

Flows = defaultdict[str, defaultdict[str, float]]
"""Importer → exporter → value."""

TAIWAN = frozenset({"490", "S19"})
"""Codes that both statistics write for "Other Asia, not elsewhere specified", which is Taiwan."""
CODES = frozenset(heading.code for heading in HEADINGS.values())
"""The headings that are read."""


def no_flows() -> Flows:
    """Return flows to be added to."""
    return defaultdict(lambda: defaultdict(float))


def renamed(flows: Mapping[str, Mapping[str, float]], codes: Mapping[str, str]) -> Flows:
    """Return flows with ISO codes in place of the statistics' own."""

    def iso(code: str) -> str:
        return "TWN" if code in TAIWAN else codes.get(code, code)

    found = no_flows()
    for importer, origins in flows.items():
        for origin, value in origins.items():
            found[iso(importer)][iso(origin)] += value
    return found


def trade_of(
    source: str,
    flows: Mapping[str, Flows],
    totals: Mapping[tuple[str, str], float] = {},
    mirrored: Collection[tuple[str, str]] = (),
) -> Trade:
    """Return what states import from states, by heading; codes that are no state are counted, not dropped.

    `totals` are imports by heading and importer where the statistics state them, and `mirrored` those that are the
    exporters' figures.
    """
    states = {code for values in flows.values() for code in _codes_in(values) if countries.is_iso(code)}
    unplaced: defaultdict[str, float] = defaultdict(float)
    imports: dict[str, dict[str, Imports]] = {code: {} for code in flows}
    everything = 0.0
    for code, values in flows.items():
        for importer, origins in values.items():
            sum_of_origins = sum(origins.values())
            total = max(sum_of_origins, totals.get((code, importer), 0.0))
            everything += total
            if importer not in states:
                unplaced[importer] += total
                continue
            for origin, value in origins.items():
                if origin not in states:
                    unplaced[origin] += value
            if total > sum_of_origins:
                unplaced["partners that the file does not list"] += total - sum_of_origins
            if total > 0:
                by_origin = {origin: value for origin, value in origins.items() if origin in states}
                imports[code][importer] = Imports(by_origin, total, (code, importer) in mirrored)
    return Trade(source, imports, {code: value / everything for code, value in unplaced.items() if value})


def _codes_in(flows: Flows) -> set[str]:
    return set(flows).union(*flows.values())


def require_year(table: Table, values: Mapping[str, Flows], year: int, others: set[str]) -> None:
    """Ask that something was read; say which years there are otherwise."""
    if table.faults:
        raise DataError(table.faults)
    if any(values.values()):
        return
    annual = sorted(text for text in others if len(text) == 4)
    what = f"has no imports of {year} under HS {', '.join(sorted(CODES))}"
    if annual:
        remedy = f"there are {', '.join(annual)}: give --year {annual[-1]}, or another file"
    elif others:
        remedy = "its figures are monthly: download the annual ones"
    else:
        remedy = "it has none of any year: name a file with these headings, as four or six digits"
    raise DataError([Fault(str(table.path), "", what, remedy)])
