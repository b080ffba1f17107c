"""``sovai robustness``."""

from __future__ import annotations

import click

from sovai.cli.output import Output, output_options
from sovai.cli.rank import note_failed
from sovai.cli.run import Run, run_options
from sovai.errors import UsageError


@click.command(short_help="Show whether findings or ranks hold under other weights.")
@click.argument("subject", metavar="COUNTRY|rank")
@click.argument("countries", nargs=-1)
@run_options(draws=10_000, note="Draws of weights, 1 to 100,000.", sharing=False)
@click.option("--top", metavar="N", type=click.IntRange(1), help="Parties of a kind, or countries, shown in text.")
@output_options
def robustness(subject: str, countries: tuple[str, ...], run: Run, top: int | None, out: Output) -> None:
    """Show whether the findings on COUNTRY, or with `rank` the order of COUNTRIES, hold whatever the weights.

    Under the published weights with their uncertainty, under equal weights and under all weights there are: how often
    each party or country has the first rank, and which weights favour it; the findings with exponents from 1 to the
    maximum; and what changes where one component or indicator is left out. Data stay at their nominal values.

    \b
    sovai robustness DEU
    sovai robustness rank EU
    """  # noqa: D301 (click wants the character \b itself)
    model = run.model()
    if subject == "rank":
        from sovai.assessment.rank_robustness import rank_robustness

        ranks = rank_robustness(countries or None, model=model, **run.settings())
        out.show(ranks, top=top)
        note_failed(len(ranks.failed))
        return
    if countries:
        raise UsageError(f"one country at a time; 'sovai robustness rank {subject} …' compares several")
    from sovai.assessment.robustness import robustness
    from sovai.loading import load_profile

    out.show(robustness(load_profile(subject, model=model), model=model, **run.settings()), top=top)
