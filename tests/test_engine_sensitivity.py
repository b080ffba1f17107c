"""Sobol' indices against closed forms, SciPy and SALib; swapped samples against the plain way of computing them.

Seeds are fixed. The estimators see outputs alone, so functions of uniform numbers, groups of whose columns are swapped,
go the same way as the model of a country.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings

import sovai
from sovai.assessment.compiling import compile_system
from sovai.assessment.universe import Universe
from sovai.engine.clocks import horizon_times
from sovai.engine.compiled import Parameter, ShareGroup, System
from sovai.engine.cutoff import expose
from sovai.engine.outcomes import LossOutcome, Outcome, ScoreOutcome
from sovai.engine.quantities import Quantity, quantities
from sovai.engine.scoring import published
from sovai.engine.sensitivity import Index, Samples, SobolIndices, sobol_indices
from sovai.engine.streams import BLOCK, break_stick
from sovai.engine.swapping import OTHER, Figure, Group, SwappedWorld, swap_choices, swap_data
from sovai.engine.worlds import CountryWorld, DrawnWorld
from systems import Tree, trees

Array = np.ndarray[Any, np.dtype[np.floating[Any]]]
Function = Callable[[Array], Array]
N = 2**14
WIDE = 0.9999  # an interval that a right estimate as good as never leaves


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def swapped(function: Function, groups: Sequence[Sequence[int]], columns: int, n: int = N, seed: int = 0) -> Samples:
    """Outputs of a function of independent uniform numbers, groups of columns swapped whole."""
    a, b = rng(seed).random((2, n, columns))
    mixed = []
    for group in groups:
        ab = a.copy()
        ab[:, list(group)] = b[:, list(group)]
        mixed.append(function(ab))
    return Samples(function(a), function(b), np.array(mixed))


def indices(samples: Samples, interval: float = WIDE) -> SobolIndices:
    found = sobol_indices(samples, rng=rng(1), interval=interval)
    assert found is not None
    return found


def encloses(index: Index, truth: Sequence[float]) -> None:
    for value, low, high, true in zip(index.value, index.low, index.high, truth, strict=True):
        assert low <= value <= high
        assert low - 1e-9 <= true <= high + 1e-9, (value, low, high, true)
        assert high - low < 0.35  # and it says something


def ishigami(x: Array) -> Array:
    z = np.pi * (2.0 * x - 1.0)
    return np.sin(z[:, 0]) + 7.0 * np.sin(z[:, 1]) ** 2 + 0.1 * z[:, 2] ** 4 * np.sin(z[:, 0])


def g_function(a: Array) -> Function:
    return lambda x: np.prod((np.abs(4.0 * x - 2.0) + a) / (1.0 + a), axis=1)


def test_ishigami_in_closed_form() -> None:
    # Ishigami and Homma 1990; a = 7, b = 0.1
    first = 0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2
    both = 8 * 0.01 * np.pi**8 / 225
    variance = 49 / 8 + 0.1 * np.pi**4 / 5 + 0.01 * np.pi**8 / 18 + 0.5
    found = indices(swapped(ishigami, [[0], [1], [2], [0, 2]], 3))
    encloses(found.first_order, np.array([first, 49 / 8, 0.0, variance - 49 / 8]) / variance)
    encloses(found.total_order, np.array([first + both, 49 / 8, both, variance - 49 / 8]) / variance)


def test_groups_of_the_g_function_in_closed_form() -> None:
    a = np.array([0.0, 1.0, 4.5, 9.0, 99.0])
    parts = 1.0 / (3.0 * (1.0 + a) ** 2)
    whole = np.prod(1.0 + parts) - 1.0
    groups = [[0], [1, 4], [2, 3]]
    first = [(np.prod(1.0 + parts[group]) - 1.0) / whole for group in groups]
    others = [[i for i in range(5) if i not in group] for group in groups]
    total = [1.0 - (np.prod(1.0 + parts[rest]) - 1.0) / whole for rest in others]
    found = indices(swapped(g_function(a), groups, 5))
    encloses(found.first_order, first)
    encloses(found.total_order, total)


def test_a_linear_function_in_closed_form_adds_up_to_one() -> None:
    slopes = np.array([1.0, 2.0, 3.0, 0.5, 0.0])
    groups = [[0, 3], [1], [2], [4]]
    truth = [float((slopes[group] ** 2).sum() / (slopes**2).sum()) for group in groups]
    found = indices(swapped(lambda x: x @ slopes + 100.0, groups, 5))
    encloses(found.first_order, truth)
    encloses(found.total_order, truth)
    encloses(found.additive, [1.0])
    # what the function ignores has no part at all, not a small one
    assert found.first_order.value[3] == found.total_order.value[3] == 0.0
    assert found.first_order.low[3] == found.total_order.high[3] == 0.0


def test_a_product_in_closed_form() -> None:
    # x_i of mean 1 and variance v_i: V = Π(1 + v_i) − 1
    half = np.array([0.9, 0.5, 0.2])
    v = half**2 / 3.0
    whole = np.prod(1.0 + v) - 1.0
    found = indices(swapped(lambda x: np.prod(1.0 + half * (2.0 * x - 1.0), axis=1), [[0], [1], [2]], 3))
    encloses(found.first_order, v / whole)
    encloses(found.total_order, [1.0 - (np.prod(1.0 + np.delete(v, i)) - 1.0) / whole for i in range(3)])


@pytest.mark.parametrize("function", [ishigami, g_function(np.array([0.0, 0.5, 3.0]))])
def test_the_estimates_are_those_of_scipy(function: Function) -> None:
    samples = swapped(function, [[0], [1], [2]], 3, n=512)
    found = indices(samples)
    outputs = {"f_A": samples.a[None], "f_B": samples.b[None], "f_AB": samples.ab[:, None]}
    scipys = scipy.stats.sobol_indices(func=outputs, n=512)
    assert found.first_order.value == pytest.approx(np.ravel(scipys.first_order), abs=1e-12)
    assert found.total_order.value == pytest.approx(np.ravel(scipys.total_order), abs=1e-12)


def test_salib_agrees_on_a_grouped_problem() -> None:
    from SALib.analyze import sobol as analysis
    from SALib.sample import sobol as sampling

    a = np.array([0.0, 0.5, 3.0, 9.0])
    problem = {
        "num_vars": 4,
        "names": ["w", "x", "y", "z"],
        "bounds": [[0.0, 1.0]] * 4,
        "groups": ["one", "two", "one", "three"],
    }
    points = sampling.sample(problem, 4096, calc_second_order=False, seed=0)
    outputs = g_function(a)(points)
    theirs = analysis.analyze(problem, outputs, calc_second_order=False, seed=0)
    # their rows: A, then one for each group, then B
    rows = outputs.reshape(4096, 5)
    ours = indices(Samples(rows[:, 0], rows[:, 4], rows[:, 1:4].T))
    assert ours.first_order.value == pytest.approx(theirs["S1"], abs=2e-3)  # they centre with all rows
    assert ours.total_order.value == pytest.approx(theirs["ST"], abs=2e-3)
    # and our own pseudo-random sample says the same as their quasi-random one
    own = indices(swapped(g_function(a), [[0, 2], [1], [3]], 4))
    encloses(own.first_order, theirs["S1"])
    encloses(own.total_order, theirs["ST"])


def test_the_intervals_cover_the_truth_about_as_often_as_they_say() -> None:
    slopes, repeats = np.array([1.0, 2.0]), 200
    truth = slopes**2 / (slopes**2).sum()
    hits = np.zeros(4)
    for seed in range(repeats):
        samples = swapped(lambda x: x @ slopes, [[0], [1]], 2, n=256, seed=seed)
        found = sobol_indices(samples, rng=rng(seed), interval=0.9, resamples=300)
        assert found is not None
        for k, index in enumerate((found.first_order, found.total_order)):
            hits[2 * k : 2 * k + 2] += (index.low <= truth) & (truth <= index.high)
    # 90 % of 200, give or take four standard errors of a proportion
    assert (np.abs(hits / repeats - 0.9) < 4.0 * math.sqrt(0.9 * 0.1 / repeats)).all(), hits / repeats


def test_resampling_in_parts_is_resampling(monkeypatch: pytest.MonkeyPatch) -> None:
    samples = swapped(ishigami, [[0], [1], [2]], 3, n=1000)
    whole = indices(samples, 0.9)
    monkeypatch.setattr("sovai.engine.sensitivity._AT_ONCE", 10_000)
    parts = indices(samples, 0.9)
    assert (parts.first_order.value == whole.first_order.value).all()
    assert parts.total_order.low == pytest.approx(whole.total_order.low, abs=1e-12)


def test_a_constant_output_has_no_indices() -> None:
    assert sobol_indices(swapped(lambda x: np.full(len(x), 0.3), [[0]], 1, n=50), rng=rng()) is None
    noise = swapped(lambda x: 0.3 + 1e-8 * x[:, 0], [[0]], 1, n=50)  # no more than rounding of single precision
    assert noise.constant
    assert not swapped(lambda x: 0.3 + 1e-5 * x[:, 0], [[0]], 1, n=50).constant


@pytest.mark.parametrize("bad", [np.nan, np.inf])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_output_that_is_not_finite_is_refused(bad: float, place: int) -> None:
    outputs = [rng().random(20), rng(1).random(20), rng(2).random((2, 20))]
    outputs[place][..., 3] = bad
    with pytest.raises(FloatingPointError, match="not finite"):
        sobol_indices(Samples(*outputs), rng=rng())


# ── Two samples of named streams ─────────────────────────────────────────────────────────────────────────────────────


def parameters(count: int) -> list[Parameter]:
    return [Parameter(f"test/{i}", 0.0, 0.2 + 0.1 * i, 1.0 + 0.2 * i) for i in range(count)]


def moments(parameter: Parameter) -> tuple[float, float]:
    """Mean and variance of a PERT."""
    low, mode, high = parameter.low, parameter.mode, parameter.high
    mean = (low + 4.0 * mode + high) / 6.0
    return mean, (mean - low) * (high - mean) / 7.0


def test_streams_swapped_in_groups_give_the_closed_forms() -> None:
    known = parameters(4)
    groups = [known[:1], known[1:3], known[3:]]
    linear: dict[str, list[Array]] = defaultdict(list)
    product: dict[str, list[Array]] = defaultdict(list)
    for block in range(8):
        ours, theirs = DrawnWorld(0, block), DrawnWorld(0, block, sample=OTHER)
        worlds: dict[str, Any] = {"a": ours, "b": theirs}
        worlds |= {str(k): SwappedWorld(ours, theirs, {p.name for p in group}) for k, group in enumerate(groups)}
        for name, world in worlds.items():
            values = np.array([world.value(p) for p in known], dtype=float)
            linear[name].append(values.sum(axis=0))
            product[name].append(values.prod(axis=0))

    def outputs(found: dict[str, list[Array]]) -> Samples:
        joined = {name: np.concatenate(parts) for name, parts in found.items()}
        return Samples(joined["a"], joined["b"], np.array([joined[str(k)] for k in range(len(groups))]))

    variances = np.array([moments(p)[1] for p in known])
    parts = np.array([variances[0], variances[1] + variances[2], variances[3]]) / variances.sum()
    found = indices(outputs(linear))
    encloses(found.first_order, parts)
    encloses(found.total_order, parts)
    relative = np.array([moments(p)[1] / moments(p)[0] ** 2 for p in known])
    ends = [slice(0, 1), slice(1, 3), slice(3, 4)]
    whole = np.prod(1.0 + relative) - 1.0
    found = indices(outputs(product))
    encloses(found.first_order, [(np.prod(1.0 + relative[end]) - 1.0) / whole for end in ends])
    rest = [np.delete(relative, np.arange(4)[end]) for end in ends]
    encloses(found.total_order, [1.0 - (np.prod(1.0 + other) - 1.0) / whole for other in rest])


def test_the_other_sample_is_another_and_the_first_is_the_usual_one() -> None:
    [parameter] = parameters(1)
    usual, other = DrawnWorld(3, 1).value(parameter), DrawnWorld(3, 1, sample=OTHER).value(parameter)
    assert abs(np.corrcoef(usual, other)[0, 1]) < 5.0 / math.sqrt(BLOCK)
    mixed = SwappedWorld(DrawnWorld(3, 1), DrawnWorld(3, 1, sample=OTHER), {"something else"})
    assert (mixed.value(parameter) == usual).all()


def test_one_fraction_of_a_stick_is_swapped_by_itself() -> None:
    stick = ShareGroup("shares/test", ("x", "y", "z"), np.array([0.4, 0.3, 0.2]), np.array([0.1, 0.1, 0.05]), (0, 1, 2))
    ours, theirs = DrawnWorld(0, 0), DrawnWorld(0, 0, sample=OTHER)

    def fractions(shares: Array) -> Array:
        left = 1.0 - np.concatenate([np.zeros((1, shares.shape[1])), np.cumsum(shares, axis=0)[:-1]])
        return shares / left

    mixed = fractions(SwappedWorld(ours, theirs, {"shares/test/y"}).shares(stick))
    assert mixed[0] == pytest.approx(fractions(ours.shares(stick))[0], rel=1e-5)
    assert mixed[1] == pytest.approx(fractions(theirs.shares(stick))[1], rel=1e-5)
    assert mixed[2] == pytest.approx(fractions(ours.shares(stick))[2], rel=1e-5)
    everything = {f"shares/test/{label}" for label in "xyz"}
    assert (SwappedWorld(ours, theirs, everything).shares(stick) == theirs.shares(stick)).all()


class Recorder(DrawnWorld):
    """A world that remembers which streams were asked for."""

    def __init__(self) -> None:
        super().__init__(0, 0, 8)
        self.asked: set[str] = set()

    def stream(self, name: str) -> np.random.Generator:
        self.asked.add(name)
        return super().stream(name)


def grouped(systems: Sequence[System], key: Callable[[Quantity], str] = lambda q: q.group) -> list[Group]:
    touched: dict[str, list[dict[int, set[Quantity]]]] = defaultdict(lambda: [defaultdict(set) for _ in systems])
    for i, system in enumerate(systems):
        for c, component in enumerate(system.components):
            for quantity in quantities(component):
                touched[key(quantity)][i][c].add(quantity)
    return [Group(name, found) for name, found in sorted(touched.items())]


def every_stream_has_a_group(system: System) -> None:
    for component in system.components:
        recorder = Recorder()
        expose(component, system, recorder, horizon_times(system.horizon_years))
        known = {quantity.stream for quantity in quantities(component)}
        assert recorder.asked <= known
        # what is known beyond that lies behind things that no party of this country holds
        unasked = known - recorder.asked
        assert all(stream.startswith(("need/", "input/", "reach/")) for stream in unasked)


@given(tree=trees())
@settings(max_examples=60)
def test_every_stream_behind_a_component_is_in_a_group(tree: Tree) -> None:
    every_stream_has_a_group(tree.compiled())


@pytest.fixture(scope="module")
def model() -> sovai.Model:
    return sovai.load_model()


def compiled(model: sovai.Model, *codes: str) -> list[System]:
    universe = Universe(model)
    return [
        compile_system(
            sovai.load_profile(code, model=model), model, home=frozenset({code}), horizon_years=1.0, universe=universe
        )
        for code in codes
    ]


@pytest.mark.parametrize("code", ["DEU", "KEN", "CHN"])
def test_every_stream_behind_a_shipped_country_is_in_a_group(model: sovai.Model, code: str) -> None:
    every_stream_has_a_group(compiled(model, code)[0])


def plainly(
    systems: Sequence[System], names: Sequence[str], outcome: Outcome, groups: Sequence[Group], size: int, rho: float
) -> list[list[Array]]:
    """Outputs by world and country, everything computed anew each time."""
    ours, theirs = DrawnWorld(5, 0, size), DrawnWorld(5, 0, size, OTHER)
    commons = [ours, theirs, *(SwappedWorld(ours, theirs, group.streams) for group in groups)]
    found = []
    for common in commons:
        found.append([])
        for system, name in zip(systems, names, strict=True):
            world, years = CountryWorld(common, name, rho), horizon_times(system.horizon_years)
            exposures = [expose(component, system, world, years) for component in system.components]
            values = np.stack([outcome.of_component(exposure, system) for exposure in exposures])
            found[-1].append(outcome.of_country(values, published(system), system))
    return found


@given(tree=trees())
@settings(max_examples=25)
def test_computing_only_what_a_group_touches_changes_nothing(tree: Tree) -> None:
    system = tree.compiled()
    for key in (lambda q: q.group, lambda q: q.part):
        groups = grouped([system], key)
        found = swap_data(Figure([system], ["XAA"], ScoreOutcome()), groups, samples=32, seed=5)
        plain = plainly([system], ["XAA"], ScoreOutcome(), groups, 32, 1.0)
        for row, [expected] in zip((found.a, found.b, *found.ab), plain, strict=True):
            assert row == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("rho", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("outcome", [ScoreOutcome("cloud"), LossOutcome("USA")])
def test_so_it_is_for_several_countries_in_windows(
    model: sovai.Model, outcome: Outcome, rho: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sovai.engine.swapping._VALUES_AT_ONCE", 1)
    names = ["DEU", "FRA", "KEN"]
    systems = compiled(model, *names)
    groups = grouped(systems)
    figure = Figure(systems, names, outcome, country=0, reference=(0, 1, 2))
    found = swap_data(figure, groups, samples=100, seed=5, correlation=rho)
    plain = plainly(systems, names, outcome, groups, 100, rho)
    for row, outputs in zip((found.a, found.b, *found.ab), plain, strict=True):
        assert row == pytest.approx(outputs[0] - np.median(outputs, axis=0), abs=1e-6)


def test_the_number_of_workers_changes_nothing(model: sovai.Model) -> None:
    systems, steps = compiled(model, "DEU"), []
    arguments = (Figure(systems, ["DEU"], ScoreOutcome()), grouped(systems))
    one = swap_data(*arguments, samples=BLOCK + 100, seed=0, progress=steps.append)
    assert steps == [BLOCK, 100]
    two = swap_data(*arguments, samples=BLOCK + 100, seed=0, workers=2)
    for ours, theirs in ((one.a, two.a), (one.b, two.b), (one.ab, two.ab)):
        assert (ours == theirs).all()


def test_the_first_sample_is_what_a_score_draws(model: sovai.Model) -> None:
    [system] = compiled(model, "DEU")
    figure = Figure([system], ["DEU"], ScoreOutcome())
    samples = swap_data(figure, [], samples=3000, seed=0)
    result = sovai.assess(sovai.load_profile("DEU", model=model), model=model, draws=3000)
    assert result.score.mean == pytest.approx(100.0 * samples.a.mean(), abs=1e-6)
    chosen = swap_choices(figure, [], samples=3000, seed=0)
    low, high = np.quantile(chosen.a, [0.05, 0.95])
    assert [result.score.choices.low, result.score.choices.high] == pytest.approx([100 * low, 100 * high], abs=1e-3)


def test_total_order_by_brute_force(model: sovai.Model) -> None:
    """T = E[ V(f | all but the group) ] / V(f), by nested loops over fresh worlds."""
    [system] = compiled(model, "DEU")
    outcome, outer, inner = LossOutcome("USA"), 60, 24
    groups = [group for group in grouped([system]) if group.id in ("shares.cloud", "lives")]
    found = swap_data(Figure([system], ["DEU"], outcome), groups, samples=2048, seed=0)
    ours = indices(found, 0.999)
    years = horizon_times(1.0)
    for k, group in enumerate(groups):
        fixed = DrawnWorld(11, 0, outer)
        outputs = []
        for repeat in range(inner):
            world = SwappedWorld(fixed, DrawnWorld(100 + repeat, 0, outer), group.streams)
            exposures = [expose(component, system, world, years) for component in system.components]
            values = np.stack([outcome.of_component(exposure, system) for exposure in exposures])
            outputs.append(outcome.of_country(values, published(system), system))
        within = np.var(outputs, axis=0, ddof=1)
        brute, error = within.mean() / found.both.var(), within.std() / math.sqrt(outer) / found.both.var()
        assert ours.total_order.low[k] - 4 * error < brute < ours.total_order.high[k] + 4 * error


def test_choices_are_swapped_whole(model: sovai.Model) -> None:
    [system] = compiled(model, "DEU")
    fields = [("layers",), ("components",), ("indicators",), ("exponent",)]
    figure, groups = Figure([system], ["DEU"], ScoreOutcome()), [*fields, tuple(f for [f] in fields)]
    found = swap_choices(figure, groups, samples=4096, seed=0)
    assert (found.ab[4] == found.b).all()
    assert all((one != other).any() for one, other in pairwise(found.ab))
    by = indices(found)
    assert by.first_order.value[4] == pytest.approx(1.0, abs=0.05)
    assert by.first_order.value[:4].sum() <= 1.1


def test_mixes_are_broken_in_one_place() -> None:
    stick = ShareGroup("mix/x", ("a", "b"), np.array([0.5, 0.3]), np.array([0.1, 0.1]), (0, 1), mix=True)
    ours, theirs = DrawnWorld(0, 0, 64), DrawnWorld(0, 0, 64, OTHER)
    mixed = SwappedWorld(ours, theirs, {"mix/x/a", "mix/x/b"})
    assert (mixed.own_shares(stick, "DEU") == theirs.own_shares(stick, "DEU")).all()
    assert (mixed.coin(stick) == theirs.coin(stick)).all()
    assert (ours.shares(stick) == break_stick(stick, DrawnWorld(0, 0, 64).stream, 64, np.float32)).all()
