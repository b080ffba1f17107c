"""Trade statistics into profiles, on small files in the format of CEPII and of UN Comtrade."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pycountry
import pytest

from conftest import Run, Tree
from sovai.authoring import trade_profiles
from sovai.authoring.trade import (
    HEADINGS,
    WORLD_IMPORTERS,
    Imports,
    Trade,
    component_rows,
    home_row,
    is_transit,
    trace,
)
from sovai.authoring.trade_files import read_home_shares, read_trade
from sovai.errors import DataError, UsageError
from sovai.model.profile import Source

COMPUTERS = "hardware.computers"
# Numbers of the table of countries that differ from ISO 3166, and one that is no state.
NUMBERS = {"USA": 842, "FRA": 251, "IND": 699, "CHE": 757, "NOR": 579}
NO_STATE = {"S19": (490, "Other Asia, nes"), "R20": (697, "Europe EFTA, nes")}

# Imports under HS 8471 in six digits, in thousand dollars. Germany: 1000 in all, 200 of it from the Netherlands.
GERMANY = {
    ("CHN", "847130"): 300.0, ("CHN", "847150"): 200.0, ("NLD", "847130"): 200.0, ("USA", "847150"): 250.0,
    ("R20", "847130"): 50.0,
}  # fmt: skip
NETHERLANDS = {
    ("CHN", "847130"): 600.0, ("S19", "847150"): 250.0, ("DEU", "847150"): 100.0, ("HKG", "847130"): 50.0,
}  # fmt: skip
FRANCE = {("CHN", "847130"): 100.0}
FLOWS = {"DEU": GERMANY, "NLD": NETHERLANDS, "FRA": FRANCE}
# CHN 500 + 200 × 0.6, TWN 200 × 0.25, USA 250; HKG via the Netherlands, Germany's own goods and R20 are left out.
TRACED = {"CHN": 0.62, "TWN": 0.05, "USA": 0.25}
# In the small tree 0.4 are made at home, grade D: 0.6 × 0.92 + 0.4 = 0.952 of the need would have a source. Grade D has
# 0.4 / 0.952 of that and leaves 0.15 of it open, 0.063 in all: the imports are scaled by (0.6 − 0.063) / 0.552 = 0.973.
WRITTEN = {"CHN": 0.3619, "TWN": 0.0292, "USA": 0.1459}


def number(code: str) -> int:
    if code in NO_STATE:
        return NO_STATE[code][0]
    return NUMBERS.get(code) or int(pycountry.countries.get(alpha_3=code).numeric)


def table_of_countries() -> str:
    lines = [f'{number(c.alpha_3)},"{c.name}",{c.alpha_2},{c.alpha_3}' for c in pycountry.countries]
    lines += [f'{code},"{name}",,{pseudo}' for pseudo, (code, name) in NO_STATE.items()]
    return "\n".join(["country_code,country_name,country_iso2,country_iso3", *lines]) + "\n"


def baci(folder: Path, flows: Mapping[str, Mapping[tuple[str, str], float]] = FLOWS, *, year: int = 2024) -> Path:
    """Write a year of BACI as CEPII does, with rows of other goods, and the table of countries beside it."""
    (folder / "country_codes_V202601.csv").write_text(table_of_countries(), encoding="utf-8")
    rows = [f"{year},{number('DEU')},{number('CHN')},010121,          5.000,          NA"]
    for importer, origins in flows.items():
        for (origin, product), value in origins.items():
            rows.append(f"{year},{number(origin)},{number(importer)},{product},{value:15.3f},          1.000")
    path = folder / f"BACI_HS17_Y{year}_V202601.csv"
    path.write_text("\n".join(["t,i,j,k,v,q", *rows]) + "\n", encoding="utf-8")
    return path


COMTRADE_HEADER = """
typeCode freqCode refPeriodId refYear refMonth period reporterCode reporterISO reporterDesc flowCode flowDesc
partnerCode partnerISO partnerDesc partner2Code partner2ISO partner2Desc classificationCode
classificationSearchCode isOriginalClassification cmdCode cmdDesc aggrLevel isLeaf customsCode customsDesc
mosCode motCode motDesc qtyUnitCode qtyUnitAbbr qty isQtyEstimated altQtyUnitCode altQtyUnitAbbr altQty
isAltQtyEstimated netWgt isNetWgtEstimated grossWgt isGrossWgtEstimated cifvalue fobvalue primaryValue
legacyEstimationFlag isReported isAggregate
"""


def flow(reporter: str, partner: str, product: str, value: object, **more: str) -> dict[str, str]:
    """One row of Comtrade's CSV."""
    totals = {"partner2Code": "0", "partner2ISO": "W00", "customsCode": "C00", "mosCode": "0", "motCode": "0"}
    row = {"typeCode": "C", "freqCode": "A", "refYear": "2024", "period": "2024", "reporterISO": reporter}
    row |= {"flowCode": "M", "partnerISO": partner, "cmdCode": product, "primaryValue": str(value)}
    return row | totals | more


