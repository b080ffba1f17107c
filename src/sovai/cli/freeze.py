"""``sovai freeze``."""

from __future__ import annotations

import click

from sovai.cli.options import data_option, draws_option, interval_option, progress, seed_option, workers_option
from sovai.cli.run import workers_of


@click.command(short_help="Keep an edition: data, version and the results of every country.")
@click.argument("folder", metavar="DIR")
@draws_option(2000, "Monte Carlo draws of every country.")
@seed_option
@interval_option
@workers_option
@click.option("--without-data", is_flag=True, help="Leave the data out; their digests say which they were.")
@click.option("--replace", is_flag=True, help="Write over an edition that is there.")
@data_option
def freeze(
    folder: str,
    draws: int,
    seed: int,
    interval: float,
    workers: int | None,
    without_data: bool,
    replace: bool,
    data: str | None,
) -> None:
    """Assess every country and write an edition to the new folder DIR; 'sovai replay DIR' computes it again.

    The folder has edition.json (version, settings, digests of the data and of each result), the figures of each
    country under results/, and a copy of the data under data/.
    """
    from sovai.assessment.freeze import freeze
    from sovai.authoring.edition import check_target, write_edition
    from sovai.loading import load_model, profile_codes, root_of

    check_target(folder, replace=replace)
    model = load_model(data)
    root = root_of(model)
    countries = len(profile_codes(root))
    with progress(countries, label="Countries") as advance:
        edition = freeze(
            model=model,
            draws=draws,
            seed=seed,
            interval=interval,
            workers=workers_of(workers, draws=countries * draws),
            progress=advance,
        )
    write_edition(edition, folder, data=None if without_data else root, replace=replace)
    results = f"{countries} country" if countries == 1 else f"{countries} countries"
    click.echo(f"{folder} written: {results}, digest of the data {edition.digest[:12]}", err=True)
