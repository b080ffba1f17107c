"""What a question is asked under: which model, who counts as home, how long the cut-off lasts."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sovai.assessment.command import option
from sovai.assessment.compiling import compile_system
from sovai.assessment.universe import Universe
from sovai.engine.compiled import System
from sovai.errors import UsageError
from sovai.loading import load_home, load_model
from sovai.model.profile import Profile
from sovai.model.tree import Model

MAXIMUM_HORIZON_YEARS = 100.0


@dataclass(frozen=True)
class Setting:
    """What a question is asked under, whichever country it is about.

    Attributes
    ----------
    model : Model
    home : str
        Who counts as home, in the words of the caller.
    circle : frozenset of str
        The countries that these words name.
    asked_horizon_years : float or None
        Length of the cut-off where one was asked for; a scenario may change that of the model, but not this one.
    """

    model: Model
    home: str
    circle: frozenset[str]
    asked_horizon_years: float | None

    @property
    def horizon_years(self) -> float:
        """Length of the cut-off over which losses are averaged."""
        of_model = self.model.weights.model.horizon_years.mode
        return of_model if self.asked_horizon_years is None else self.asked_horizon_years

    def home_of(self, profile: Profile) -> frozenset[str]:
        """Return who is at home for a country that is asked about by itself: the circle and the country."""
        return self.circle | {profile.country.code}

    def home_among(self, code: str) -> frozenset[str]:
        """Return who is at home for one of several countries: the circle for its members, else the country alone."""
        return self.circle if code in self.circle else frozenset({code})

    def joined_by(self, profile: Profile) -> Setting:
        """Return the setting with a country as a member of the circle, if there is one."""
        return replace(self, circle=self.home_of(profile)) if self.circle else self

    def under(self, model: Model) -> Setting:
        """Return the setting with the model as a scenario leaves it.

        Raises
        ------
        UsageError
            If the horizon of that model is out of bounds.
        """
        return _checked(replace(self, model=model))

    def compile(
        self, profile: Profile, *, home: frozenset[str] | None = None, universe: Universe | None = None
    ) -> System:
        """Return a country as the engine's `System`; who is at home is as in `home_of` unless it is given."""
        return compile_system(
            profile,
            self.model,
            home=self.home_of(profile) if home is None else home,
            horizon_years=self.horizon_years,
            universe=universe,
        )

    def options(self, interval: float = 0.9) -> list[str]:
        """Return the options of a command that ask for the same; those at their defaults are left out."""
        return [
            *option("--home", self.home),
            *option("--horizon", self.asked_horizon_years),
            *option("--interval", interval, 0.9),
        ]


def settle(
    model: Model | None = None, *, home: str | Iterable[str] = (), horizon_years: float | None = None
) -> Setting:
    """Return what a caller of the library asks under: what is left open is the shipped model, no circle, its horizon.

    Raises
    ------
    UsageError
        If the horizon is out of bounds, or a name in `home` unknown.
    DataError
        If the shipped model has to be loaded and has faults.
    """
    model = load_model() if model is None else model
    named = (home,) if isinstance(home, str) else tuple(home)
    return _checked(Setting(model, ",".join(named), load_home(named, model), horizon_years))


def _checked(setting: Setting) -> Setting:
    horizon = setting.horizon_years
    if not (math.isfinite(horizon) and 0.0 <= horizon <= MAXIMUM_HORIZON_YEARS):
        raise UsageError(f"a horizon of {horizon} years is not between 0 and {MAXIMUM_HORIZON_YEARS:g}")
    return setting
