"""Profiles as people edit them: rows replaced in a text, a form to fill in, a sheet there and back."""

# ruff: noqa: E501 (a slip and its message are read side by side)

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Run
from sovai.authoring import cells
from sovai.authoring.form import GUIDES, blank_profile, render_form
from sovai.authoring.reading import read_sheet
from sovai.authoring.sheet import Locale, render_sheet
from sovai.authoring.text import number, render_profile, render_rows, replace_components
from sovai.errors import DataError, UsageError
from sovai.loading import check_tree, load_model, load_profile, profile_codes
from sovai.model.profile import Country, Profile, Source
from sovai.model.vocabulary import ACCESS_MODES, COMPONENT_IDS
from sovai.model.vocabulary import COMPONENTS as LAYERS

MODEL = load_model()
CODES = profile_codes(MODEL.root or Path())
DAY = dt.date(2026, 6, 30)


def source(**values: object) -> Source:
    return Source.model_validate({"supplier": "KOR", "share": 0.5, "access": "purchased"} | values)


def profile_of(rows: dict[str, list[Source]]) -> Profile:
    layers = {
        layer: {name: tuple(rows[f"{layer}.{name}"]) for name in names if rows.get(f"{layer}.{name}")}
        for layer, names in LAYERS.items()
    }
    return Profile(country=Country(code="XAA", name="Example, A", as_of=DAY, note="A note; with signs"), **layers)


def content(profile: Profile) -> dict[str, object]:
    return profile.model_dump()


@st.composite
def sources(draw: st.DrawFn) -> Source:
    share = draw(st.integers(0, 10**6)) / 10**6
    texts = st.text("aé€ '\"\\#[]=,;\t\r\n\x00\x7f", max_size=12)
    whose = draw(st.sampled_from([{"mix": "some-mix", "supplier": None, "access": None}, {"supplier": "some-id"}]))
    return source(
        share=share,
        range=draw(st.sampled_from([None, (round(share / 2, 7), round((1 + share) / 2, 7))])),
        grade=draw(st.sampled_from("ABCD")),
        evidence=draw(st.lists(st.from_regex(r"[a-z0-9-]{1,8}", fullmatch=True), max_size=2)),
        note=draw(texts),
        **({"access": draw(st.sampled_from(ACCESS_MODES))} | whose),
    )


profiles = st.dictionaries(st.sampled_from(COMPONENT_IDS), st.lists(sources(), max_size=3), max_size=4).map(profile_of)


# Text


@given(profiles)
def test_a_profile_written_and_read_is_the_same(profile: Profile) -> None:
    assert Profile.model_validate(tomllib.loads(render_profile(profile))) == profile


@pytest.mark.parametrize("code", CODES)
def test_a_shipped_profile_written_anew_is_the_same_file(code: str) -> None:
    path = (MODEL.root or Path()) / "profiles" / f"{code}.toml"
    profile, text = load_profile(code, model=MODEL), path.read_bytes().decode()
    assert render_profile(profile) == text
    assert replace_components(text, {component: profile.sources(component) for component in COMPONENT_IDS}) == text


@given(profiles, st.sampled_from(COMPONENT_IDS), st.lists(sources(), max_size=2), st.sampled_from(["\n", "\r\n"]))
def test_only_the_named_component_changes(profile: Profile, component: str, rows: list[Source], newline: str) -> None:
    banners = {f"{layer}.": f"# {layer}: a banner" for layer in LAYERS}
    text = render_profile(profile) + "\n# last words"
    for layer, banner in banners.items():
        text = text.replace(f"\n[[{layer}", f"\n{banner}\n\n# above the row\n[[{layer}", 1)
    text = text.replace("\n", newline)
    result = replace_components(text, {component: rows})

    before, after = tomllib.loads(text), tomllib.loads(result)
    layer, name = component.split(".")
    found = after.get(layer, {}).pop(name, [])
    before.get(layer, {}).pop(name, None)
    assert {k: v for k, v in after.items() if v} == {k: v for k, v in before.items() if v}
    assert found == tomllib.loads(render_rows(component, rows)).get(layer, {}).get(name, [])
    for banner in [*banners.values(), "# last words"]:
        assert result.count(banner) == text.count(banner)
    assert result.count("\n") == result.count(newline)
    assert replace_components(result, {component: rows}) == result


