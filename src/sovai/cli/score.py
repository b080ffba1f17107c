"""``sovai score``."""

from __future__ import annotations

import click

from sovai.cli.options import as_data, deliver, format_options, output_option, progress, simulation_options, workers_for
from sovai.errors import UsageError


@click.command(short_help="Score a country and rank who could cut off access.")
@click.argument("country")
@simulation_options
@click.option(
    "--top", metavar="N", type=click.IntRange(1), default=4, show_default=True, help="Parties shown of each kind."
)
@click.option("--flip", is_flag=True, help="Also what single change would overturn the findings (some seconds).")
@format_options
@output_option
def score(
    country: str,
    horizon: float | None,
    home: str,
    draws: int,
    seed: int,
    interval: float,
    weights: str | None,
    data: str | None,
    top: int,
    flip: bool,
    form: str,
    output: str | None,
) -> None:
    """Score how dependent COUNTRY is on others for AI, and rank who could cut off access.

    COUNTRY is a code (DEU, DE), a name (Germany) or the path of a profile.
    """
    from sovai.assessment.assess import assess
    from sovai.loading import load_model, load_profile

    if flip and form not in ("text", "markdown"):
        raise UsageError("--flip adds sentences to text and Markdown; for records use sovai.flip_points in Python")
    model = load_model(data, weights=weights)
    profile = load_profile(country, model=model)
    with progress(draws) as advance:
        assessment = assess(
            profile,
            model=model,
            home=home,
            horizon_years=horizon,
            draws=draws,
            seed=seed,
            interval=interval,
            workers=workers_for(draws),
            progress=advance,
        )
    flips = None
    if flip:
        from sovai.assessment.flips import flip_points

        flips = flip_points(profile, model=model, home=home, horizon_years=horizon)
    if form in ("json", "csv"):
        text = as_data(form, assessment, assessment.to_records)
    elif form == "markdown":
        from sovai.report.document.assessment import render

        text = render(assessment, top=top, flips=flips)
    else:
        from sovai.report.terminal.assessment import score_screen
        from sovai.report.terminal.screen import on_screen

        text = on_screen(lambda out: score_screen(assessment, out, top=top, flips=flips), plain=output is not None)
    deliver(text, output)
