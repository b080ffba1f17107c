"""Trade statistics read from files in the format of CEPII and of UN Comtrade."""

from __future__ import annotations

from pathlib import Path

import pycountry
import pytest

from customs import (
    baci,
    comtrade,
    comtrade_flows,
    flow,
)
from sovai.authoring.trade.files import read_home_shares, read_trade
from sovai.authoring.trade.rows import component_rows
from sovai.authoring.trade.statistics import WORLD_IMPORTERS
from sovai.errors import DataError, UsageError


def test_six_digits_make_a_heading_and_other_goods_are_passed_over(tmp_path: Path) -> None:
    trade = read_trade(baci(tmp_path), 2024)
    germany = trade.imports["8471"]["DEU"]
    assert germany.by_origin == {"CHN": 500.0, "NLD": 200.0, "USA": 250.0}
    assert germany.total == 1000.0
    assert trade.source == "BACI 2024"
    assert {code for code, importers in trade.imports.items() if importers} == {"8471"}


def test_codes_that_differ_from_iso(tmp_path: Path) -> None:
    codes = ("USA", "FRA", "IND", "CHE", "NOR", "S19")
    trade = read_trade(baci(tmp_path, {"DEU": {(code, "854231"): 1.0 for code in codes}}), 2024)
    assert set(trade.imports["8542"]["DEU"].by_origin) == {"USA", "FRA", "IND", "CHE", "NOR", "TWN"}


def test_codes_without_a_state_are_counted_and_named(tmp_path: Path) -> None:
    path = baci(tmp_path)
    path.write_text(path.read_text() + "2024,999,276,847130,100.0,1\n2024,156,697,847130,10.0,1\n")
    trade = read_trade(path, 2024)
    assert trade.imports["8471"]["DEU"].total == 1100.0
    assert trade.unplaced == pytest.approx({"R20": 60 / 2210, "999": 100 / 2210})


def test_parts_and_other_flows_are_not_counted_twice(tmp_path: Path) -> None:
    extra = [
        flow("DEU", "CHN", "8471", 9e9, partner2ISO="HKG", partner2Code="344"),
        flow("DEU", "CHN", "8471", 9e9, customsCode="C01"),
        flow("DEU", "CHN", "8471", 9e9, motCode="1000"),
        flow("DEU", "CHN", "8471", 9e9, flowCode="RM"),
        flow("DEU", "CHN", "84713012", 9e9),
        flow("DEU", "CHN", "TOTAL", 9e9),
        flow("DEU", "CHN", "8471", 9e9, freqCode="M", period="202401"),
    ]
    shares = read_trade(comtrade(tmp_path, [*comtrade_flows(), *extra]), 2024).shares("DEU", "8471")
    assert shares == pytest.approx({"CHN": 0.5, "NLD": 0.2, "USA": 0.25})


def test_partners_that_the_file_leaves_out_are_unattributed(tmp_path: Path) -> None:
    rows = [flow("DEU", "W00", "8471", 100), flow("DEU", "CHN", "8471", 60), flow("DEU", "_X", "8471", 10)]
    trade = read_trade(comtrade(tmp_path, rows), 2024)
    assert trade.shares("DEU", "8471") == {"CHN": 0.6}
    assert trade.unplaced == {"_X": 0.1, "partners that the file does not list": pytest.approx(0.3)}


def test_who_reports_nothing_is_seen_through_the_others_exports(tmp_path: Path) -> None:
    reporters = [c.alpha_3 for c in pycountry.countries if c.alpha_3 != "TWN"][:WORLD_IMPORTERS]
    exports = [flow(code, "S19", "8542", 2.0, flowCode="X") for code in reporters]
    trade = read_trade(comtrade(tmp_path, [flow("DEU", "CHN", "8542", 1.0), *exports]), 2024)
    assert trade.imports["8542"]["TWN"].total == 2.0 * WORLD_IMPORTERS
    rows = component_rows(trade, "TWN", "chips.semiconductors")
    assert {row.grade for row in rows} == {"C"}
    assert "as the exporters report it" in rows[0].note

    few = read_trade(comtrade(tmp_path, [flow("DEU", "CHN", "8542", 1.0), *exports[:-1]]), 2024)
    assert "TWN" not in few.imports["8542"]


def test_a_slip_in_each_row_is_not_told_a_million_times(tmp_path: Path) -> None:
    path = baci(tmp_path)
    path.write_text("t,i,j,k,v,q\n" + "2024,156,276,847130,?,1\n" * 50)
    with pytest.raises(DataError) as raised:
        read_trade(path, 2024)
    assert len(raised.value.faults) == 10


def test_the_table_of_countries_is_found_or_asked_for(tmp_path: Path) -> None:
    path = baci(tmp_path)
    own_table = tmp_path / "country_codes_V202601.csv"
    (tmp_path / "country_codes_V202501.csv").write_text("country_code,country_iso3\n")
    assert read_trade(path, 2024).imports["8471"]["DEU"].total == 1000.0  # the one of this release
    elsewhere = own_table.rename(tmp_path / "codes.csv")
    (tmp_path / "country_codes_V202401.csv").write_text("country_code,country_iso3\n")
    with pytest.raises(UsageError, match=r"several tables of countries .* name the one of this release with --codes"):
        read_trade(path, 2024)
    for file in tmp_path.glob("country_codes*"):
        file.unlink()
    with pytest.raises(UsageError, match="there is no table of countries"):
        read_trade(path, 2024)
    assert read_trade(path, 2024, codes=elsewhere).imports["8471"]["DEU"].total == 1000.0
    elsewhere.write_text("code,name\n4,Afghanistan\n")
    with pytest.raises(DataError, match="has no column country_code, country_iso3"):
        read_trade(path, 2024, codes=elsewhere)
    elsewhere.write_text("country_code,country_iso3\n4\n")
    with pytest.raises(DataError, match="row 2: has fewer columns"):
        read_trade(path, 2024, codes=elsewhere)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("", "row 2: has no rows"),
        ("DEU,C26,much\n", "row 2: 'much' in column domestic_share_of_intermediate_use is not a number"),
        ("DEU,C26,35\n", "row 2: '35' is above 1; write a fraction of 1"),
        ("DEU\n", "row 2: has fewer columns"),
    ],
)
def test_faulty_tables_of_home_shares(tmp_path: Path, rows: str, message: str) -> None:
    path = tmp_path / "domestic.csv"
    path.write_text("iso3,icio_sector,domestic_share_of_intermediate_use\n" + rows)
    with pytest.raises(DataError, match=message):
        read_home_shares(path)
