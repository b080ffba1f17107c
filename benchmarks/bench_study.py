"""Speed of a study: what its units share is computed once for a batch of them, and in workers up to the cores."""

from __future__ import annotations

import itertools
import os
import time

import pytest

import sovai
from sovai.assessment.setting import settle
from sovai.engine.streams import BLOCK
from sovai.loading import data_root, load_profile, load_scenario
from sovai.loading.scenarios import scenario_ids
from sovai.model.plan import Plan, StudyHead
from sovai.studies.batches import Shared, Task, compute
from sovai.studies.units import Unit

CODES = ("CHN", "DEU", "KEN", "NLD")
DRAWS = 4096
CPU = pytest.mark.benchmark(timer=time.process_time, group="four countries under all scenarios, 4,096 draws each")
WALL = pytest.mark.benchmark(
    timer=time.perf_counter, group="study of all countries under all scenarios, 2,048 draws each, wall time"
)


@pytest.fixture(scope="module")
def shared(model):
    return Shared(settle(model), 0, ("USA", "CHN"), "parquet")


@pytest.fixture(scope="module")
def batch(model):
    scenarios = [("recorded", None), *((key, load_scenario(key, model=model)) for key in scenario_ids(data_root()))]
    profiles = [load_profile(code, model=model) for code in CODES]
    tasks = [
        Task(Unit(profile.country.code, key, 0, DRAWS), profile, scenario)
        for profile in profiles
        for key, scenario in scenarios
    ]
    compute(Shared(settle(model), 0, (), "parquet"), (tasks[0],))  # what is imported is imported
    return tuple(tasks)


@CPU
def test_in_one_batch(benchmark, shared, batch):
    benchmark.pedantic(compute, args=(shared, batch), rounds=3)


@CPU
def test_each_by_itself(benchmark, shared, batch):
    benchmark.pedantic(lambda: [compute(shared, (task,)) for task in batch], rounds=1)


@WALL
@pytest.mark.parametrize("workers", sorted({1, 2, os.cpu_count() or 1}))
def test_study(benchmark, model, tmp_path, workers):
    plan, folders = Plan(study=StudyHead(id="speed", draws=BLOCK)), itertools.count()
    benchmark.pedantic(lambda: sovai.study(plan, tmp_path / str(next(folders)), model=model, workers=workers), rounds=1)
