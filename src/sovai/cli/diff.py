"""``sovai diff``."""

from __future__ import annotations

import click

from sovai.cli.output import Output, output_options


@click.command(short_help="Compare two data trees or revisions.")
@click.argument("old")
@click.argument("new")
@click.option(
    "--top", metavar="N", type=click.IntRange(1), default=20, show_default=True,
    help="Countries shown; json and csv have all.",
)  # fmt: skip
@output_options
def diff(old: str, new: str, top: int, out: Output) -> None:
    """Show every figure that differs between two data trees, and what that did to scores and ranks.

    OLD and NEW are folders with weights.toml and profiles/, editions that hold their data, or git revisions of the
    repository in the current folder (v1.0, HEAD~3); REVISION:FOLDER names a tree that does not lie at its root. Scores
    are nominal: nothing is drawn.
    """
    from sovai.assessment.difference import diff

    difference = diff(old, new)
    out.show(difference, top=top)
