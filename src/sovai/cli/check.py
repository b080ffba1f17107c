"""``sovai check``."""

from __future__ import annotations

import click

from sovai.cli.errors import EXIT_FAULT
from sovai.cli.options import data_option


@click.command(short_help="Check profiles, catalogue and weights.")
@click.argument("files", nargs=-1)
@click.option("--strict", is_flag=True, help="Also ask for a reason and a source of each parameter of the model.")
@data_option
@click.pass_context
def check(ctx: click.Context, files: tuple[str, ...], strict: bool, data: str | None) -> None:
    """Name every fault of the data tree, or of the profiles FILES. Exit code 1 if there is any."""
    from sovai.loading import check_tree

    faults = check_tree(files, data=data, strict=strict)
    for fault in faults:
        click.echo(str(fault))
    count = len(faults)
    click.echo(f"{count} fault{'s' if count != 1 else ''}" if faults else "no faults", err=bool(faults))
    if faults:
        ctx.exit(EXIT_FAULT)
