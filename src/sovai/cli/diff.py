"""``sovai diff``."""

from __future__ import annotations

import click

from sovai.cli.options import as_data, deliver, output_option


@click.command(short_help="Compare two data trees or revisions.")
@click.argument("old")
@click.argument("new")
@click.option(
    "--top", metavar="N", type=click.IntRange(1), default=20, show_default=True,
    help="Countries shown; json and csv have all.",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "csv", "markdown"]), default="text", show_default=True,
    help="What to print.",
)  # fmt: skip
@output_option
def diff(old: str, new: str, top: int, form: str, output: str | None) -> None:
    """Show every figure that differs between two data trees, and what that did to scores and ranks.

    OLD and NEW are folders with weights.toml and profiles/, or git revisions of the repository in the current folder
    (v1.0, HEAD~3); REVISION:FOLDER names a tree that does not lie at its root. Scores are nominal: nothing is drawn.
    """
    from sovai.assessment.difference import diff

    difference = diff(old, new)
    if form in ("json", "csv"):
        from sovai.results.difference import COLUMNS

        text = as_data(form, difference, difference.to_records, COLUMNS)
    elif form == "markdown":
        from sovai.report.document.difference import render

        text = render(difference, top=top)
    else:
        from sovai.report.terminal.difference import difference_screen
        from sovai.report.terminal.screen import on_screen

        text = on_screen(lambda out: difference_screen(difference, out, top=top), plain=output is not None)
    deliver(text, output)
