"""``sovai rank``."""

from __future__ import annotations

import click

from sovai.cli.options import progress, top_option
from sovai.cli.output import Output, output_options
from sovai.cli.run import Run, run_options


@click.command(short_help="Compare countries: which orders are established, and which are not.")
@click.argument("countries", nargs=-1)
@click.option(
    "--by", metavar="WHAT", default="score", show_default=True,
    help="score, a layer (chips, hardware, energy, models, cloud) or party:USA, the loss if that party stopped supply.",
)  # fmt: skip
@run_options(draws=2000, note="Monte Carlo draws of every country.", many=5_000)
@click.option(
    "--correlation", metavar="P", type=float, default=0.5, show_default=True,
    help="How much alike countries on the same mix are taken to be, for the intervals of ranks.",
)  # fmt: skip
@top_option
@output_options
def rank(
    countries: tuple[str, ...],
    by: str,
    run: Run,
    correlation: float,
    top: int | None,
    out: Output,
) -> None:
    """Compare COUNTRIES: scores, intervals of ranks, and the orders that the data establish.

    COUNTRIES are circles (EU), codes (DEU), names, lists of them (EU,CHE) or paths of profiles; without any, all
    profiles are compared. With --home EU the members of the circle are at home for each other.
    """
    from sovai.assessment.rank import rank

    model = run.model()
    with progress(run.draws) as advance:
        ranking = rank(
            countries or None,
            model=model,
            by=by,
            **run.settings(),
            correlation=correlation,
            progress=advance,
        )
    out.show(ranking, top=top)
    note_failed(len(ranking.failed))


def note_failed(count: int) -> None:
    """Say on standard error that profiles are left out."""
    if count:
        click.echo(f"{count} profile{'s' if count != 1 else ''} with faults left out; the others stand", err=True)