def comtrade(folder: Path, rows: Iterable[dict[str, str]]) -> Path:
    text = io.StringIO()
    writer = csv.DictWriter(text, COMTRADE_HEADER.split(), restval="", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    path = folder / "TradeData.csv"
    path.write_text(text.getvalue(), encoding="utf-8-sig")
    return path


def comtrade_flows() -> list[dict[str, str]]:
    """The same trade as Comtrade gives it: values in dollars, totals beside their parts."""
    rows = []
    for importer, origins in FLOWS.items():
        rows.append(flow(importer, "W00", "8471", 1000 * sum(origins.values())))
        for partner in {origin for origin, _ in origins}:
            parts = {product: value for (origin, product), value in origins.items() if origin == partner}
            rows.append(flow(importer, partner, "8471", 1000 * sum(parts.values())))
            rows += [flow(importer, partner, product, 1000 * value) for product, value in parts.items()]
    return rows


def rows_of(tree: Tree, code: str = "DEU", component: str = COMPUTERS) -> dict[str, dict[str, Any]]:
    profile = tomllib.loads((tree.root / "profiles" / f"{code}.toml").read_text(encoding="utf-8"))
    layer, name = component.split(".")
    return {row["supplier"]: row for row in profile[layer][name]}


def options(tree: Tree, *more: str) -> tuple[str, ...]:
    return ("--year", "2024", "--evidence", "trade-2024", "--data", str(tree.root), *more)


def world(imports: Mapping[str, Mapping[str, float]], *, fillers: float = 0.0) -> Trade:
    """Computers and power equipment of a few importers and, to make a world, small ones that buy from China."""
    named = {code: Imports(origins, sum(origins.values())) for code, origins in imports.items()}
    others = [c.alpha_3 for c in pycountry.countries if c.alpha_3 not in named][:WORLD_IMPORTERS] if fillers else []
    everyone = named | {code: Imports({"CHN": fillers}, fillers) for code in others if code != "CHN"}
    return Trade("BACI 2024", {"8471": everyone, "8504": everyone})


def own(share: float, *, limits: tuple[float, float] | None = None, grade: str = "B", supplier: str = "DEU") -> Source:
    return Source.model_validate(
        {"supplier": supplier, "share": share, "range": limits, "access": "purchased", "grade": grade}
    )


# The rules


def test_hubs_are_replaced_by_their_own_imports_worked_out_by_hand(tmp_path: Path) -> None:
    found = trace(read_trade(baci(tmp_path), 2024), "DEU", "8471")
    assert {origin: part.share for origin, part in found.items()} == pytest.approx(TRACED)
    assert (found["CHN"].direct, found["CHN"].via) == (pytest.approx(0.5), {"NLD": pytest.approx(0.12)})


def test_rows_worked_out_by_hand(tmp_path: Path) -> None:
    trade = read_trade(baci(tmp_path), 2024)
    home = own(0.2, limits=(0.1, 0.3))
    rows = component_rows(trade, "DEU", COMPUTERS, home=[home], evidence=["trade-2024"])
    assert rows[0] == home
    assert [(row.supplier, row.share) for row in rows[1:]] == [("CHN", 0.496), ("USA", 0.2), ("TWN", 0.04)]
    # (1 − 0.3) · (0.5 · 0.85 + 0.12 · 0.3) and (1 − 0.1) · (0.5 · 1.15 + 0.12 · 1.7)
    assert rows[1].range == pytest.approx((0.3227, 0.7011), abs=0.001)
    assert {row.grade for row in rows[1:]} == {"B"}
    assert rows[1].note == (
        "0.620 of imports under HS 8471 (BACI 2024), of it 0.120 via NLD × 0.80 (not made at home). Laptops and "
        "peripherals are in the heading. Unattributed in all: 0.06 (origins under 0.01, not traced beyond a hub, or no "
        "single state)."
    )
    assert rows[3].note.startswith("0.050 of imports under HS 8471 (BACI 2024), all via NLD × 0.80")


def test_hubs_stay_for_what_they_make() -> None:
    assert [is_transit(hub, "8542") for hub in ("ARE", "HKG", "NLD", "SGP")] == [True, True, False, False]
    assert all(is_transit(hub, "8471") for hub in ("ARE", "HKG", "NLD", "SGP"))
    trade = Trade("BACI 2024", {"8542": {"DEU": Imports({"NLD": 60.0, "TWN": 30.0, "CZE": 0.9}, 100.0)}})
    first, second = component_rows(trade, "DEU", "chips.semiconductors")
    assert (first.supplier, first.share, first.range) == ("NLD", 0.6, (0.204, 0.69))
    assert "re-exports as well as own production" in first.note
    assert second.supplier == "TWN"  # CZE is under 0.01 of the need


def test_own_goods_that_come_back_are_no_source() -> None:
    rows = component_rows(world({"DEU": {"DEU": 50.0, "CHN": 50.0}}), "DEU", COMPUTERS)
    assert [(row.supplier, row.share) for row in rows] == [("CHN", 0.5)]


def test_a_large_origin_without_exports_of_its_own_may_pass_goods_on() -> None:
    trade = world({"DEU": {"LUX": 10.0, "CHN": 90.0}, "LUX": {"CHN": 500.0}}, fillers=100.0)
    china, luxembourg = component_rows(trade, "DEU", COMPUTERS)
    assert luxembourg.range == (pytest.approx(0.1 * 0.85 / 2, abs=0.001), 0.115)
    assert "goods passed on" in luxembourg.note and "goods passed on" not in china.note


@pytest.mark.parametrize(
    ("exported", "imported", "sector", "expected"),
    [
        (0.0, 1000.0, 0.4, (0.04, 0.0, 0.09, "D")),  # a tenth: hardly an exporter
        (200.0, 1000.0, 0.4, (0.2, 0.1, 0.3, "D")),  # half: 3 % of world exports
        (600.0, 1000.0, 0.4, (0.4, 0.2, 0.6, "C")),  # whole: over 5 %
        (600.0, 1000.0, 0.9, (0.5, 0.25, 0.75, "C")),  # capped: no net exporter
        (1200.0, 1000.0, 0.9, (0.9, 0.45, 1.0, "C")),  # net exporter with over 5 %
        (200.0, 100.0, 0.9, (0.5, 0.25, 0.75, "C")),  # net exporter with less than 5 %
        (0.0, 1000.0, None, (0.03, 0.0, 0.08, "D")),  # no figure
    ],
)
def test_home_supply(
    exported: float, imported: float, sector: float | None, expected: tuple[float, float, float, str]
) -> None:
    trade = world({"DEU": {"CHN": imported}, "FRA": {"DEU": exported, "CHN": 1.0}}, fillers=100.0)
    row = home_row(trade, "DEU", COMPUTERS, sector, sector_evidence=["table"], trade_evidence=["trade"])
    assert row is not None and row.range is not None
    assert (row.share, *row.range, row.grade) == pytest.approx(expected)
    assert row.evidence == (("table", "trade") if sector else ())


def test_power_equipment_takes_the_sector_whole_whatever_the_exports() -> None:
    row = home_row(
        world({"DEU": {"CHN": 10.0}}, fillers=1.0), "DEU", "energy.power-equipment", 0.6,
        sector_evidence=["table"], trade_evidence=["trade"],
    )  # fmt: skip
    assert row is not None
    assert (row.share, row.grade, row.evidence) == (0.6, "C", ("table",))


def test_named_national_suppliers_are_taken_off_home_supply() -> None:
    trade = world({"DEU": {"CHN": 10.0}, "FRA": {"DEU": 500.0}}, fillers=1.0)
    row = home_row(trade, "DEU", COMPUTERS, 0.4, named=[own(0.1, supplier="homeco")])
    assert row is not None and (row.share, row.range) == (pytest.approx(0.3), pytest.approx((0.1, 0.5)))
    assert "Of 0.40 in all, 0.10 stands at homeco." in row.note
    assert home_row(trade, "DEU", COMPUTERS, 0.4, named=[own(0.45, supplier="homeco")]) is None


def test_where_nearly_all_is_made_at_home_no_origin_is_large_enough() -> None:
    home = [own(0.985, grade="A"), own(0.01, grade="A", supplier="homeco")]
    assert component_rows(world({"DEU": {"CHN": 100.0}}), "DEU", COMPUTERS, home=home) == home


@pytest.mark.parametrize(("grade", "least"), [("B", 0.0), ("C", 0.05), ("D", 0.15)])
def test_weak_grades_leave_room(grade: str, least: float) -> None:
    rows = component_rows(world({"DEU": {"CHN": 100.0}}), "DEU", COMPUTERS, home=[own(0.6, grade=grade)])
    assert sum(row.share for row in rows) == pytest.approx(1 - least)
    assert ("Scaled by" in rows[1].note) == (least > 0)


# BACI


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


def test_baci_is_written_into_the_profile(tree: Tree, tmp_path: Path, run: Run) -> None:
    result = run("import-trade", baci(tmp_path), *options(tree))
    assert result.exit_code == 0
    rows = rows_of(tree)
    assert {code: row["share"] for code, row in rows.items()} == {"DEU": 0.4, **WRITTEN}
    assert rows["DEU"] == {"supplier": "DEU", "share": 0.4, "access": "purchased", "grade": "D"}
    assert rows["CHN"]["evidence"] == ["trade-2024"]
    assert "left unattributed: R20, 2.38 % of the value read" in result.stderr
    assert tree.faults() == []


def test_the_rest_of_a_profile_stays_as_it_is(tree: Tree, tmp_path: Path, run: Run) -> None:
    old = (tree.root / "profiles" / "DEU.toml").read_text(encoding="utf-8")
    start, end = old.index("[[hardware.computers]]"), old.index("[[models.assistants]]")
    head = "# My own remark.\r\n" + old[:start].replace("\n", "\r\n") + "# About hardware.\r\n\r\n"
    tail = "# About models.\r\n" + old[end:].replace("\n", "\r\n")
    path = tree.write("profiles/DEU.toml", head + old[start:end].replace("\n", "\r\n") + tail)
    path.chmod(0o640)
    untouched = (tree.root / "weights.toml").read_bytes()
    assert run("import-trade", baci(tmp_path), *options(tree)).exit_code == 0
    new = path.read_bytes().decode()
    assert new.startswith(head) and new.endswith(tail) and "\n" not in new.replace("\r\n", "")
    assert path.stat().st_mode & 0o777 == 0o640
    assert (tree.root / "weights.toml").read_bytes() == untouched
    assert {entry.name for entry in path.parent.iterdir()} == {"DEU.toml", "FRA.toml", "catalogue"}


def test_a_second_run_changes_nothing(tree: Tree, tmp_path: Path, run: Run) -> None:
    path = baci(tmp_path)
    run("import-trade", path, *options(tree))
    result = run("import-trade", path, *options(tree, "--dry-run"))
    assert result.stdout == ""
    assert "0 of 2 profiles would change" in result.stderr


def test_a_dry_run_shows_the_change_and_writes_nothing(tree: Tree, tmp_path: Path, run: Run) -> None:
    before = (tree.root / "profiles" / "DEU.toml").read_bytes()
    result = run("import-trade", baci(tmp_path), *options(tree, "--dry-run", "--countries", "DEU"))
    assert result.exit_code == 0
    assert result.stdout.startswith("--- a/profiles/DEU.toml\n+++ b/profiles/DEU.toml\n@@ ")
    assert "\n-share = 0.6\n" in result.stdout and "\n+share = 0.3619\n" in result.stdout
    assert "FRA.toml" not in result.stdout and "No newline" not in result.stdout
    assert (tree.root / "profiles" / "DEU.toml").read_bytes() == before


def test_a_dry_run_says_where_a_file_does_not_end_its_last_line(tree: Tree, tmp_path: Path, run: Run) -> None:
    file = tree.root / "profiles" / "DEU.toml"
    start = file.read_text(encoding="utf-8").index("[[models.assistants]]")
    tree.write("profiles/DEU.toml", file.read_text(encoding="utf-8")[:start].rstrip())
    result = run("import-trade", baci(tmp_path), *options(tree, "--dry-run"))
    assert result.stdout.count("\\ No newline at end of file\n") == 2


def test_home_supply_from_a_table(tree: Tree, tmp_path: Path, run: Run) -> None:
    fillers = [c.alpha_3 for c in pycountry.countries if c.alpha_3 not in FLOWS][:60]
    path = baci(tmp_path, FLOWS | {code: {("CHN", "847130"): 1.0} for code in fillers if code != "CHN"})
    table = tmp_path / "domestic.csv"
    table.write_text(
        "iso3,icio_sector,sector_name,year,domestic_share_of_intermediate_use,source\n"
        'DEU,C26,"Computers, electronics",2022,0.3,table\nFRA,C26,"Computers, electronics",2022,0.02,table\n'
        "DEU,J62_63,IT services,2022,0.8,table\n"
    )
    sources = ("--domestic", str(table), "--domestic-evidence", "survey-2025")
    assert run("import-trade", path, *options(tree, *sources)).exit_code == 0
    # Germany: 100 of 2159 is 1 to 5 % of world exports, so half of 0.3; France exports nothing, and 0.002 is too small.
    germany = rows_of(tree)
    assert (germany["DEU"]["share"], germany["DEU"]["range"]) == (0.15, [0.075, 0.225])
    assert germany["DEU"]["evidence"] == ["survey-2025", "trade-2024"]
    assert germany["CHN"]["share"] == pytest.approx(0.85 * 0.62)
    assert set(rows_of(tree, "FRA")) == {"CHN"}
    assert tree.faults() == []


def test_home_supply_needs_the_trade_of_the_world(tree: Tree, tmp_path: Path, run: Run) -> None:
    table = tmp_path / "domestic.csv"
    table.write_text("iso3,icio_sector,domestic_share_of_intermediate_use\nDEU,C26,0.3\n")
    result = run("import-trade", baci(tmp_path), *options(tree, "--domestic", str(table)))
    assert result.exit_code == 1
    assert "imports of 3 countries under HS 8471, too few to tell shares of world exports" in result.stderr


def test_what_the_file_does_not_hold_is_left_as_it_is(tree: Tree, tmp_path: Path, run: Run) -> None:
    before = (tree.root / "profiles" / "FRA.toml").read_bytes()
    result = run("import-trade", baci(tmp_path, {"DEU": GERMANY}), *options(tree))
    assert (tree.root / "profiles" / "FRA.toml").read_bytes() == before
    assert "FRA.toml: hardware.computers: the file has no imports under HS 8471; left as it is" in result.stderr
    assert "DEU.toml: hardware.computers: the file has no imports of NLD" in result.stderr
    assert rows_of(tree)["CHN"]["share"] == pytest.approx(0.6 * 0.5)


# UN Comtrade


def test_comtrade_gives_the_same_as_baci(tree: Tree, tmp_path: Path, run: Run) -> None:
    theirs = read_trade(comtrade(tmp_path, comtrade_flows()), 2024)
    ours = read_trade(baci(tmp_path), 2024)
    assert theirs.shares("DEU", "8471") == pytest.approx(ours.shares("DEU", "8471"))
    assert run("import-trade", tmp_path / "TradeData.csv", *options(tree)).exit_code == 0
    assert rows_of(tree)["CHN"]["share"] == WRITTEN["CHN"]
    assert "(UN Comtrade 2024)" in rows_of(tree)["CHN"]["note"]


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


# What is refused


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("\x7fELF\x02\x01\x00\x00", ": is not a text file; name the CSV file as it was downloaded, unpacked if"),
        ("", ": is empty; name the CSV file as it was downloaded"),
        (
            "t,i,j,k,v,q\n",
            "has no imports of 2024 under HS 8471, 8504, 8507, 8517, 8541, 8542; it has none of any year",
        ),
        ("t,i,k,v,q\n2024,1,2,3,4\n", ": row 1: has no column j; keep the header"),
        ("a;b;c\n1;2;3\n", "has neither the columns of BACI (t, i, j, k, v) or of UN Comtrade (period, reporterISO"),
        ("t,i,j,k,v,q\n2022,156,276,847130,1,1\n2023,156,276,847130,1,1\n", "there are 2022, 2023: give --year 2023"),
        ("t,i,j,k,v,q\n2024,156,276,847130,1,1\n2024,156,276,847130,x,1\n", ": row 3: 'x' in column v is not a number"),
        ("t,i,j,k,v,q\n2024,156,276,847130,-1,1\n", ": row 2: '-1' in column v is not a number"),
        ("t,i,j,k,v,q\n2024,156,276,847130,nan,1\n", ": row 2: 'nan' in column v is not a number"),
        ("t,i,j,k,v,q\n2024,156\n", ": row 2: has fewer columns than the header"),
        ("period,reporterISO,partnerISO,flowCode,cmdCode\n", ": row 1: has no column primaryValue"),
        (
            "period,reporterISO,partnerISO,flowCode,cmdCode,primaryValue\n202401,DEU,CHN,M,8471,1\n",
            "its figures are monthly: download the annual ones",
        ),
        (
            "period,reporterISO,partnerISO,flowCode,cmdCode,primaryValue\n2023,DEU,CHN,M,8471,1\n",
            "there are 2023: give --year 2023",
        ),
        (
            "period,reporterISO,partnerISO,flowCode,cmdCode,primaryValue\n2024,DEU,CHN,M,8471,many\n",
            ": row 2: 'many' in column primaryValue is not a number",
        ),
        ("period,reporterISO,partnerISO,flowCode,cmdCode,primaryValue\n2024,DEU\n", ": row 2: has fewer columns"),
        ("t,i,j,k,v,q\n2024,156,276,847130,1,\x00" + "9" * 200_000 + "\n", "is not a CSV file (field larger"),
    ],
)
def test_faulty_files(tree: Tree, tmp_path: Path, run: Run, content: str, message: str) -> None:
    path = baci(tmp_path)
    path.write_text(content)
    before = (tree.root / "profiles" / "DEU.toml").read_bytes()
    result = run("import-trade", path, *options(tree))
    assert result.exit_code == 1
    assert message in result.stderr.replace("\n", " ") and str(path) in result.stderr
    assert (tree.root / "profiles" / "DEU.toml").read_bytes() == before


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


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (("--evidence", "trade-2023"), "there is no evidence 'trade-2023' in catalogue/evidence.toml; did you mean"),
        (("--domestic-evidence", "survey-2025"), "give both"),
        (("--component", "hardware.computer"), "did you mean 'hardware.computers'"),
        (("--countries", "AUT"), "there is no profile of Austria (AUT)"),
        (("--data", "nowhere"), "name the tree to write to with --data DIR"),
    ],
)
def test_requests_that_cannot_be_met(
    tree: Tree, tmp_path: Path, run: Run, changed: tuple[str, ...], message: str
) -> None:
    result = run("import-trade", baci(tmp_path), *options(tree), *changed)
    assert result.exit_code == 1
    assert message in result.stderr


