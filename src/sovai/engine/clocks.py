"""What time takes: how much of something in hand is gone when no more comes in while the need grows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sovai.engine.compiled import Floats, Parameter
from sovai.engine.worlds import World


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
        self._aged = effective_age(years[:, None], self._growth)
        self._gone: dict[Parameter, Floats] = {}

    def gone(self, life_years: Parameter) -> Floats:
        """Return what is gone of something with that life at each time and 1 for the end, shape (k + 1, n or 1)."""
        found = self._gone.get(life_years)
        if found is None:
            at_times = gone_by_age(self._aged, effective_age(self.world.value(life_years), self._growth))
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
    return gone_by_age(effective_age(years, growth), effective_age(life_years, growth))


def gone_by_age(aged: Floats, end: Floats) -> Floats:
    """Return `gone` from effective ages: of the times, shape (k, n or 1), and of the life's end, shape (n or 1,)."""
    if end.all():
        part: Floats = aged / end
        return np.minimum(part, 1.0, out=part)
    return np.where(end > 0.0, np.minimum(aged / np.where(end > 0.0, end, 1.0), 1.0), 1.0)


def effective_age(years: Floats, growth: Floats) -> Floats:
    """Return (1 − (1+g)^−x) / ln(1+g), the age in units of today's yearly need; x itself where need does not grow."""
    rate = np.log1p(growth)
    steady = rate == 0.0
    aged: Floats = np.expm1(-rate * years) / np.where(steady, -1.0, -rate)
    if steady.any():
        aged = np.where(steady, years, aged)
    return aged


def horizon_times(horizon_years: float) -> Floats:
    """Return the five points of Simpson's rule over the horizon, or 0 alone where there is no horizon; shape (k,)."""
    return np.linspace(0.0, horizon_years, 5) if horizon_years > 0.0 else np.zeros(1)


def average(values: Floats | Sequence[Floats]) -> Floats:
    """Return the average over the horizon by Simpson's rule; the first axis has the times of `horizon_times`."""
    mean: Floats = values[0]
    if len(values) > 1:
        mean = (values[0] + 4.0 * values[1] + 2.0 * values[2] + 4.0 * values[3] + values[4]) / 12.0
    return mean
