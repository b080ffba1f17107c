"""What is gone of something in hand, against the method's formula in hundreds of decimal digits."""

from __future__ import annotations

import math
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sovai.engine.clocks import average, gone, horizon_times

years = st.one_of(st.just(0.0), st.floats(1e-6, 50.0))
growths = st.one_of(st.just(0.0), st.floats(1e-15, 1e-3), st.floats(1e-3, 20.0))
law = settings(max_examples=200, deadline=None, derandomize=True)


def engine(t: float, life: float, growth: float) -> float:
    found = gone(np.array([[t]]), np.array([life]), np.array([growth]))
    assert found.shape == (1, 1)
    return float(found[0, 0])


def exact(t: float, life: float, growth: float) -> float:
    """1 − R(t; L, g) as the method writes it, without loss of digits."""
    if life == 0.0 or t >= life:
        return 1.0
    with localcontext() as context:
        context.prec = 400  # for a growth of 1e-300 all but the last hundred cancel
        at, end, g = Decimal(t), Decimal(life), Decimal(growth)
        if growth == 0.0:
            return float(at / end)
        log = (1 + g).ln()
        left, over = (-at * log).exp(), (-end * log).exp()
        return float(1 - (left - over) / (1 - over))


@law
@given(years, years, growths)
def test_the_formula(t: float, life: float, growth: float) -> None:
    assert engine(t, life, growth) == pytest.approx(exact(t, life, growth), rel=1e-12, abs=1e-300)


@pytest.mark.parametrize("growth", [0.0, 1e-300, 1e-18, 1e-12, 1e-8, 1e-4, 0.2, 3.0, 1e6])
@pytest.mark.parametrize(("t", "life"), [(0.25, 1.0), (1.0, 5.0), (1e-6, 2.0), (29.9, 30.0), (0.1, 1e5)])
def test_small_and_large_growth(t: float, life: float, growth: float) -> None:
    """The limit g → 0 is reached without a jump and without loss of digits."""
    assert engine(t, life, growth) == pytest.approx(exact(t, life, growth), rel=1e-12)


@pytest.mark.parametrize("growth", [0.0, 1e-9, 0.3])
def test_ends(growth: float) -> None:
    assert engine(0.0, 2.0, growth) == 0.0
    assert engine(0.0, 0.0, growth) == 1.0  # nothing in hand: gone at once
    assert engine(3.0, 0.0, growth) == 1.0
    assert engine(2.0, 2.0, growth) == 1.0
    assert engine(2.5, 2.0, growth) == 1.0
    assert engine(math.nextafter(2.0, 0.0), 2.0, growth) == pytest.approx(1.0, abs=1e-15)


@law
@given(years, years, years, growths)
def test_monotone(t: float, later: float, life: float, growth: float) -> None:
    """More is gone later, and less of what lasts longer."""
    assert 0.0 <= engine(t, life, growth) <= 1.0
    assert engine(t, life, growth) <= engine(t + later, life, growth) + 1e-15
    assert engine(t, life + later, growth) <= engine(t, life, growth) + 1e-15


@law
@given(st.floats(0.0, 9.9), st.sampled_from([0.01, 0.2, 1.0]))
def test_growth_makes_more_go(t: float, growth: float) -> None:
    assert engine(t, 10.0, 0.0) <= engine(t, 10.0, growth) + 1e-15


def test_many_draws_at_once_are_those_one_by_one() -> None:
    rng = np.random.default_rng(1)
    times, lives, growth = rng.uniform(0, 4, (5, 1)), rng.uniform(0, 4, 30), rng.uniform(0, 2, 30)
    lives[:5], growth[3:8] = 0.0, 0.0
    found = gone(times, lives, growth)
    assert found.shape == (5, 30)
    for k in range(5):
        for n in range(30):
            assert found[k, n] == pytest.approx(exact(times[k, 0], lives[n], growth[n]), rel=1e-12)


def test_simpson_is_exact_for_cubics() -> None:
    for horizon in (0.5, 1.0, 3.0):
        t = horizon_times(horizon)
        cubic = (2.0 * t**3 - t**2 + 4.0)[:, None]
        mean = 2.0 * horizon**3 / 4 - horizon**2 / 3 + 4.0
        assert average(cubic)[0] == pytest.approx(mean, rel=1e-14)


def test_without_a_horizon_the_average_is_the_first_moment() -> None:
    assert horizon_times(0.0).tolist() == [0.0]
    assert average(np.array([[0.3, 0.7]])).tolist() == [0.3, 0.7]
