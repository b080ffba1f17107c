"""What `sovai check` warns of: each rule, once broken and once kept, and what it does to the exit code."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter

import pytest

from conftest import Run, Tree
from sovai.assessment.upkeep import review
from sovai.errors import UpkeepWarning

DEU = "profiles/DEU.toml"
EVIDENCE = "profiles/catalogue/evidence.toml"
MEASURES = "profiles/catalogue/measures.toml"


def found(tree: Tree, kind: str) -> list[UpkeepWarning]:
    return [warning for warning in review(data=tree.root) if warning.kind == kind]


@pytest.fixture
def kept(tree: Tree) -> Tree:
    """The small tree with nothing to warn of."""
    for path in sorted(tree.root.rglob("*.toml")):
        text = path.read_text(encoding="utf-8")
        if path.parent == tree.root / "profiles":
            text = text.replace("\nshare =", '\nnote = "Judgement."\nshare =')
        text = text.replace("{ supplier =", '{ note = "Judgement.", supplier =')
        path.write_text(text, encoding="utf-8")
    tree.replace(MEASURES, "valid_until = 2026-03-01", "checked_on = 2026-06-01")
    return tree


def test_a_tree_in_order_has_no_warnings(kept: Tree, run: Run) -> None:
    assert review(data=kept.root) == ()
    result = run("check", "--warnings-as-errors", "--data", kept.root)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "no faults\n", "")
    assert run("check", "--format", "json", "--data", kept.root).stdout == "[]\n"
    assert run("check", "--format", "csv", "--data", kept.root).stdout == "kind,file,path,what,remedy\n"


# Old sources


def test_an_old_source_tells_how_many_rows_it_widens_and_by_which_factor(kept: Tree) -> None:
    kept.replace(EVIDENCE, "period_end = 2025-12-31", "period_end = 2022-06-30")  # 4.0 years before the edition
    (warning,) = found(kept, "old source")
    assert (warning.file, warning.path) == (EVIDENCE, "survey-2025.period_end")
    # the other row that cites it cites a newer source as well
    assert warning.what == (
        "ends on 2022-06-30, 4.0 years before the edition of 2026-06-30; 1 row has nothing newer and is drawn "
        "1.50 times as wide (first: profiles/DEU.toml: chips.accelerators[1])"
    )


@pytest.mark.parametrize(("day", "warned"), [("2024-06-29", True), ("2024-06-30", False), ("2024-07-01", False)])
def test_a_source_is_old_after_24_months(kept: Tree, day: str, warned: bool) -> None:
    kept.replace(EVIDENCE, "period_end = 2025-12-31", f"period_end = {day}")
    assert bool(found(kept, "old source")) is warned


def test_an_old_source_of_a_law_widens_nothing(kept: Tree) -> None:
    kept.replace(EVIDENCE, "period_end = 2025-03-01", "period_end = 1999-03-01")
    assert found(kept, "old source") == []


def test_rows_of_mixes_inputs_and_needs_age_too(kept: Tree) -> None:
    kept.replace(EVIDENCE, "period_end = 2024-12-31", "period_end = 2014-12-31")
    cited = 'evidence = ["trade-2024"], '
    kept.replace("profiles/catalogue/mixes.toml", 'supplier = "modelco"', cited + 'supplier = "modelco"')
    kept.replace("profiles/catalogue/inputs.toml", 'supplier = "toolco"', cited + 'supplier = "toolco"')
    kept.replace(
        "profiles/catalogue/suppliers.toml",
        "essential = 0.6, ",
        f'essential = 0.6, from = [ {{ {cited}supplier = "chipco", share = 1, note = "x" }} ], ',
    )
    kept.replace(
        "profiles/catalogue/inputs.toml",
        "essential = 0.3, ",
        f'essential = 0.3, from = [ {{ {cited}supplier = "CHN", share = 1, note = "x" }} ], ',
    )
    (warning,) = found(kept, "old source")
    assert "; 4 rows have nothing newer and are drawn 3.37 times as wide" in warning.what
    assert warning.what.endswith("(first: profiles/catalogue/mixes.toml: world-assistants.sources[1])")


def test_without_the_edition_s_date_nothing_is_seen_to_age(kept: Tree) -> None:
    kept.replace("weights.toml", "as_of = 2026-06-30\n", "")
    kept.replace(EVIDENCE, "period_end = 2025-12-31", "period_end = 1999-12-31")
    (warning,) = review(data=kept.root)
    assert (warning.kind, warning.file, warning.path) == ("no edition", "weights.toml", "model.as_of")


# Measures


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("checked_on = 2026-06-01\nvalid_until = 2026-06-29", "its valid_until 2026-06-29 has passed"),
        ("checked_on = 2026-06-01\nvalid_until = 2026-06-30", None),
        ("checked_on = 2025-06-30", None),
        (
            "checked_on = 2025-06-29",
            "it was last checked on 2025-06-29, more than a year before the edition",
        ),
        ("", "it has no checked_on"),
    ],
)
def test_a_measure_is_to_be_checked_again(kept: Tree, line: str, what: str | None) -> None:
    kept.replace(MEASURES, "checked_on = 2026-06-01", line)
    assert [(w.path, w.what) for w in found(kept, "measure")] == (
        [("export-rule", f"'A rule on exports': {what}")] if what else []
    )


def test_a_measure_of_unknown_status_is_to_be_checked_again_and_one_that_has_ended_is_not(kept: Tree) -> None:
    kept.replace(MEASURES, 'checked_on = 2026-06-01\nstatus = "in force"', "valid_until = 2026-01-01")
    (warning,) = found(kept, "measure")
    assert warning.what.endswith(": its status is unknown, it has no checked_on, its valid_until 2026-01-01 has passed")
    kept.replace(MEASURES, "valid_until = 2026-01-01", 'valid_until = 2026-01-01\nstatus = "ended"')
    assert found(kept, "measure") == []


# Judgements and weak sources


def test_a_judgement_says_what_it_rests_on(kept: Tree) -> None:
    kept.replace(DEU, 'note = "Judgement."\nshare = 0.1\n', "share = 0.1\n")
    (warning,) = found(kept, "judgement")
    assert (warning.file, warning.path) == (DEU, "chips.accelerators[2].note")
    assert warning.what == "no evidence, so grade D, without a note"
    kept.replace(DEU, 'grade = "C"', 'grade = "D"\nevidence = ["survey-2025"]')
    (warning,) = found(kept, "judgement")
    assert warning.what == "grade D, without a note"
    kept.replace(DEU, 'grade = "D"', 'grade = "C"')
    assert found(kept, "judgement") == []


@pytest.mark.parametrize("weak", [True, False])
def test_a_weak_source_is_one_that_is_marked_so(kept: Tree, weak: bool) -> None:
    entry = f'period_end = 2025-12-31\nweak = {str(weak).lower()}\nnote = "Second-hand: figures of another body."'
    kept.replace(EVIDENCE, "period_end = 2025-12-31", entry)
    # the row with a second source beside it is not named
    assert [(w.file, w.path) for w in found(kept, "weak source")] == (
        [(DEU, "chips.accelerators[1].evidence")] if weak else []
    )
    assert all("'Second-hand: figures of another body.'" in w.what for w in found(kept, "weak source"))


def test_a_weak_source_says_why(kept: Tree) -> None:
    kept.replace(EVIDENCE, "period_end = 2025-12-31", "period_end = 2025-12-31\nweak = true")
    assert kept.faults() == [
        "profiles/catalogue/evidence.toml: survey-2025: is weak without a note that says why; "
        "say in note whether it is second-hand, or its date not known"
    ]


# The command


def test_warnings_are_grouped_counted_and_cut_short(tree: Tree, run: Run) -> None:
    result = run("check", "--data", tree.root)
    assert result.exit_code == 0
    blocks = [block.splitlines() for block in result.stdout.split("\n\n")]
    assert blocks[0] == ["no faults"]
    assert blocks[1][0].startswith("1 measure to check again: look up its state")
    assert blocks[2][0] == "18 judgements without a note: say in a note what the judgement rests on"
    assert blocks[2][1] == ("  profiles/DEU.toml: chips.accelerators[2].note: no evidence, so grade D, without a note")
    assert [len(block) for block in blocks] == [1, 2, 5, 1]
    assert blocks[2][-1] == "  and 15 more"
    assert blocks[3] == ["19 warnings; --all shows every one, --format csv writes them as a table"]

    every = run("check", "--all", "--data", tree.root).stdout
    assert every.count("\n  profiles/") == 19
    assert every.endswith("\n19 warnings\n")


def test_warnings_as_records(tree: Tree, run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("check", "--format", "csv", "--data", tree.root).stdout)))
    assert Counter(row["kind"] for row in rows) == {"measure": 1, "judgement": 18}
    assert json.loads(run("check", "--format", "json", "--data", tree.root).stdout) == rows


def test_warnings_as_errors(tree: Tree, run: Run) -> None:
    assert run("check", "--data", tree.root).exit_code == 0
    assert run("check", "--warnings-as-errors", "--data", tree.root).exit_code == 1


def test_faults_come_before_warnings(tree: Tree, run: Run) -> None:
    tree.replace(DEU, '"KOR"', '"KRO"')
    result = run("check", "--format", "json", "--data", tree.root)
    assert [(row["kind"], row["path"]) for row in json.loads(result.stdout)] == [
        ("fault", "chips.accelerators[2].supplier")
    ]
    assert result.exit_code == 1


def test_named_profiles_are_warned_of_alone(tree: Tree) -> None:
    assert {warning.file for warning in review(["FRA"], data=tree.root)} == {"profiles/FRA.toml"}
    own = tree.root.parent / "own.toml"
    own.write_bytes((tree.root / "profiles/FRA.toml").read_bytes())
    assert {warning.file for warning in review([own], data=tree.root)} == {str(own)}


def test_the_shipped_judgements_say_what_they_rest_on() -> None:
    kinds = Counter(warning.kind for warning in review())
    assert kinds["judgement"] == kinds["no edition"] == 0