COMMENTED = """\
# A file comment
schema = 1
[country]
code = "XAA"   # its code
name = "A"
as_of = 2026-06-30
note = '''
[[cloud.infrastructure]]
# text, not a row
'''

# ---- Chips ----

# goes: above the row
[[chips.accelerators]] # goes
supplier = "USA"
# goes: inside

share = 0.5
access = "purchased"
# goes: below

# stays: between two rows

[["chips" . accelerators]]
supplier = "KOR"
share = 0.1
access = "purchased"

# ---- Energy ----

# stays: of another component
[[energy.batteries]]
supplier = "CHN"
share = 1
access = "purchased"
# stays: at the end"""


def test_comments_go_with_their_rows_and_all_else_stays() -> None:
    result = replace_components(COMMENTED, {"chips.accelerators": [source(share=0.1 + 0.2)]})
    start, end = COMMENTED.index("# goes: above"), COMMENTED.index("# ---- Energy")
    new = '[[chips.accelerators]]\nsupplier = "KOR"\nshare = 0.3\naccess = "purchased"\ngrade = "D"\n'
    assert result == COMMENTED[:start] + new + "\n# stays: between two rows\n\n" + COMMENTED[end:]


def test_new_rows_stand_in_the_order_of_the_components() -> None:
    rows = {c: [source()] for c in ("models.foundation", "hardware.networking", "chips.semiconductors")}
    result = replace_components(COMMENTED, rows)
    headers = re.findall(r"^\[\[\"?(\w+)\"?[ .]+([\w-]+)", result.replace(COMMENTED[:300], ""), flags=re.MULTILINE)
    names = list(dict.fromkeys(".".join(header) for header in headers))
    assert names == [c for c in COMPONENT_IDS if c in {*rows, "chips.accelerators", "energy.batteries"}]
    assert replace_components(result, dict.fromkeys(rows, ())).split() == COMMENTED.split()


def test_new_rows_stand_below_their_example() -> None:
    form = render_form(blank_profile("KEN", as_of=DAY))
    rows = [source(supplier="CHN")]
    result = replace_components(form, {"energy.batteries": rows})
    assert result.replace("\n" + render_rows("energy.batteries", rows), "") == form
    assert result.index("# energy.batteries") < result.index("\n[[energy") < result.index("# energy.photovoltaics")


@pytest.mark.parametrize("text", ["[chips]\naccelerators = [{supplier = 'USA', share = 1}]\n", "chips = \n"])
def test_rows_in_another_form_are_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"another form than tables|not valid TOML"):
        replace_components(text, {"chips.accelerators": [source()]})


def test_a_byte_order_mark_stays() -> None:
    assert replace_components("\ufeffschema = 1\n", {"chips.accelerators": [source()]}).startswith(
        "\ufeffschema = 1\n\n"
    )


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0.0"), (1, "1.0"), (0.1 + 0.2, "0.3"), (5e-5, "0.00005"), (1 / 3, "0.333333333333")]
)
def test_shares_are_written_without_noise(value: float, text: str) -> None:
    assert number(value) == text


# The form


def test_the_form_speaks_of_every_component_and_key() -> None:
    form = render_form(blank_profile("Kenya", as_of=DAY))
    assert tuple(GUIDES) == COMPONENT_IDS
    for word in (*Source.model_fields, *ACCESS_MODES, *(f"# [[{component}]]" for component in COMPONENT_IDS)):
        assert word in form
    assert tomllib.loads(form) == {"schema": 1, "country": {"code": "KEN", "name": "Kenya", "as_of": DAY}}


