"""Editions: what is frozen, what replays, and what is told when it does not."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import sovai
from conftest import SMALL, Run, Tree
from sovai.assessment.agreement import compare_figures, quoted_figures
from sovai.loading.digests import tree_digests, tree_files

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def model() -> sovai.Model:
    return sovai.load_model(SMALL)


@pytest.fixture(scope="module")
def edition(model: sovai.Model) -> sovai.Edition:
    return sovai.freeze(model=model, draws=60, seed=5)


@pytest.fixture
def folder(edition: sovai.Edition, tmp_path: Path) -> Path:
    sovai.write_edition(edition, tmp_path / "edition", data=SMALL)
    return tmp_path / "edition"


def change(file: Path, old: str, new: str) -> None:
    before = file.read_text(encoding="utf-8")
    assert old in before
    file.write_text(before.replace(old, new, 1), encoding="utf-8")


# What is frozen


def test_an_edition_holds_data_settings_and_the_figures_of_every_country(folder: Path, model: sovai.Model) -> None:
    manifest = json.loads((folder / "edition.json").read_text(encoding="utf-8"))
    assert manifest["draws"] == 60
    assert manifest["seed"] == 5
    assert sorted(manifest["results"]) == ["DEU", "FRA"]
    assert manifest["digests"] == tree_digests(SMALL) == tree_digests(folder / "data")
    assert tree_files(folder / "data") == tree_files(SMALL)
    germany = sovai.assess(sovai.load_profile("DEU", model=model), model=model, draws=60, seed=5)
    assert json.loads((folder / "results" / "DEU.json").read_text(encoding="utf-8")) == quoted_figures(germany)


def test_the_digest_of_a_result_is_that_of_what_score_prints(folder: Path, run: Run, monkeypatch: Any) -> None:
    monkeypatch.chdir(SMALL.parent)
    printed = run("score", "DEU", "--data", "small", "--draws", "60", "--seed", "5", "--json").output
    manifest = json.loads((folder / "edition.json").read_text(encoding="utf-8"))
    # The edition's command names no folder, since the data may lie anywhere.
    printed = printed.replace(" --data small", "")
    assert hashlib.sha256(printed.encode()).hexdigest() == manifest["results"]["DEU"]


def test_parties_that_hold_nothing_are_not_quoted(edition: sovai.Edition) -> None:
    for figures in edition.figures.values():
        assert figures["parties"]
        for party in figures["parties"].values():
            assert party["loss"]["nominal"] >= 0.005 or party["vetoes"]


def test_processes_do_not_change_an_edition(model: sovai.Model, edition: sovai.Edition) -> None:
    done: list[int] = []
    assert sovai.freeze(model=model, draws=60, seed=5, workers=2, progress=done.append) == edition
    assert sum(done) == 2


# What replays


def test_a_figure_that_a_hand_has_changed_is_named(folder: Path, run: Run) -> None:
    results = folder / "results" / "DEU.json"
    figures = json.loads(results.read_text(encoding="utf-8"))
    figures["score"]["nominal"] = 12.5
    results.write_text(json.dumps(figures), encoding="utf-8")
    found = run("replay", folder)
    assert found.exit_code == 1
    assert "score.nominal: 12.5 became" in found.output


def test_an_edition_replays_to_the_byte_from_its_own_data(folder: Path, run: Run) -> None:
    result = run("replay", folder)
    assert result.exit_code == 0
    assert "All 2 results are the same to the byte." in result.output


def test_an_edition_without_data_replays_from_a_tree_that_has_them(
    edition: sovai.Edition, tmp_path: Path, run: Run
) -> None:
    sovai.write_edition(edition, tmp_path / "bare", data=None)
    assert not (tmp_path / "bare" / "data").exists()
    assert run("replay", tmp_path / "bare", "--data", SMALL).exit_code == 0
    other = run("replay", tmp_path / "bare")  # the shipped tree is another one
    assert other.exit_code == 1
    assert "Nothing was computed" in other.output
    assert "weights.toml: changed" in other.output
    assert "profiles/CHE.toml: added" in other.output


def test_an_edition_stands_for_its_data_wherever_a_tree_is_asked_for(
    folder: Path, edition: sovai.Edition, tmp_path: Path, run: Run
) -> None:
    assert run("score", "FRA", "--draws", "0", "--data", folder).exit_code == 0
    assert not json.loads(run("diff", folder, SMALL, "--json").output)["countries"]
    sovai.write_edition(edition, tmp_path / "bare", data=None)
    for arguments in (("score", "FRA", "--data", tmp_path / "bare"), ("diff", tmp_path / "bare", SMALL)):
        refused = run(*arguments)
        assert refused.exit_code == 1
        assert "was kept without its data; name the revision of the repository that holds them" in refused.output


def test_a_changed_file_is_named(folder: Path, run: Run) -> None:
    change(folder / "data" / "profiles" / "FRA.toml", "share = ", "share =  ")
    result = run("replay", folder, "--json")
    found = json.loads(result.output)
    assert result.exit_code == 1
    assert found["files"] == [{"file": "profiles/FRA.toml", "change": "changed"}]
    assert found["countries"] == []


def test_a_figure_that_differs_is_named(folder: Path, run: Run) -> None:
    manifest = folder / "edition.json"
    found = json.loads(manifest.read_text(encoding="utf-8"))
    found["results"]["DEU"] = "0" * 64
    manifest.write_text(json.dumps(found), encoding="utf-8")
    near = run("replay", folder)
    assert near.exit_code == 0
    assert "Results that are the same to the byte: 1; within the tolerance: 1; different: 0." in near.output

    results = folder / "results" / "DEU.json"
    figures = json.loads(results.read_text(encoding="utf-8"))
    figures["score"]["nominal"] += 1e-6
    figures["score"]["low"] += 0.2
    results.write_text(json.dumps(figures), encoding="utf-8")
    far = run("replay", folder, "--format", "markdown")
    assert far.exit_code == 1
    assert "different: 1." in far.output
    assert "score.nominal" in far.output
    assert "score.low" in far.output
    rows = run("replay", folder, "--format", "csv").output
    assert "DEU,figure,,,score.nominal," in rows


# Tolerance


FIGURES: dict[str, Any] = {
    "score": {"nominal": 50.0, "mean": 50.0, "choices": {"low": 48.0, "high": 52.0}},
    "bounds": {"low": 49.0, "high": 51.0},
    "level": "high",
    "comparable": True,
    "parties": {"USA": {"rank": 1, "probability_largest": 0.5, "veto_probability": {"cloud.infrastructure": 0.002}}},
}


def changed(place: str, value: object) -> dict[str, Any]:
    copy: dict[str, Any] = json.loads(json.dumps(FIGURES))
    *path, last = place.split("/")
    entry = copy
    for key in path:
        entry = entry[key]
    if value is None:
        del entry[last]
    else:
        entry[last] = value
    return copy


@pytest.mark.parametrize(
    ("place", "value", "agrees"),
    [
        ("score/nominal", 50.0 + 1e-8, True),
        ("score/nominal", 50.0 + 1e-7, False),
        ("score/mean", 50.004, True),
        ("score/mean", 50.006, False),
        ("score/choices/low", 48.001, True),
        ("bounds/low", 49.001, False),
        ("level", "moderate", False),
        ("comparable", False, False),
        ("comparable", 1, False),
        ("parties/USA/rank", 2, False),
        ("parties/USA/probability_largest", 0.5015, True),
        ("parties/USA/probability_largest", 0.502, False),
        ("parties/USA/veto_probability", {}, False),
        ("parties/USA/veto_probability", {"cloud.infrastructure": 0.003, "models.assistants": 0.001}, True),
        ("parties/USA", None, False),
        ("score/mean", None, False),
    ],
)
def test_the_tolerance_is_what_the_page_says(place: str, value: object, agrees: bool) -> None:
    found = compare_figures("DEU", FIGURES, changed(place, value), draws=2000)
    assert (found.agreement == "within tolerance") is agrees
    assert (found.deviations == ()) is agrees


def test_figures_that_only_a_newer_program_knows_are_not_compared() -> None:
    assert compare_figures("DEU", FIGURES, FIGURES | {"news": 1.0}, draws=2000).agreement == "within tolerance"


# Refusals


def test_a_folder_that_exists_is_left_alone(folder: Path, tmp_path: Path, run: Run) -> None:
    refused = run("freeze", folder, "--data", SMALL, "--draws", "20")
    assert refused.exit_code == 1
    assert "exists; name a new folder" in refused.stderr
    other = tmp_path / "mine"
    other.mkdir()
    (other / "keep.txt").write_text("mine", encoding="utf-8")
    assert "is no edition" in run("freeze", other, "--replace", "--data", SMALL, "--draws", "20").stderr
    assert (other / "keep.txt").read_text(encoding="utf-8") == "mine"


def test_an_edition_is_replaced_when_asked(folder: Path, run: Run) -> None:
    done = run("freeze", folder, "--replace", "--without-data", "--data", SMALL, "--draws", "20")
    assert done.exit_code == 0
    assert json.loads((folder / "edition.json").read_text(encoding="utf-8"))["draws"] == 20
    assert not (folder / "data").exists()
    assert sorted(path.name for path in folder.parent.iterdir()) == ["edition"]


def test_a_tree_with_faults_is_not_frozen(tree: Tree, tmp_path: Path, run: Run) -> None:
    tree.replace("profiles/FRA.toml", "share", "shar")
    done = run("freeze", tmp_path / "out", "--data", tree.root, "--draws", "20")
    assert done.exit_code == 1
    assert "FRA.toml" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_no_edition_is_named(folder: Path, tmp_path: Path, run: Run) -> None:
    assert "holds no edition" in run("replay", tmp_path).stderr
    (folder / "results" / "FRA.json").unlink()
    missing = run("replay", folder)
    assert missing.exit_code == 1
    assert "FRA.json: is missing" in missing.stderr
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"format": 2}, "format: 2 is not the format that this version reads, which is 1; replay it with the version"),
        ({"format": "1"}, "format: '1' is not the format that this version reads"),
        ({"format": True}, "format: true is not the format that this version reads"),
        ({"draws": "many"}, "draws: 'many' is not a whole number; take the file as 'sovai freeze' wrote it"),
        ({"draws": 2.5}, "draws: 2.5 is not a whole number; take the file"),
        ({"as_of": "yesterday"}, "as_of: 'yesterday' is not a date; take the file"),
        ({"results": []}, "results: [] is not a table; take the file"),
        ({"sead": 5}, "sead: unknown key; take the file"),
    ],
)
def test_a_fault_of_an_edition_is_told_once_in_our_words(
    folder: Path, run: Run, changed: dict[str, object], said: str
) -> None:
    head = folder / "edition.json"
    head.write_text(json.dumps(json.loads(head.read_bytes()) | changed), encoding="utf-8")
    done = run("replay", folder)
    assert done.exit_code == 1
    assert f"edition.json: {said}" in done.stderr
    assert done.stderr.count("edition.json") == 1
    assert "pydantic" not in done.stderr.lower()
    assert "Input should" not in done.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [("[1]", "is not an object of JSON"), ("{", "cannot be read (Expecting"), ("{}", "format: is missing")],
)
def test_what_is_no_edition_at_all_is_told_too(folder: Path, run: Run, content: str, said: str) -> None:
    (folder / "edition.json").write_text(content, encoding="utf-8")
    done = run("replay", folder)
    assert done.exit_code == 1
    assert done.stderr.count("edition.json") == 1
    assert said in done.stderr
    (folder / "edition.json").unlink()


# The shipped edition; that it replays is a gate of its own, since it takes as long as all of these tests


def test_the_shipped_edition_is_complete_and_small() -> None:
    shipped = sorted((ROOT / "editions").iterdir())
    assert shipped
    for place in shipped:
        found, _ = sovai.read_edition(place)
        assert found.as_of is not None
        assert place.name == found.as_of.isoformat()
        assert max(path.stat().st_size for path in place.rglob("*")) < 2**20
