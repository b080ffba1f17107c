"""What must always hold, on invented systems (section 4 of the method)."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sovai
from sovai.report.data import to_json
from systems import (
    COMMONS,
    COMPANIES,
    COMPONENTS,
    HOME,
    INPUTS,
    STATES,
    Table,
    Tree,
    company,
    profile_table,
    trees,
    weights_table,
)

SLACK = 1e-12
law = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
components = st.sampled_from(COMPONENTS)
places = st.integers(0, 10)


def components_of(result: sovai.Assessment) -> dict[str, Any]:
    return {component.id: component for layer in result.layers for component in layer.components}


def losses(result: sovai.Assessment) -> dict[str, dict[str, float]]:
    """Weighted loss of every party, and that in each component."""
    return {party.id: {"all": party.loss.nominal, **party.by_component} for party in result.parties}


def numbers(result: sovai.Assessment, rename: Callable[[str], str] = str) -> dict[str, float]:
    """Every nominal number of a result under a label that does not depend on the order; absent ones are left out."""
    found = {"score": result.score.nominal, "low": result.bounds.low, "high": result.bounds.high}
    found |= {"coverage": result.coverage, "measured": result.measured}
    for layer in result.layers:
        found |= {layer.id: layer.score.nominal, f"{layer.id}/contribution": layer.contribution}
        for c in layer.components:
            for name in (
                "score",
                "outside",
                "single_hand",
                "cutoff",
                "contribution",
                "unattributed",
                "hhi",
                "measured",
            ):
                if getattr(c, name) is not None:
                    found[f"{c.id}/{name}"] = getattr(c, name)
    for party in result.parties:
        key = rename(party.id)
        found[f"{key}/loss"] = party.loss.nominal
        found |= {f"{key}/loss/{c}": value for c, value in party.by_component.items()}
        found |= {f"{key}/control/{c}": value for c, value in party.control.items()}
        found |= {f"{key}/after {k}": value for k, value in enumerate(party.weighted_course)}
    return found


def never_more(less: dict[str, dict[str, float]], more: dict[str, dict[str, float]]) -> None:
    """No loss in the first is above that in the second."""
    for party, by_component in less.items():
        for component, loss in by_component.items():
            assert loss <= more[party][component] + SLACK, (party, component)


def shuffled_table(table: Table, rng: random.Random) -> Table:
    keys = list(table)
    rng.shuffle(keys)
    return {key: table[key] for key in keys}


# Order, names, notation


@law
@given(trees(), st.randoms(use_true_random=False))
def test_order_does_not_matter(tree: Tree, rng: random.Random) -> None:
    before = tree.assess()
    other = tree.copy()
    for rows in (*other.share_lists(), *(s.get("needs", []) for s in other.suppliers.values())):
        rng.shuffle(rows)
    for entry in (*other.suppliers.values(), *other.shared_needs.values()):
        rng.shuffle(entry.get("reach", []))
        rng.shuffle(entry.get("needs", []))
    other.suppliers = shuffled_table(other.suppliers, rng)
    other.inputs = shuffled_table(other.inputs, rng)
    assert numbers(other.assess()) == pytest.approx(numbers(before), rel=0.0, abs=SLACK)


@law
@given(trees())
def test_names_do_not_matter(tree: Tree) -> None:
    """Suppliers, states and inputs get names whose alphabetical order is the reverse."""
    old = [*sorted(COMPANIES), COMMONS, *STATES, *INPUTS]
    new = [*(f"firm-{i}" for i in range(len(COMPANIES), 0, -1)), "aaa", "XZZ", "XYY", "XWW", "XVV", "z", "y", "x"]
    names = dict(zip(old, new, strict=True))

    def renamed(value: Any) -> Any:
        if isinstance(value, dict):
            return {names.get(key, key): renamed(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [renamed(inner) for inner in value]
        return names.get(value, value) if isinstance(value, str) else value

    other = Tree(**{key: renamed(value) for key, value in vars(tree).items()})
    before = numbers(tree.assess(), rename=lambda party: names[party])
    assert numbers(other.assess()) == pytest.approx(before, rel=0.0, abs=SLACK)


@law
@given(trees(rounding=False), components)
def test_a_mix_row_equals_its_rows_written_out(tree: Tree, component: str) -> None:
    """Without rounding above 1: what a mix leaves unattributed is part of the sum that is normalised."""
    rows = [row for row in tree.rows(component) if "mix" not in row]
    inner = tree.mixes["world"]["sources"]
    keys = {(row["supplier"], row["access"]) for row in inner}
    rows = [row for row in rows if (row["supplier"], row["access"]) not in keys]
    left = 1.0 - sum(row["share"] for row in rows)
    tree.rows(component)[:] = [*rows, {"mix": "world", "share": left, "grade": "C"}]
    before = numbers(tree.assess())
    tree.rows(component)[:] = [*rows, *({**row, "share": left * row["share"], "grade": "C"} for row in inner)]
    assert numbers(tree.assess()) == pytest.approx(before, rel=0.0, abs=SLACK)


# Power and loss


@law
@given(trees())
def test_indicators_come_in_order(tree: Tree) -> None:
    """0 ≤ cutoff ≤ single_hand ≤ outside ≤ 1: every company's state is a party here."""
    for component in components_of(tree.assess()).values():
        values = [0.0, component.cutoff, component.single_hand, component.outside, 1.0]
        assert all(a <= b + SLACK for a, b in pairwise(values)), component.id


