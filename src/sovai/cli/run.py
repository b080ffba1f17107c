"""The options of a run that most commands share: which model, what counts as home, how many draws."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from sovai.cli import options

if TYPE_CHECKING:
    from sovai.engine.parallel import Workers
    from sovai.model.tree import Model

Command = Callable[..., Any]

_DRAWING = (options.seed_option, options.interval_option)
_SHARING = (options.workers_option, options.dask_option)
_MANY = 20_000  # draws that are worth sharing …
_FEW = 5_000  # … and where a process starts as a copy


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
    sharing: bool = True
    """Whether workers may share the draws."""
    workers: int | None = None
    dask: str | None = None
    many: int = 1
    """From how many draws on processes are worth their start where they start afresh."""

    def model(self) -> Model:
        """Load the model of the data tree, with another weights file if one is given."""
        from sovai.loading import load_model

        return load_model(self.data, weights=self.weights)

    def settings(self) -> dict[str, Any]:
        """Return the keyword arguments that the library's functions take for them."""
        found: dict[str, Any] = {"home": self.home, "horizon_years": self.horizon_years}
        if self.drawing:
            found |= {"draws": self.draws, "seed": self.seed, "interval": self.interval}
        if self.drawing and self.sharing:
            found["workers"] = workers_of(self.workers, self.dask, draws=self.draws, many=self.many)
        return found


def workers_of(workers: int | None, dask: str | None = None, *, draws: int, many: int = _MANY) -> Workers:
    """Return a Dask cluster until the command ends, the number of processes asked for, or all cores where that pays.

    From `many` draws on it pays; from fewer where processes start as copies.
    """
    if dask is not None:
        from sovai.cli.cluster import connected

        return click.get_current_context().with_resource(connected(dask))
    if workers is not None:
        return workers
    from sovai.engine.parallel import copies_cheaply

    return -1 if draws >= (min(_FEW, many) if copies_cheaply() else many) else 1


def run_options(
    *,
    draws: int | None,
    note: str = "Monte Carlo draws; 0: nominal run only.",
    many: int = _MANY,
    counted: str = "--draws",
    sharing: bool = True,
) -> Callable[[Command], Any]:
    """Return a decorator that hands a command its options of a run as the argument ``run``.

    Parameters
    ----------
    draws : int or None
        The default number of draws; None for a command that draws nothing.
    note : str
        What the help says of the draws.
    many : int
        From how many draws on processes that start afresh are worth it, unless the user says how many to use.
    counted : str
        What the option of how many draws is called.
    sharing : bool
        Whether workers may share the draws; not where one alone takes less than a second.
    """
    drawing = [] if draws is None else [options.draws_option(draws, note, counted), *_DRAWING]
    drawing += _SHARING if sharing and draws is not None else ()

    def decorate(command: Command) -> Any:
        @functools.wraps(command)
        def gathered(*, home: str, horizon: float | None, weights: str | None, data: str | None, **rest: Any) -> Any:
            if draws is None:
                return command(run=Run(home, horizon, weights, data, drawing=False), **rest)
            keys = ("draws", "seed", "interval", *(("workers", "dask") if sharing else ()))
            drawn = {key: rest.pop(key) for key in keys}
            return command(run=Run(home, horizon, weights, data, **drawn, sharing=sharing, many=many), **rest)

        return options.with_options(
            options.horizon_option, options.home_option, *drawing, options.weights_option, options.data_option
        )(gathered)

    return decorate
