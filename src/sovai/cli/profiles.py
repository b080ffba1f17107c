"""``sovai profiles``."""

from __future__ import annotations

import click

from sovai.cli.options import data_option
from sovai.cli.output import Output, output_options


@click.command(short_help="List the countries there are profiles of.")
@data_option
@output_options
def profiles(data: str | None, out: Output) -> None:
    """List the profiles of the data tree: country, date, what is attributed, grades."""
    from sovai.assessment.profiles import profiles
    from sovai.loading import load_model

    out.show(profiles(model=load_model(data)))
