"""Sets of parties against single parties, and what makes a cut set minimal."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from sovai.assessment.compiling import compile_system
from sovai.engine.clocks import horizon_times
from sovai.engine.coalitions import expose_jointly, joint_losses
from sovai.engine.compiled import System
from sovai.engine.cut_sets import minimal_cut_sets
from sovai.engine.cutoff import expose
from sovai.engine.worlds import DrawnWorld, NominalWorld
from sovai.loading import load_model, load_profile


@pytest.fixture(scope="module")
def system() -> System:
    model = load_model()
    return compile_system(load_profile("DEU", model=model), model, home=frozenset({"DEU"}), horizon_years=1.0)


def test_a_set_of_one_does_what_the_party_does(system: System) -> None:
    years, parties = horizon_times(1.0), len(system.parties)
    for component in system.components:
        alone = expose(component, system, NominalWorld(), years)
        jointly = expose_jointly(component, system, np.eye(parties), years)
        control, unmet = np.zeros(parties), np.zeros((5, parties))
        for party, held in alone.control.items():
            control[party], unmet[:, party] = held[0], alone.unmet[party][:, 0]
        assert jointly.control == pytest.approx(control, abs=1e-12)
        assert jointly.unmet == pytest.approx(unmet, abs=1e-12)


def test_one_set_in_many_draws_is_the_party_in_those_draws(system: System) -> None:
    years, world = horizon_times(1.0), DrawnWorld(0, 0, 50)
    component = next(c for c in system.components if c.id == "cloud.infrastructure")
    party = system.parties.index("USA")
    members = np.zeros((len(system.parties), 50))
    members[party] = 1.0
    jointly = expose_jointly(component, system, members, years, world=world)
    alone = expose(component, system, DrawnWorld(0, 0, 50), years)
    assert jointly.control == pytest.approx(alone.control[party], abs=1e-5)
    assert jointly.unmet == pytest.approx(alone.unmet[party], abs=1e-5)


def test_more_members_never_control_or_stop_less(system: System) -> None:
    rng = np.random.default_rng(0)
    parties = len(system.parties)
    few = (rng.random((parties, 200)) < 0.05).astype(float)
    more = np.maximum(few, rng.random((parties, 200)) < 0.05)
    for component in system.components:
        less, greater = (expose_jointly(component, system, m, horizon_times(1.0)) for m in (few, more))
        assert (greater.control >= less.control - 1e-12).all()
        assert (greater.unmet >= less.unmet - 1e-12).all()
        assert ((greater.control >= -1e-12) & (greater.control <= 1.0 + 1e-12)).all()
    assert (joint_losses(system, more) >= joint_losses(system, few) - 1e-12).all()


def test_control_of_a_set_is_at_most_the_sum_of_its_members(system: System) -> None:
    parties = len(system.parties)
    rng = np.random.default_rng(1)
    sets = (rng.random((parties, 200)) < 0.1).astype(float)
    for component in system.components:
        alone = expose_jointly(component, system, np.eye(parties), np.zeros(1)).control
        assert (expose_jointly(component, system, sets, np.zeros(1)).control <= alone @ sets + 1e-12).all()


@pytest.mark.parametrize("kind", ["states", "companies"])
def test_cut_sets_cut_are_minimal_and_all_are_found(system: System, kind: str) -> None:
    component = next(c for c in system.components if c.id == "chips.semiconductors")
    parties = len(system.parties)

    def reach(members: np.ndarray) -> np.ndarray:
        return expose_jointly(component, system, members, np.zeros(1)).control

    alone = reach(np.eye(parties))
    candidates = [p for p in range(parties) if system.is_state[p] == (kind == "states") and alone[p] > 0.0]
    found = minimal_cut_sets(reach, alone, candidates, threshold=0.5)
    assert found.complete and found.sets
    everything = [s for size in (1, 2, 3) for s in combinations(candidates, size)]
    members = np.zeros((parties, len(everything)))
    for i, candidate in enumerate(everything):
        members[list(candidate), i] = 1.0
    cutting = {frozenset(s) for s, v in zip(everything, reach(members), strict=True) if v >= 0.5 - 1e-9}
    minimal = {s for s in cutting if not any(other < s for other in cutting)}
    assert {frozenset(s) for s in found.sets} == minimal


def test_an_answer_cut_short_says_so(system: System) -> None:
    parties = len(system.parties)
    found = minimal_cut_sets(
        lambda members: joint_losses(system, members), np.ones(parties), range(parties), threshold=0.2, most=50
    )
    assert not found.complete
