"""Speed of the sensitivity analysis of Germany's score: 2,048 samples, all groups, 1,000 bootstrap resamples.

Against its random numbers alone, the same estimates in a plain loop, and SALib's sampler and analysis on the model.
"""

from __future__ import annotations

import time

import numpy as np
import pytest

from quantile_world import QuantileWorld
from sovai.assessment.groups import Grouping
from sovai.engine.clocks import horizon_times
from sovai.engine.cutoff import expose
from sovai.engine.outcomes import ScoreOutcome
from sovai.engine.scoring import published
from sovai.engine.sensitivity import RESAMPLES, sobol_indices
from sovai.engine.swapping import OTHER, Figure, SwappedWorld, swap_data
from sovai.engine.worlds import DrawnWorld

SAMPLES = 2048
CPU = pytest.mark.benchmark(timer=time.process_time, group="sensitivity of Germany's score")
pytestmark = CPU


@pytest.fixture(scope="module")
def groups(system):
    return Grouping([system], ["DEU"], 0).data


def outputs(system, world):
    """Return the score in each draw of a world, everything computed anew."""
    years, outcome = horizon_times(system.horizon_years), ScoreOutcome()
    values = [outcome.of_component(expose(c, system, world, years), system) for c in system.components]
    return outcome.of_country(np.stack(values), published(system), system)


def ours(system, groups, samples):
    swapped = swap_data(Figure([system], ["DEU"], ScoreOutcome()), groups, samples=samples, seed=0)
    return sobol_indices(swapped, rng=np.random.default_rng(0))


def plain_loop(system, groups):
    """Run the whole model for every group, and go through the resamples one by one."""
    first, second = DrawnWorld(0, 0, SAMPLES), DrawnWorld(0, 0, SAMPLES, OTHER)
    a, b = outputs(system, first), outputs(system, second)
    ab = np.array([outputs(system, SwappedWorld(first, second, group.streams)) for group in groups])

    def estimate(rows):
        f_a, f_b, f_ab = a[rows], b[rows], ab[:, rows]
        both = np.concatenate([f_a, f_b])
        s = ((f_b - both.mean()) * (f_ab - f_a)).mean(axis=1) / both.var()
        return s, ((f_a - f_ab) ** 2).mean(axis=1) / 2 / both.var()

    rng = np.random.default_rng(0)
    found = [estimate(rng.integers(SAMPLES, size=SAMPLES)) for _ in range(RESAMPLES)]
    return estimate(np.arange(SAMPLES)), np.quantile(found, [0.05, 0.95], axis=0)


def salib(system, groups):
    from SALib.analyze import sobol as analysis
    from SALib.sample import sobol as sampling

    group_of = {stream: group.id for group in groups for stream in group.streams}
    names = sorted(group_of)
    problem = {
        "num_vars": len(names),
        "names": names,
        "bounds": [[0.0, 1.0]] * len(names),
        "groups": [group_of[name] for name in names],
    }
    points = sampling.sample(problem, SAMPLES, calc_second_order=False, seed=0)
    scores = outputs(system, QuantileWorld(dict(zip(names, points.T, strict=True))))
    return analysis.analyze(problem, scores, calc_second_order=False, num_resamples=RESAMPLES, seed=0)


@pytest.mark.parametrize("samples", [4 * SAMPLES, SAMPLES])
def test_random_numbers_alone(benchmark, draw_only, samples):
    benchmark.pedantic(draw_only, args=(samples, ("", OTHER)), rounds=5)


@pytest.mark.parametrize("samples", [SAMPLES, 4 * SAMPLES])
def test_sensitivity(benchmark, system, groups, samples):
    benchmark.pedantic(ours, args=(system, groups, samples), rounds=3)


def test_plain_loop(benchmark, system, groups):
    benchmark.pedantic(plain_loop, args=(system, groups), rounds=3)


def test_salib(benchmark, system, groups):
    benchmark.pedantic(salib, args=(system, groups), rounds=1)
