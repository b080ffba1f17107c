"""Studies: plans and their faults, files of draws, interruption and going on, units that fail."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

import sovai
from conftest import Run, Tree
from sovai.assessment.compiling import compile_system
from sovai.assessment.refusals import changes_of, refusals_of
from sovai.assessment.scenarios import apply
from sovai.assessment.setting import settle
from sovai.engine.clocks import average, horizon_times
from sovai.engine.cutoff import expose, indicators
from sovai.engine.interruption import interrupt
from sovai.engine.scoring import published, score
from sovai.engine.worlds import DrawnWorld
from sovai.errors import DataError, UsageError
from sovai.loading import data_root, load_model
from sovai.loading.scenarios import scenario_ids
from sovai.model.plan import Plan, StudyHead
from sovai.results.study import Study
from sovai.studies import batches
from sovai.studies.tables import content_of
from sovai.studies.units import Unit, units_of
from test_parallel import SCENARIO

PLAN = """
schema = 1

[study]
id = "two"
title = "Two countries"
draws = 3_000
scenarios = ["more-at-home"]
parties = ["USA", "chipco", "DEU"]
"""


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    tree = Tree(tmp_path / "tree")
    (tree.root / "scenarios").mkdir()
    tree.write("scenarios/more-at-home.toml", SCENARIO)
    return tree


@pytest.fixture
def model(tree: Tree) -> sovai.Model:
    return load_model(tree.root)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.toml"
    path.write_text(PLAN, encoding="utf-8")
    return path


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def column(content: bytes, name: str) -> np.ndarray:
    return np.array([row[name] for row in rows(content)], dtype=np.float32)


# What is drawn


def test_a_study_draws_what_the_other_commands_draw(model: sovai.Model, plan: Path, tmp_path: Path) -> None:
    """Its draws are those of assess and compare: the same streams, so that means agree to single precision."""
    found = sovai.study(plan, tmp_path / "out", model=model, form="csv")
    files = contents(tmp_path / "out")
    profile = sovai.load_profile("DEU", model=model)
    assessed = sovai.assess(profile, model=model, draws=3000)
    recorded = files["draws/DEU/recorded/000000000.csv"]
    assert column(recorded, "score").mean() == pytest.approx(assessed.score.mean, rel=1e-5)
    assert column(recorded, "layer_cloud").mean() == pytest.approx(assessed.layers[-1].score.mean, rel=1e-5)
    losses = {party.id: party.loss.mean for party in assessed.parties}
    for party in ("USA", "chipco"):
        assert column(recorded, f"loss_{party}").mean() == pytest.approx(losses[party], rel=1e-5)
    compared = sovai.compare(profile, "more-at-home", model=model, draws=3000).others[0]
    under = files["draws/DEU/more-at-home/000000000.csv"]
    difference = column(under, "score") - column(recorded, "score")
    assert difference.mean() == pytest.approx(compared.difference.mean, abs=1e-4)
    assert compared.joint_loss is not None
    assert column(under, "joint_loss").mean() == pytest.approx(compared.joint_loss.mean, rel=1e-5)
    assert found.computed == len(found.units) == 4
    assert found.scenarios == ("recorded", "more-at-home")


def test_what_is_not_there_is_left_empty(model: sovai.Model, plan: Path, tmp_path: Path) -> None:
    sovai.study(plan, tmp_path / "out", model=model, form="csv")
    files = contents(tmp_path / "out")
    at_home, abroad = (rows(files[f"draws/{code}/recorded/000000000.csv"])[0] for code in ("DEU", "FRA"))
    assert (at_home["loss_DEU"], at_home["joint_loss"]) == ("", "")
    assert abroad["loss_DEU"] != ""


def test_csv_and_parquet_agree(model: sovai.Model, plan: Path, tmp_path: Path) -> None:
    for form in ("csv", "parquet"):
        sovai.study(plan, tmp_path / form, model=model, form=form)
    texts, tables = contents(tmp_path / "csv"), contents(tmp_path / "parquet")
    files = [name for name in texts if name.endswith(".csv")]
    assert len(files) == 4
    for name in files:
        table = pq.read_table(io.BytesIO(tables[name.replace(".csv", ".parquet")]))
        read = rows(texts[name])
        assert table.column_names == list(read[0])
        for key in table.column_names:
            there = table[key].to_pylist()
            if key in ("country", "scenario", "draw"):
                assert [str(value) for value in there] == [row[key] for row in read]
            else:
                assert there == [float(np.float32(row[key])) if row[key] else None for row in read]


def test_units_are_the_same_draws_however_they_are_cut() -> None:
    units = list(units_of(["DEU"], ["recorded"], 40_000))
    assert [(unit.first, unit.size) for unit in units] == [(0, 16384), (16384, 16384), (32768, 7232)]
    blocks = [block for unit in units for block in unit.blocks]
    assert [block.number for block in blocks] == list(range(20))
    assert sum(block.size for block in blocks) == 40_000


# Workers, interruption


def test_the_folder_is_the_same_for_any_number_of_workers(model: sovai.Model, plan: Path, tmp_path: Path) -> None:
    for workers in (1, 2):
        sovai.study(plan, tmp_path / str(workers), model=model, form="parquet", workers=workers)
    assert contents(tmp_path / "1") == contents(tmp_path / "2")


def test_a_study_that_is_killed_goes_on_where_it_was(tree: Tree, plan: Path, tmp_path: Path) -> None:
    plan.write_text(PLAN.replace("3_000", "40_000"), encoding="utf-8")
    model, broken, whole = load_model(tree.root), tmp_path / "broken", tmp_path / "whole"
    sovai.study(plan, whole, model=model, form="csv")
    command = [sys.executable, "-m", "sovai", "study", plan, "--data", tree.root, "--into", broken]
    process = subprocess.Popen([*map(str, command), "--files", "csv", "--workers", "1"])
    journal, started = broken / "units.jsonl", time.monotonic()
    while not (journal.exists() and journal.read_bytes().count(b"\n") >= 3) and time.monotonic() - started < 60:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    before = len(journal.read_bytes().splitlines())
    assert 3 <= before < 12
    with journal.open("ab") as file:
        file.write(b'{"id":"DEU/reco')  # as an interruption in the middle of a line leaves it
    found = sovai.study(plan, broken, model=model, form="csv")
    assert found.computed == 12 - before
    assert {k: v for k, v in contents(broken).items() if not k.endswith(".part")} == contents(whole)


def test_nothing_is_computed_twice_and_what_is_lost_is_computed_again(
    model: sovai.Model, plan: Path, tmp_path: Path
) -> None:
    folder, seen = tmp_path / "out", list[int]()
    sovai.study(plan, folder, model=model, form="csv")
    before = contents(folder)
    again = sovai.study(plan, folder, model=model, form="csv", progress=seen.append)
    assert (again.computed, sum(seen)) == (0, 12_000)
    lost, spoilt = folder / "draws/DEU/recorded/000000000.csv", folder / "draws/FRA/recorded/000000000.csv"
    lost.unlink()
    spoilt.write_text("country\n", encoding="utf-8")
    assert sovai.study(plan, folder, model=model, form="csv").computed == 2
    assert contents(folder) == before


def test_the_draws_of_a_unit_do_not_depend_on_its_batch(
    model: sovai.Model, plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sovai.study(plan, tmp_path / "together", model=model, form="csv")
    monkeypatch.setattr(batches, "batches_of", lambda tasks, _: [(task,) for task in tasks])
    monkeypatch.setattr("sovai.studies.run.batches_of", batches.batches_of)
    sovai.study(plan, tmp_path / "alone", model=model, form="csv")
    assert contents(tmp_path / "together") == contents(tmp_path / "alone")


def test_batches_hold_each_unit_once_and_only_units_of_the_same_draws(model: sovai.Model) -> None:
    profile = sovai.load_profile("DEU", model=model)
    codes = [f"X{letter}{letter}" for letter in "ABCDEFGHI"]
    tasks = [batches.Task(unit, profile, None) for unit in units_of(codes, ["recorded", "order"], 40_000)]
    found = batches.batches_of(tasks)
    assert sorted(task.unit.id for batch in found for task in batch) == sorted(task.unit.id for task in tasks)
    assert len(found) == 3 * 3  # nine countries by fours, three ranges of draws
    for batch in found:
        assert len({(task.unit.first, task.unit.size) for task in batch}) == 1


@pytest.mark.parametrize(
    ("countries", "wanted", "batches_made"), [(2, 1, 1), (2, 2, 2), (2, 3, 3), (1, 8, 2), (0, 2, 0)]
)
def test_batches_are_split_so_that_no_process_is_idle(
    model: sovai.Model, countries: int, wanted: int, batches_made: int
) -> None:
    profile = sovai.load_profile("DEU", model=model)
    units = list(units_of(["DEU", "FRA"][:countries], ["recorded", "order"], 2048))
    tasks = [batches.Task(unit, profile, None) for unit in units]
    found = batches.batches_of(tasks, wanted)
    assert len(found) == batches_made
    assert [task.unit for batch in found for task in batch] == units
    if (countries, wanted) == (2, 2):  # one country each, with what its scenarios have in common
        assert [len({task.unit.country for task in batch}) for batch in found] == [1, 1]


def test_the_shipped_scenarios_draw_what_each_country_and_scenario_draws_alone() -> None:
    """Cuts limited to components, inputs, tiers and modes of access, by countries of which one is at home."""
    model, draws = load_model(), 700
    scenarios = [sovai.load_scenario(key, model=model) for key in scenario_ids(data_root())]
    profiles = [sovai.load_profile(code, model=model) for code in ("DEU", "KEN", "USA")]
    shared = batches.Shared(settle(model), 5, ("CHN", "asml"), "csv")
    tasks = tuple(
        batches.Task(Unit(profile.country.code, key, 2048, draws), profile, scenario)
        for profile in profiles
        for key, scenario in [("recorded", None), *((one.scenario.id, one) for one in scenarios)]
    )
    assert len(tasks) == 3 * 29
    for task, computed in zip(tasks, batches.compute(shared, tasks), strict=True):
        assert computed.content is not None, computed.failure
        changes = () if task.scenario is None else changes_of(task.scenario)
        applied = apply([asked.change for asked in changes], task.profile, model)
        home = frozenset({task.unit.country})
        system = compile_system(applied.profile, applied.model, home=home, horizon_years=1.0)
        world, years = DrawnWorld(5, 1, draws), horizon_times(1.0)
        exposures = [expose(component, system, world, years) for component in system.components]
        measured = np.stack([indicators(one, one.losses(), system) for one in exposures])
        expected = 100.0 * score(measured, published(system), system).country
        assert column(computed.content, "score") == pytest.approx(expected, abs=1e-4)
        refusals = refusals_of(changes, system, model.catalogue)
        shown = [row["joint_loss"] for row in rows(computed.content)]
        if not refusals:
            assert set(shown) == {""}
            continue
        unmet = [interrupt(component, system, refusals, years, world).unmet for component in system.components]
        weights = system.layer_weights[system.layer_of] * system.component_weights
        joint = sum(weight * average(one) for weight, one in zip(weights, unmet, strict=True))
        assert np.array(shown, dtype=float) == pytest.approx(joint, rel=1e-5, abs=1e-7)


# Failures


def test_what_cannot_be_written_is_told_and_gone_on_with_later(tree: Tree, plan: Path, tmp_path: Path) -> None:
    """A limit on the size of files stands for a disk that is full: the system refuses to write the second one."""
    plan.write_text(PLAN.replace("3_000", "16_000"), encoding="utf-8")
    model, folder, whole = load_model(tree.root), tmp_path / "out", tmp_path / "whole"
    sovai.study(plan, whole, model=model, form="csv")
    first, second = (len(contents(whole)[f"draws/DEU/{key}/000000000.csv"]) for key in ("recorded", "more-at-home"))
    assert first + 2048 < second
    command = [sys.executable, "-m", "sovai", "study", plan, "--data", tree.root, "--files", "csv", "--workers", "1"]
    limited = f"ulimit -f {(first + second) // 2048}; exec " + shlex.join([*map(str, command), "--into", str(folder)])
    process = subprocess.run(["bash", "-c", limited], capture_output=True, text=True, check=False)
    assert process.returncode == 1
    assert process.stderr == (
        f"sovai: {folder} cannot be written (File too large); "
        "what is there stays, and the same command goes on from it once there is room and leave to write\n"
    )
    assert not list(folder.rglob("*.part"))
    assert sovai.study(plan, folder, model=model, form="csv").computed == 3
    assert contents(folder) == contents(whole)


def test_a_folder_that_may_not_be_written_is_told(model: sovai.Model, plan: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    sovai.study(plan, folder, model=model, form="csv")
    shutil.rmtree(folder / "draws")
    (folder / "draws").write_text("in the way", encoding="utf-8")
    with pytest.raises(
        UsageError, match=r"out cannot be written \((Not a directory|File exists)\); what is there stays"
    ):
        sovai.study(plan, folder, model=model, form="csv")


def test_a_failed_unit_is_reported_in_place_and_tried_again(
    model: sovai.Model, plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    good = sovai.study(plan, tmp_path / "good", model=model, form="csv")

    def failing(columns: Any, form: Any) -> bytes:
        if (columns["country"][0], columns["scenario"][0]) == ("DEU", "more-at-home"):
            raise ArithmeticError("a draw\nis not finite")
        return content_of(columns, form)

    bad = "DEU/more-at-home/000000000"
    monkeypatch.setattr(batches, "content_of", failing)
    found = sovai.study(plan, folder, model=model, form="csv")
    assert [unit.id for unit in found.units] == [unit.id for unit in good.units]
    [failed] = found.failures
    assert failed.id == bad
    assert failed.failure == "ArithmeticError: a draw is not finite"
    lines = [json.loads(line) for line in (folder / "units.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["id"] for line in lines if line["failure"]] == [bad]
    assert f"Failed: {bad} (ArithmeticError" in found.to_markdown()
    monkeypatch.undo()
    assert sovai.study(plan, folder, model=model, form="csv").computed == 1
    assert contents(folder) == contents(tmp_path / "good")


def test_a_profile_with_faults_fails_in_place(tree: Tree, plan: Path, tmp_path: Path, run: Run) -> None:
    tree.replace("profiles/FRA.toml", "share = 0.9", "share = 1.9")
    result = run("study", plan, "--data", tree.root, "--into", tmp_path / "out", "--files", "csv", "--json")
    assert result.exit_code == 1
    units = json.loads(result.stdout)["units"]
    assert [unit["country"] for unit in units if unit["failure"]] == ["FRA", "FRA"]
    assert all("share" in unit["failure"] for unit in units if unit["failure"])
    assert [unit["country"] for unit in units if unit["file"]] == ["DEU", "DEU"]


# What is refused


def test_another_plan_or_other_data_are_refused(tree: Tree, plan: Path, tmp_path: Path) -> None:
    folder, model = tmp_path / "out", load_model(tree.root)
    sovai.study(plan, folder, model=model, form="csv")
    before = contents(folder)
    plan.write_text(PLAN.replace("3_000", "4_000"), encoding="utf-8")
    with pytest.raises(DataError) as refused:
        sovai.study(plan, folder, model=model, form="parquet")
    assert [(fault.path, fault.what) for fault in refused.value.faults] == [
        ("form", 'the study was begun with "csv", and now it is "parquet"'),
        ("plan.draws", "the study was begun with 3000, and now it is 4000"),
    ]
    plan.write_text(PLAN, encoding="utf-8")
    tree.replace("profiles/FRA.toml", "share = 0.9", "share = 0.8")
    with pytest.raises(DataError, match=r"study.json: digests.profiles/FRA.toml: the study was begun with"):
        sovai.study(plan, folder, model=model, form="csv")
    assert contents(folder) == before


def test_a_folder_of_something_else_is_refused(model: sovai.Model, plan: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="holds something else; name a new folder"):
        sovai.study(plan, tmp_path / "mine", model=model, form="csv")
    (tmp_path / "mine" / "study.json").write_text("[]", encoding="utf-8")
    with pytest.raises(UsageError, match="is not that of a study"):
        sovai.study(plan, tmp_path / "mine", model=model, form="csv")
    with pytest.raises(UsageError, match="cannot be written"):
        sovai.study(plan, plan / "below-a-file", model=model, form="csv")


def test_without_pyarrow_parquet_is_refused_plainly(
    model: sovai.Model, plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(UsageError, match=r"Parquet needs the extra sovai-risk\[study\]; install it, or ask for csv"):
        sovai.study(plan, tmp_path / "out", model=model)
    assert not (tmp_path / "out").exists()


FAULTY = """
schema = 1
extra = 1

