"""``sovai levers``."""

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


@click.command(short_help="Show what mitigations would change, what they cost, and what they make worse.")
@click.argument("country")
@click.option("--budget", metavar="MILLION_EUR", type=float, help="Sets levers apart that most likely cost more.")
@click.option("--years", metavar="Y", type=float, help="Sets levers apart that most likely take longer.")
@click.option("--lever", "chosen", metavar="ID", multiple=True, help="Only this lever: an id or the path of a file.")
@horizon_option
@home_option
@click.option(
    "--draws", metavar="N", type=int, default=1000, show_default=True, help="Monte Carlo draws; 0: nominal run only."
)
@seed_option
@interval_option
@weights_option
@data_option
@click.option("--top", metavar="N", type=click.IntRange(1), help="Levers shown of each kind in text and Markdown.")
@format_options
@output_option
def levers(
    country: str,
    budget: float | None,
    years: float | None,
    chosen: tuple[str, ...],
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
    """Show what each lever takes off the score of COUNTRY and off the loss by its top state, and at which cost.

    Differences are paired draw by draw. Levers that change only the vendor stand apart, and so do those beyond a budget
    or a time. COUNTRY is a code, a name or the path of a profile.
    """
    from sovai.assessment.levers import levers
    from sovai.loading import load_model, load_profile

    model = load_model(data, weights=weights)
    with progress(draws) as advance:
        found = levers(
            load_profile(country, model=model),
            chosen,
            budget=budget,
            years=years,
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
        from sovai.report.document.levers import render

        text = render(found, top=top)
    else:
        from sovai.report.terminal.levers import levers_screen
        from sovai.report.terminal.screen import on_screen

        text = on_screen(lambda out: levers_screen(found, out, top=top), plain=output is not None)
    deliver(text, output)
