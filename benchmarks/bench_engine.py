"""Speed of the engine. Run with ``uv run pytest benchmarks --benchmark-only``; never a gate of the tests."""

from __future__ import annotations

import pytest

from sovai.assessment.compiling import compile_system
from sovai.engine.clocks import horizon_times
from sovai.engine.compiled import Parameter, ShareGroup, System
from sovai.engine.cutoff import expose
from sovai.engine.draws import BLOCK, DrawnWorld
from sovai.engine.simulation import simulate_data
from sovai.loading import load_model, load_profile

DRAWS = 100_000


@pytest.fixture(scope="module")
def system() -> System:
    """Germany under the shipped model."""
    model = load_model()
    profile = load_profile("DEU", model=model)
    return compile_system(profile, model, home=frozenset({"DEU"}), horizon_years=1.0)


class Recorder(DrawnWorld):
    """A world that remembers what was asked of it."""

    def __init__(self) -> None:
        super().__init__(0, 0)
        self.groups: dict[int, ShareGroup] = {}
        self.parameters: dict[str, Parameter] = {}

    def shares(self, group):
        self.groups[id(group)] = group
        return super().shares(group)

    def value(self, parameter):
        self.parameters[parameter.name] = parameter
        return super().value(parameter)


def draw_only(system: System, draws: int) -> None:
    """Draw every random number that the simulation draws, and nothing else."""
    recorder = Recorder()
    for component in system.components:
        expose(component, system, recorder, horizon_times(system.horizon_years))
    for block, start in enumerate(range(0, draws, BLOCK)):
        world = DrawnWorld(0, block, min(BLOCK, draws - start))
        for group in recorder.groups.values():
            world.shares(group)
        for parameter in recorder.parameters.values():
            world.value(parameter)


def test_random_numbers_alone(benchmark, system):
    benchmark.pedantic(draw_only, args=(system, DRAWS), rounds=3)


@pytest.mark.parametrize("workers", [1, 2])
def test_simulation(benchmark, system, workers):
    benchmark.pedantic(simulate_data, args=(system,), kwargs={"draws": DRAWS, "seed": 0, "workers": workers}, rounds=3)
