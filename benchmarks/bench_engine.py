"""Speed of the simulation: against its random numbers alone, in draws, in workers, in suppliers that play no part."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from sovai.engine.simulation import DataSimulation
from sovai.model.catalogue import Supplier

DRAWS = 100_000
CPU = pytest.mark.benchmark(timer=time.process_time, group="simulation of Germany")
WALL = pytest.mark.benchmark(timer=time.perf_counter, group="simulation of Germany, wall time")


def simulate(system, **how):
    return DataSimulation(system, seed=0, **how).summary()


@CPU
@pytest.mark.parametrize("draws", [DRAWS // 10, DRAWS])
def test_random_numbers_alone(benchmark, draw_only, draws):
    benchmark.pedantic(draw_only, args=(draws,), rounds=3)


@CPU
@pytest.mark.parametrize("draws", [DRAWS // 10, DRAWS])
def test_simulation(benchmark, system, draws):
    benchmark.pedantic(simulate, args=(system,), kwargs={"draws": draws}, rounds=3)


@CPU
def test_simulation_beside_a_thousand_suppliers_that_it_does_not_use(benchmark, model, germany):
    idle = Supplier(name="Nobody's supplier", kind="company", jurisdiction="USA")
    suppliers = {**model.catalogue.suppliers, **{f"idle-{i}": idle for i in range(1000)}}
    larger = replace(model, catalogue=model.catalogue.model_copy(update={"suppliers": suppliers}))
    benchmark.pedantic(simulate, args=(germany(larger),), kwargs={"draws": DRAWS}, rounds=3)


@WALL
@pytest.mark.parametrize("workers", [1, 2])
def test_simulation_with_workers(benchmark, system, workers):
    settings = {"draws": 2 * DRAWS, "workers": workers}
    benchmark.pedantic(simulate, args=(system,), kwargs=settings, rounds=1)
