"""What it is worth to know a quantity: against closed forms, and against brute force on a small tree."""

from __future__ import annotations

from math import acos, pi, sqrt

import numpy as np
import pytest
from scipy.stats import norm

from sovai.engine.clocks import horizon_times
from sovai.engine.compiled import Floats, ShareGroup, System
from sovai.engine.cutoff import expose, indicators
from sovai.engine.information import choice_resolved, reduction, span_left, variance_resolved, width
from sovai.engine.knowledge import Knowledge
from sovai.engine.openness import RowShares, draw_open, open_shares
from sovai.engine.scoring import published, score
from sovai.engine.streams import stick_fractions
from sovai.engine.worlds import DrawnWorld
from systems import Tree, company, profile_table, weights_table

N = 10_000
WIDTH_90 = 2.0 * norm.ppf(0.95)


def normal(rows: int, seed: int = 0) -> Floats:
    return np.random.default_rng(seed).standard_normal((rows, N))


def test_linear_model_has_the_closed_form() -> None:
    # y = Σ a_i x_i: knowing x_i takes a_i² of Σ a², and leaves a normal with the rest of the variance.
    a, x = np.array([3.0, 2.0, 1.0]), normal(3)
    y = a @ x
    before = span_left(y, y, Knowledge.nothing(N), 0.9)
    for i in range(3):
        known = Knowledge.of(x[i : i + 1])
        found = variance_resolved(y, known)
        assert found.value == pytest.approx(a[i] ** 2 / 14.0, abs=5.0 * found.standard_error + 0.002)
        left = sqrt(14.0 - a[i] ** 2)
        gone = reduction(before, span_left(y, y, known, 0.9))
        assert gone.value == pytest.approx(WIDTH_90 * (sqrt(14.0) - left), abs=5.0 * gone.standard_error)
        assert 0.0 < gone.standard_error < 0.2


def ishigami(u: Floats) -> Floats:
    x = pi * (2.0 * u - 1.0)
    found: Floats = np.sin(x[0]) + 7.0 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])
    return found


def indices_of_ishigami() -> dict[tuple[int, ...], float]:
    """First-order indices of single inputs and of pairs, closed form."""
    first, second, together = 0.5 * (1.0 + 0.1 * pi**4 / 5.0) ** 2, 49.0 / 8.0, 0.01 * pi**8 * 8.0 / 225.0
    total = first + second + together
    parts = {(0,): first, (1,): second, (2,): 0.0, (0, 1): first + second, (0, 2): first + together, (1, 2): second}
    return {known: part / total for known, part in parts.items()}


G = np.array([0.0, 1.0, 4.5, 9.0, 99.0])


def sobol_g(u: Floats) -> Floats:
    found: Floats = np.prod((np.abs(4.0 * u - 2.0) + G[:, None]) / (1.0 + G[:, None]), axis=0)
    return found


def indices_of_g() -> dict[tuple[int, ...], float]:
    own = 1.0 / (3.0 * (1.0 + G) ** 2)
    total = np.prod(1.0 + own) - 1.0
    groups = [(0,), (1,), (2,), (3,), (4,), (0, 1), (1, 2, 3), (0, 1, 2, 3, 4)]
    return {known: float(np.prod(1.0 + own[list(known)]) - 1.0) / float(total) for known in groups}


CLOSED_FORMS = {
    "Ishigami": (ishigami, 3, indices_of_ishigami()),
    "Sobol' g": (sobol_g, 5, indices_of_g()),
    "sum": (lambda u: np.array([3.0, 2.0, 1.0]) @ u, 3, {(0,): 9 / 14, (1, 2): 5 / 14, (0, 1, 2): 1.0}),
    "product": (lambda u: u[0] * u[1], 2, {(0,): 3 / 7, (0, 1): 1.0}),
}


