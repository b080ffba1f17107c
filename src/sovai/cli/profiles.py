"""``sovai profiles``."""

from __future__ import annotations

import click

from sovai.cli.options import data_option
from sovai.cli.output import Output


@click.command(short_help="List the countries there are profiles of.")
@data_option
def profiles(data: str | None) -> None:
    """List the profiles of the data tree: country, date, what is attributed, grades."""
    from sovai.assessment.survey import survey
    from sovai.loading import load_model
    from sovai.report.terminal.profiles import render

    listed = survey(load_model(data))
    Output().draw(lambda console: render(listed, console))
