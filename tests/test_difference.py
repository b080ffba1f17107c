# ruff: noqa: E501 (a case is a line)
"""`diff`: what differs between two trees is found, told with its effect, and never written anywhere."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from pathlib import Path

import pytest

import sovai
from conftest import SMALL, Run, Tree
from sovai.results.difference import CountryDifference, Difference, FigureChange

DEU = "profiles/DEU.toml"
SUPPLIERS = "profiles/catalogue/suppliers.toml"
INPUTS = "profiles/catalogue/inputs.toml"
MIXES = "profiles/catalogue/mixes.toml"
WEIGHTS = "weights.toml"


def told(difference: Difference) -> list[tuple[object, ...]]:
    """The changed figures, without what they rest on."""
    return [(f.file, f.entry, f.field, f.status, f.old, f.new) for f in difference.figures]


def score(root: Path, code: str = "DEU") -> float:
    model = sovai.load_model(root)
    return sovai.assess(sovai.load_profile(code, model=model), model=model, draws=0).score.nominal


def country(difference: Difference, code: str = "DEU") -> CountryDifference:
    return next(found for found in difference.countries if found.country.code == code)


# Figures


def test_a_tree_does_not_differ_from_itself(tree: Tree) -> None:
    difference = sovai.diff(SMALL, tree.root)
    assert (difference.figures, difference.notes_changed, difference.countries) == ((), {}, ())
    assert difference.compared == 2
    assert difference.old.label == str(SMALL)


def test_order_and_layout_are_no_difference(tree: Tree) -> None:
    path = tree.root / DEU
    head, *rows = path.read_text(encoding="utf-8").split("\n[[")
    path.write_text("\n\n[[".join(["# another comment\n" + head, *reversed(rows)]), encoding="utf-8")
    difference = sovai.diff(SMALL, tree.root)
    assert told(difference) == []
    assert difference.countries == ()  # but for rounding


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (DEU, "share = 0.85\n", "share = 0.8\n", ("chips.accelerators[chipco/purchased]", "share", 0.85, 0.8)),
        (DEU, "[0.7, 0.92]", "[0.75, 0.92]", ("chips.accelerators[chipco/purchased]", "range", (0.7, 0.92), (0.75, 0.92))),
        (DEU, "range = [0.7, 0.92]\n", "", ("chips.accelerators[chipco/purchased]", "range", (0.7, 0.92), None)),
        (DEU, 'grade = "B"', 'grade = "A"', ("chips.accelerators[chipco/purchased]", "grade", "B", "A")),
        (DEU, '["survey-2025"]', '["trade-2024"]', ("chips.accelerators[chipco/purchased]", "evidence", ("survey-2025",), ("trade-2024",))),
        (DEU, '"purchased"', '"licensed"', ("chips.accelerators[chipco/licensed]", "access", "purchased", "licensed")),
        (DEU, "as_of = 2026-06-30", "as_of = 2026-07-01", ("country", "as_of", "2026-06-30", "2026-07-01")),
        (MIXES, "[0.7, 0.9]", "[0.6, 0.9]", ("world-assistants.sources[modelco/hosted]", "range", (0.7, 0.9), (0.6, 0.9))),
        (INPUTS, "share = 0.85", "share = 0.8", ("inputs.magnets.sources[CHN]", "share", 0.85, 0.8)),
        (INPUTS, "essential = 0.3", "essential = [0.2, 0.3, 0.4]", ('components."hardware.computers".needs[magnets]', "essential", 0.3, (0.2, 0.3, 0.4))),
        (SUPPLIERS, "life_years = 10.0", "life_years = 8", ("fabco.needs[lithography]", "life_years", 10.0, 8.0)),
        (SUPPLIERS, "strength = 0.8", "strength = 0.7", ("fabco.reach[USA]", "strength", 0.8, 0.7)),
        (SUPPLIERS, 'jurisdiction = "NLD"', 'jurisdiction = "JPN"', ("toolco", "jurisdiction", "NLD", "JPN")),
        (SUPPLIERS, '"chips.accelerators", "acc', '"acc', ("chipco.needs[fabrication/accelerators-for-clouds]", "for", ("chips.accelerators", "accelerators-for-clouds"), ("accelerators-for-clouds",))),
        ("profiles/catalogue/evidence.toml", "2025-12-31", "2025-12-30", ("survey-2025", "period_end", "2025-12-31", "2025-12-30")),
        ("profiles/catalogue/circles.toml", '"DEU", "NLD"', '"DEU"', ("EU", "members", ("DEU", "NLD"), ("DEU",))),
        ("profiles/catalogue/measures.toml", '"in force"', '"ended"', ("export-rule", "status", "in force", "ended")),
        ("profiles/catalogue/jurisdictions.toml", "true", "false", ("USA", "compels_disclosure_abroad", True, False)),
        (WEIGHTS, "outside = 0.2", "outside = 0.3", ("indicators", "outside", 0.2, 0.3)),
        (WEIGHTS, "surge = { value = 0.5", "surge = { value = 0.4", ("layers.cloud.components.infrastructure", "surge", 0.5, 0.4)),
        (WEIGHTS, "exponent = [1.0, 2.0, 4.0]", "exponent = 2.0", ("model", "exponent", (1.0, 2.0, 4.0), 2.0)),
        (WEIGHTS, "[0.25, 0.5, 0.75]", "[0.2, 0.5, 0.75]", ("model", "level_bounds", (0.25, 0.5, 0.75), (0.2, 0.5, 0.75))),
    ],
)  # fmt: skip
def test_each_kind_of_figure(tree: Tree, file: str, old: str, new: str, expected: tuple[object, ...]) -> None:
    tree.replace(file, old, new)
    entry, name, before, after = expected
    assert told(sovai.diff(SMALL, tree.root)) == [(file, entry, name, "changed", before, after)]
    assert [(f.old, f.new) for f in sovai.diff(tree.root, SMALL).figures] == [(after, before)]


def test_a_figure_tells_what_it_rests_on(tree: Tree) -> None:
    tree.replace(DEU, "share = 0.85\n", "share = 0.8\n")
    tree.replace(WEIGHTS, "surge = { value = 0.5", "surge = { value = 0.4")
    tree.replace(SUPPLIERS, "strength = 0.8", "strength = 0.7")
    found = {f.field: f.evidence for f in sovai.diff(SMALL, tree.root).figures}
    assert found == {"share": ("survey-2025",), "surge": ("survey-2025",), "strength": ("gazette-2025",)}


def test_rows_that_come_and_go(tree: Tree) -> None:
    tree.replace(DEU, 'supplier = "KOR"\nshare = 0.1', 'supplier = "JPN"\nshare = 0.12')
    assert told(sovai.diff(SMALL, tree.root)) == [
        (DEU, "chips.accelerators[JPN/purchased]", "share", "added", None, 0.12),
        (DEU, "chips.accelerators[JPN/purchased]", "grade", "added", None, "C"),
        (DEU, "chips.accelerators[JPN/purchased]", "access", "added", None, "purchased"),
        (DEU, "chips.accelerators[KOR/purchased]", "share", "removed", 0.1, None),
        (DEU, "chips.accelerators[KOR/purchased]", "grade", "removed", "C", None),
        (DEU, "chips.accelerators[KOR/purchased]", "access", "removed", "purchased", None),
    ]


def test_a_second_access_is_a_row_of_its_own(tree: Tree) -> None:
    tree.replace(
        DEU, "[[hardware.computers]]", '[[chips.accelerators]]\nsupplier = "chipco"\naccess = "hosted"\nshare = 0.01\n\n[[hardware.computers]]'
    )  # fmt: skip
    assert {(f.entry, f.status) for f in sovai.diff(SMALL, tree.root).figures} == {
        ("chips.accelerators[chipco/hosted]", "added")
    }


def test_words_are_only_counted(tree: Tree) -> None:
    tree.replace(DEU, "share = 0.85\n", 'share = 0.85\nnote = "A word."\n')
    tree.replace(DEU, "share = 0.1\n", 'share = 0.1\nnote = "Another."\n')
    tree.replace(WEIGHTS, "A round number.", "A rounder number.")
    difference = sovai.diff(SMALL, tree.root)
    assert (difference.figures, difference.notes_changed) == ((), {WEIGHTS: 1, DEU: 2})


def test_countries_that_come_and_go(tree: Tree) -> None:
    (tree.root / "profiles/FRA.toml").rename(tree.root / "profiles/ITA.toml")
    tree.replace("profiles/ITA.toml", 'code = "FRA"\nname = "France"', 'code = "ITA"\nname = "Italy"')
    difference = sovai.diff(SMALL, tree.root)
    assert [c.code for c in difference.added_countries] == ["ITA"]
    assert [c.code for c in difference.removed_countries] == ["FRA"]
    assert (difference.figures, difference.compared) == ((), 1)


# Effects


def test_the_parts_of_a_change_are_what_each_does_alone(tree: Tree, tmp_path: Path) -> None:
    changes = {
        "chips.accelerators": (DEU, "share = 0.85\n", "share = 0.75\n"),
        "cloud.infrastructure": (DEU, 'share = 0.3\naccess = "owned"', 'share = 0.2\naccess = "owned"'),
        "catalogue": (MIXES, 'supplier = "openlab"', 'supplier = "homecloud"'),
        "weights": (WEIGHTS, "cutoff = 0.5", "cutoff = 0.9"),
    }
    alone = {}
    for name, change in changes.items():
        single = Tree(tmp_path / name)
        single.replace(*change)
        alone[name] = score(single.root) - score(SMALL)
        tree.replace(*change)
    found = country(sovai.diff(SMALL, tree.root))
    assert {step.step: step.effect for step in found.steps} == pytest.approx(alone)
    assert [abs(step.effect or 0.0) for step in found.steps] == sorted(map(abs, alone.values()), reverse=True)
    assert (found.old.score, found.new.score) == pytest.approx((score(SMALL), score(tree.root)))
    assert found.change == pytest.approx(score(tree.root) - score(SMALL))
    assert found.together == pytest.approx(found.change - sum(alone.values()))
    assert abs(found.together or 0.0) > 1e-3  # the method is not linear


def test_new_rows_bring_the_suppliers_and_sources_they_refer_to(tree: Tree) -> None:
    tree.replace(
        SUPPLIERS,
        "schema = 1\n",
        'schema = 1\n[newco]\nname = "NewCo"\nkind = "company"\njurisdiction = "DEU"\n'
        'needs = [ { input = "new-input", essential = 0.5, life_years = 0 } ]\n',
    )
    tree.replace(
        INPUTS,
        "[inputs.magnets]",
        '[inputs.new-input]\nname = "New"\nsources = [ { supplier = "toolco", share = 1 } ]\n[inputs.magnets]',
    )
    tree.replace(
        "profiles/catalogue/evidence.toml",
        "schema = 1\n",
        'schema = 1\n[new]\ntitle = "New"\npublisher = "P"\nurl = "https://example.org/"\nperiod_end = 2026-01-01\n',
    )
    tree.replace(DEU, 'supplier = "chipco"', 'supplier = "newco"')
    tree.replace(DEU, '"survey-2025"', '"new"')
    for old, new in ((SMALL, tree.root), (tree.root, SMALL)):
        found = country(sovai.diff(old, new))
        assert [step.step for step in found.steps] == ["chips.accelerators"]
        assert found.steps[0].effect == pytest.approx(found.change)


def test_a_part_that_does_not_fit_the_old_tree_alone_is_said_to_have_no_effect_of_its_own(tree: Tree) -> None:
    tree.replace(
        WEIGHTS, "demand_growth = 0.0\nsurge = 1.0", "demand_growth = 0.0\nsurge = 1.0\nservice_life_years = 3.0"
    )
    tree.replace(DEU, 'share = 0.3\naccess = "hosted"', 'share = 0.3\naccess = "purchased"')
    tree.replace(DEU, 'supplier = "DEU"\nshare = 0.3', 'supplier = "JPN"\nshare = 0.3')
    found = country(sovai.diff(SMALL, tree.root))
    assert [(step.step, step.effect) for step in found.steps] == [("models.assistants", None)]
    assert found.together is None


def test_what_changes_no_score_is_not_among_the_countries(tree: Tree) -> None:
    tree.replace(DEU, 'grade = "B"', 'grade = "A"')
    tree.replace(SUPPLIERS, 'name = "ChipCo"', 'name = "Chip Company"')
    difference = sovai.diff(SMALL, tree.root)
    assert (len(difference.figures), difference.countries) == (2, ())


def test_ranks_are_among_the_comparable(tmp_path: Path) -> None:
    before, after = Tree(tmp_path / "before"), Tree(tmp_path / "after")
    for tree in (before, after):
        for code, share in (("ITA", "0.6"), ("ESP", "0.7")):
            text = (
                (SMALL / DEU)
                .read_text(encoding="utf-8")
                .replace("DEU", code)
                .replace("0.85\nrange = [0.7, 0.92]", share)
            )
            tree.write(f"profiles/{code}.toml", text.replace(f'supplier = "{code}"', 'supplier = "DEU"'))
    after.replace("profiles/ITA.toml", "share = 0.6\naccess", "share = 0.8\naccess")
    difference = sovai.diff(before.root, after.root)
    assert [found.country.code for found in difference.countries] == ["ITA"]
    found = country(difference, "ITA")
    assert (found.old.rank, found.new.rank) == (3, 1)  # of three: France is not comparable
    assert [score(before.root, code) > score(before.root, "ITA") for code in ("DEU", "ESP")] == [True, True]
    assert [score(after.root, code) < score(after.root, "ITA") for code in ("DEU", "ESP")] == [True, True]


def test_a_faulty_tree_is_named_with_every_fault(tree: Tree, run: Run) -> None:
    tree.replace(DEU, '"KOR"', '"KRO"')
    tree.replace(MIXES, '"openlab"', '"openlap"')
    result = run("diff", SMALL, tree.root)
    assert [line.split(": ")[:2] for line in result.stderr.splitlines()[:2]] == [
        [str(tree.root), MIXES],
        [str(tree.root), DEU],
    ]
    assert (result.exit_code, result.stdout) == (1, "")


# Git


@pytest.fixture
def repository(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> Tree:
    """The small tree in a repository with one commit, and a change that is not committed."""
    monkeypatch.chdir(tree.root)
    for key in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{key}_NAME", "A Test")
        monkeypatch.setenv(f"GIT_{key}_EMAIL", "test@example.org")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tree.root.parent))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    git("init", "--quiet", "--initial-branch=main")
    git("add", ".")
    git("commit", "--quiet", "--message=First")
    git("tag", "v1")
    tree.replace(DEU, "share = 0.85\n", "share = 0.8\n")
    return tree


def git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], check=True, capture_output=True, text=True).stdout


def state(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_revisions_and_folders(repository: Tree) -> None:
    git("commit", "--quiet", "--all", "--message=Second")
    before = state(repository.root)
    expected = [(DEU, "chips.accelerators[chipco/purchased]", "share", "changed", 0.85, 0.8)]
    for old, new in (("v1", "HEAD"), ("HEAD~1", "main"), ("v1", "."), (str(SMALL), "HEAD")):
        assert told(sovai.diff(old, new)) == expected
    assert state(repository.root) == before


@pytest.mark.usefixtures("repository")
def test_a_change_that_is_not_committed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(sovai.diff("HEAD", ".").figures) == 1
    monkeypatch.chdir("profiles")  # a revision's tree is that of the repository's root
    assert len(sovai.diff("HEAD", "..").figures) == 1


def test_a_tree_in_a_folder_of_the_repository(repository: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    git("checkout", "--quiet", "--", ".")
    (repository.root / "inner").mkdir()
    git("mv", "weights.toml", "profiles", "inner")
    git("commit", "--quiet", "--message=Moved")
    assert sovai.diff("v1", "HEAD:inner").figures == ()
    with pytest.raises(sovai.UsageError, match=r"^HEAD holds no data tree: .* REVISION:FOLDER"):
        sovai.diff("v1", "HEAD")
    monkeypatch.chdir("inner")
    assert sovai.diff("v1", "HEAD:inner").figures == ()


def test_what_is_neither_a_folder_nor_a_revision(
    repository: Tree, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    result = run("diff", "v2", "HEAD")
    assert result.stderr == (
        "sovai: v2 is neither a folder nor a revision of this repository; "
        "give the path of a data tree, or a branch, tag or commit such as HEAD~1\n"
    )
    assert result.exit_code == 1
    assert "--output=x is neither" in run("diff", "--", "--output=x", "HEAD").stderr
    assert run("diff", DEU, "HEAD").stderr.startswith(f"sovai: {DEU} is not a folder; ")
    with pytest.raises(sovai.UsageError, match="none is not a folder"):
        sovai.diff(tmp_path / "none", "HEAD")
    monkeypatch.chdir(tmp_path)
    assert "the current folder is in no git repository" in run("diff", "HEAD", repository.root).stderr
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run("diff", "HEAD", repository.root).stderr == (
        "sovai: HEAD is not a folder, and git, which could know it as a revision, is not installed\n"
    )


# What is printed


def test_the_screen(tree: Tree, run: Run) -> None:
    tree.replace(DEU, "share = 0.85\n", "share = 0.8\n")
    tree.replace(DEU, 'evidence = ["survey-2025"]', 'evidence = ["trade-2024"]')
    tree.replace(DEU, 'supplier = "KOR"', 'supplier = "JPN"')
    tree.replace("profiles/FRA.toml", "share = 0.9\n", "share = 0.8\n")
    tree.replace(WEIGHTS, "exponent = [1.0, 2.0, 4.0]", "exponent = 3")
    result = run("diff", SMALL, tree.root)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert max(map(len, lines)) <= 100
    assert "      share 0.85 → 0.8; evidence +trade-2024, −survey-2025 [trade-2024]" in lines
    assert "  + chips.accelerators[JPN/purchased]" in lines
    assert "  − chips.accelerators[KOR/purchased]" in lines
    assert "      share 0.1; grade C; access purchased" in lines
    assert "      exponent [1, 2, 4] → 3" in lines
    (france,) = (line for line in lines if line.startswith("France"))
    assert "  –  " in france  # not comparable: bounds only
    (germany,) = (line for line in lines if line.startswith("Germany"))
    assert "weights +" in germany
    assert any("need not add up" in line for line in lines)
    assert "and 1 more; --top 2 shows all" in run("diff", "--top", "1", SMALL, tree.root).stdout


def test_nothing_changed_is_said_in_a_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(SMALL.parent)  # the first line names both trees, and would wrap where their paths are long
    lines = run("diff", SMALL.name, SMALL.name).stdout.splitlines()
    assert lines[1:] == ["0 figures changed in 0 files; 0 notes reworded. Of 2 countries in both, 0 changed in score."]
    assert run("diff", "--format", "csv", SMALL, SMALL).stdout == "kind,file,id,field,old,new,effect,evidence\n"


def test_json_csv_and_markdown_say_the_same(tree: Tree, run: Run, tmp_path: Path) -> None:
    tree.replace(DEU, "share = 0.85\n", 'share = 0.8\nnote = "New."\n')
    tree.replace(DEU, "[0.7, 0.92]", "[0.75, 0.92]")
    (tree.root / "profiles/FRA.toml").unlink()
    difference = sovai.diff(SMALL, tree.root)
    data = json.loads(run("diff", "--format", "json", SMALL, tree.root).stdout)
    assert data == difference.to_dict()
    assert Difference.model_validate_json(json.dumps(data)) == difference

    file = tmp_path / "difference.csv"
    assert run("diff", "--format", "csv", "--output", file, SMALL, tree.root).stdout == ""
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
    assert [(row["kind"], row["field"]) for row in rows] == [
        ("figure", "share"), ("figure", "range"), ("notes", ""), ("removed country", ""),
        ("country", "score"), ("country", "bounds low"), ("country", "bounds high"), ("country", "rank"),
        ("step", "chips.accelerators"), ("step", "together"),
    ]  # fmt: skip
    assert (rows[1]["old"], rows[1]["new"]) == ("0.7 0.92", "0.75 0.92")
    assert float(rows[4]["effect"]) == difference.countries[0].change

    page = run("diff", "--format", "markdown", SMALL, tree.root).stdout
    assert page == difference.to_markdown()
    assert "- `chips.accelerators[chipco/purchased]`: share 0.85 → 0.8; range [0.7, 0.92] → [0.75, 0.92]" in page
    assert "| Germany | " in page


def test_figures_are_typed() -> None:
    change = FigureChange(file=DEU, entry="x", field="share", status="changed", old=True, new=(0.1, 0.2), evidence=())
    assert FigureChange.model_validate_json(change.model_dump_json()) == change
    assert FigureChange.model_validate_json(change.model_dump_json()).old is True


# Scenarios and levers

ORDER, LEVER = "scenarios/chip-order.toml", "levers/second-maker.toml"
EXAMPLES = Path(__file__).parent.parent / "docs/reference/examples"


@pytest.fixture
def asking(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLES, tmp_path / "examples"))


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (ORDER, "strength = 0.9", "strength = 0.8", ("changes[cut XBB chips.accelerators cloud-accelerators purchased licensed]", "strength", 0.9, 0.8)),
        (ORDER, "duration_days = [30, 120, 720]", "duration_days = 30", ("scenario", "duration_days", (30.0, 120.0, 720.0), 30.0)),
        (ORDER, "end = 2025-06-29", "end = 2025-06-30", ("precedents[The rule of 2025]", "end", "2025-06-29", "2025-06-30")),
        (ORDER, 'status = "happened"', 'status = "in force"', ("scenario", "status", "happened", "in force")),
        (LEVER, "[100, 200, 400]", "[100, 300, 400]", ("lever", "cost_million_euros", (100.0, 200.0, 400.0), (100.0, 300.0, 400.0))),
        (LEVER, 'by = "gdp"', 'by = "population"', ("lever.cost_scales", "by", "gdp", "population")),
        (LEVER, "[0.05, 0.1, 0.2]", "[0.05, 0.1, 0.3]", ("changes[shift chips.accelerators XBB home]", "part", (0.05, 0.1, 0.2), (0.05, 0.1, 0.3))),
    ],
)  # fmt: skip
def test_figures_of_scenarios_and_levers(
    asking: Path, file: str, old: str, new: str, expected: tuple[object, ...]
) -> None:
    path = asking / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    difference = sovai.diff(EXAMPLES, asking)
    entry, name, before, after = expected
    assert told(difference) == [(file, entry, name, "changed", before, after)]
    assert difference.countries == ()


def test_their_texts_are_only_counted(asking: Path) -> None:
    path = asking / LEVER
    text = path.read_text(encoding="utf-8").replace("to spare", "left").replace("A second maker", "Another maker")
    path.write_text(text, encoding="utf-8")
    difference = sovai.diff(EXAMPLES, asking)
    assert (difference.figures, difference.notes_changed) == ((), {LEVER: 2})


def test_scenarios_and_levers_that_come_and_go(asking: Path) -> None:
    (asking / ORDER).unlink()
    gone = [figure for figure in sovai.diff(EXAMPLES, asking).figures if figure.file == ORDER]
    assert {figure.status for figure in gone} == {"removed"}
    assert ("scenario", "status") in {(figure.entry, figure.field) for figure in gone}
    assert {figure.status for figure in sovai.diff(asking, EXAMPLES).figures} == {"added"}