@law
@given(trees())
def test_who_is_a_party(tree: Tree) -> None:
    for party in tree.assess().parties:
        assert party.id != COMMONS
        assert party.jurisdiction != HOME
        assert party.id in STATES or tree.suppliers[party.id]["kind"] != "commons"


@law
@given(trees())
def test_control_bounds_loss_and_a_state_has_its_companies(tree: Tree) -> None:
    parties = {party.id: party for party in tree.assess().parties}
    for party in parties.values():
        state = parties[party.jurisdiction]
        for component, control in party.control.items():
            assert 0.0 <= control <= 1.0 + SLACK
            assert 0.0 <= party.by_component[component] <= control + SLACK
            assert all(unmet <= control + SLACK for unmet in party.course.get(component, ()))
            assert control <= state.control[component] + SLACK
            assert party.by_component[component] <= state.by_component[component] + SLACK


@law
@given(trees(), st.permutations(COMPANIES))
def test_more_companies_together_control_more(tree: Tree, order: list[str]) -> None:
    """Companies become a set of parties by coming under one state that nothing else is under."""
    previous: dict[str, dict[str, float]] = {}
    for count in range(1, len(order) + 1):
        united = tree.copy()
        for name in order[:count]:
            united.suppliers[name]["jurisdiction"] = "XZZ"
        together = [party for party in united.assess().parties if party.id == "XZZ"]
        now = {p.id: {**p.control, **{f"loss/{c}": v for c, v in p.by_component.items()}} for p in together}
        never_more(previous, now)
        previous = now


@law
@given(trees())
def test_who_controls_nothing_causes_no_loss(tree: Tree) -> None:
    for party in tree.assess().parties:
        for component, control in party.control.items():
            if control == 0.0:
                assert party.by_component[component] == 0.0
                assert not any(party.course.get(component, ()))
        if not any(party.control.values()):
            assert party.loss.nominal == 0.0
            assert party.holds == ()


@law
@given(trees(), st.sampled_from([0.0, 0.3, 7.0]))
def test_control_does_not_depend_on_the_horizon(tree: Tree, horizon: float) -> None:
    before = {party.id: party.control for party in tree.assess().parties}
    assert {party.id: party.control for party in tree.assess(horizon_years=horizon).parties} == before


