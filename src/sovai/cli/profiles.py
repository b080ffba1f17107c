"""``sovai profiles``."""

from __future__ import annotations

import click

from sovai.cli.options import data_option, deliver


@click.command(short_help="List the countries there are profiles of.")
@data_option
def profiles(data: str | None) -> None:
    """List the profiles of the data tree: country, date, what is attributed, grades."""
    from sovai.assessment.survey import survey
    from sovai.loading import load_model
    from sovai.report.terminal.assessment import profiles_screen
    from sovai.report.terminal.screen import on_screen

    listed = survey(load_model(data))
    deliver(on_screen(lambda out: profiles_screen(listed, out)), None)
