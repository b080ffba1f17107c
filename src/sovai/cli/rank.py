"""``sovai rank``."""

from __future__ import annotations

import click

from sovai.cli.options import as_data, deliver, format_options, output_option, panel_options, progress, top_option


@click.command(short_help="Compare countries: which orders are established, and which are not.")
@click.argument("countries", nargs=-1)
@click.option(
    "--by", metavar="WHAT", default="score", show_default=True,
    help="score, a layer (chips, hardware, energy, models, cloud) or party:USA, the loss if that party stopped supply.",
)  # fmt: skip
@panel_options
@click.option(
    "--correlation", metavar="P", type=float, default=0.5, show_default=True,
    help="How much alike countries on the same mix are taken to be, for the intervals of ranks.",
)  # fmt: skip
@top_option
@format_options
@output_option
def rank(
    countries: tuple[str, ...],
    by: str,
    horizon: float | None,
    home: str,
    draws: int,
    seed: int,
    interval: float,
    weights: str | None,
    data: str | None,
    correlation: float,
    top: int | None,
    form: str,
    output: str | None,
) -> None:
    """Compare COUNTRIES: scores, intervals of ranks, and the orders that the data establish.

    COUNTRIES are circles (EU), codes (DEU), names, lists of them (EU,CHE) or paths of profiles; without any, all
    profiles are compared. With --home EU the members of the circle are at home for each other.
    """
    from sovai.assessment.rank import rank
    from sovai.loading import load_model

    model = load_model(data, weights=weights)
    with progress(draws) as advance:
        ranking = rank(
            countries or None,
            model=model,
            by=by,
            home=home,
            horizon_years=horizon,
            draws=draws,
            seed=seed,
            interval=interval,
            correlation=correlation,
            progress=advance,
        )
    if form in ("json", "csv"):
        text = as_data(form, ranking, ranking.to_records)
    elif form == "markdown":
        from sovai.report.document.ranking import render

        text = render(ranking, top=top)
    else:
        from sovai.report.terminal.ranking import ranking_screen
        from sovai.report.terminal.screen import on_screen

        text = on_screen(lambda out: ranking_screen(ranking, out, top=top), plain=output is not None)
    deliver(text, output)
    note_failed(len(ranking.failed))


def note_failed(count: int) -> None:
    """Say on standard error that profiles are left out."""
    if count:
        click.echo(f"{count} profile{'s' if count != 1 else ''} with faults left out; the others stand", err=True)
