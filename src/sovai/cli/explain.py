"""``sovai explain``."""

from __future__ import annotations

import click

from sovai.cli.output import Output, output_options
from sovai.cli.run import Run, run_options


@click.command(short_help="Show everything behind one lever.")
@click.argument("country")
@click.argument("party")
@run_options(draws=10_000)
@click.option("--flip", is_flag=True, help="Also what change would overturn who is the largest lever (a second).")
@output_options
def explain(
    country: str,
    party: str,
    run: Run,
    flip: bool,
    out: Output,
) -> None:
    """Show every path, share and piece of evidence behind what PARTY could withhold from COUNTRY.

    PARTY is a state (USA, US, "United States") or a supplier (nvidia, NVIDIA).
    """
    from sovai.assessment.asking import outsider
    from sovai.assessment.assess import assess
    from sovai.explain import explanation
    from sovai.loading import load_profile

    model = run.model()
    profile = load_profile(country, model=model)
    wanted = outsider(party, profile, run.home, model)
    assessment = assess(profile, model=model, **run.settings(), sources_per_party=None, flips=flip)
    out.show(explanation(assessment, wanted))