@law
@given(trees(), st.sampled_from([1.01, 1.5, 4.0]))
def test_a_longer_life_never_raises_a_loss(tree: Tree, factor: float) -> None:
    longer = tree.copy()
    for need in longer.all_needs():
        need["life_years"] *= factor
    for access in longer.weights["access"].values():
        if "life_years" in access:
            access["life_years"] *= factor
    for layer in longer.weights["layers"].values():
        for component in layer["components"].values():
            component["service_life_years"] *= factor
    never_more(losses(longer.assess()), losses(tree.assess()))


@law
@given(trees(), components, st.sampled_from([0.01, 0.5, 3.0]))
def test_a_life_where_there_was_none_never_raises_a_loss(tree: Tree, component: str, life: float) -> None:
    layer, name = component.split(".")
    tree.weights["layers"][layer]["components"][name]["service_life_years"] = 0.0
    tree.weights["access"]["hosted"]["life_years"] = 0.0
    before = losses(tree.assess())
    tree.weights["layers"][layer]["components"][name]["service_life_years"] = life
    tree.weights["access"]["hosted"]["life_years"] = life
    never_more(losses(tree.assess()), before)


@law
@given(trees(), components, st.sampled_from([0.05, 1.0]))
def test_a_higher_surge_never_raises_a_loss(tree: Tree, component: str, more: float) -> None:
    before = losses(tree.assess())
    layer, name = component.split(".")
    tree.weights["layers"][layer]["components"][name]["surge"] += more
    never_more(losses(tree.assess()), before)


# Changes of the system


def merged(tree: Tree, first: str, second: str) -> Tree:
    """The tree with two suppliers as one: shares added up, the union of reach and of needs, the stronger of two."""
    other = tree.copy()
    a, b = (other.suppliers[name] for name in (first, second))
    strength: dict[str, float] = {}
    for reach in (*a["reach"], *b["reach"]):
        strength[reach["by"]] = max(strength.get(reach["by"], 0.0), reach["strength"])
    needs = []
    for context in (*COMPONENTS, *INPUTS):
        shared = other.shared_needs.get(context, {}).get("needs", [])
        valid = []  # what each of the two needs there, that of the component where it has none of its own
        for supplier in (a, b):
            own = [need for need in supplier["needs"] if context in need["for"]]
            valid += own + [need for need in shared if need["input"] not in {o["input"] for o in own}]
        for name in {need["input"] for need in valid}:
            both = [need for need in valid if need["input"] == name]
            essential, life = max(n["essential"] for n in both), min(n["life_years"] for n in both)
            needs.append({"input": name, "essential": essential, "life_years": life, "for": [context]})
    reach = [{"by": by, "strength": value} for by, value in strength.items()]
    other.suppliers[first] = {**a, "reach": reach, "needs": needs}
    del other.suppliers[second]
    for rows in other.share_lists():
        found: dict[tuple[Any, Any], Table] = {}
        for row in rows:
            row = {**row, "supplier": first} if row.get("supplier") == second else row
            key = (row.get("supplier", row.get("mix")), row.get("access"))
            found[key] = {**row, "share": row["share"] + found.get(key, {"share": 0.0})["share"]}
        rows[:] = found.values()
    return other


@law
@given(trees(rounding=False))
def test_merging_two_suppliers_never_lowers_a_loss(tree: Tree) -> None:
    first, second = COMPANIES[:2]
    for name in (first, second):
        tree.suppliers[name] |= {"kind": "company", "jurisdiction": tree.suppliers[first]["jurisdiction"]}
        tree.suppliers[name]["reach"] = [
            r for r in tree.suppliers[name]["reach"] if r["by"] != tree.suppliers[name]["jurisdiction"]
        ]
    for need in tree.all_needs():
        need.pop("from", None)  # two needs of one input with different sources have no union
    before = losses(tree.assess())
    after = losses(merged(tree, first, second).assess())
    if second in before:
        after[second] = after[first]
        after.setdefault(first, after[second])
    never_more(before, after)