def test_examples_are_rows_whose_ids_do_not_exist(tmp_path: Path) -> None:
    form = render_form(blank_profile("KEN", as_of=DAY))
    filled = tmp_path / "KEN.toml"
    filled.write_text(re.sub(r"^# (\[\[|\w+ = )", r"\1", form, flags=re.MULTILINE), encoding="utf-8")
    faults = check_tree([filled])
    assert len(faults) == 4 * len(COMPONENT_IDS)  # supplier, mix and two sources in each
    assert all("there is no" in fault.what for fault in faults)


def test_new_writes_a_profile_that_can_be_scored(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "KEN.toml"
    assert run("new", "Kenya", "-o", file).exit_code == 0
    assert run("check", file).output == "no faults\n"
    assert "not comparable" in run("score", file, "--draws", "0").output
    again = run("new", "KEN", "-o", file)
    assert again.exit_code == 1
    assert "exists" in again.output


def test_new_names_its_file_after_the_country(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("new", "xaa").exit_code == 0
    assert run("check", "XAA.toml").exit_code == 0
    assert "is not a country" in run("new", "Kenia-Land").output
    assert "aggregate" in run("new", "XXX").output


# The sheet, there and back


@pytest.mark.parametrize("code", CODES)
def test_a_shipped_profile_survives_the_sheet(code: str, tmp_path: Path) -> None:
    profile = load_profile(code, model=MODEL)
    locales: tuple[Locale, ...] = ("en", "de")
    for locale in locales:
        file = tmp_path / f"{locale}.csv"
        file.write_bytes(render_sheet(profile, locale=locale).encode())
        assert content(read_sheet(file, model=MODEL)) == content(profile)


def test_a_country_without_a_profile_has_an_empty_line_per_component(run: Run, tmp_path: Path) -> None:
    printed = run("template", "XAA").output.splitlines()
    assert printed[0] == "code,XAA"
    assert [line.split(",")[0] for line in printed[6:]] == list(COMPONENT_IDS)
    file = tmp_path / "XAA.csv"
    assert run("template", "XAA", "--format", "csv", "--locale", "de", "-o", file).exit_code == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbfcode;XAA\n")
    assert run("import", file, "-o", tmp_path / "XAA.toml").exit_code == 0
    assert run("check", tmp_path / "XAA.toml").exit_code == 0


def test_files_that_exist_are_kept(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        done = [run("template", "KEN", "-o", "KEN.csv", *force).exit_code for force in ((), ("--force",))]
        read = [run("import", "KEN.csv", *force).exit_code for force in ((), ("--force",))]
    assert done == read == [1, 0]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["KEN.csv", "KEN.toml"]


SHEET = """\
Code;KEN;;;;;;;;
name;Kenya;;;;;;;;
as_of;30.6.2026;;;;;;;;
;;;;;;;;;
Component;Supplier;Share;Range low;Range high;Access;Grade;Evidence;Note;Mix
chips.accelerators;nvidia;60,5 %;50\u202f%;,7;purchased;C;epoch-ai-chip-sales-2026;"A ""note"";
in two lines";
;;;;;;;;;
chips.semiconductors;;;;;;;;;
hardware.computers;CHN;5E-01;;;purchased;;;;
"""


@pytest.mark.parametrize(
    "form",
    [
        lambda text: text.encode(),
        lambda text: text.replace("\n", "\r\n").encode("utf-8-sig"),
        lambda text: ("sep=;\r\n" + text).encode("utf-8-sig"),
        lambda text: text.replace(";", "\t").encode("utf-16"),
        lambda text: re.sub(r"(\d),(\d)| ,(\d)", r"\1.\2", text).replace(";,7;", ";.7;").replace(";", ",").encode(),
    ],
    ids=["semicolon", "windows", "sep", "tab", "comma"],
)
def test_what_spreadsheets_write_is_understood(form: object, tmp_path: Path) -> None:
    file = tmp_path / "sheet.csv"
    file.write_bytes(form(SHEET))  # type: ignore[operator]
    profile = read_sheet(file, model=MODEL)
    assert profile.country == Country(code="KEN", name="Kenya", as_of=DAY)
    (row,) = profile.sources("chips.accelerators")
    assert (row.share, row.range, row.evidence) == (0.605, (0.5, 0.7), ("epoch-ai-chip-sales-2026",))
    assert row.note.startswith('A "note"')
    (row,) = profile.sources("hardware.computers")
    assert (row.share, row.grade) == (0.5, "D")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.35", 0.35), ("0,35", 0.35), ("35%", 0.35), ("35,5\u00a0%", 0.355), (" .5", 0.5), ("1,", 1.0), ("3,5e-2", 0.035),
        ("1.234,5", None), ("1_0", None), ("nan", None), ("inf", None), ("", None), ("3. May", None), ("٣", None),
    ],
)  # fmt: skip
def test_numbers(text: str, value: float | None) -> None:
    assert cells.number(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-06-30", DAY), ("2026/6/30", DAY), ("30.6.2026", DAY), ("30/06/2026", DAY), ("6/30/2026", DAY),
        ("6/6/2026", dt.date(2026, 6, 6)), ("3/4/2026", None), ("30.2.2026", None), ("June 2026", None), ("30.06/2026", None),
    ],
)  # fmt: skip
def test_dates(text: str, value: dt.date | None) -> None:
    assert cells.date(text) == value


