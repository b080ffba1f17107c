"""``sovai study``."""

from __future__ import annotations

import click

from sovai.cli.options import dask_option, data_option, progress, weights_option, with_options, workers_option
from sovai.cli.output import Output, output_options
from sovai.cli.run import workers_of


@click.command(short_help="Draw many countries under many scenarios into a folder, and go on after an interruption.")
@click.argument("plan")
@click.option("--into", metavar="DIR", required=True, help="The folder: a new one, or that of a study to go on with.")
@click.option(
    "--files", type=click.Choice(["parquet", "csv"]), default="parquet", show_default=True,
    help="Form of the files of draws; Parquet needs the extra sovai-risk[study].",
)  # fmt: skip
@with_options(workers_option, dask_option, weights_option, data_option)
@output_options
def study(
    plan: str,
    into: str,
    files: str,
    workers: int | None,
    dask: str | None,
    weights: str | None,
    data: str | None,
    out: Output,
) -> None:
    """Draw every country under every scenario of PLAN, and keep each draw.

    PLAN is a TOML file: countries, scenarios, draws. Each part of the work becomes one file of the folder. After an
    interruption the same command goes on with what is missing; a part that fails is reported and keeps no other from
    being computed. Exit code 1 if a part failed.
    """
    from sovai.loading import load_model
    from sovai.loading.plans import load_plan
    from sovai.studies.run import extent_of, study

    model = load_model(data, weights=weights)
    extent = extent_of(load_plan(plan, model=model), model)
    shared = workers_of(workers, dask, draws=extent, many=0)
    threads = getattr(shared, "threads", None)  # of a cluster
    with progress(extent) as advance:
        found = study(
            plan,
            into,
            model=model,
            form="csv" if files == "csv" else "parquet",
            workers=shared,
            ahead=None if threads is None else max(2, 2 * threads),
            progress=advance,
        )
    out.show(found)
    if found.failures:
        click.get_current_context().exit(1)
