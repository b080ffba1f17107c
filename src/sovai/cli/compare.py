"""``sovai compare``."""

from __future__ import annotations

import click

from sovai.cli.options import (
    as_data,
    data_option,
    deliver,
    format_options,
    home_option,
    horizon_option,
    interval_option,
    output_option,
    progress,
    seed_option,
    weights_option,
)


@click.command(short_help="Set a country beside scenarios or other countries, with an account of the difference.")
@click.argument("country")
@click.argument("others", nargs=-1, required=True, metavar="SCENARIO|COUNTRY...")
@horizon_option
@home_option
@click.option(
    "--draws", metavar="N", type=int, default=1000, show_default=True, help="Monte Carlo draws; 0: nominal run only."
)
@seed_option
@interval_option
@click.option(
    "--correlation", metavar="P", type=float, default=0.5, show_default=True,
    help="Between countries: how much alike those on the same mix are taken to be, for the intervals.",
)  # fmt: skip
@weights_option
@data_option
@format_options
@output_option
def compare(
    country: str,
    others: tuple[str, ...],
    horizon: float | None,
    home: str,
    draws: int,
    seed: int,
    interval: float,
    correlation: float,
    weights: str | None,
    data: str | None,
    form: str,
    output: str | None,
) -> None:
    """Set COUNTRY beside scenarios (ids or files) or beside other countries, and say what the difference is made of.

    Differences are paired draw by draw. A scenario that stops supply leaves the score as it is; what its cuts would
    leave unmet together is shown instead. The parts of the account add up to the nominal difference.
    """
    from sovai.assessment.comparing import compare
    from sovai.loading import load_model, load_profile

    model = load_model(data, weights=weights)
    with progress(draws) as advance:
        comparison = compare(
            load_profile(country, model=model),
            others,
            model=model,
            home=home,
            horizon_years=horizon,
            draws=draws,
            seed=seed,
            interval=interval,
            correlation=correlation,
            progress=advance,
        )
    if form in ("json", "csv"):
        text = as_data(form, comparison, comparison.to_records)
    elif form == "markdown":
        from sovai.report.document.comparison import render

        text = render(comparison)
    else:
        from sovai.report.terminal.comparison import comparison_screen
        from sovai.report.terminal.screen import on_screen

        text = on_screen(lambda out: comparison_screen(comparison, out), plain=output is not None)
    deliver(text, output)
