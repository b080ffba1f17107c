"""Reads trade statistics: CEPII's BACI with its table of countries, UN Comtrade's CSV, and a table of home shares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from sovai.authoring.csv_table import Table, opened
from sovai.authoring.trade.statistics import HEADINGS, WORLD_IMPORTERS, Imports, Trade
from sovai.errors import DataError, Fault, UsageError
from sovai.model import countries

Values = defaultdict[str, defaultdict[str, float]]
"""Importer → exporter → value."""

BACI_COLUMNS = ("t", "i", "j", "k", "v")
COMTRADE_COLUMNS = ("period", "reporterISO", "partnerISO", "flowCode", "cmdCode", "primaryValue")
WORLD = "W00"
"""Comtrade's code for all partners together."""
TAIWAN = frozenset({"490", "S19"})
"""Codes that both statistics write for "Other Asia, not elsewhere specified", which is Taiwan."""

# Comtrade's further dimensions and the codes of their totals; other rows are parts of these.
_TOTALS = {
    "partner2iso": frozenset({"", WORLD}),
    "partner2code": frozenset({"", "0"}),
    "customscode": frozenset({"", "C00"}),
    "motcode": frozenset({"", "0"}),
    "moscode": frozenset({"", "0"}),
}
_CODES = frozenset(heading.code for heading in HEADINGS.values())


def read_trade(path: Path, year: int, *, codes: Path | None = None) -> Trade:
    """Read one year of BACI or of UN Comtrade; which of the two is seen from the columns.

    The file is read row by row, so that its length costs time but no memory.

    Parameters
    ----------
    path : Path
        The CSV file.
    year : int
        The year to take.
    codes : Path, optional
        BACI's table of countries; without it the one beside the file.

    Raises
    ------
    DataError
        If the file is faulty or holds nothing of that year.
    UsageError
        If it, or the table of countries, cannot be found.
    """
    with opened(path) as table:
        if table.has("reporterISO") or table.has("cmdCode"):
            trade = _comtrade(table, year)
        elif table.has("t") or table.has("k"):
            columns = table.positions(BACI_COLUMNS)
            trade = _baci(table, columns, year, read_codes(codes or _codes_beside(path)))
        else:
            wanted = f"BACI ({', '.join(BACI_COLUMNS)}) or of UN Comtrade ({', '.join(COMTRADE_COLUMNS)})"
            what = f"has neither the columns of {wanted}"
            shown = ", ".join(table.header)[:80]
            raise DataError([Fault(str(path), "row 1", what, f"name the CSV file as downloaded (found: {shown})")])
    return trade


def _baci(table: Table, columns: Sequence[int], year: int, codes: Mapping[str, str]) -> Trade:
    t, i, j, k, v = columns
    wanted, products, number = str(year), _CODES, table.number
    values: dict[str, Values] = {code: _values() for code in products}
    years: set[str] = set()
    for row in table:
        try:
            product = row[k]
            if product[:4] not in products or len(product) != 6:  # a code that lost its leading zero has five digits
                continue
            if row[t] == wanted:
                values[product[:4]][row[j]][row[i]] += number(row[v], "v")
            else:
                years.add(row[t].strip())
        except IndexError:
            table.cut_short()
    _require_year(table, values, year, years)
    return _trade(f"BACI {year}", {c: _renamed(flows, codes) for c, flows in values.items()}, {}, set())


def read_codes(path: Path) -> dict[str, str]:
    """Read BACI's table of countries: number → ISO code, or the table's own code where it is no state."""
    with opened(path) as table:
        number, iso3 = table.positions(("country_code", "country_iso3"))
        codes = {}
        for row in table:
            try:
                codes[row[number].strip()] = row[iso3].strip() or row[number].strip()
            except IndexError:
                table.cut_short()
    return codes


def _codes_beside(path: Path) -> Path:
    """Return the table of countries that lies beside a BACI file, the one of its release where there are several."""
    found = sorted(path.parent.glob("country_codes*.csv"))
    release = path.stem.rpartition("_")[2]
    of_release = [candidate for candidate in found if release and candidate.stem.endswith(release)]
    if len(found) == 1 or len(of_release) == 1:
        return (of_release or found)[0]
    what = "several tables" if found else "no table"
    raise UsageError(
        f"there is {what} of countries (country_codes_….csv) beside {path}; name the one of this release with --codes"
    )