FAULTY = """\
code,KNE
nmae,Kenya
as_of,03/04/2026
name,Korea,Republic
name,Kenya
component,supplier,mix,share,range_low,range_high,access,grade,evidence,note
chips.accelerators,nvidea,,0.9,,,purchased,E,,
chips.accelerators,nvidia,,0.9,0.95,0.8,purchased,B,no-such-source,
chips.accelerators,amd,,a third,0.1,0.4,puchased,,,
chips.accelerators,nvidia,,0.9,0.8,,purchased,B,epoch-ai-chip-sales-2026,
chip.semiconductors,KOR,,0.2,,,purchased,C,,
,KOR,,35,,,purchased,,,
cloud.infrastructure,,wrld-cloud,0.6,,,,C,,
cloud.infrastructure,amazon,,0.3,,,hosted,C,,
cloud.infrastructure,amazon,,0.3,,,hosted,C,,
cloud.infrastructure,USX,,,,,hosted,C,,
models.assistants,KOR,world-assistants,0.1,,,,,,
models.assistants,WLD,,0.1,,,hosted,,,#NAME?
models.assistants,KOR,,#REF!,,,hosted,,,,astray
models.foundation,KOR,,0.6,,,purchased,,,
energy.batteries,KOR,,0.6,40,0.8,purchased,,,
hardware.computers,,,,,,,,,
,,,,,,,,,
"""

