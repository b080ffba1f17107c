"""Single options that several commands share, and the bar of a long run."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

data_option = click.option(
    "--data", metavar="DIR", help="Another data tree: weights.toml, profiles/, scenarios/. Default: the shipped one."
)
weights_option = click.option("--weights", metavar="FILE", help="Another weights file.")
home_option = click.option("--home", metavar="EU|DEU,FRA", default="", help="Circle or countries that count as home.")
horizon_option = click.option(
    "--horizon", metavar="YEARS", type=float, help="Length of the cut-off. Default: that of the model (1)."
)


def draws_option(default: int, note: str, name: str = "--draws") -> Callable[[Any], Any]:
    """Return the option of how many draws, with a default and a help text."""
    return click.option(name, "draws", metavar="N", type=int, default=default, show_default=True, help=note)


seed_option = click.option("--seed", metavar="N", type=int, default=0, show_default=True, help="Seed of the draws.")
interval_option = click.option(
    "--interval", metavar="P", type=float, default=0.9, show_default=True, help="Width of the central intervals."
)
workers_option = click.option(
    "--workers", metavar="N", type=int,
    help="Processes for the draws; -1: one per core. Default: as many as pay. The result is the same.",
)  # fmt: skip
dask_option = click.option("--dask", metavar="ADDRESS", help="Draw on a Dask cluster, by the address of its scheduler.")
top_option = click.option("--top", metavar="N", type=click.IntRange(1), help="Countries shown in text and Markdown.")
output_option = click.option("--output", "-o", metavar="FILE", help="Write to a file instead of the screen.")
locale_option = click.option(
    "--locale", type=click.Choice(["en", "de"]), default="en", show_default=True,
    help="Of CSV; de: semicolons, decimal commas and a byte-order mark.",
)  # fmt: skip
lang_option = click.option(
    "--lang", metavar="en|de", default="en", show_default=True, help="Language of text and Markdown."
)


def with_options(*options: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a decorator that adds options in the order given."""

    def decorate(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


@contextmanager
def progress(length: int, *, label: str = "Drawing") -> Iterator[Callable[[int], None] | None]:
    """Yield a callback that shows a bar on standard error once a run has taken a second; None off a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    started, done = time.monotonic(), 0
    with click.progressbar(length=length, label=label, file=sys.stderr, hidden=True) as bar:

        def advance(count: int) -> None:
            nonlocal done
            done += count
            if time.monotonic() - started > 1.0:
                bar.hidden = False
                bar.update(done - bar.pos)

        yield advance
