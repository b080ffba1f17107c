"""Speed of the ranking over all profiles: in draws, and in workers up to the cores."""

from __future__ import annotations

import os
import time

import pytest

from sovai.assessment.panel import Panel
from sovai.assessment.rank import ESTABLISHED_UNDER
from sovai.assessment.setting import settle
from sovai.engine.comparison import Pick, compare_countries

DRAWS = 4096
PROCESSOR = pytest.mark.benchmark(timer=time.process_time, group="ranking of all countries, draws")
WALL = pytest.mark.benchmark(timer=time.perf_counter, group="ranking of all countries, draws, wall time")


@pytest.fixture(scope="module")
def compare(model):
    """Return a function that draws all comparable countries together, their largest states counted, as rank does."""
    panel = Panel(None, settle(model, horizon_years=1.0))
    ranked = [i for i, standing in enumerate(panel.standings) if not standing.obstacles]
    cohort = panel.cohort(ranked)
    levers = [system.state_labels[0] for system in cohort.systems]

    def drawn(draws, workers=1):
        return compare_countries(
            cohort, Pick(), draws=draws, seed=0, correlations=ESTABLISHED_UNDER, levers=levers, workers=workers
        )

    return drawn


@PROCESSOR
@pytest.mark.parametrize("draws", [DRAWS // 2, DRAWS, 2 * DRAWS])
def test_ranking(benchmark, compare, draws):
    benchmark.pedantic(compare, args=(draws,), rounds=1)


@WALL
@pytest.mark.parametrize("workers", sorted({1, 2, os.cpu_count() or 1}))
def test_ranking_with_workers(benchmark, compare, workers):
    benchmark.pedantic(compare, args=(4 * DRAWS, workers), rounds=1)
