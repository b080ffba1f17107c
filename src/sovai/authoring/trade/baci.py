"""CEPII's BACI: a year of trade between all countries, by their numbers in a table of its own."""

from __future__ import annotations

from pathlib import Path

from sovai.authoring.csv_table import Table, opened
from sovai.authoring.trade.flows import CODES, Flows, no_flows, renamed, require_year, trade_of
from sovai.authoring.trade.statistics import Trade
from sovai.errors import UsageError

BACI_COLUMNS = ("t", "i", "j", "k", "v")


def read_baci(table: Table, year: int, codes: Path | None = None) -> Trade:
    """Read a year of BACI; without a table of countries with the one beside the file."""
    t, i, j, k, v = table.positions(BACI_COLUMNS)
    iso = _read_codes(codes or _codes_beside(table.path))
    wanted, products, number = str(year), CODES, table.number
    values: dict[str, Flows] = {code: no_flows() for code in products}
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
    require_year(table, values, year, years)
    return trade_of(f"BACI {year}", {code: renamed(flows, iso) for code, flows in values.items()})


def _read_codes(path: Path) -> dict[str, str]:
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