@pytest.mark.parametrize("function", CLOSED_FORMS)
@pytest.mark.parametrize("draws", [1000, N])
def test_the_standard_error_covers_what_the_fit_leaves_out(function: str, draws: int) -> None:
    f, inputs, indices = CLOSED_FORMS[function]
    samples = [np.random.default_rng(seed).random((inputs, draws)) for seed in range(12)]
    for known, index in indices.items():
        found = [variance_resolved(f(u), Knowledge.of(u[list(known)])) for u in samples]
        values, errors = (np.array([getattr(one, name) for one in found]) for name in ("value", "standard_error"))
        # Ten batches: 5 standard errors are passed once in 1,400 times.
        assert (np.abs(values - index) <= 5.0 * errors + 1e-9).all(), known
        # No bias to be seen where a fit has many draws for each column, and none beyond the stated error elsewhere.
        fine = draws == N and len(known) == 1
        assert abs(values.mean() - index) <= errors.mean() * (3.5 / sqrt(12) if fine else 2.0) + 1e-9, known
        if fine:
            assert errors.mean() < 0.01, known


def test_uneven_noise_is_not_taken_for_knowledge() -> None:
    # The spread of the noise grows with x, where few draws are and a curve can follow each of them.
    values = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        x = rng.exponential(size=(2, 1000))
        values.append(variance_resolved(x[0] * x[1] * rng.standard_normal(1000), Knowledge.of(x)).value)
    assert abs(np.mean(values)) < 4.0 * np.std(values) / sqrt(20)


@pytest.mark.parametrize("draws", [1000, N])
def test_a_fit_is_as_fine_as_the_draws_allow(draws: int) -> None:
    x = np.random.default_rng(1).random((8, draws))
    degrees = [Knowledge.of(x[:d]).degrees.max() for d in range(1, 9)]
    assert degrees == sorted(degrees, reverse=True)
    assert degrees[0] == int(draws**0.25)
    assert all(len(Knowledge.of(x[:d]).degrees) < draws / 10 for d in range(1, 9))
    assert Knowledge.of(x[:1]).coarse(4).degrees.tolist() == [0, 1, 2, 3]
    assert Knowledge.of(x[:8]).coarse(4).degrees.tolist() == [0] + [1] * 8


def test_parts_that_depend_on_each_other() -> None:
    # Var(x2) = 1 and corr(x1, x2) = r: E[x1 + x2 | x1] = (1 + r) x1.
    z, r = normal(2), -0.6
    x1, x2 = z[0], r * z[0] + sqrt(1.0 - r**2) * z[1]
    found = variance_resolved(x1 + x2, Knowledge.of(x1[None]))
    assert found.value == pytest.approx((1.0 + r) ** 2 / (2.0 + 2.0 * r), abs=5.0 * found.standard_error)


def test_curves_and_products_are_fitted() -> None:
    x = normal(3)
    assert variance_resolved(x[0] ** 3 - x[0], Knowledge.of(x[:1])).value == pytest.approx(1.0, abs=1e-9)
    product = x[0] * x[1] + x[2]
    assert variance_resolved(product, Knowledge.of(x[:1])).value == pytest.approx(0.0, abs=0.01)
    assert variance_resolved(product, Knowledge.of(x[:2])).value == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize("seed", range(4))
def test_what_tells_nothing_is_worth_nothing(seed: int) -> None:
    x = normal(9, seed)
    y, known = x[0], Knowledge.of(x[1:])  # 45 columns of noise
    found = variance_resolved(y, known)
    assert abs(found.value) < 5.0 * found.standard_error + 0.002
    gone = reduction(span_left(y, y, Knowledge.nothing(N), 0.9), span_left(y, y, known, 0.9))
    assert abs(gone.value) < 0.06
    holds = np.stack([y > 0.0, y <= 0.0])
    choice = choice_resolved(holds, known)
    assert choice.known.value == pytest.approx(choice.now, abs=4.0 * choice.known.standard_error + 0.005)


def test_the_standard_error_is_that_of_repeated_runs() -> None:
    a, values, errors = np.array([2.0, 1.0]), [], []
    for seed in range(60):
        x = normal(2, seed)
        found = variance_resolved(a @ x, Knowledge.of(x[:1]))
        values.append(found.value)
        errors.append(found.standard_error)
    assert np.mean(errors) == pytest.approx(np.std(values, ddof=1), rel=0.35)


