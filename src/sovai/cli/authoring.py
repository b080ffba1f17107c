"""``sovai new``, ``sovai template`` and ``sovai import``: profiles to fill in, as text and as a sheet."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sovai.cli.options import data_option, locale_option, output_option
from sovai.cli.output import deliver
from sovai.errors import UsageError

if TYPE_CHECKING:
    from sovai.authoring.sheet import Locale

profile_option = click.option(
    "--output", "-o", metavar="FILE", help="The file to write. Default: the country's code with .toml, in this folder."
)
force_option = click.option("--force", is_flag=True, help="Overwrite a file that exists.")


@click.command(short_help="Write a profile to fill in.")
@click.argument("country")
@profile_option
def new(country: str, output: str | None) -> None:
    """Write a commented profile of COUNTRY to fill in: every component, what it covers, where figures are found.

    COUNTRY is a code (KEN, KE) or a name (Kenya). A file that exists is left as it is.
    """
    from sovai.authoring.form import blank_profile, render_form

    profile = blank_profile(country, as_of=dt.date.today())
    _write(render_form(profile), output or f"{profile.country.code}.toml")


@click.command(short_help="Write a sheet for a spreadsheet.")
@click.argument("country")
@click.option("--format", "form", type=click.Choice(["csv"]), default="csv", show_default=True, help="What to write.")
@locale_option
@data_option
@output_option
@force_option
def template(country: str, form: str, locale: Locale, data: str | None, output: str | None, force: bool) -> None:  # noqa: ARG001
    """Write the profile of COUNTRY as a sheet; an empty one where there is no profile yet.

    COUNTRY is a code, a name or the path of a profile. 'sovai import' reads the sheet back.
    """
    from sovai.authoring.form import starting_profile
    from sovai.authoring.sheet import render_sheet

    sheet = render_sheet(starting_profile(country, data=data, as_of=dt.date.today()), locale=locale)
    if output is None:
        deliver(sheet, None)
    else:
        _write(sheet, output, force=force, remedy=" or overwrite it with --force")


@click.command("import", short_help="Turn a sheet into a profile.")
@click.argument("file", type=click.Path(path_type=Path))
@profile_option
@force_option
@data_option
def import_(file: Path, output: str | None, force: bool, data: str | None) -> None:
    """Check the sheet FILE and write the profile it holds; with any fault, nothing is written.

    Commas, semicolons and tabs, decimal commas and points, and percent signs are understood.
    """
    from sovai.authoring.reading import read_sheet
    from sovai.authoring.text import render_profile
    from sovai.loading import load_model

    profile = read_sheet(file, model=load_model(data))
    target = output or f"{profile.country.code}.toml"
    _write(render_profile(profile), target, force=force, remedy=" or overwrite it with --force")


def _write(text: str, output: str, *, force: bool = False, remedy: str = "") -> None:
    if Path(output).is_file() and not force:
        raise UsageError(f"{output} exists; name another file with -o{remedy}")
    deliver(text, output)
    click.echo(f"{output} written", err=True)
