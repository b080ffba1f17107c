"""``sovai compare``."""

from __future__ import annotations

import click

from sovai.cli.options import progress
from sovai.cli.output import Output, output_options
from sovai.cli.run import Run, run_options


@click.command(short_help="Set a country beside scenarios or other countries, with an account of the difference.")
@click.argument("country")
@click.argument("others", nargs=-1, required=True, metavar="SCENARIO|COUNTRY...")
@run_options(draws=1000)
@click.option(
    "--correlation", metavar="P", type=float, default=0.5, show_default=True,
    help="Between countries: how much alike those on the same mix are taken to be, for the intervals.",
)  # fmt: skip
@output_options
def compare(
    country: str,
    run: Run,
    others: tuple[str, ...],
    correlation: float,
    out: Output,
) -> None:
    """Set COUNTRY beside scenarios (ids or files) or beside other countries, and say what the difference is made of.

    Differences are paired draw by draw. A scenario that stops supply leaves the score as it is; what its cuts would
    leave unmet together is shown instead. The parts of the account add up to the nominal difference.
    """
    from sovai.assessment.comparing import compare
    from sovai.loading import load_profile

    model = run.model()
    with progress(run.draws) as advance:
        comparison = compare(
            load_profile(country, model=model),
            others,
            model=model,
            **run.settings(),
            correlation=correlation,
            progress=advance,
        )
    out.show(comparison)