def test_a_file_that_is_not_there(tree: Tree, tmp_path: Path, run: Run) -> None:
    result = run("import-trade", tmp_path / "none.csv", *options(tree))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "cannot be read (No such file or directory); name a CSV file" in result.stderr


def test_the_current_folder_is_the_tree(tree: Tree, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree.root)
    arguments = ("--year", "2024", "--evidence", "trade-2024", "--countries", "DEU")
    assert run("import-trade", baci(tmp_path), *arguments).exit_code == 0
    assert rows_of(tree)["CHN"]["share"] == WRITTEN["CHN"]


def test_members_of_a_circle_without_a_profile_are_passed_over(tree: Tree, tmp_path: Path, run: Run) -> None:
    result = run("import-trade", baci(tmp_path), *options(tree, "--countries", "EU"))
    assert result.exit_code == 0
    assert "\n1 profile changed\n" in result.stderr
    again = run("import-trade", baci(tmp_path), *options(tree, "--countries", "EU"), "--dry-run")
    assert "\nno profile would change\n" in again.stderr


def test_one_faulty_profile_stops_all(tree: Tree, tmp_path: Path, run: Run) -> None:
    tree.replace("profiles/FRA.toml", "share = ", "share = 7")
    before = (tree.root / "profiles" / "DEU.toml").read_bytes()
    result = run("import-trade", baci(tmp_path), *options(tree))
    assert result.exit_code == 1 and "FRA.toml" in result.stderr
    assert (tree.root / "profiles" / "DEU.toml").read_bytes() == before


