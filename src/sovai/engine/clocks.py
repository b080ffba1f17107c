"""What time takes: how much of something in hand is gone when no more comes in while the need grows."""

from __future__ import annotations

import numpy as np

from sovai.engine.compiled import Floats, Parameter
from sovai.engine.worlds import World

SIMPSON = np.array([1.0, 4.0, 2.0, 4.0, 1.0]) / 12.0
"""Weights of Simpson's rule at the times of `horizon_times`; they add up to 1."""


class Clocks:
    """What is gone by when of all that may be in hand behind one component, in one world; each computed once.

    Parameters
    ----------
    growth : Parameter
        The component's growth of need, which drives every clock behind it.
    years : array of shape (k,)
        Times after supply stops.
    world : World
        n draws.
    """

    def __init__(self, growth: Parameter, years: Floats, world: World) -> None:
        self.years, self.world = years, world
        self._growth = world.value(growth)
        self._fading = -np.log1p(self._growth)
        self._aged = effective_age(years[:, None], self._fading)
        self._gone: dict[Parameter, Floats] = {}

    def gone(self, life_years: Parameter) -> Floats:
        """Return what is gone of something with that life at each time and 1 for the end, shape (k + 1, n or 1)."""
        found = self._gone.get(life_years)
        if found is None:
            at_times = gone_by_age(self._aged, effective_age(self.world.value(life_years), self._fading))
            in_the_end = np.ones((1, at_times.shape[1]), dtype=at_times.dtype)
            found = self._gone[life_years] = np.concatenate([at_times, in_the_end])
        return found

    def pace(self, surge: Floats) -> Floats:
        """Return what suppliers could have added by then, as a part of their present supply, shape (k, n or 1).

        Parameters
        ----------
        surge : array of shape (n,) or (1,)
            What they can add in a year.
        """
        years = self.years[:, None]
        added: Floats = surge * years * np.power(1.0 + self._growth, -years)
        return added


def gone(years: Floats, life_years: Floats, growth: Floats) -> Floats:
    """Return 1 − R(t; L, g): the part of the need that what was in hand no longer covers at time t.

    What was bought while need grew at rate g, each piece serving L years, is retired oldest first, and is compared with
    the need by then (method, section 2). With E(x) = (1+g)^−x the definition reduces to (1 − E(t)) / (1 − E(L)), which
    tends to t / L as g goes to 0, and is written here so that small g loses no digits.

    Parameters
    ----------
    years : array of shape (k, 1)
        Times since the cut-off, t ≥ 0.
    life_years : array of shape (n,) or (1,)
        Service life L ≥ 0; 0: nothing is in hand, and all is gone at once.
    growth : array of shape (n,) or (1,)
        Growth of the need per year, g ≥ 0.

    Returns
    -------
    array of shape (k, n)
        Between 0 and 1.
    """
    fading = -np.log1p(growth)
    return gone_by_age(effective_age(years, fading), effective_age(life_years, fading))


def gone_by_age(aged: Floats, end: Floats) -> Floats:
    """Return `gone` from effective ages: of the times, shape (k, n or 1), and of the life's end, shape (n or 1,)."""
    if end.all():
        part: Floats = aged / end
        return np.minimum(part, 1.0, out=part)
    return np.where(end > 0.0, np.minimum(aged / np.where(end > 0.0, end, 1.0), 1.0), 1.0)


def effective_age(years: Floats, fading: Floats) -> Floats:
    """Return (1 − (1+g)^−x) / ln(1+g), the age in units of today's yearly need; x itself where need does not grow.

    Parameters
    ----------
    years : array
        x.
    fading : array
        −ln(1+g).
    """
    aged: Floats = np.expm1(fading * years)
    if fading.all():
        return np.divide(aged, fading, out=aged)
    steady = fading == 0.0
    return np.where(steady, years, aged / np.where(steady, 1.0, fading))


def horizon_times(horizon_years: float) -> Floats:
    """Return the five points of Simpson's rule over the horizon, or 0 alone where there is no horizon; shape (k,)."""
    return np.linspace(0.0, horizon_years, 5) if horizon_years > 0.0 else np.zeros(1)


def average(values: Floats, at_once: Floats | float | None = None) -> Floats:
    """Return the average over the horizon by Simpson's rule.

    Parameters
    ----------
    values : array of shape (k, …)
        At the times of `horizon_times`; without the first of them where that is apart.
    at_once : array, optional
        Value in the first moment, where it is apart.
    """
    first, later = (values[0], values[1:]) if at_once is None else (at_once, values)
    if len(later) == 0:
        return np.broadcast_to(first, later.shape[1:])
    weights = SIMPSON.astype(later.dtype)
    mean: Floats = np.einsum("k,k...->...", weights[1:], later) + weights[0] * first
    return mean
