"""``sovai import-trade``: what is written into profiles, and what is refused."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pycountry
import pytest

from conftest import Run, Tree
from customs import (
    COMPUTERS,
    FLOWS,
    GERMANY,
    WRITTEN,
    baci,
    comtrade,
    comtrade_flows,
)
from sovai.authoring.trade import writing
from sovai.authoring.trade.files import read_trade


def rows_of(tree: Tree, code: str = "DEU", component: str = COMPUTERS) -> dict[str, dict[str, Any]]:
    profile = tomllib.loads((tree.root / "profiles" / f"{code}.toml").read_text(encoding="utf-8"))
    layer, name = component.split(".")
    return {row["supplier"]: row for row in profile[layer][name]}


def options(tree: Tree, *more: str) -> tuple[str, ...]:
    return ("--year", "2024", "--evidence", "trade-2024", "--data", str(tree.root), *more)


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


def test_comtrade_gives_the_same_as_baci(tree: Tree, tmp_path: Path, run: Run) -> None:
    theirs = read_trade(comtrade(tmp_path, comtrade_flows()), 2024)
    ours = read_trade(baci(tmp_path), 2024)
    assert theirs.shares("DEU", "8471") == pytest.approx(ours.shares("DEU", "8471"))
    assert run("import-trade", tmp_path / "TradeData.csv", *options(tree)).exit_code == 0
    assert rows_of(tree)["CHN"]["share"] == WRITTEN["CHN"]
    assert "(UN Comtrade 2024)" in rows_of(tree)["CHN"]["note"]


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

    monkeypatch.setattr(writing.Path, "replace", fail_for_france)
    result = run("import-trade", baci(tmp_path), *options(tree))
    assert result.exit_code == 1
    assert "cannot be written (No space left on device); no profile was changed" in result.stderr
    assert {path: path.read_bytes() for path in (tree.root / "profiles").iterdir() if path.is_file()} == files
