"""``sovai check``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sovai.cli.errors import EXIT_FAULT
from sovai.cli.options import data_option, locale_option
from sovai.cli.output import check_locale

if TYPE_CHECKING:
    from sovai.report.data import Locale


@click.command(short_help="Check profiles, catalogue and weights.")
@click.argument("files", nargs=-1)
@click.option("--strict", is_flag=True, help="Also ask for a reason and a source of each parameter of the model.")
@click.option("--all", "every", is_flag=True, help="Show every warning, not the first few of each kind.")
@click.option("--warnings-as-errors", "strictest", is_flag=True, help="Exit code 1 for warnings too.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True,
    help="What to print; json and csv have every fault or warning.",
)  # fmt: skip
@locale_option
@data_option
@click.pass_context
def check(
    ctx: click.Context,
    files: tuple[str, ...],
    strict: bool,
    every: bool,
    strictest: bool,
    form: str,
    locale: Locale,
    data: str | None,
) -> None:
    """Name every fault of the data tree, or of FILES (profiles, scenarios, levers). Exit code 1 if there is any.

    Without faults, warn of what needs a look: sources older than 24 months, measures to check again, judgements
    without a note, rows on one weak source.
    """
    from sovai.assessment.upkeep import review
    from sovai.loading import check_tree
    from sovai.report.upkeep import render, warning_lines

    check_locale(locale, form)
    faults = check_tree(files, data=data, strict=strict)
    warnings = () if faults else review(files, data=data)
    if form != "text":
        click.echo(render([*faults, *warnings], form, locale=locale), nl=False)
    elif faults:
        click.echo("\n".join(map(str, faults)))
        click.echo(f"{len(faults)} fault{'s' if len(faults) != 1 else ''}", err=True)
    else:
        click.echo("\n".join(["no faults", *warning_lines(warnings, every=every)]))
    if faults or (strictest and warnings):
        ctx.exit(EXIT_FAULT)
