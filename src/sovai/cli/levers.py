"""``sovai levers``."""

from __future__ import annotations

import click

from sovai.cli.options import progress
from sovai.cli.output import Output, output_options
from sovai.cli.run import Run, run_options


@click.command(short_help="Show what mitigations would change, what they cost, and what they make worse.")
@click.argument("country")
@click.option("--budget", metavar="MILLION_EUR", type=float, help="Sets levers apart that most likely cost more.")
@click.option("--years", metavar="Y", type=float, help="Sets levers apart that most likely take longer.")
@click.option(
    "--means", metavar="P", type=float, default=0.0025, show_default=True,
    help="Part of GDP that a lever may cost a year; dearer ones are set apart.",
)  # fmt: skip
@click.option("--lever", "chosen", metavar="ID", multiple=True, help="Only this lever: an id or the path of a file.")
@run_options(draws=1000)
@click.option("--top", metavar="N", type=click.IntRange(1), help="Levers shown of each kind in text and Markdown.")
@output_options
def levers(
    country: str,
    run: Run,
    budget: float | None,
    years: float | None,
    means: float,
    chosen: tuple[str, ...],
    top: int | None,
    out: Output,
) -> None:
    """Show what each lever takes off the score of COUNTRY and off the loss by its top state, and at which cost.

    Differences are paired draw by draw. Levers that change only the vendor stand apart, and so do those beyond a budget
    or a time, and those that are not open to COUNTRY, with the reason.

    COUNTRY is a code, a name or the path of a profile.
    """
    from sovai.assessment.levers import levers
    from sovai.loading import load_profile

    model = run.model()
    with progress(run.draws) as advance:
        found = levers(
            load_profile(country, model=model),
            chosen,
            budget=budget,
            years=years,
            means=means,
            model=model,
            **run.settings(),
            progress=advance,
        )
    out.show(found, top=top)
