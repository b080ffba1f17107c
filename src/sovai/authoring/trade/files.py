"""Reads trade statistics, whichever of the known ones a file holds, and a table of home shares."""

from __future__ import annotations

from pathlib import Path

from sovai.authoring.csv_table import opened
from sovai.authoring.trade.baci import BACI_COLUMNS, read_baci
from sovai.authoring.trade.comtrade import COMTRADE_COLUMNS, read_comtrade
from sovai.authoring.trade.statistics import Trade
from sovai.errors import DataError, Fault


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
            trade = read_comtrade(table, year)
        elif table.has("t") or table.has("k"):
            trade = read_baci(table, year, codes)
        else:
            wanted = f"BACI ({', '.join(BACI_COLUMNS)}) or of UN Comtrade ({', '.join(COMTRADE_COLUMNS)})"
            what = f"has neither the columns of {wanted}"
            shown = ", ".join(table.header)[:80]
            raise DataError([Fault(str(path), "row 1", what, f"name the CSV file as downloaded (found: {shown})")])
    return trade


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
