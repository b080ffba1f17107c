"""``sovai explain``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sovai.cli.output import Output, text_option
from sovai.cli.run import Run, run_options

if TYPE_CHECKING:
    from rich.console import Console


@click.command(short_help="Show everything behind one lever.")
@click.argument("country")
@click.argument("party")
@run_options(draws=10_000)
@click.option("--flip", is_flag=True, help="Also what change would overturn who is the largest lever (a second).")
@text_option
def explain(
    country: str,
    party: str,
    run: Run,
    flip: bool,
    out: Output,
) -> None:
    """Show every path, share and piece of evidence behind what PARTY could withhold from COUNTRY.

    PARTY is a state (USA, US, "United States") or a supplier (nvidia, NVIDIA).
    """
    from sovai.assessment.asking import outsider
    from sovai.assessment.assess import assess
    from sovai.explain import find_party, lever
    from sovai.loading import load_profile
    from sovai.report.language import translated
    from sovai.report.terminal.lever import render

    model = run.model()
    profile = load_profile(country, model=model)
    wanted = outsider(party, profile, run.home, model)
    assessment = assess(
        profile,
        model=model,
        **run.settings(),
        sources_per_party=None,
        flips=flip,
    )
    found = find_party(assessment, wanted)

    def draw(console: Console) -> None:
        shown = translated(assessment)
        render(shown, lever(shown, next(each for each in shown.parties if each.id == found.id)), console)

    out.draw(draw)
