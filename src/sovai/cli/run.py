"""The options of a run that most commands share: which model, what counts as home, how many draws."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sovai.cli import options

if TYPE_CHECKING:
    from sovai.model.tree import Model

Command = Callable[..., Any]


@dataclass(frozen=True)
class Run:
    """What these options say."""

    home: str
    horizon_years: float | None
    weights: str | None
    data: str | None
    draws: int = 0
    seed: int = 0
    interval: float = 0.9
    drawing: bool = True
    """Whether the command draws at all."""

    def model(self) -> Model:
        """Load the model of the data tree, with another weights file if one is given."""
        from sovai.loading import load_model

        return load_model(self.data, weights=self.weights)

    def settings(self) -> dict[str, Any]:
        """Return the keyword arguments that the library's functions take for them."""
        found: dict[str, Any] = {"home": self.home, "horizon_years": self.horizon_years}
        if self.drawing:
            found |= {"draws": self.draws, "seed": self.seed, "interval": self.interval}
        return found


def run_options(
    *, draws: int | None, note: str = "Monte Carlo draws; 0: nominal run only."
) -> Callable[[Command], Any]:
    """Return a decorator that hands a command its options of a run as the argument ``run``.

    Parameters
    ----------
    draws : int or None
        The default number of draws; None for a command that draws nothing.
    note : str
        What the help says of the draws.
    """
    drawing = [] if draws is None else [options.draws_option(draws, note), options.seed_option, options.interval_option]

    def decorate(command: Command) -> Any:
        @functools.wraps(command)
        def gathered(*, home: str, horizon: float | None, weights: str | None, data: str | None, **rest: Any) -> Any:
            drawn = {key: rest.pop(key) for key in ("draws", "seed", "interval") if draws is not None}
            return command(run=Run(home, horizon, weights, data, **drawn, drawing=draws is not None), **rest)

        return options.with_options(
            options.horizon_option, options.home_option, *drawing, options.weights_option, options.data_option
        )(gathered)

    return decorate
