"""``sovai cutsets``."""

from __future__ import annotations

import click

from sovai.cli.output import Output, output_options
from sovai.cli.run import Run, run_options


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
@run_options(draws=None)
@output_options
def cutsets(
    country: str,
    run: Run,
    size: int,
    loss: float | None,
    components: tuple[str, ...],
    every: bool,
    out: Output,
) -> None:
    """Show the smallest sets of states, and of companies, that could cut COUNTRY off together.

    A set is listed where its members together control half of a component (the veto threshold of the model) and no part
    of the set does; with --loss, where the weighted need would lose that much if all of them stopped supply.
    """
    from sovai.assessment.cutsets import cut_sets
    from sovai.loading import load_profile

    model = run.model()
    found = cut_sets(
        load_profile(country, model=model),
        model=model,
        size=size,
        loss=loss,
        components=components,
        **run.settings(),
    )
    out.show(found, every=every)
