"""``sovai cutsets``."""

from __future__ import annotations

import click

from sovai.cli.options import (
    as_data,
    data_option,
    deliver,
    format_options,
    home_option,
    horizon_option,
    output_option,
    weights_option,
)


@click.command(short_help="Show which parties could cut off access together.")
@click.argument("country")
@click.option(
    "--size", metavar="N", type=click.IntRange(1, 3), default=3, show_default=True, help="Largest size of a set."
)
@click.option(
    "--loss", metavar="PART", type=float, help="Sets that reach this loss of the weighted stack, such as 0.25."
)
@click.option("--component", "components", metavar="ID", multiple=True, help="Only this component; repeatable.")
@click.option("--all", "every", is_flag=True, help="Every set, and what each member holds by itself.")
@home_option
@horizon_option
@weights_option
@data_option
@format_options
@output_option
def cutsets(
    country: str,
    size: int,
    loss: float | None,
    components: tuple[str, ...],
    every: bool,
    home: str,
    horizon: float | None,
    weights: str | None,
    data: str | None,
    form: str,
    output: str | None,
) -> None:
    """Show the smallest sets of states, and of companies, that could cut COUNTRY off together.

    A set is listed where its members together control half of a component (the veto threshold of the model) and no part
    of the set does; with --loss, where the weighted need would lose that much if all of them stopped supply.
    """
    from sovai.assessment.cutsets import cut_sets
    from sovai.loading import load_model, load_profile

    model = load_model(data, weights=weights)
    found = cut_sets(
        load_profile(country, model=model),
        model=model,
        size=size,
        loss=loss,
        components=components,
        home=home,
        horizon_years=horizon,
    )
    if form in ("json", "csv"):
        from sovai.results.cutsets import COLUMNS

        text = as_data(form, found, found.to_records, COLUMNS)
    elif form == "markdown":
        from sovai.report.document.cutsets import render

        text = render(found, every=every)
    else:
        from sovai.report.terminal.cutsets import cut_sets_screen
        from sovai.report.terminal.screen import on_screen

        text = on_screen(lambda out: cut_sets_screen(found, out, every=every), plain=output is not None)
    deliver(text, output)
