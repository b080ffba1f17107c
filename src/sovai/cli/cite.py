"""``sovai cite``."""

from __future__ import annotations

import click

from sovai.cli.options import output_option
from sovai.cli.output import deliver
from sovai.cli.run import Run, run_options


@click.command(short_help="What to cite: program, data edition and run, as BibTeX or CSL-JSON.")
@click.argument("country", required=False)
@run_options(draws=10_000, many=100_000)
@click.option(
    "--format", "form", type=click.Choice(["bibtex", "csl"]), default="bibtex", show_default=True,
    help="BibTeX for LaTeX, CSL-JSON for Zotero, pandoc and Quarto.",
)  # fmt: skip
@output_option
def cite(country: str | None, run: Run, form: str, output: str | None) -> None:
    """Print what to cite: the program and the edition of the data; with COUNTRY also the run that scores it.

    The options of the run are those of ``sovai score``.
    """
    from importlib import import_module

    from sovai.assessment.cite import cite

    model = run.model()
    result = None
    if country is not None:
        from sovai.assessment.assess import assess
        from sovai.loading import load_profile

        profile = load_profile(country, model=model)
        result = assess(profile, model=model, **run.settings())
    render = import_module(f"sovai.report.bibliography.{form}").render
    deliver(render(cite(result, model=model)), output)
