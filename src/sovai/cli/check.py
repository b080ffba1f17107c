"""``sovai check``."""

from __future__ import annotations

import click

from sovai.cli.errors import EXIT_FAULT
from sovai.cli.options import data_option
from sovai.cli.output import Output, deliver, form_options


@click.command(short_help="Check profiles, catalogue and weights.")
@click.argument("files", nargs=-1)
@click.option("--strict", is_flag=True, help="Also ask for a reason and a source of each parameter of the model.")
@click.option("--all", "every", is_flag=True, help="Show every warning, not the first few of each kind.")
@click.option("--warnings-as-errors", "strictest", is_flag=True, help="Exit code 1 for warnings too.")
@data_option
@form_options
@click.pass_context
def check(
    ctx: click.Context,
    files: tuple[str, ...],
    strict: bool,
    every: bool,
    strictest: bool,
    data: str | None,
    out: Output,
) -> None:
    """Name every fault of the data tree, or of FILES (profiles, scenarios, levers). Exit code 1 if there is any.

    Without faults, warn of what needs a look: sources older than 24 months, measures to check again, judgements
    without a note, rows on one weak source. JSON, CSV and Markdown have every one of them.
    """
    from sovai.assessment.upkeep import review
    from sovai.loading import check_tree
    from sovai.report.upkeep import render, warning_lines

    faults = check_tree(files, data=data, strict=strict)
    warnings = () if faults else review(files, data=data)
    if out.form != "text":
        text = render([*faults, *warnings], out.form, locale=out.locale)
    elif faults:
        text = "".join(f"{fault}\n" for fault in faults)
    else:
        text = "\n".join(["no faults", *warning_lines(warnings, every=every)]) + "\n"
    deliver(text, out.file)
    if faults and out.form == "text":
        click.echo(f"{len(faults)} fault{'s' if len(faults) != 1 else ''}", err=True)
    if faults or (strictest and warnings):
        ctx.exit(EXIT_FAULT)