def test_what_is_left_may_depend_on_what_is_found() -> None:
    # y = x + s(x) z with s = 1 for low x and 3 for high x: on average 2 are left, not √5.
    x, z = normal(2)
    y = 20.0 * x + np.where(x > 0.0, 3.0, 1.0) * z
    left = width(span_left(y, y, Knowledge.of(x[None]), 0.9))
    assert left.value == pytest.approx(2.0 * WIDTH_90, abs=0.15)


def test_a_span_of_two_answers() -> None:
    # From the low quantile of one to the high one of the other: knowing x leaves their distance and the noise of each.
    x, low, high = normal(3)
    below, above = x + low - 2.0, x + 0.5 * high + 4.0
    before = width(span_left(below, above, Knowledge.nothing(N), 0.9))
    assert before.value == pytest.approx(6.0 + (sqrt(2.0) + sqrt(1.25)) * WIDTH_90 / 2.0, abs=0.1)
    after = width(span_left(below, above, Knowledge.of(x[None]), 0.9))
    assert after.value == pytest.approx(6.0 + 1.5 * WIDTH_90 / 2.0, abs=0.1)


def test_knowledge_joined_is_knowledge_of_both() -> None:
    x = normal(3)
    y = x[0] + 2.0 * x[1] + x[2]
    both = Knowledge.of(x[:1]).joined(Knowledge.of(x[1:2]))
    assert variance_resolved(y, both).value == pytest.approx(5.0 / 6.0, abs=0.02)
    again = both.joined(Knowledge.of((x[0] - 3.0 * x[1])[None].astype(np.float32)))
    alone = Knowledge.of(x[:1]).basis.shape[1]
    assert again.basis.shape[1] <= both.basis.shape[1] + alone - 2  # its square and so on may be new, itself is not
    assert again.basis.T @ again.basis == pytest.approx(np.eye(again.basis.shape[1]), abs=1e-9)


def test_certain_quantities_tell_nothing() -> None:
    y = normal(1)[0]
    assert Knowledge.of(np.full((2, N), 0.3)).basis.shape == (N, 1)
    assert variance_resolved(y, Knowledge.of(np.zeros((1, N)))).value == pytest.approx(0.0, abs=1e-12)
    assert variance_resolved(np.full(N, 0.25), Knowledge.of(y[None])).value == 0.0


@pytest.mark.parametrize("told", [0.5, 1.0, 3.0])
def test_who_is_the_largest_has_the_closed_form(told: float) -> None:
    # A leads where s x + z > 0. Knowing x, the better guess is right with probability 1 − arccos(ρ)/π.
    x, z = normal(2)
    leads = told * x + z > 0.0
    choice = choice_resolved(np.stack([leads, ~leads, np.zeros(N, dtype=bool)]), Knowledge.of(x[None]))
    expected = 1.0 - acos(told / sqrt(1.0 + told**2)) / pi
    assert choice.now == pytest.approx(0.5, abs=0.02)
    assert choice.known.value == pytest.approx(expected, abs=4.0 * choice.known.standard_error + 0.005)
    assert choice.overturned == pytest.approx(0.5, abs=0.03)
    assert len(choice.instead) == 1


def test_where_nobody_ever_leads() -> None:
    choice = choice_resolved(np.zeros((3, N), dtype=bool), Knowledge.nothing(N))
    assert (choice.now, choice.known.value, choice.overturned, len(choice.instead)) == (0.0, 0.0, 0.0, 0)


