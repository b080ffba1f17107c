"""Scenario and lever files: their faults, and what their changes do to a country."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import sovai
from conftest import Run, Tree
from sovai.assessment.compiling import compile_system
from sovai.assessment.scenarios import Applied, apply
from sovai.assessment.upkeep import review
from sovai.engine.compiled import Floats
from sovai.engine.cutoff import row_shares
from sovai.engine.worlds import DrawnWorld, NominalWorld, World
from sovai.loading import lever_ids, load_lever, load_scenario, parties_named, scenario_ids
from sovai.model.lever import Lever
from sovai.model.scenario import Scenario

ROOT = Path(__file__).parents[1]
HEAD = 'schema = 1\n[scenario]\nid = "{id}"\ntitle = "A test"\ndescription = "If it were."\n'


def write(tree: Tree, changes: str, *, id: str = "test", head: str = "") -> Path:
    (tree.root / "scenarios").mkdir(exist_ok=True)
    return tree.write(f"scenarios/{id}.toml", HEAD.format(id=id) + head + changes)


def scenario(tree: Tree, changes: str) -> tuple[Scenario, sovai.Model, sovai.Profile]:
    write(tree, changes)
    model = sovai.load_model(tree.root)
    return load_scenario("test", model=model), model, sovai.load_profile("DEU", model=model)


def applied(tree: Tree, changes: str) -> tuple[Applied, sovai.Profile, sovai.Model]:
    found, model, profile = scenario(tree, changes)
    return apply(found.changes, profile, model), profile, model


def shares(
    profile: sovai.Profile, model: sovai.Model, component: str, world: World | None = None
) -> dict[tuple[str, str], Floats]:
    """The share of each supplier and access mode, summed over rows and mixes."""
    system = compile_system(profile, model, home=frozenset({"DEU"}), horizon_years=1.0)
    (found,) = (c for c in system.components if c.id == component)
    total: dict[tuple[str, str], Floats] = {}
    for row, share in zip(found.rows, row_shares(found, world or NominalWorld()), strict=True):
        key = row.node.supplier, row.access
        total[key] = total.get(key, 0.0) + share.astype(float)
    return total


def nominal(profile: sovai.Profile, model: sovai.Model, component: str) -> dict[tuple[str, str], float]:
    return {key: pytest.approx(float(share[0])) for key, share in shares(profile, model, component).items()}


SHIFT = """
[[changes]]
kind = "shift"
component = "models.assistants"
from = "modelco"
to = "home"
part = [0.2, 0.5, 0.6]
access = "owned"
"""


def test_a_shift_acts_on_the_supplier_inside_a_mix_and_leaves_every_other_draw_as_it_is(tree: Tree) -> None:
    after, profile, model = applied(tree, SHIFT)
    assert nominal(after.profile, after.model, "models.assistants") == {
        ("modelco", "hosted"): 0.28, ("DEU", "owned"): 0.28, ("openlab", "hosted"): 0.14, ("DEU", "hosted"): 0.3,
    }  # fmt: skip
    world = DrawnWorld(0, 0, 500)
    before, moved = (shares(p, model, "models.assistants", DrawnWorld(0, 0, 500)) for p in (profile, after.profile))
    assert np.array_equal(before["openlab", "hosted"], moved["openlab", "hosted"])
    assert np.array_equal(before["DEU", "hosted"], moved["DEU", "hosted"])
    both = moved["modelco", "hosted"] + moved["DEU", "owned"]
    assert both == pytest.approx(before["modelco", "hosted"], abs=1e-6)
    part = moved["DEU", "owned"] / before["modelco", "hosted"]
    assert part.min() >= 0.2 - 1e-6 and part.max() <= 0.6 + 1e-6 and part.std() > 0.01
    for component in ("chips.accelerators", "cloud.infrastructure"):
        found = (shares(p, model, component, world) for p in (profile, after.profile))
        before, moved = found
        assert before.keys() == moved.keys() and all(np.array_equal(before[key], moved[key]) for key in before)


def test_a_state_stands_for_all_under_its_jurisdiction(tree: Tree) -> None:
    change = '[[changes]]\nkind = "shift"\ncomponent = "models.assistants"\nfrom = "{}"\nto = "KOR"\npart = 1.0\n'
    for party, left in (("USA", 0.14), ("CHN", 0.56), ("EU", 0.7)):
        after, _, _ = applied(tree, change.format(party))
        found = nominal(after.profile, after.model, "models.assistants")
        korean = float(sum(shares(after.profile, after.model, "models.assistants")["KOR", "hosted"]))
        assert korean == pytest.approx(1.0 - left - (0.3 if party != "EU" else 0.0))
        assert ("DEU", "hosted") in found or party == "EU"


def test_another_access_keeps_the_shares_as_drawn(tree: Tree) -> None:
    change = (
        '[[changes]]\nkind = "access"\ncomponent = "cloud.infrastructure"\nsupplier = "cloudco"\naccess = "licensed"\n'
    )
    after, profile, model = applied(tree, change)
    before, then = (shares(p, model, "cloud.infrastructure", DrawnWorld(0, 0, 200)) for p in (profile, after.profile))
    assert np.array_equal(before["cloudco", "hosted"], then["cloudco", "licensed"])
    assert np.array_equal(before["homecloud", "owned"], then["homecloud", "owned"])


def test_what_comes_in_takes_its_share_from_all_in_proportion_and_sums_stay_within_one(tree: Tree) -> None:
    change = (
        '[[changes]]\nkind = "add"\ncomponent = "chips.accelerators"\n'
        'source = { supplier = "CHN", share = 0.2, range = [0.05, 0.4], access = "purchased", grade = "D" }\n'
    )
    after, _, model = applied(tree, change)
    found = nominal(after.profile, model, "chips.accelerators")
    assert found == {("chipco", "purchased"): 0.68, ("KOR", "purchased"): 0.08, ("CHN", "purchased"): 0.2}
    drawn = shares(after.profile, model, "chips.accelerators", DrawnWorld(0, 0, 2000))
    assert np.max(sum(drawn.values())) <= 1.0 + 1e-6
    assert drawn["CHN", "purchased"].mean() == pytest.approx(0.2, abs=0.01)


def test_what_goes_is_not_attributed(tree: Tree) -> None:
    after, _, model = applied(tree, '[[changes]]\nkind = "remove"\nsupplier = "USA"\n')
    assert nominal(after.profile, model, "chips.accelerators") == {("KOR", "purchased"): 0.1}
    assert nominal(after.profile, model, "cloud.infrastructure") == {("homecloud", "owned"): 0.3}


def test_a_reach_a_need_and_a_parameter(tree: Tree) -> None:
    after, _, _ = applied(
        tree,
        """
        [[changes]]
        kind = "add"
        supplier = "toolco"
        reach = { by = "USA", strength = 0.5 }
        [[changes]]
        kind = "add"
        supplier = "home"
        need = { input = "fabrication", essential = 0.5, life_years = 1.0, for = ["models.assistants"] }
        [[changes]]
        kind = "add"
        component = "cloud.infrastructure"
        need = { input = "magnets", essential = 0.1, life_years = 1.0 }
        [[changes]]
        kind = "remove"
        supplier = "fabco"
        reach_by = "USA"
        [[changes]]
        kind = "remove"
        supplier = "chipco"
        input = "fabrication"
        [[changes]]
        kind = "set"
        parameter = "layers.chips.components.accelerators.surge"
        value = [0.1, 0.2, 0.9]
        """,
    )
    catalogue = after.model.catalogue
    assert [reach.by for reach in catalogue.suppliers["toolco"].reach] == ["USA"]
    assert [need.input for need in catalogue.needs_of("DEU", "models.assistants")] == ["fabrication"]
    assert [need.input for need in catalogue.needs_of("cloudco", "cloud.infrastructure")] == ["magnets"]
    assert catalogue.suppliers["fabco"].reach == () and catalogue.suppliers["chipco"].needs == ()
    assert after.model.weights.component("chips.accelerators").surge.high == 0.9
    assert after.unmatched == ()
    sovai.assess(after.profile, model=after.model, draws=0)


def test_a_change_and_its_opposite_cancel(tree: Tree) -> None:
    there_and_back = """
        [[changes]]
        kind = "access"
        component = "cloud.infrastructure"
        supplier = "cloudco"
        access = "licensed"
        [[changes]]
        kind = "access"
        component = "cloud.infrastructure"
        supplier = "cloudco"
        access = "hosted"
        [[changes]]
        kind = "add"
        supplier = "toolco"
        reach = { by = "USA", strength = 0.5 }
        [[changes]]
        kind = "remove"
        supplier = "toolco"
        reach_by = "USA"
    """
    after, profile, model = applied(tree, there_and_back)
    assert sovai.assess(after.profile, model=after.model, draws=100) == sovai.assess(profile, model=model, draws=100)


def test_no_changes_change_nothing(tree: Tree) -> None:
    model = sovai.load_model(tree.root)
    profile = sovai.load_profile("DEU", model=model)
    after = apply([], profile, model)
    assert after == Applied(profile, model, (), (), ())


def test_changes_that_find_nothing_are_named_by_their_place(tree: Tree) -> None:
    after, _, _ = applied(
        tree,
        """
        [[changes]]
        kind = "shift"
        component = "cloud.infrastructure"
        from = "modelco"
        to = "home"
        part = 0.5
        [[changes]]
        kind = "cut"
        parties = ["JPN"]
        components = ["cloud.infrastructure"]
        [[changes]]
        kind = "cut"
        parties = ["NLD"]
        components = ["cloud.infrastructure"]
        [[changes]]
        kind = "cut"
        parties = ["TWN"]
        components = ["lithography"]
        [[changes]]
        kind = "price"
        parties = ["homecloud"]
        factor = 2.0
        """,
    )
    assert after.unmatched == (0, 1, 3, 4)  # the Netherlands act on the cloud through accelerators, Taiwan not on tools


FAULTY = """
valid_from = 2026-05-01
valid_until = 2026-04-01
colour = "red"
[[precedents]]
title = "A case"
evidence = ["survey-2052"]
[[changes]]
kind = "cutt"
parties = ["USA"]
[[changes]]
kind = "cut"
parties = ["chipo", "GER", "commons-model", "WLD"]
components = ["cloud.infrastucture"]
access = ["rented"]
[[changes]]
kind = "cut"
parties = ["chipo", "GER", "commons-model", "WLD", "usa"]
components = ["cloud.infrastucture", "fabrications"]
part = 1.2
[[changes]]
kind = "cut"
parties = ["chipo", "GER", "commons-model", "WLD"]
components = ["cloud.infrastucture", "fabrications"]
[[changes]]
kind = "shift"
component = "cloud"
from = "cloudco"
to = "homeclod"
part = 0.5
[[changes]]
kind = "add"
supplier = "chipco"
[[changes]]
kind = "add"
supplier = "toolco"
need = { input = "accelerators-for-clouds", essential = 1.0, life_years = 1.0 }
[[changes]]
kind = "remove"
supplier = "fabco"
reach_by = "NLD"
[[changes]]
kind = "remove"
supplier = "fabco"
component = "chips.accelerators"
input = "lithography"
[[changes]]
kind = "set"
parameter = "chips.accelerators.surge"
value = 0.5
[[changes]]
kind = "set"
parameter = "model.veto_threshold"
value = [0.1, 0.2, 0.3]
"""


def test_every_fault_is_told_in_one_run(tree: Tree) -> None:
    write(tree, FAULTY)
    told = tree.faults()
    assert all(fault.startswith("scenarios/test.toml: ") for fault in told)
    assert [fault.removeprefix("scenarios/test.toml: ") for fault in told] == FAULTS


FAULTS = [
    (
        "scenario.colour: unknown key; use one of: caveats, checked_on, description, digest, duration_days, i"
        "d, status, title, valid_from, valid_until"
    ),
    (
        "precedents[1].evidence[1]: there is no evidence 'survey-2052' in catalogue/evidence.toml; did you me"
        "an 'survey-2025'?"
    ),
    "changes[1].kind: there is no kind 'cutt' of change; did you mean 'cut'?",
    (
        "changes[2].access[1]: 'rented' is not known here; use one of: hosted, licensed, open-source, open-we"
        "ights, owned, purchased"
    ),
    "changes[3].part: 1.2 is above 1; write it as a fraction of 1 or in the unit that the key names",
    "changes[4].parties[1]: there is no supplier, state or circle 'chipo'; did you mean 'chipco'?",
    "changes[4].parties[2]: 'GER' is not an ISO 3166-1 alpha-3 code; did you mean 'PER' (Peru)?",
    ("changes[4].parties[3]: 'commons-model' belongs to nobody; name who could act: a supplier, a state or a circle"),
    (
        "changes[4].parties[4]: 'WLD' is an aggregate of trade statistics, not a state; name single states; l"
        "eave the share out where the state is not known (it is then unattributed)"
    ),
    (
        "changes[4].components[1]: 'cloud.infrastucture' is not a component or an input; did you mean 'cloud."
        "infrastructure'?"
    ),
    "changes[4].components[2]: 'fabrications' is not a component or an input; did you mean 'fabrication'?",
    (
        "changes[5].component: 'cloud' is not a component; use one of: chips.accelerators, chips.semiconducto"
        "rs, cloud.infrastructure, energy.batteries, energy.photovoltaics, energy.power-equipment, hardware.c"
        "omputers, hardware.networking, models.assistants, models.foundation"
    ),
    "changes[5].to: there is no supplier 'homeclod'; did you mean 'homecloud'?",
    (
        "changes[6]: does not say what is added to what; give component and source, supplier and reach, suppl"
        "ier and need, or component and need"
    ),
    (
        "changes[7].need: needs run in a circle: accelerators-for-clouds → chipco → fabrication → fabco → lit"
        "hography → toolco → accelerators-for-clouds; limit the need with 'for'"
    ),
    "changes[8].reach_by: 'fabco' has no reach by 'NLD'; use one of: USA",
    (
        "changes[9]: names more than one thing to remove; write a change each for sources, for a reach (reach"
        "_by) and for a need (input)"
    ),
    (
        "changes[10].parameter: there is no parameter 'chips.accelerators.surge' in weights.toml; did you mea"
        "n 'layers.chips.components.accelerators.surge'?"
    ),
    (
        "changes[11].value: model.veto_threshold does not take it: this parameter takes one number, not [low,"
        " mode, high]; write one number"
    ),
]


def test_a_file_alone_may_be_checked(tree: Tree, run: Run) -> None:
    path = write(tree, SHIFT)
    assert run("check", path, "--data", tree.root).exit_code == 0
    write(tree, SHIFT.replace("modelco", "modlco"))
    result = run("check", path, "--data", tree.root)
    assert result.exit_code == 1
    assert result.stdout == (
        "scenarios/test.toml: changes[1].from: there is no supplier, state or circle 'modlco'; "
        "did you mean 'modelco' or 'toolco'?\n"
    )


def test_a_scenario_ends_after_it_begins(tree: Tree) -> None:
    write(tree, SHIFT, head="valid_from = 2026-05-01\nvalid_until = 2026-04-01\n")
    assert tree.faults() == ["scenarios/test.toml: scenario.valid_until: is before valid_from; correct one of the two"]


def test_a_file_without_changes_or_with_something_else_in_their_place(tree: Tree) -> None:
    write(tree, "")
    assert tree.faults() == ["scenarios/test.toml: changes: is missing; write at least one [[changes]]"]
    write(tree, "[changes]\nkind = 'cut'\n")
    assert tree.faults() == ["scenarios/test.toml: changes: is not a list of tables; write each as [[changes]]"]


def test_the_id_is_the_name_of_the_file(tree: Tree) -> None:
    tree.write(
        write(tree, SHIFT).relative_to(tree.root).as_posix().replace("test", "other"), HEAD.format(id="x") + SHIFT
    )
    assert tree.faults() == [
        "scenarios/other.toml: scenario.id: 'x' is not the name of the file; name the file x.toml, or correct the id"
    ]


def test_a_scenario_is_found_by_id_or_path_and_a_wrong_id_is_told_the_near_ones(tree: Tree) -> None:
    path = write(tree, SHIFT)
    model = sovai.load_model(tree.root)
    assert load_scenario("test", model=model) == load_scenario(path, model=model)
    with pytest.raises(sovai.UsageError, match=r"there is no scenario 'tes'; did you mean 'test'\?"):
        load_scenario("tes", model=model)
    with pytest.raises(sovai.UsageError, match="there is no lever 'test'; there is none to choose from"):
        load_lever("test", model=model)


def test_a_lever_has_its_own_head(tree: Tree) -> None:
    (tree.root / "levers").mkdir()
    head = 'schema = 1\n[lever]\nid = "l"\ntitle = "A lever"\ndescription = "More at home."\nkind = "domestic"\n'
    tree.write("levers/l.toml", head + SHIFT)
    assert tree.faults() == []
    found = load_lever("l", model=sovai.load_model(tree.root))
    assert isinstance(found, Lever) and found.lever.kind == "domestic" and len(found.digest) == 64
    tree.write("levers/l.toml", head + 'cost_evidence = ["none"]\n' + SHIFT + '[[precedents]]\ntitle = "A"\n')
    assert [fault.split(": ", 2)[1] for fault in tree.faults()] == ["precedents", "lever.cost_evidence[1]"]


LEVER = 'schema = 1\n[lever]\nid = "l"\ntitle = "A lever"\ndescription = "More at home."\nkind = "domestic"\n'
SIZES = "schema = 1\n[DEU]\npopulation = 80_000_000\ngdp_million_dollars = 5_000_000\n"


@pytest.mark.parametrize(
    ("head", "faults"),
    [
        ('cost_million_euros = 10\ncost_scales = { by = "gdp", of = "DEU" }', []),
        ('cost_million_euros = 10\ncost_scales = { by = "population", size = 2.5e6 }', []),
        (
            'cost_scales = { by = "gdp", of = "DEU" }',
            ["lever.cost_scales: there is no cost to scale; give cost_million_euros, or remove cost_scales"],
        ),
        (
            'cost_million_euros = 10\ncost_scales = { by = "gdp", of = "FRA" }',
            ["lever.cost_scales.of: there is no size in economies.toml of 'FRA'; use one of: DEU"],
        ),
        (
            'cost_million_euros = 10\ncost_scales = { by = "gdp", of = "DEU", size = 3.0 }',
            ["lever.cost_scales: has neither or both of 'of' (a country or circle) and 'size'; give one of the two"],
        ),
        (
            'cost_million_euros = 10\ncost_scales = { by = "gdp", size = 0 }',
            ["lever.cost_scales.size: 0 is not above 0; write a number above 0"],
        ),
        ('open_to = [{ only = ["EU"], never = ["DEU"], why = "So it is." }]', []),
        ('open_to = [{ only = ["EU"] }]', ["lever.open_to[1].why: is missing; add it"]),
        (
            'open_to = [{ only = ["EUU"], never = ["UNION"], why = "So it is." }]',
            [
                "lever.open_to[1].only[1]: 'EUU' is not an ISO 3166-1 alpha-3 code; did you mean 'REU' (Réunion)?",
                "lever.open_to[1].never[1]: there is no country or circle 'UNION'; use one of: EU",
            ],
        ),
    ],
)  # fmt: skip
def test_whom_a_lever_is_open_to_and_what_its_cost_scales_with(tree: Tree, head: str, faults: list[str]) -> None:
    (tree.root / "levers").mkdir()
    tree.write("profiles/catalogue/economies.toml", SIZES)
    tree.write("levers/l.toml", f"{LEVER}{head}\n{SHIFT}")
    assert [fault.removeprefix("levers/l.toml: ") for fault in tree.faults()] == faults


def test_sizes_of_economies_are_checked(tree: Tree) -> None:
    tree.write("profiles/catalogue/economies.toml", SIZES.replace("[DEU]", "[DEX]").replace("80_000_000", "-1"))
    assert [fault.partition(": ")[2] for fault in tree.faults()] == [
        "DEX.population: -1 is not above 0; write a number above 0",
    ]
    tree.write("profiles/catalogue/economies.toml", SIZES.replace("[DEU]", "[DEX]") + 'evidence = ["none"]\n')
    assert [fault.partition(": ")[2].partition(":")[0] for fault in tree.faults()] == ["DEX", "DEX.evidence[1]"]


def test_data_that_have_moved_are_a_warning_and_no_fault(tree: Tree, run: Run) -> None:
    write(tree, SHIFT, head='digest = "0123456789ab"\nvalid_until = 2020-01-01\nchecked_on = 2020-01-01\n')
    assert tree.faults() == []
    (warning,) = (found for found in review(data=tree.root) if found.kind == "scenario")
    assert warning.file == "scenarios/test.toml"
    assert "written for data with the digest 0123456789ab; now it is " in warning.what
    now = warning.what.split("now it is ")[1][:12]
    write(tree, SHIFT, head=f'digest = "{now}"\n')
    assert not [found for found in review(data=tree.root) if found.kind == "scenario"]
    assert "scenario to check again" not in run("check", "--data", tree.root).stdout


def test_parties_by_id_name_code_and_circle() -> None:
    model = sovai.load_model()
    assert parties_named(["US,nvidia", "Korea, Republic of"], model) == ("USA", "nvidia", "KOR")
    assert parties_named(["eu", "TSMC", "Netherlands"], model) == ("EU", "tsmc", "NLD")
    with pytest.raises(sovai.UsageError, match=r"'nvida' is neither .* did you mean 'nvidia'"):
        parties_named("USA,nvida", model)
    with pytest.raises(sovai.UsageError, match="belongs to nobody"):
        parties_named("linux", model)


@pytest.mark.parametrize("id", scenario_ids(ROOT))
def test_shipped_scenarios_load(id: str) -> None:
    assert load_scenario(id, model=sovai.load_model()).scenario.id == id


def test_shipped_levers_apply_to_every_tenth_country() -> None:
    model = sovai.load_model()
    levers = [load_lever(id, model=model) for id in lever_ids(ROOT)]
    for path in sorted((ROOT / "profiles").glob("*.toml"))[::20]:
        profile = sovai.load_profile(path.stem, model=model)
        for lever in levers:
            after = apply(lever.changes, profile, model)
            compile_system(after.profile, after.model, home=frozenset({path.stem}), horizon_years=1.0)


def prose(value: object) -> Iterator[str]:
    """Yield the sentences of a file: texts with a space in them."""
    if isinstance(value, dict):
        for each in value.values():
            yield from prose(each)
    elif isinstance(value, list):
        for each in value:
            yield from prose(each)
    elif isinstance(value, str) and " " in value:
        yield value


def test_prose_calls_scenarios_and_levers_by_what_they_are_and_not_by_their_ids() -> None:
    files = sorted((*(ROOT / "scenarios").glob("*.toml"), *(ROOT / "levers").glob("*.toml")))
    named = re.compile(r"(?<![\w/-])(" + "|".join(path.stem for path in files) + r")(?![\w-])")
    assert files
    texts = [(path.name, text) for path in files for text in prose(tomllib.loads(path.read_text(encoding="utf-8")))]
    assert [(name, text) for name, text in texts if named.search(text)] == []
