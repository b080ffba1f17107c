"""``sovai schema``."""

from __future__ import annotations

import click


@click.command(short_help="Print a JSON Schema.")
@click.argument("what", type=click.Choice(["result", "profile"]))
def schema(what: str) -> None:
    """Print the JSON Schema of a result (``sovai score --json``) or of a profile."""
    import json

    if what == "result":
        from sovai.report.data import result_schema

        text = result_schema()
    else:
        from sovai.report.data import profile_schema

        text = profile_schema()
    click.echo(json.dumps(text, indent=2))
