"""``sovai leverage``."""

from __future__ import annotations

import click

from sovai.cli.options import progress, top_option
from sovai.cli.output import Output, output_options
from sovai.cli.rank import note_failed
from sovai.cli.run import Run, run_options


@click.command(short_help="Show over which countries a party holds how much power.")
@click.argument("party")
@click.argument("countries", nargs=-1)
@run_options(draws=2000, note="Monte Carlo draws of every country.", many=5_000)
@top_option
@output_options
def leverage(
    party: str,
    countries: tuple[str, ...],
    run: Run,
    top: int | None,
    out: Output,
) -> None:
    """Show over which COUNTRIES and layers PARTY holds how much: loss, control in the end, vetoes.

    PARTY is a state (NLD, Netherlands) or a supplier (asml). COUNTRIES are circles (EU), codes, names, lists of them or
    paths of profiles; without any, all profiles.
    """
    from sovai.assessment.leverage import leverage

    model = run.model()
    with progress(run.draws) as advance:
        found = leverage(
            party,
            countries or None,
            model=model,
            **run.settings(),
            progress=advance,
        )
    out.show(found, top=top)
    note_failed(len(found.failed))
