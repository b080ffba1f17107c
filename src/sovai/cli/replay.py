"""``sovai replay``."""

from __future__ import annotations

from contextlib import nullcontext

import click

from sovai.cli.errors import EXIT_FAULT
from sovai.cli.options import progress, workers_option
from sovai.cli.output import Output, output_options
from sovai.cli.run import workers_of


@click.command(short_help="Compute an edition again and report any difference.")
@click.argument("folder", metavar="DIR")
@click.option(
    "--data", metavar="DIR|REVISION",
    help="Data of an edition without its own: a folder or a git revision. Default: the shipped data.",
)  # fmt: skip
@workers_option
@output_options
@click.pass_context
def replay(ctx: click.Context, folder: str, data: str | None, workers: int | None, out: Output) -> None:
    """Compute the edition in DIR again and report any difference. Exit code 1 if there is any.

    The same program on the same kind of processor gives the same bytes. Elsewhere nominal figures must agree to 1e-9
    and figures of the simulation to 1e-4, relative to the larger of 1 and the figure.
    """
    from sovai.assessment.replay import replay
    from sovai.authoring.edition import read_edition
    from sovai.loading import load_model
    from sovai.loading.revisions import data_tree

    edition, own = read_edition(folder)
    with data_tree(data) if data is not None else nullcontext(own) as tree:
        model = load_model(tree)
        with progress(len(edition.results), label="Countries") as advance:
            processes = workers_of(workers, draws=len(edition.results) * edition.draws)
            found = replay(edition, model=model, workers=processes, progress=advance)
    out.show(found)
    if not found.agrees:
        ctx.exit(EXIT_FAULT)
