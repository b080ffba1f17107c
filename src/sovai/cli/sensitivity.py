"""``sovai sensitivity``."""

from __future__ import annotations

import click

from sovai.cli.options import progress, with_options
from sovai.cli.output import Output, output_options
from sovai.cli.rank import note_failed
from sovai.cli.run import Run, run_options

_of = click.option(
    "--of", metavar="WHAT", default="score", show_default=True,
    help="score, layer:cloud, or party:USA, the loss if that party stopped supply.",
)  # fmt: skip
_against = click.option(
    "--against", metavar="EU|FRA,POL", multiple=True, help="Of the difference to the median of these countries."
)
_group = click.option(
    "--group", metavar="ID", multiple=True,
    help="Divide a group one level deeper: shares.cloud, mixes, control, lives, surge, weights …; repeatable.",
)  # fmt: skip
_correlation = click.option(
    "--correlation", metavar="P", type=float, default=0.5, show_default=True,
    help="How much alike countries on the same mix are taken to be, with --against.",
)  # fmt: skip


@click.command(short_help="Show what the uncertainty of a figure comes from.")
@click.argument("country")
@with_options(_of, _against, _group, _correlation)
@run_options(draws=2048, note="Draws of each of the two samples.", counted="--samples")
@output_options
def sensitivity(
    country: str,
    of: str,
    against: tuple[str, ...],
    group: tuple[str, ...],
    correlation: float,
    run: Run,
    out: Output,
) -> None:
    """Show what the uncertainty of COUNTRY's score comes from: Sobol' indices of groups of figures.

    For each group the part of the variance that it explains alone, and the part that it has in all: shares of each
    layer, market mixes, control, lives and growth, surge; and apart from these the choices, weights and exponent.
    """
    from sovai.assessment.sensitivity import sensitivity
    from sovai.loading import load_profile

    model = run.model()
    settings = run.settings()
    with progress(run.draws) as advance:
        found = sensitivity(
            load_profile(country, model=model),
            model=model,
            of=of,
            against=against or None,
            group=group,
            correlation=correlation,
            samples=settings.pop("draws"),
            **settings,
            progress=advance,
        )
    out.show(found)
    note_failed(len(found.failed))
