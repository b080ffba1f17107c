"""``sovai score``."""

from __future__ import annotations

import click

from sovai.cli.options import progress
from sovai.cli.output import Output, output_options
from sovai.cli.run import Run, run_options


@click.command(short_help="Score a country and rank who could cut off access.")
@click.argument("country")
@run_options(draws=10_000, many=100_000)
@click.option(
    "--top", metavar="N", type=click.IntRange(1), default=4, show_default=True, help="Parties shown of each kind."
)
@click.option("--flip", is_flag=True, help="Also what single change would overturn the findings (a second).")
@output_options
def score(
    country: str,
    run: Run,
    top: int,
    flip: bool,
    out: Output,
) -> None:
    """Score how dependent COUNTRY is on others for AI, and rank who could cut off access.

    COUNTRY is a code (DEU, DE), a name (Germany) or the path of a profile.
    """
    from sovai.assessment.assess import assess
    from sovai.loading import load_profile

    model = run.model()
    profile = load_profile(country, model=model)
    with progress(run.draws) as advance:
        assessment = assess(
            profile,
            model=model,
            flips=flip,
            **run.settings(),
            progress=advance,
        )
    out.show(assessment, top=top)
