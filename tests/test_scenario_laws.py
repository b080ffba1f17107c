"""What must hold of every list of changes, on random systems: nothing changes nothing, order, sums, opposites, sets."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sovai
from sovai.assessment.accounting import JointLoss, score_account
from sovai.assessment.cutsets import cut_sets
from sovai.assessment.drawing import Drawing
from sovai.assessment.pairing import Variant, Variants
from sovai.assessment.setting import settle
from sovai.model.catalogue import Reach
from sovai.model.changes import Add, AnyChange, ChangeAccess, Cut, Remove, Set, Shift
from sovai.model.profile import Source
from sovai.model.scenario import Scenario
from systems import ACCESS, COMPANIES, COMPONENTS, STATES, Tree, trees

DRAWS = 40
PARTIES = (*COMPANIES, *STATES[1:])
fractions = st.sampled_from([0.0, 0.2, 0.5, 1.0])


def variants_of(tree: Tree) -> Variants:
    profile = sovai.Profile.model_validate(tree.profile)
    return Variants(profile, settle(tree.model()))


def draws_of(variants: Variants, *wanted: Variant) -> list[bytes]:
    """Every draw of score, layers and losses by states, to the byte."""
    drawn = variants.draw(list(wanted), STATES[1:], Drawing(DRAWS, seed=1))
    return [b"".join(a.tobytes() for a in (each.score, each.layers, *each.losses.values())) for each in drawn]


def nominal_of(variant: Variant) -> list[float]:
    return [variant.score, *variant.nominal.scores.layers[:, 0], *variant.nominal.scores.components[:, 0]]


def quantity(value: float) -> dict[str, float]:
    return {"low": value, "mode": value, "high": value}


@st.composite
def changes_of(draw: st.DrawFn, component: str) -> AnyChange:
    """A change of the sources or of the surge of one component."""
    match draw(st.sampled_from(["shift", "access", "remove", "add", "set"])):
        case "shift":
            return Shift.model_validate(
                {
                    "kind": "shift",
                    "component": component,
                    "from": draw(st.sampled_from(PARTIES)),
                    "to": draw(st.sampled_from((*COMPANIES, "home"))),
                    "part": quantity(draw(fractions)),
                    "access": draw(st.sampled_from((None, *ACCESS))),
                }
            )
        case "access":
            supplier, access = draw(st.sampled_from(PARTIES)), draw(st.sampled_from(ACCESS))
            return ChangeAccess(kind="access", component=component, supplier=supplier, access=access)
        case "remove":
            return Remove(kind="remove", component=component, supplier=draw(st.sampled_from(PARTIES)))
        case "add":
            source = {"supplier": draw(st.sampled_from(COMPANIES)), "access": draw(st.sampled_from(ACCESS))}
            return Add(
                kind="add", component=component, source=Source.model_validate({**source, "share": 0.2, "grade": "D"})
            )
        case _:
            layer, name = component.split(".")
            parameter = f"layers.{layer}.components.{name}.surge"
            return Set.model_validate(
                {"kind": "set", "parameter": parameter, "value": quantity(draw(st.sampled_from([0.0, 0.3, 1.0])))}
            )


def scenario_of(changes: Sequence[AnyChange]) -> Scenario:
    head = {"id": "invented", "title": "Invented", "description": "If this happened, this would follow."}
    return Scenario.model_validate({"scenario": head, "changes": [change.model_dump() for change in changes]})


@settings(max_examples=25)
@given(trees())
def test_no_change_changes_nothing_to_the_byte(tree: Tree) -> None:
    variants = variants_of(tree)
    same = variants.under(())
    first, second = draws_of(variants, variants.recorded, same)
    assert first == second
    assert nominal_of(same) == nominal_of(variants.recorded)
    profile = sovai.Profile.model_validate(tree.profile)
    again = [sovai.assess(p, model=m, draws=DRAWS).to_json() for p, m in ((profile, variants.model), _applied(same))]
    assert again[0] == again[1]


def _applied(variant: Variant) -> tuple[sovai.Profile, sovai.Model]:
    return variant.applied.profile, variant.applied.model


@settings(max_examples=25)
@given(trees(), st.data())
def test_the_order_of_changes_of_different_components_does_not_matter(tree: Tree, data: st.DataObject) -> None:
    changes = [data.draw(changes_of(component)) for component in COMPONENTS[:3]]
    changes.append(Cut(kind="cut", parties=(data.draw(st.sampled_from(PARTIES)),)))
    order = data.draw(st.permutations(changes))
    variants = variants_of(tree)
    one, other = variants.under(changes), variants.under(order)
    assert nominal_of(one) == pytest.approx(nominal_of(other), abs=1e-12)
    joint = [JointLoss(scenario_of(listed), v) for listed, v in ((changes, one), (order, other))]
    losses = [account.total for each in joint if (account := each.account(seed=0)) is not None]
    assert losses[0] == pytest.approx(losses[1], abs=1e-12)
    drawn = variants.draw([one, other], STATES[1:], Drawing(DRAWS, seed=1))
    np.testing.assert_allclose(drawn[0].score, drawn[1].score, atol=2e-6)  # sums of single precision in another order


@settings(max_examples=25)
@given(trees(), st.data())
def test_parts_by_change_and_component_add_up_to_the_difference(tree: Tree, data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 4))
    changes = [data.draw(changes_of(data.draw(st.sampled_from(COMPONENTS)))) for _ in range(count)]
    variants = variants_of(tree)
    account = score_account(scenario_of(changes), variants, seed=0)
    difference = 100.0 * (variants.under(changes).score - variants.recorded.score)
    for parts in ([part.part for part in account.parts], account.by_change.values(), account.by_layer.values()):
        assert sum(parts) == pytest.approx(difference, abs=1e-9)
    assert sum(account.by_component.values()) == pytest.approx(difference, abs=1e-9)


@settings(max_examples=25)
@given(trees(), st.data())
def test_parts_of_several_cuts_add_up_to_what_they_do_together(tree: Tree, data: st.DataObject) -> None:
    parties = data.draw(st.lists(st.sampled_from(PARTIES), min_size=1, max_size=3, unique=True))
    cuts = [Cut(kind="cut", parties=(party,)) for party in parties]
    variants = variants_of(tree)
    apart = JointLoss(scenario_of(cuts), variants.recorded).account(seed=0)
    together = JointLoss(scenario_of([Cut(kind="cut", parties=tuple(parties))]), variants.recorded).account(seed=0)
    assert apart is not None
    assert together is not None
    assert sum(part.part for part in apart.parts) == pytest.approx(together.total, abs=1e-9)
    assert sum(apart.by_change.values()) == pytest.approx(together.total, abs=1e-9)


@settings(max_examples=25)
@given(trees(), st.data())
def test_a_change_and_its_opposite_cancel(tree: Tree, data: st.DataObject) -> None:
    variants = variants_of(tree)
    component, supplier = data.draw(st.sampled_from(COMPONENTS)), data.draw(st.sampled_from(COMPANIES))
    layer, name = component.split(".")
    surge = f"layers.{layer}.components.{name}.surge"
    recorded = variants.model.weights.component(component).surge
    there_and_back: list[list[AnyChange]] = [
        [
            Set.model_validate({"kind": "set", "parameter": surge, "value": quantity(0.9)}),
            Set(kind="set", parameter=surge, value=recorded),
        ]
    ]
    held = variants.model.catalogue.suppliers[supplier].reach
    state = next((code for code in STATES[1:] if code not in {reach.by for reach in held}), None)
    if state is not None:
        reach = Reach.model_validate({"by": state, "strength": 0.7})
        there_and_back.append(
            [
                Add(kind="add", supplier=supplier, reach=reach),
                Remove(kind="remove", supplier=supplier, reach_by=state),
            ]
        )
    rows = tree.rows(component)
    modes = {row.get("access") for row in rows if row.get("supplier") == supplier}
    if len(modes) == 1 and not any("mix" in row for row in rows):
        (mode,) = modes
        other = next(access for access in ACCESS if access != mode)
        there_and_back.append(
            [
                ChangeAccess(kind="access", component=component, supplier=supplier, access=access)
                for access in (other, mode)
            ]
        )
    for changes in there_and_back:
        after = variants.under(changes)
        assert nominal_of(after) == pytest.approx(nominal_of(variants.recorded), abs=1e-12)
        before, now = draws_of(variants, variants.recorded, after)
        assert before == now


@settings(max_examples=20)
@given(trees(), st.sampled_from([0.05, 0.2, 0.4]))
def test_a_cut_of_a_set_is_the_evaluation_of_the_cut_set(tree: Tree, threshold: float) -> None:
    profile, model = sovai.Profile.model_validate(tree.profile), tree.model()
    found = cut_sets(profile, model=model, loss=threshold)
    for group in found.groups:
        sets = [set(each.members) for each in group.sets]
        for each in group.sets[:3]:
            answer = sovai.what_if(profile, cut=",".join(each.members), model=model, draws=0)
            assert answer.loss.nominal == pytest.approx(each.reached, abs=1e-9)
            assert each.reached >= threshold - 1e-9
        assert not any(a < b for a in sets for b in sets)


@settings(max_examples=15)
@given(trees())
def test_cut_sets_of_a_random_catalogue_are_those_of_brute_force(tree: Tree) -> None:
    profile, model = sovai.Profile.model_validate(tree.profile), tree.model()
    system = tree.compiled()
    found = cut_sets(profile, model=model, loss=0.3)
    for group in found.groups:
        assert group.complete
        states = group.kind == "jurisdiction"
        parties = [p for p, state in zip(system.parties, system.is_state, strict=True) if bool(state) == states]

        def lost(members: tuple[str, ...]) -> float:
            return sovai.what_if(profile, cut=",".join(members), model=model, draws=0).loss.nominal

        cutting: list[set[str]] = []
        for size in (1, 2, 3):
            for members in combinations(parties, size):
                if not any(known <= set(members) for known in cutting) and lost(members) >= 0.3 - 1e-9:
                    cutting.append(set(members))
        assert sorted(map(sorted, cutting)) == sorted(sorted(each.members) for each in group.sets)
