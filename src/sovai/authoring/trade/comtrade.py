"""UN Comtrade: what countries report of their imports and exports, with totals beside their parts."""

from __future__ import annotations

from sovai.authoring.csv_table import Table
from sovai.authoring.trade.flows import CODES, Flows, no_flows, renamed, require_year, trade_of
from sovai.authoring.trade.statistics import WORLD_IMPORTERS, Trade

COMTRADE_COLUMNS = ("period", "reporterISO", "partnerISO", "flowCode", "cmdCode", "primaryValue")
WORLD = "W00"
"""Comtrade's code for all partners together."""

# Comtrade's further dimensions and the codes of their totals; other rows are parts of these.
_TOTALS = {
    "partner2iso": frozenset({"", WORLD}),
    "partner2code": frozenset({"", "0"}),
    "customscode": frozenset({"", "C00"}),
    "motcode": frozenset({"", "0"}),
    "moscode": frozenset({"", "0"}),
}


def read_comtrade(table: Table, year: int) -> Trade:
    """Read a year of UN Comtrade; who reports no imports is seen through the exports of the others."""
    period, reporter, partner, flow, product, value = table.positions(COMTRADE_COLUMNS)
    parts = [(table.positions([name])[0], totals) for name, totals in _TOTALS.items() if table.has(name)]
    values = {(f, n): {code: no_flows() for code in CODES} for f in "MX" for n in (4, 6)}
    years: set[str] = set()
    for row in table:
        try:
            code = row[product].strip()
            kind = values.get((row[flow].strip(), len(code)))
            if kind is None or code[:4] not in CODES or any(row[at].strip() not in totals for at, totals in parts):
                continue
            if row[period].strip() == str(year):
                kind[code[:4]][row[reporter].strip()][row[partner].strip()] += table.number(row[value], "primaryValue")
            else:
                years.add(row[period].strip())
        except IndexError:
            table.cut_short()
    merged = {
        f: {code: {**values[f, 6][code], **values[f, 4][code]} for code in CODES} for f in "MX"
    }  # by reporter, the heading's own row where there is one: six-digit rows are its parts
    imports, exports = ({c: renamed(flows, {}) for c, flows in merged[f].items()} for f in "MX")
    require_year(table, imports, year, years)
    mirrored: set[tuple[str, str]] = set()
    for code in CODES:
        mirrored |= {(code, importer) for importer in _mirror(imports[code], exports[code])}
    totals = {(c, i): flows.pop(WORLD) for c in CODES for i, flows in imports[c].items() if WORLD in flows}
    return trade_of(f"UN Comtrade {year}", imports, totals, mirrored)


def _mirror(imports: Flows, exports: Flows) -> set[str]:
    """Fill in the imports of countries that report none from what the others report as exports; return their codes.

    Only where most of the world reports: the exports of a few would make these the only origins.
    """
    if len(exports) < WORLD_IMPORTERS:
        return set()
    silent = {partner for flows in exports.values() for partner in flows} - imports.keys() - {WORLD}
    for reporter, flows in exports.items():
        for partner in flows.keys() & silent:
            imports[partner][reporter] += flows[partner]
    return silent
