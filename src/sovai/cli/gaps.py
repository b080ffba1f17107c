"""``sovai gaps``."""

from __future__ import annotations

import click

from sovai.cli.options import progress
from sovai.cli.output import Output, output_options
from sovai.cli.run import Run, run_options


@click.command(short_help="Show which missing figures would narrow the answer most.")
@click.argument("country")
@run_options(draws=10_000, note="Monte Carlo draws, 1,000 to 100,000.")
@click.option(
    "--top", metavar="N", type=click.IntRange(1), default=12, show_default=True, help="Figures shown in the table."
)
@output_options
def gaps(country: str, run: Run, top: int, out: Output) -> None:
    """Show which missing or weak figures of COUNTRY would narrow its score most if they were known.

    Shares that nobody is named for, market mixes that stand in for figures of the country, and rows of grade C or D, by
    what is expected to go of the interval and of the answer as a whole; which three to look for first, and where they
    belong; and whether one of them could change who holds the largest lever.
    """
    from sovai.assessment.gaps import gaps
    from sovai.loading import load_profile

    model = run.model()
    with progress(run.draws) as advance:
        found = gaps(load_profile(country, model=model), model=model, **run.settings(), progress=advance)
    out.show(found, top=top)
