"""``sovai report``."""

from __future__ import annotations

from typing import Any

import click

from sovai.cli.options import lang_option, progress
from sovai.cli.run import Run, run_options
from sovai.errors import UsageError


@click.command(short_help="Write a report on a country that can be handed on: HTML, Word, Excel, PDF, Markdown.")
@click.argument("country", metavar="COUNTRY|CIRCLE")
@click.option(
    "--output", "-o", "files", metavar="FILE", multiple=True,
    help="Write to a file; its ending says the form: .html, .docx, .xlsx, .pdf, .md or .json. May be given several "
    "times; without it, Markdown on the screen.",
)  # fmt: skip
@click.option("--scenario", "scenarios", metavar="ID|FILE", multiple=True, help="Also what would follow in a scenario.")
@click.option(
    "--compare", "beside", metavar="COUNTRY|CIRCLE", multiple=True, help="Also the country beside these, with ranks."
)
@click.option("--levers", "with_levers", is_flag=True, help="Also what mitigations would do.")
@click.option(
    "--pages", type=click.Choice(["1", "full"]), default="full", show_default=True,
    help="1: a brief of one page with its sources.",
)  # fmt: skip
@click.option("--title", metavar="TEXT", default="", help="Title of the report.")
@click.option("--author", metavar="TEXT", default="", help="Who hands it on.")
@click.option(
    "--likelihood-words", type=click.Choice(["icd203", "ipcc", "none"]), default="none", show_default=True,
    help="Words for probabilities of the simulation beside their percentages.",
)  # fmt: skip
@run_options(draws=10_000)
@lang_option
def report(
    country: str,
    run: Run,
    files: tuple[str, ...],
    scenarios: tuple[str, ...],
    beside: tuple[str, ...],
    with_levers: bool,
    pages: str,
    title: str,
    author: str,
    likelihood_words: str,
    lang: str,
) -> None:
    """Write a report on COUNTRY: the answer, the largest levers, what would change it, limits, and all behind it.

    COUNTRY is a code, a name or the path of a profile, or a circle such as EU: then there is one table per topic with
    one row per member. Nothing is fetched from anywhere, and nothing is written unless every file can be.
    """
    from sovai.loading import load_profile
    from sovai.report.pages.forms import form_of
    from sovai.report.pages.report import compose_circle_report, compose_report

    for file in files:
        form_of(file)  # says what is missing before anything is computed
    model = run.model()
    look: dict[str, Any] = {"language": lang, "brief": pages == "1", "title": title, "author": author}
    with progress(run.draws) as advance:
        if country.strip().upper() in model.catalogue.circles:
            _check_circle(country, run.home, {"--scenario": scenarios, "--compare": beside, "--levers": with_levers})
            settings = {key: value for key, value in run.settings().items() if key != "home"}
            found = compose_circle_report(country, **look, model=model, **settings, progress=advance)
        else:
            found = compose_report(
                load_profile(country, model=model),
                scenarios=scenarios,
                beside=beside,
                with_levers=with_levers,
                likelihood_words=likelihood_words,
                **look,
                model=model,
                **run.settings(),
                progress=advance,
            )
    if files:
        found.write(*files)
    else:
        click.echo(found.to_markdown(), nl=False)


def _check_circle(circle: str, home: str, given: dict[str, object]) -> None:
    """Refuse what can be asked of one country only."""
    for option, value in given.items():
        if value:
            raise UsageError(f"{option} is for a report on one country; leave it out for the circle {circle}")
    if home and home.upper() != circle.upper():
        raise UsageError(f"a report on {circle} counts its members as home beside each for itself; leave out --home")