def _comtrade(table: Table, year: int) -> Trade:
    period, reporter, partner, flow, product, value = table.positions(COMTRADE_COLUMNS)
    parts = [(table.positions([name])[0], totals) for name, totals in _TOTALS.items() if table.has(name)]
    values = {(f, n): {code: _values() for code in _CODES} for f in "MX" for n in (4, 6)}
    years: set[str] = set()
    for row in table:
        try:
            code = row[product].strip()
            kind = values.get((row[flow].strip(), len(code)))
            if kind is None or code[:4] not in _CODES or any(row[at].strip() not in totals for at, totals in parts):
                continue
            if row[period].strip() == str(year):
                kind[code[:4]][row[reporter].strip()][row[partner].strip()] += table.number(row[value], "primaryValue")
            else:
                years.add(row[period].strip())
        except IndexError:
            table.cut_short()
    merged = {
        f: {code: {**values[f, 6][code], **values[f, 4][code]} for code in _CODES} for f in "MX"
    }  # by reporter, the heading's own row where there is one: six-digit rows are its parts
    imports, exports = ({c: _renamed(flows, {}) for c, flows in merged[f].items()} for f in "MX")
    _require_year(table, imports, year, years)
    mirrored: set[tuple[str, str]] = set()
    for code in _CODES:
        mirrored |= {(code, importer) for importer in _mirror(imports[code], exports[code])}
    totals = {(c, i): flows.pop(WORLD) for c in _CODES for i, flows in imports[c].items() if WORLD in flows}
    return _trade(f"UN Comtrade {year}", imports, totals, mirrored)


def _mirror(imports: Values, exports: Values) -> set[str]:
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


def _values() -> Values:
    return defaultdict(lambda: defaultdict(float))


def _codes_in(flows: Values) -> set[str]:
    return set(flows).union(*flows.values())


def _renamed(flows: Mapping[str, Mapping[str, float]], codes: Mapping[str, str]) -> Values:
    """Return flows with ISO codes in place of the statistics' own."""

    def iso(code: str) -> str:
        return "TWN" if code in TAIWAN else codes.get(code, code)

    renamed = _values()
    for importer, origins in flows.items():
        for origin, value in origins.items():
            renamed[iso(importer)][iso(origin)] += value
    return renamed


def _trade(
    source: str,
    flows: Mapping[str, Values],
    totals: Mapping[tuple[str, str], float],
    mirrored: set[tuple[str, str]],
) -> Trade:
    """Return what states import from states; codes that are no state are counted, not dropped."""
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


def _require_year(table: Table, values: Mapping[str, Values], year: int, others: set[str]) -> None:
    """Ask that something was read; say which years there are otherwise."""
    if table.faults:
        raise DataError(table.faults)
    if any(values.values()):
        return
    annual = sorted(text for text in others if len(text) == 4)
    what = f"has no imports of {year} under HS {', '.join(sorted(_CODES))}"
    if annual:
        remedy = f"there are {', '.join(annual)}: give --year {annual[-1]}, or another file"
    elif others:
        remedy = "its figures are monthly: download the annual ones"
    else:
        remedy = "it has none of any year: name a file with these headings, as four or six digits"
    raise DataError([Fault(str(table.path), "", what, remedy)])


def read_home_shares(path: Path) -> dict[tuple[str, str], float]:
    """Read the shares of intermediate use that are made at home, by country and sector."""
    with opened(path) as table:
        iso3, sector, share = table.positions(("iso3", "icio_sector", "domestic_share_of_intermediate_use"))
        shares: dict[tuple[str, str], float] = {}
        for row in table:
            try:
                value = table.number(row[share], "domestic_share_of_intermediate_use")
                if value > 1.0:
                    table.fault(f"{row[share]!r} is above 1", "write a fraction of 1, for example 0.35 for 35 %")
                shares[row[iso3].strip(), row[sector].strip()] = value
            except IndexError:
                table.cut_short()
        if not shares:
            table.fault("has no rows", "add a row for each country and sector", where="row 2")
    return shares