@law
@given(trees(), components, places, st.sampled_from([0.1, 0.5, 1.0]))
def test_share_that_nobody_controls_never_raises_the_score(tree: Tree, component: str, place: int, part: float) -> None:
    """Whether it is taken from a row or from what is unattributed; its suppliers need nothing."""
    tree.shared_needs.pop(component, None)
    rows = tree.rows(component)
    rows[:] = [row for row in rows if (row.get("supplier"), row.get("access")) != (HOME, "owned")]
    safe = {"supplier": HOME, "access": "owned", "share": 0.0, "grade": "A"}
    rows.append(safe)
    before = tree.assess().score.nominal
    total = sum(row["share"] for row in rows)
    sources = [row for row in rows if row is not safe]
    if place < len(sources):
        moved = part * sources[place]["share"]
        sources[place]["share"] -= moved
    else:
        moved = part * max(0.0, 1.0 - total)
    safe["share"] += moved
    assert tree.assess().score.nominal <= before + 100.0 * SLACK


@law
@given(trees())
def test_bounds_enclose_the_score(tree: Tree) -> None:
    result = tree.assess()
    assert result.bounds.low <= result.score.nominal + SLACK
    assert result.score.nominal <= result.bounds.high + SLACK
    if all(component.unattributed == 0.0 for component in components_of(result).values()):
        assert result.bounds.low == pytest.approx(result.bounds.high, rel=0.0, abs=100.0 * SLACK)


@law
@given(trees(), components, st.sampled_from((*STATES, "XZZ")))
def test_bounds_hold_for_whatever_state_is_behind_the_unattributed(tree: Tree, component: str, state: str) -> None:
    """A state takes the unattributed share of one component, also one that was no party: the bounds hold the score."""
    access = "hosted" if component.split(".")[0] in ("models", "cloud") else "purchased"
    rows = tree.rows(component)
    rows[:] = [row for row in rows if (row.get("supplier"), row.get("access")) != (state, access)]
    before = tree.assess()
    missing = components_of(before)[component].unattributed
    rows.append({"supplier": state, "access": access, "share": missing, "grade": "A"})
    after = tree.assess().score.nominal
    assert before.bounds.low - 100.0 * SLACK <= after <= before.bounds.high + 100.0 * SLACK


@law
@given(trees())
def test_contributions_add_up(tree: Tree) -> None:
    result = tree.assess()
    assert sum(layer.contribution for layer in result.layers) == pytest.approx(result.score.nominal, abs=1e-10)
    for layer in result.layers:
        parts = sum(component.contribution for component in layer.components)
        assert parts == pytest.approx(layer.contribution, abs=1e-10)


# Draws


def bytes_of(result: sovai.Assessment) -> str:
    """The JSON without the digests of the files."""
    content = json.loads(to_json(result))
    for name in ("digest", "digests"):
        del content["provenance"][name]
    return json.dumps(content)


@settings(law, max_examples=15)
@given(trees())
def test_rank_acceptabilities_sum_to_one(tree: Tree) -> None:
    result = tree.assess(draws=50)
    for kind in ("company", "jurisdiction"):
        of_kind = [party for party in result.parties if party.kind == kind]
        for party in of_kind:
            assert party.rank_acceptability is not None
            assert len(party.rank_acceptability) == len(of_kind)
            assert sum(party.rank_acceptability) == pytest.approx(1.0, abs=SLACK)
        # every draw has a first, unless nobody causes a loss
        if of_kind:
            assert sum(party.rank_acceptability[0] for party in of_kind) >= 1.0 - SLACK
            largest = sum(party.probability_largest for party in of_kind)
            assert all(party.probability_largest <= party.rank_acceptability[0] + SLACK for party in of_kind)
            assert largest == 0.0 or any(party.loss.mean > 0.0 for party in of_kind)


