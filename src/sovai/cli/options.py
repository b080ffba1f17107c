"""Options that several commands share, and where output goes."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sovai.errors import UsageError

if TYPE_CHECKING:
    from sovai.results.base import Result

data_option = click.option(
    "--data", metavar="DIR", help="Another data tree: weights.toml, profiles/, scenarios/. Default: the shipped one."
)
weights_option = click.option("--weights", metavar="FILE", help="Another weights file.")
home_option = click.option("--home", metavar="EU|DEU,FRA", default="", help="Circle or countries that count as home.")
horizon_option = click.option(
    "--horizon", metavar="YEARS", type=float, help="Length of the cut-off. Default: that of the model (1)."
)
draws_option = click.option(
    "--draws", metavar="N", type=int, default=10_000, show_default=True, help="Monte Carlo draws; 0: nominal run only."
)
seed_option = click.option("--seed", metavar="N", type=int, default=0, show_default=True, help="Seed of the draws.")
interval_option = click.option(
    "--interval", metavar="P", type=float, default=0.9, show_default=True, help="Width of the central intervals."
)
fewer_draws_option = click.option(
    "--draws", metavar="N", type=int, default=2000, show_default=True, help="Monte Carlo draws of every country."
)
top_option = click.option("--top", metavar="N", type=click.IntRange(1), help="Countries shown in text and Markdown.")
output_option = click.option("--output", "-o", metavar="FILE", help="Write to a file instead of the screen.")


def with_options(*options: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a decorator that adds options in the order given."""

    def decorate(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


simulation_options = with_options(
    horizon_option, home_option, draws_option, seed_option, interval_option, weights_option, data_option
)


panel_options = with_options(
    horizon_option, home_option, fewer_draws_option, seed_option, interval_option, weights_option, data_option
)
format_options = with_options(
    click.option(
        "--format", "form", type=click.Choice(["text", "json", "csv", "markdown"]), default="text", show_default=True,
        help="What to print.",
    ),
    click.option("--json", "form", flag_value="json", help="Short for --format json."),
)  # fmt: skip


def as_data(
    form: str, result: Result, records: Callable[[], list[dict[str, Any]]], columns: Sequence[str] | None = None
) -> str:
    """Return a result as JSON, or its flat records as CSV."""
    from sovai.report.data import to_csv, to_json

    return to_json(result) if form == "json" else to_csv(records(), columns)


def deliver(text: str, output: str | None) -> None:
    """Print text, or write it to a file as a whole or not at all."""
    if output is None:
        click.echo(text, nl=False)
        return
    target = Path(output)
    try:
        if target.exists() and not target.is_file():  # a device or a pipe takes it as it comes
            target.write_text(text, encoding="utf-8")
            return
        target = target.resolve()  # a link stays a link
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            Path(temporary).chmod(0o644)
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UsageError(
            f"{output} cannot be written ({error.strerror}); name a file in a folder that exists"
        ) from None


@contextmanager
def progress(draws: int) -> Iterator[Callable[[int], None] | None]:
    """Yield a callback that shows a bar on standard error once a run has taken a second; None off a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    started, done = time.monotonic(), 0
    with click.progressbar(length=draws, label="Drawing", file=sys.stderr, hidden=True) as bar:

        def advance(count: int) -> None:
            nonlocal done
            done += count
            if time.monotonic() - started > 1.0:
                bar.hidden = False
                bar.update(done - bar.pos)

        yield advance


def workers_for(draws: int) -> int:
    """Return how many processes are worth their start for a number of draws."""
    return 1 if draws < 100_000 else min(os.cpu_count() or 1, 8)