[study]
id = "faulty"
draws = 0
seed = -1
countries = ["DEU", "Germny"]
scenarios = ["more-at-hom"]
parties = ["chipc", "EU"]
home = ["Frnace"]
horizon_years = 200
"""


def test_every_fault_of_a_plan_is_found_at_once(model: sovai.Model, plan: Path, tmp_path: Path) -> None:
    plan.write_text(FAULTY, encoding="utf-8")
    with pytest.raises(DataError) as refused:
        sovai.study(plan, tmp_path / "out", model=model, form="csv")
    faults = {fault.path: f"{fault.what}; {fault.remedy}" for fault in refused.value.faults}
    assert faults["extra"].startswith("unknown key")
    assert faults["study.draws"] == "0 is not 1 or more; write a whole number such as 10_000"
    assert faults["study.seed"] == "-1 is below 0; write a whole number from 0 on"
    assert "did you mean" in faults["study.countries[2]"]
    assert faults["study.scenarios[1]"] == "there is no scenario 'more-at-hom'; did you mean 'more-at-home'?"
    assert "chipco" in faults["study.parties[1]"]
    assert faults["study.parties[2]"] == "'EU' is a circle; name its members, or suppliers"
    assert "did you mean" in faults["study.home[1]"]
    assert faults["study.horizon_years"].startswith("200 is not between 0 and 100 years")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("draws = 3_000", "draws = 3.5", "study.draws: 3.5 is not a whole number; write a whole number"),
        ("draws = 3_000", "", "study.draws: is missing; add it"),
        ("parties", "partys", "study.partys: unknown key; did you mean 'parties'?"),
        ("schema = 1", "", "schema: is missing; write 'schema = 1' at the top"),
        ('scenarios = ["more-at-home"]', "countries = []", "study.countries: is empty"),
        ('["more-at-home"]', '["more-at-home", "more-at-home"]', "study.scenarios: names something more than once"),
    ],
)
def test_faults_of_a_plan_on_the_command_line(
    tree: Tree, plan: Path, tmp_path: Path, run: Run, old: str, new: str, message: str
) -> None:
    plan.write_text(PLAN.replace(old, new, 1), encoding="utf-8")
    result = run("study", plan, "--data", tree.root, "--into", tmp_path / "out")
    assert result.exit_code == 1
    assert message in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_plan_that_was_not_read_from_a_file_is_checked_too(model: sovai.Model, tmp_path: Path) -> None:
    plan = Plan(study=StudyHead(id="own", draws=100, countries=("DEU",), scenarios=()))
    found = sovai.study(plan, tmp_path / "out", model=model, form="csv")
    assert [unit.id for unit in found.units] == ["DEU/recorded/000000000"]
    with pytest.raises(DataError, match=r"plan: study\.draws: 0 is not 1 or more"):
        sovai.study(Plan(study=StudyHead(id="own", draws=0)), tmp_path / "other", model=model, form="csv")
    with pytest.raises(UsageError, match="'xls' is no form of a study"):
        sovai.study(plan, tmp_path / "other", model=model, form="xls")  # type: ignore[arg-type]


# What is shown


def test_the_screen_and_records_tell_what_is_there(tree: Tree, plan: Path, tmp_path: Path, run: Run) -> None:
    result = run("study", plan, "--data", tree.root, "--into", tmp_path / "out", "--files", "csv", "--workers", "1")
    assert result.exit_code == 0, result.output
    screen = " ".join(result.stdout.split())
    assert "Study: Two countries 2 countries × 2 scenarios × 3,000 draws" in screen
    assert "4 of 4 units are in" in screen
    found = sovai.study(plan, tmp_path / "out", model=load_model(tree.root), form="csv")
    assert isinstance(found, Study)
    for record in found.to_records():
        content = (tmp_path / "out" / record["file"]).read_bytes()
        assert record["sha256"] == hashlib.sha256(content).hexdigest()
        assert len(rows(content)) == record["draws"]


def test_a_unit_names_its_place() -> None:
    assert Unit("DEU", "recorded", 16384, 10).id == "DEU/recorded/000016384"