def test_a_result_that_the_loader_refuses_is_not_written(tree: Tree, tmp_path: Path, run: Run) -> None:
    """The small tree gives chips.semiconductors no weight."""
    path = baci(tmp_path, {"DEU": {("TWN", "854231"): 1.0}, "FRA": {("TWN", "854231"): 1.0}})
    result = run("import-trade", path, *options(tree, "--component", "chips.semiconductors", "--dry-run"))
    assert result.exit_code == 1
    assert "profiles/DEU.toml: chips.semiconductors: is not a component of weights.toml" in result.stderr


def test_a_write_that_fails_midway_is_taken_back(
    tree: Tree, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {path: path.read_bytes() for path in (tree.root / "profiles").glob("*.toml")}
    replace = Path.replace

    def fail_for_france(self: Path, target: Path) -> Path:
        if target.name == "FRA.toml" and target.read_bytes() == files[target]:
            raise OSError(28, "No space left on device", str(target))
        return replace(self, target)

    monkeypatch.setattr(trade_profiles.Path, "replace", fail_for_france)
    result = run("import-trade", baci(tmp_path), *options(tree))
    assert result.exit_code == 1
    assert "cannot be written (No space left on device); no profile was changed" in result.stderr
    assert {path: path.read_bytes() for path in (tree.root / "profiles").iterdir() if path.is_file()} == files


def test_headings_are_those_of_the_method() -> None:
    assert {component: heading.code for component, heading in HEADINGS.items()} == {
        "chips.semiconductors": "8542", "hardware.computers": "8471", "hardware.networking": "8517",
        "energy.power-equipment": "8504", "energy.batteries": "8507", "energy.photovoltaics": "8541",
    }  # fmt: skip
