"""Germany under the shipped model, and what drawing its random numbers alone takes: the yardstick of every table."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sovai.assessment.compiling import compile_system
from sovai.engine.clocks import horizon_times
from sovai.engine.compiled import Parameter, ShareGroup, System
from sovai.engine.cutoff import expose
from sovai.engine.streams import Block
from sovai.engine.worlds import DrawnWorld
from sovai.loading import load_model, load_profile
from sovai.model.tree import Model


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


@pytest.fixture(scope="session")
def model() -> Model:
    return load_model()


@pytest.fixture(scope="session")
def germany() -> Callable[[Model], System]:
    """Return a function that compiles Germany under a model."""

    def compiled(model: Model) -> System:
        profile = load_profile("DEU", model=model)
        return compile_system(profile, model, home=frozenset({"DEU"}), horizon_years=1.0)

    return compiled


@pytest.fixture(scope="session")
def system(model: Model, germany: Callable[[Model], System]) -> System:
    return germany(model)


@pytest.fixture(scope="session")
def draw_only(system: System):
    """Return a function that draws every random number of a simulation, and nothing else."""
    recorder = Recorder()
    for component in system.components:
        expose(component, system, recorder, horizon_times(system.horizon_years))

    def draw(draws: int, samples: tuple[str, ...] = ("",)) -> None:
        for block in Block.of(draws):
            for sample in samples:
                world = DrawnWorld(0, block.number, block.size, sample)
                for group in recorder.groups.values():
                    world.shares(group)
                for parameter in recorder.parameters.values():
                    world.value(parameter)

    return draw