@settings(law, max_examples=15)
@given(trees())
def test_what_a_profile_does_not_use_changes_nothing(tree: Tree) -> None:
    before = bytes_of(tree.assess(draws=50))
    tree.inputs["aaa"] = {"name": "Unused", "sources": [{"supplier": "aaa-maker", "share": 0.7, "range": [0.5, 0.8]}]}
    tree.suppliers = {
        "aaa-maker": company("XQA", needs=[{"input": "kilns", "essential": 1.0, "life_years": [0, 1, 2]}])
    } | tree.suppliers
    tree.mixes["aaa"] = {"name": "Unused", "sources": [{"supplier": "aaa-maker", "share": 1.0, "access": "hosted"}]}
    tree.laws["XQA"] = {"compels_disclosure_abroad": True}
    tree.weights["access"]["owned"]["life_years"] = [1.0, 2.0, 3.0]
    tree.suppliers[COMPANIES[0]]["needs"].append(
        {"input": "aaa", "essential": [0.1, 0.5, 1.0], "life_years": 1.0, "for": ["aaa"]}
    )
    assert bytes_of(tree.assess(draws=50)) == before


def uncertain_tree() -> Tree:
    """A small system in which shares, lives, growth, surge, reach and essential parts are all uncertain."""
    tree = Tree(
        weights=weights_table(),
        profile=profile_table(),
        suppliers={
            "ash": company("XBB", reach=[{"by": "XDD", "strength": [0.2, 0.5, 0.9]}]),
            "oak": company(
                "XCC", needs=[{"input": "kilns", "essential": [0.5, 0.8, 1.0], "life_years": [0.0, 0.5, 2.0]}]
            ),
        },
        inputs={"kilns": {"name": "Kilns", "sources": [{"supplier": "ash", "share": 0.6, "grade": "C"}]}},
        mixes={
            "world": {
                "name": "World",
                "sources": [
                    {"supplier": "ash", "share": 0.4, "access": "hosted", "grade": "C"},
                    {"supplier": "oak", "share": 0.4, "access": "licensed", "grade": "C"},
                ],
            }
        },
    )
    for component in COMPONENTS:
        layer, name = component.split(".")
        tree.weights["layers"][layer]["components"][name] |= {
            "demand_growth": [0.0, 0.1, 0.3],
            "surge": [0.0, 0.1, 0.3],
        }
        tree.rows(component).extend(
            [
                {"supplier": "oak", "share": 0.5, "access": "purchased", "grade": "B", "range": [0.4, 0.7]},
                {"mix": "world", "share": 0.4, "grade": "C"},
            ]
        )
    return tree


def test_workers_do_not_change_a_byte() -> None:
    """Three blocks, so that two threads really take turns."""
    tree = uncertain_tree()
    assert bytes_of(tree.assess(draws=9000, workers=1)) == bytes_of(tree.assess(draws=9000, workers=2))


def test_the_same_seed_gives_the_same_bytes_and_another_does_not() -> None:
    tree = uncertain_tree()
    first = bytes_of(tree.assess(draws=200, seed=0))
    assert first == bytes_of(tree.assess(draws=200, seed=0))
    other = tree.assess(draws=200, seed=1)
    assert json.loads(first)["score"]["mean"] != other.score.mean


def test_draws_change_no_nominal_figure() -> None:
    tree = uncertain_tree()
    assert numbers(tree.assess(draws=100)) == numbers(tree.assess())


def test_data_uncertainty_vanishes_with_certain_data() -> None:
    """Ranges without width and certain parameters: every draw is the nominal run."""
    tree = uncertain_tree()
    for rows in tree.share_lists():
        for row in rows:
            row["range"] = [row["share"], row["share"]]
    for need in tree.all_needs():
        need |= {"essential": 0.8, "life_years": 0.5}
    tree.suppliers["ash"]["reach"][0]["strength"] = 0.5
    for component in COMPONENTS:
        layer, name = component.split(".")
        tree.weights["layers"][layer]["components"][name] |= {"demand_growth": 0.1, "surge": 0.1}
    score = tree.assess(draws=500).score
    assert score.low == pytest.approx(score.nominal, rel=1e-6)  # draws are in single precision
    assert score.high == pytest.approx(score.nominal, rel=1e-6)
    assert score.choices.low is not None
    assert score.choices.low < score.nominal