EXPECTED = """\
row 1, code: 'KNE' is not an ISO 3166-1 alpha-3 code; did you mean 'KEN' (Kenya)?
row 2, column 1: 'nmae' is not known here; did you mean 'name'?
row 3, as_of: '03/04/2026' is not a date that can be read one way only; write it as 2026-06-30
row 4, name: has more than one value; write the value in quotation marks
row 5, name: second line of this name; remove one of the two
row 7, column grade: 'E' is not known here; use one of: A, B, C, D
row 7, column supplier: there is no supplier 'nvidea'; did you mean 'nvidia'…
row 8: range [0.95, 0.8] does not enclose the share 0.9; write range_low and range_high with the share between them
row 8, column evidence: there is no evidence 'no-such-source' in catalogue/evidence.toml; …
row 9, column share: 'a third' is not a number; write a fraction such as 0.35, or 35 %
row 9, column access: 'puchased' is not known here; did you mean 'purchased'?
row 10, column range_high: is missing; give both ends of the range, or none
row 11, column component: 'chip.semiconductors' is not a component; did you mean 'chips.semiconductors'?
row 12, column component: is missing; use one of: …
row 12, column share: 35.0 is not between 0 and 1; write a fraction of 1, for example 0.35 for 35 %
rows 13 to 15, cloud.infrastructure: shares sum to 1.2, above 1; shares are parts of one need: lower them until they sum to at most 1
row 13, column mix: there is no mix 'wrld-cloud'; did you mean 'world-cloud' or 'us-cloud'?
row 15: second row of amazon with access hosted; merge the two rows into one
row 16, column share: is missing; add it
row 16, column supplier: 'USX' is not an ISO 3166-1 alpha-3 code; did you mean 'USA' (United States)?
row 17: a row has either a supplier or a mix; give the row a supplier and an access mode, or a mix alone
row 18, column note: '#NAME?' is an error of the spreadsheet; mend the formula, or write the value in its place
row 18, column supplier: 'WLD' is an aggregate of trade statistics, not a state; …
row 19, column 11: 'astray' stands in a column without a name; name the column, or put a text that holds the delimiter in quotation marks
row 19, column share: '#REF!' is an error of the spreadsheet; mend the formula, or write the value in its place
row 20, column access: 'purchased' in a component without service_life_years; choose another access, or give the component a service life in weights.toml
row 21, column range_low: 40.0 is not between 0 and 1; write a fraction of 1, for example 0.35 for 35 %
"""


def faults_of(content: str | bytes, tmp_path: Path) -> list[str]:
    file = tmp_path / "sheet.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(DataError) as caught:
        read_sheet(file, model=MODEL)
    return [str(fault).removeprefix(f"{file}: ") for fault in caught.value.faults]


def test_every_fault_of_a_sheet_is_told_with_row_and_column(tmp_path: Path) -> None:
    told, wanted = faults_of(FAULTY, tmp_path), EXPECTED.splitlines()
    for one, other in zip(told, wanted, strict=True):
        assert one == other or (other.endswith("…") and one.startswith(other[:-1]))


def test_faults_of_a_sheet_leave_no_profile(run: Run, tmp_path: Path) -> None:
    sheet, target = tmp_path / "sheet.csv", tmp_path / "KEN.toml"
    sheet.write_text(FAULTY, encoding="utf-8")
    result = run("import", sheet, "-o", target)
    assert result.exit_code == 1
    assert f"{sheet}: row 7, column supplier: there is no supplier 'nvidea'; did you mean 'nvidia'" in result.output
    assert not target.exists()


HEADER = "code,KEN\nname,Kenya\nas_of,2026-06-30\n"


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        ("", ["has no row with the names of the columns"]),
        ("component,supplier\n", ["has no row with the names of the columns"]),
        ("Größe\n".encode("latin-1"), ["is not UTF-8 text (byte 2); save it as 'CSV UTF-8'"]),
        (HEADER + 'component,share,note\n\nchips.accelerators,1,"open\n\n', ["row 6: cannot be read ("]),
        (HEADER + "component,share,note\n" + "a" * 200_000, ["row 5: cannot be read ("]),
        (HEADER + "component,note,shares,note,mix\nx\n", [
            "row 4, column shares: unknown column; did you mean 'share'?",
            "row 4, column note: second column of this name; remove one of the two",
            "row 4, column share: is missing; add the column",
        ]),
        ("component,share,mix\n", [f"above the table, {key}: is missing; add it" for key in ("code", "name", "as_of")]),
    ],
)  # fmt: skip
def test_sheets_that_cannot_be_read(content: str | bytes, faults: list[str], tmp_path: Path) -> None:
    for told, wanted in zip(faults_of(content, tmp_path), faults, strict=True):
        assert told.startswith(wanted)


def test_a_sheet_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"cannot be read .*; name a file that exists"):
        read_sheet(tmp_path / "none.csv", model=MODEL)
