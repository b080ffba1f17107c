"""The command line: what it prints, writes and refuses, in this process and through its real entry point."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

import sovai
from conftest import SMALL, Run, Tree
from sovai._version import __version__
from sovai.cli import main
from sovai.cli import options as cli_options
from sovai.report import data as data_report

SOVAI = str(Path(sys.executable).with_name("sovai"))
HERE = ("--data", str(SMALL))

Execute = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def execute(tmp_path: Path) -> Execute:
    """Run the installed command in another process and another folder."""

    def start(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [SOVAI, *arguments],
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, **environment},
            cwd=tmp_path,
            timeout=60,
        )

    return start


# Through the real entry point


def test_the_command_scores_the_shipped_tree_from_anywhere(execute: Execute) -> None:
    done = execute("score", "DEU", "--draws", "100")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Germany (DEU) · ")
    assert "\x1b" not in done.stdout


def test_the_module_is_the_command(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "sovai", "--version"], capture_output=True, text=True, cwd=tmp_path)
    assert done.stdout == f"sovai, version {__version__}\n"


def test_a_fault_has_exit_code_1_and_no_traceback(execute: Execute) -> None:
    done = execute("score", "Xyzzy")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("sovai: 'Xyzzy' is not a country; ")
    assert done.stderr.count("\n") == 1


def test_a_wrong_option_has_exit_code_2(execute: Execute) -> None:
    assert execute("score", "DEU", "--draw-s", "1").returncode == 2


def test_a_pipe_that_closes_early_is_no_fault(tmp_path: Path) -> None:
    command = f"{shlex.quote(SOVAI)} score DEU --draws 0 --json | head -c 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, cwd=tmp_path, timeout=60)
    assert (done.stdout, done.stderr, done.returncode) == ("{", "", 0)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_is_told(tmp_path: Path) -> None:
    for arguments in ("> /dev/full", "--output /dev/full"):
        command = f"{shlex.quote(SOVAI)} score DEU --draws 0 {arguments}"
        done = subprocess.run(command, shell=True, capture_output=True, text=True, cwd=tmp_path, timeout=60)
        assert done.returncode == 1
        assert done.stderr.startswith("sovai: ")
        assert "No space left on device" in done.stderr
        assert done.stderr.count("\n") == 1


def test_pipes_get_utf_8_whatever_the_locale(execute: Execute) -> None:
    done = execute("score", "DEU", "--draws", "0", *HERE, PYTHONIOENCODING="ascii")
    assert "· data of 30 June 2026 ·" in done.stdout


def test_output_to_a_device_goes_through_it(execute: Execute) -> None:
    printed = execute("score", "DEU", "--draws", "0", *HERE).stdout
    assert execute("score", "DEU", "--draws", "0", *HERE, "--output", "/dev/stdout").stdout == printed


def terminal_output(*arguments: str, **environment: str) -> str:
    """What the command writes to a terminal."""
    ours, theirs = pytest.importorskip("pty").openpty()
    process = subprocess.Popen(
        [SOVAI, *arguments], stdout=theirs, stderr=theirs, env={**os.environ, "TERM": "xterm", **environment}
    )
    os.close(theirs)
    written = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        written += part
    os.close(ours)
    assert process.wait(timeout=60) == 0
    return written.decode()


def test_a_terminal_gets_styles_unless_it_wants_none() -> None:
    arguments = ("score", "DEU", "--draws", "0", *HERE)
    styled = terminal_output(*arguments)
    plain = terminal_output(*arguments, NO_COLOR="1")
    assert "\x1b[1m" in styled
    assert "\x1b" not in plain
    assert plain.replace("\r\n", "\n") == CliRunner().invoke(main, arguments).stdout


# Help


@pytest.mark.parametrize("command", ["", "score", "explain", "profiles", "check", "schema"])
def test_help_in_both_spellings(run: Run, command: str) -> None:
    short, long = run(*command.split(), "-h"), run(*command.split(), "--help")
    assert short.exit_code == long.exit_code == 0
    assert short.stdout == long.stdout
    assert short.stdout.startswith("Usage: ")
    assert max(map(len, short.stdout.splitlines())) <= 100


# Score


def test_text_is_the_default_and_json_has_a_short_name(run: Run) -> None:
    forms = ("text", "json", "csv", "markdown")
    texts = {form: run("score", "DEU", "--draws", "50", *HERE, "--format", form).stdout for form in forms}
    assert run("score", "DEU", "--draws", "50", *HERE).stdout == texts["text"]
    assert run("score", "DEU", "--draws", "50", *HERE, "--json").stdout == texts["json"]
    assert json.loads(texts["json"])["country"] == {"code": "DEU", "name": "Germany"}
    assert next(csv.reader(io.StringIO(texts["csv"])))[:4] == ["country", "kind", "id", "name"]
    assert texts["markdown"].startswith("# Germany")


def test_the_same_request_gives_the_same_bytes(run: Run) -> None:
    arguments = ("score", "DEU", "--draws", "100", *HERE, "--json")
    assert run(*arguments).stdout == run(*arguments).stdout
    assert run(*arguments).stdout != run(*arguments, "--seed", "1").stdout


def test_the_command_in_the_result_gives_the_same_result(run: Run) -> None:
    options = ("--draws", "100", "--seed", "3", "--interval", "0.8", "--home", "EU", "--horizon", "0.5", *HERE)
    first = run("score", "deu", *options, "--json").stdout
    command = json.loads(first)["provenance"]["command"]
    again = run(*shlex.split(command)[1:], "--json").stdout
    assert json.loads(again) == json.loads(first)


def test_no_draws_leave_the_nominal_run(run: Run) -> None:
    result = json.loads(run("score", "DEU", "--draws", "0", *HERE, "--json").stdout)
    drawn = json.loads(run("score", "DEU", "--draws", "100", *HERE, "--json").stdout)
    assert result["score"]["nominal"] == drawn["score"]["nominal"]
    assert result["score"]["mean"] is None
    assert result["score"]["choices"]["low"] is None
    assert result["parties"][0]["rank_acceptability"] is None
    assert drawn["score"]["low"] <= drawn["score"]["median"] <= drawn["score"]["high"]


def test_horizon_and_home(run: Run) -> None:
    def result(*options: str) -> dict[str, object]:
        return dict(json.loads(run("score", "DEU", "--draws", "0", *HERE, "--json", *options).stdout))

    assert result()["horizon_years"] == 1.0
    assert result("--horizon", "0")["horizon_years"] == 0.0
    assert result("--home", "EU")["home"] == ["DEU", "NLD"]
    assert result("--home", "FRA,US")["home"] == ["DEU", "FRA", "USA"]
    text = run("score", "DEU", "--draws", "0", "--horizon", "0", "--home", "EU", *HERE).stdout
    assert "home: DEU and NLD · moment of the cut-off" in text


def test_other_weights_and_top(run: Run, tree: Tree) -> None:
    other = tree.root / "other.toml"
    other.write_text((tree.root / "weights.toml").read_text().replace("veto_threshold = 0.5", "veto_threshold = 0.9"))
    result = json.loads(run("score", "DEU", "--draws", "0", "--data", tree.root, "--weights", other, "--json").stdout)
    assert result["veto_threshold"] == 0.9
    few, more = (run("score", "DEU", "--draws", "0", *HERE, "--top", top).stdout for top in ("1", "3"))
    assert "2  Taiwan" not in few
    assert "2  Taiwan" in more


def test_a_profile_by_path(run: Run) -> None:
    by_path = run("score", SMALL / "profiles" / "FRA.toml", "--draws", "0", *HERE).stdout
    assert by_path == run("score", "France", "--draws", "0", *HERE).stdout


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--horizon", "-1"), "a horizon of -1.0 years is not between 0 and 100"),
        (("--horizon", "nan"), "a horizon of nan years is not between 0 and 100"),
        (("--horizon", "1e400"), "a horizon of inf years is not between 0 and 100"),
        (("--draws", "-1"), "-1 draws: give 0 (nominal only) to 100,000,000"),
        (("--draws", "100000001"), "100000001 draws: give 0 (nominal only) to 100,000,000"),
        (("--seed", "-1"), "seed -1: give a whole number from 0 on"),
        (("--interval", "1"), "an interval of 1.0 is not between 0 and 1 (0.9 is the central 90 %)"),
        (("--interval", "nan"), "an interval of nan is not between 0 and 1 (0.9 is the central 90 %)"),
        (
            ("--home", "Germny"),
            "'Germny' is not a country; did you mean Germany (DEU) or Guernsey (GGY)? (circles of the catalogue: EU)",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_computed_is_refused(run: Run, options: tuple[str, ...], message: str) -> None:
    result = run("score", "DEU", *options, *HERE)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"sovai: {message}\n")


@pytest.mark.parametrize("options", [("--top", "0"), ("--draws", "many"), ("--format", "pdf")])
def test_what_is_no_request_at_all_has_exit_code_2(run: Run, options: tuple[str, ...]) -> None:
    assert run("score", "DEU", *options, *HERE).exit_code == 2


# Output files


def test_output_is_what_would_be_printed(run: Run, tmp_path: Path) -> None:
    for form in ("text", "json", "csv", "markdown"):
        arguments = ("score", "DEU", "--draws", "50", *HERE, "--format", form)
        target = tmp_path / f"result.{form}"
        done = run(*arguments, "--output", target)
        assert (done.exit_code, done.stdout) == (0, "")
        assert target.read_text(encoding="utf-8") == run(*arguments).stdout
    assert len(list(tmp_path.iterdir())) == 4


@pytest.mark.parametrize(
    ("place", "reason"), [("none/result.json", "No such file or directory"), ("folder", "Is a directory")]
)
def test_output_that_cannot_be_written_leaves_nothing(run: Run, tmp_path: Path, place: str, reason: str) -> None:
    (tmp_path / "folder").mkdir()
    target = tmp_path / place
    done = run("score", "DEU", "--draws", "0", *HERE, "--output", target)
    assert done.exit_code == 1
    assert done.stderr == f"sovai: {target} cannot be written ({reason}); name a file in a folder that exists\n"
    assert [path.name for path in tmp_path.rglob("*")] == ["folder"]


@pytest.mark.skipif(os.geteuid() == 0, reason="everything is writable for the superuser")
def test_output_in_a_folder_that_is_not_ours_leaves_nothing(run: Run, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    done = run("score", "DEU", "--draws", "0", *HERE, "--output", tmp_path / "result.json")
    assert done.exit_code == 1
    assert "Permission denied" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_output_that_fails_half_way_leaves_the_file_as_it_was(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    target = tmp_path / "result.json"
    target.write_text("before")
    monkeypatch.setattr(Path, "replace", fail)
    done = run("score", "DEU", "--draws", "0", *HERE, "--output", target)
    assert done.exit_code == 1
    assert "No space left on device" in done.stderr
    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]


def test_output_goes_where_a_link_leads(run: Run, tmp_path: Path) -> None:
    target, link = tmp_path / "result.json", tmp_path / "latest.json"
    target.write_text("before")
    link.symlink_to(target)
    assert run("score", "DEU", "--draws", "0", *HERE, "--json", "--output", link).exit_code == 0
    assert link.is_symlink()
    assert json.loads(target.read_text(encoding="utf-8"))["schema_version"] == 1


# The other commands


def test_explain(run: Run, tmp_path: Path) -> None:
    by_code = run("explain", "DEU", "USA", "--draws", "50", *HERE)
    assert by_code.exit_code == 0
    assert by_code.stdout.startswith("The United States over Germany · rank 1 among states")
    assert run("explain", "Germany", "united states", "--draws", "50", *HERE).stdout == by_code.stdout
    assert run("explain", "DEU", "CloudCo", "--draws", "0", *HERE).stdout.startswith("CloudCo over Germany")
    target = tmp_path / "lever.txt"
    assert run("explain", "DEU", "USA", "--draws", "50", *HERE, "-o", target).stdout == ""
    assert target.read_text(encoding="utf-8") == by_code.stdout
    refused = run("explain", "DEU", "cloudko", "--draws", "0", *HERE)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "did you mean 'cloudco'" in refused.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("explain", "DEU", "EU"),
            "EU is a circle of countries and no party itself; name one of its members: AUT, BEL,",
        ),
        (("explain", "DEU", "DEU"), "'DEU' is at home for Germany"),
        (("explain", "NLD", "asml"), "'asml' is at home for the Netherlands"),
        (("explain", "DEU", "USA,nvidia"), "'USA,nvidia' is not one party"),
        (("leverage", "NLD", "NLD"), "'NLD' is at home for the Netherlands, so that it is no outsider"),
        (("leverage", "EU"), "EU is a circle of countries and no party itself"),
        (("whatif", "DEU", "--cut", "XYZ"), "'XYZ' is neither a supplier, a state nor a circle; give a state"),
        (("score", "EU"), "EU is a circle of countries; name one country, or compare its members with 'sovai rank EU'"),
        (("compare", "DEU", "EU"), "EU is a circle of countries; name those to compare with"),
        (("compare", "DEU", "DEU"), "DEU would be compared with itself"),
        (("sensitivity", "DEU", "--against", "DEU"), "DEU would be set against itself"),
        (("sensitivity", "DEU", "--samples", "-1"), "-1 samples are too few"),
        (("rank", "DEU"), "a ranking compares countries, and DEU is one"),
        (("robustness", "rank", "DEU"), "a ranking compares countries, and DEU is one"),
        (("score", "DEU", "--json", "--format", "csv"), "--json and --format csv ask for two forms at once"),
        (("score", "DEU", "--data", "tests"), "there is no weights.toml in tests; name the folder"),
        (("check", "--data", "tests"), "there is no weights.toml in tests; name the folder"),
    ],
)
def test_what_compares_or_asks_nothing_is_refused(run: Run, words: tuple[str, ...], said: str) -> None:
    done = run(*words)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith(f"sovai: {said}")
    assert done.stderr.count("\n") == 1


def test_json_may_be_asked_for_twice(run: Run) -> None:
    twice = run("score", "DEU", "--json", "--format", "json", "--draws", "0", *HERE)
    assert (twice.exit_code, twice.stdout) == (0, run("score", "DEU", "--json", "--draws", "0", *HERE).stdout)


def test_explain_lists_every_source_of_a_lever(run: Run) -> None:
    scored = sovai.assess(sovai.load_profile("DEU"), draws=0, sources_per_party=None)
    usa = next(party for party in scored.parties if party.id == "USA")
    text = " ".join(run("explain", "DEU", "USA", "--draws", "0").stdout.split())
    named = {scored.names.get(through.supplier, through.supplier) for through in usa.through}
    assert len(named) > 12
    assert [name for name in sorted(named) if f"{name} " not in text] == []
    assert text.endswith(" · sovai explain DEU USA --draws 0 --seed 0")


def test_profiles(run: Run) -> None:
    small = run("profiles", *HERE).stdout
    assert [line.split()[:2] for line in small.splitlines()[1:3]] == [["DEU", "Germany"], ["FRA", "France"]]
    assert "2 profiles." in small
    shipped = run("profiles").stdout.splitlines()
    assert max(map(len, shipped)) <= 100
    codes = [line[:3] for line in shipped[1:] if re.match(r"[A-Z]{3}  ", line)]
    assert codes == sorted(codes)
    assert f"{len(codes)} profiles." in shipped[len(codes) + 1]


FORMS = ("text", "json", "csv", "markdown")


@pytest.mark.parametrize(
    ("kind", "command"),
    [("profiles", ("profiles",)), ("explanation", ("explain", "DEU", "USA", "--draws", "50"))],
)
def test_profiles_and_explain_have_the_forms_of_all_commands(
    run: Run, tmp_path: Path, kind: str, command: tuple[str, ...]
) -> None:
    texts = {form: run(*command, *HERE, "--format", form).stdout for form in FORMS}
    assert run(*command, *HERE).stdout == texts["text"]
    assert run(*command, *HERE, "--json").stdout == texts["json"]
    for form, text in texts.items():
        target = tmp_path / form
        assert run(*command, *HERE, "--format", form, "--output", target).stdout == ""
        assert target.read_text(encoding="utf-8") == text
    found = json.loads(texts["json"])
    jsonschema.validate(found, json.loads(run("schema", kind).stdout))
    again = run(*shlex.split(found["provenance"]["command"])[1:], "--json").stdout
    assert again == texts["json"]
    rows = list(csv.DictReader(io.StringIO(texts["csv"])))
    assert rows
    assert texts["markdown"].startswith("# ")
    assert "| --- |" in texts["markdown"]
    assert run(*command, *HERE, "--lang", "de").stdout != texts["text"]
    german = run(*command, *HERE, "--format", "csv", "--locale", "de").stdout
    assert german.startswith("\ufeff")


def test_the_rows_of_profiles_are_their_grades(run: Run) -> None:
    found = json.loads(run("profiles", *HERE, "--json").stdout)
    rows = list(csv.DictReader(io.StringIO(run("profiles", *HERE, "--format", "csv").stdout)))
    assert [row["country"] for row in rows] == [each["code"] for each in found["profiles"]]
    for row, each in zip(rows, found["profiles"], strict=True):
        assert float(row["coverage"]) == each["coverage"] == pytest.approx(sum(each["grades"].values()))
        assert [float(row[f"grade_{grade}"]) for grade in "abcd"] == [each["grades"][grade] for grade in "ABCD"]


def test_an_explanation_is_the_party_of_the_assessment_with_all_of_its_sources(run: Run) -> None:
    found = json.loads(run("explain", "DEU", "USA", "--draws", "50", *HERE, "--json").stdout)
    scored = json.loads(run("score", "DEU", "--draws", "50", *HERE, "--json").stdout)
    party = next(party for party in scored["parties"] if party["id"] == "USA")
    for field in ("loss", "control", "course", "vetoes", "probability_largest", "rank"):
        assert found["party"][field] == party[field]
    assert "assessment" not in found
    cited = {key for through in found["party"]["through"] for key in through["evidence"]}
    assert cited <= {source["id"] for source in found["evidence"]}
    rows = list(csv.DictReader(io.StringIO(run("explain", "DEU", "USA", *HERE, "--format", "csv").stdout)))
    assert sum(row["kind"] == "source" for row in rows) == len(found["party"]["through"])
    held = {row["component"]: float(row["control"]) for row in rows if row["kind"] == "component"}
    assert held == found["party"]["control"]
    page = run("explain", "DEU", "USA", "--draws", "50", *HERE, "--format", "markdown").stdout
    assert page.startswith("# The United States over Germany\n")
    assert "`sovai explain DEU USA --draws 50 --seed 0" in page


def test_check_has_all_forms_too(run: Run, tmp_path: Path) -> None:
    texts = {form: run("check", *HERE, "--format", form).stdout for form in FORMS}
    assert run("check", *HERE, "--json").stdout == texts["json"]
    found = json.loads(texts["json"])
    assert len(list(csv.DictReader(io.StringIO(texts["csv"])))) == len(found)
    assert texts["markdown"].startswith("# Check: no faults, ")
    assert texts["markdown"].count("\n| ") == len(found) + 2 * bool(found)
    assert run("check", *HERE, "--format", "markdown", "-o", tmp_path / "check.md").stdout == ""
    assert (tmp_path / "check.md").read_text(encoding="utf-8") == texts["markdown"]


@pytest.mark.parametrize("what", ["result", "profile"])
def test_schemas(run: Run, what: str) -> None:
    schema = json.loads(run("schema", what).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema == getattr(data_report, f"{what}_schema")()


@pytest.mark.parametrize(
    ("kind", "command"),
    [("difference", ("diff", SMALL, SMALL)), ("replay", ("replay", "edition", "--data", SMALL))],
)
def test_what_upkeep_prints_follows_its_schema(
    kind: str, command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    run("freeze", "edition", "--data", SMALL, "--draws", 20, "--without-data")
    schema = json.loads(run("schema", kind).stdout)
    jsonschema.Draft202012Validator(schema).validate(json.loads(run(*command, "--json").stdout))


def test_schemas_say_what_fields_are(run: Run) -> None:
    schema = json.loads(run("schema", "result").stdout)
    assert schema["$defs"]["CountryName"]["properties"]["code"]["description"] == "ISO 3166-1 alpha-3 code."


def test_results_on_the_command_line_follow_the_schema_on_the_command_line(run: Run) -> None:
    schema = json.loads(run("schema", "result").stdout)
    for country in ("DEU", "FRA"):
        jsonschema.validate(json.loads(run("score", country, "--draws", "50", *HERE, "--json").stdout), schema)


# The progress bar


def test_progress_is_shown_on_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    with cli_options.progress(10) as advance:
        assert advance is None

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    clock = iter([0.0, 0.5, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0])
    monkeypatch.setattr(cli_options.sys, "stderr", Terminal())
    monkeypatch.setattr(cli_options.time, "monotonic", lambda: next(clock))
    with cli_options.progress(10) as advance:
        assert advance is not None
        advance(4)
        early = cli_options.sys.stderr.getvalue()
        advance(4)
        late = cli_options.sys.stderr.getvalue()
    assert "Drawing" not in early
    assert "Drawing" in late


# CSV where the comma is the decimal sign


@pytest.mark.parametrize(
    "command",
    [
        ("score", "DEU", "--draws", "20"),
        ("rank", "DEU", "FRA", "--draws", "20"),
        ("leverage", "USA", "--draws", "20"),
        ("compare", "DEU", "FRA", "--draws", "20"),
        ("whatif", "DEU", "--cut", "USA", "--draws", "20"),
        ("cutsets", "DEU"),
    ],
)
def test_csv_with_decimal_commas_holds_the_same_figures(run: Run, command: tuple[str, ...], tmp_path: Path) -> None:
    written = tmp_path / "german.csv"
    run(*command, *HERE, "--format", "csv", "--locale", "de", "-o", written)
    assert written.read_bytes().startswith(b"\xef\xbb\xbf")
    german = list(csv.reader(io.StringIO(written.read_text(encoding="utf-8-sig")), delimiter=";"))
    english = list(csv.reader(io.StringIO(run(*command, *HERE, "--format", "csv").output)))
    commas = 0
    assert len(german) == len(english) > 1
    for left, right in zip(german, english, strict=True):
        assert len(left) == len(right)
        for one, other in zip(left, right, strict=True):
            if one != other:
                commas += 1
                assert float(one.replace(",", ".")) == float(other)
    assert commas > 2 or command[0] == "cutsets"


def test_faults_are_written_with_semicolons_too(run: Run) -> None:
    assert run("check", *HERE, "--format", "csv", "--locale", "de").output.startswith(
        "\ufeffkind;file;path;what;remedy\n"
    )


def test_a_locale_of_anything_but_csv_is_refused(run: Run) -> None:
    result = run("score", "DEU", *HERE, "--locale", "de")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "--locale de is for CSV" in result.stderr
    assert run("check", *HERE, "--locale", "de").exit_code == 1
