"""What trade statistics mean for a country: hubs, home supply, small origins."""

from __future__ import annotations

from pathlib import Path

import pytest

from customs import (
    COMPUTERS,
    TRACED,
    baci,
    world,
)
from sovai.authoring.trade.files import read_trade
from sovai.authoring.trade.rows import component_rows, home_row
from sovai.authoring.trade.statistics import HEADINGS, Imports, Trade, is_transit, trace
from sovai.model.profile import Source


def own(share: float, *, limits: tuple[float, float] | None = None, grade: str = "B", supplier: str = "DEU") -> Source:
    return Source.model_validate(
        {"supplier": supplier, "share": share, "range": limits, "access": "purchased", "grade": grade}
    )


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


def test_headings_are_those_of_the_method() -> None:
    assert {component: heading.code for component, heading in HEADINGS.items()} == {
        "chips.semiconductors": "8542", "hardware.computers": "8471", "hardware.networking": "8517",
        "energy.power-equipment": "8504", "energy.batteries": "8507", "energy.photovoltaics": "8541",
    }  # fmt: skip
