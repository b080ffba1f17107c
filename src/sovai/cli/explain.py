"""``sovai explain``."""

from __future__ import annotations

import click

from sovai.cli.options import deliver, output_option, simulation_options


@click.command(short_help="Show everything behind one lever.")
@click.argument("country")
@click.argument("party")
@simulation_options
@output_option
def explain(
    country: str,
    party: str,
    horizon: float | None,
    home: str,
    draws: int,
    seed: int,
    interval: float,
    weights: str | None,
    data: str | None,
    output: str | None,
) -> None:
    """Show every path, share and piece of evidence behind what PARTY could withhold from COUNTRY.

    PARTY is a state (USA, US, "United States") or a supplier (nvidia, NVIDIA).
    """
    from sovai.assessment.assess import assess
    from sovai.explain import find_party, lever
    from sovai.loading import load_model, load_profile
    from sovai.report.terminal.assessment import explain_screen
    from sovai.report.terminal.screen import on_screen

    model = load_model(data, weights=weights)
    assessment = assess(
        load_profile(country, model=model),
        model=model,
        home=home,
        horizon_years=horizon,
        draws=draws,
        seed=seed,
        interval=interval,
        sources_per_party=None,
    )
    found = lever(assessment, find_party(assessment, party))
    deliver(on_screen(lambda out: explain_screen(assessment, found, out), plain=output is not None), output)