def small_tree() -> Tree:
    """One component on a mix, another on rows of its own with a range, an input behind it; three states."""
    weights = weights_table()
    for layer in weights["layers"].values():
        for component in layer["components"].values():
            component |= {"demand_growth": [0.0, 0.2, 0.6], "surge": [0.1, 0.3, 0.6]}
    tree = Tree(
        weights=weights,
        profile=profile_table(),
        suppliers={
            "ash": company("XBB", needs=[{"input": "jigs", "essential": 0.8, "life_years": [0.1, 0.5, 1.0]}]),
            "birch": company("XCC"),
        },
        inputs={
            "jigs": {"name": "jigs", "sources": [{"supplier": "XDD", "share": 0.6}, {"supplier": "XBB", "share": 0.3}]}
        },
        mixes={
            "world": {
                "name": "World",
                "sources": [
                    {"supplier": "ash", "access": "hosted", "share": 0.5, "range": [0.3, 0.7], "grade": "C"},
                    {"supplier": "birch", "access": "hosted", "share": 0.3, "range": [0.1, 0.5], "grade": "C"},
                ],
            }
        },
    )
    tree.rows("cloud.infrastructure").extend([{"mix": "world", "share": 0.8, "range": [0.65, 0.9], "grade": "C"}])
    tree.rows("chips.accelerators").extend(
        [
            {"supplier": "ash", "access": "hosted", "share": 0.6, "range": [0.4, 0.78], "grade": "C"},
            {"supplier": "XDD", "access": "purchased", "share": 0.3, "grade": "D"},
        ]
    )
    tree.rows("models.assistants").append({"supplier": "birch", "access": "hosted", "share": 0.9, "grade": "B"})
    tree.rows("models.foundation").append({"supplier": "ash", "access": "open-weights", "share": 1.0, "grade": "B"})
    return tree


class Given(DrawnWorld):
    """Draws with the fractions of some rows of a stick held at one value each; all else is drawn as ever."""

    def __init__(self, seed: int, size: int, fractions: dict[tuple[ShareGroup, int], float]) -> None:
        super().__init__(seed, 0, size)
        self._given, self._rng = fractions, np.random.default_rng(seed)

    def shares(self, group: ShareGroup) -> Floats:
        if not any(held is group for held, _ in self._given):
            return super().shares(group)
        drawn, rest = np.empty((len(group.labels), self.size)), np.ones(self.size)
        for row, alpha, beta in stick_fractions(group):
            part = alpha if beta is None else self._rng.beta(alpha, beta, self.size)
            drawn[row] = rest * self._given.get((group, row), part)
            rest -= drawn[row]
        return drawn.astype(self.dtype)


def scores(system: System, world: DrawnWorld) -> Floats:
    years = horizon_times(system.horizon_years)
    measured = np.stack(
        [indicators(e, e.losses(), system) for e in (expose(c, system, world, years) for c in system.components)]
    )
    return score(measured, published(system), system).country


@pytest.mark.parametrize(
    ("component", "at_home"),
    [("cloud.infrastructure", 0.0), ("cloud.infrastructure", 0.2), ("chips.accelerators", 0.0)],
)
def test_nested_simulation_agrees(component: str, at_home: float) -> None:
    tree = small_tree()
    if at_home:  # what the mix leaves of the need is at home, so that its own share tells how much that is
        tree.rows(component).append({"supplier": "XAA", "access": "owned", "share": at_home, "grade": "D"})
    system = tree.compiled()
    c = next(i for i, one in enumerate(system.components) if one.id == component)
    group = system.components[c].shares
    mix = system.components[c].rows[0].within
    wholes = [group] if mix is None else [group, mix[0]]
    # Known: the first row drawn of the component, and all of its mix where it is one.
    first = stick_fractions(group)[0][0]
    drawn = draw_open(system, open_shares(system), [RowShares(system.components[c], first)], draws=N, seed=3)
    known = Knowledge.of(drawn.watched[0])
    y = drawn.score

    outer, rng = 150, np.random.default_rng(5)
    variances, widths = [], []
    for n in range(outer):
        fractions = {
            (whole, row): float(rng.beta(alpha, beta))
            for whole in wholes
            for row, alpha, beta in stick_fractions(whole)
            if beta is not None and (whole is not group or row == first)
        }
        inner = scores(system, Given(1000 + n, 1500, fractions))
        variances.append(inner.var())
        widths.append(np.quantile(inner, 0.95) - np.quantile(inner, 0.05))
    brute = 1.0 - np.mean(variances) / y.var()
    error = np.std(variances) / sqrt(outer) / y.var()
    found = variance_resolved(y, known)
    assert 0.1 < brute < 0.9
    assert found.value == pytest.approx(brute, abs=4.0 * (error + found.standard_error) + 0.01)
    left = width(span_left(y, y, known, 0.9))
    assert left.value == pytest.approx(
        np.mean(widths), abs=4.0 * (left.standard_error + np.std(widths) / sqrt(outer)) + 0.02 * np.mean(widths)
    )
