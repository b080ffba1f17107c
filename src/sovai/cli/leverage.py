"""``sovai leverage``."""

from __future__ import annotations

import click

from sovai.cli.options import as_data, deliver, format_options, output_option, panel_options, progress, top_option
from sovai.cli.rank import note_failed


@click.command(short_help="Show over which countries a party holds how much power.")
@click.argument("party")
@click.argument("countries", nargs=-1)
@panel_options
@top_option
@format_options
@output_option
def leverage(
    party: str,
    countries: tuple[str, ...],
    horizon: float | None,
    home: str,
    draws: int,
    seed: int,
    interval: float,
    weights: str | None,
    data: str | None,
    top: int | None,
    form: str,
    output: str | None,
) -> None:
    """Show over which COUNTRIES and layers PARTY holds how much: loss, control in the end, vetoes.

    PARTY is a state (NLD, Netherlands) or a supplier (asml). COUNTRIES are circles (EU), codes, names, lists of them or
    paths of profiles; without any, all profiles.
    """
    from sovai.assessment.leverage import leverage
    from sovai.loading import load_model

    model = load_model(data, weights=weights)
    with progress(draws) as advance:
        found = leverage(
            party,
            countries or None,
            model=model,
            home=home,
            horizon_years=horizon,
            draws=draws,
            seed=seed,
            interval=interval,
            progress=advance,
        )
    if form in ("json", "csv"):
        text = as_data(form, found, found.to_records)
    elif form == "markdown":
        from sovai.report.document.leverage import render

        text = render(found, top=top)
    else:
        from sovai.report.terminal.ranking import leverage_screen
        from sovai.report.terminal.screen import on_screen

        text = on_screen(lambda out: leverage_screen(found, out, top=top), plain=output is not None)
    deliver(text, output)
    note_failed(len(found.failed))
