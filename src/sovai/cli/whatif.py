"""``sovai whatif``."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from sovai.cli.options import (
    as_data,
    data_option,
    deliver,
    home_option,
    horizon_option,
    interval_option,
    output_option,
    progress,
    seed_option,
    weights_option,
    with_options,
)
from sovai.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sovai.model.vocabulary import AccessMode

refusal_options = with_options(
    click.option(
        "--cut", "cuts", metavar="PARTY[,PARTY…]", multiple=True,
        help="Parties that would stop supply: states, suppliers, circles such as EU. May be given several times.",
    ),
    click.option("--components", metavar="ID[,ID…]", default="", help="Only these components, layers or inputs."),
    click.option("--access", metavar="MODE[,MODE…]", default="", help="Only sources with these modes of access."),
    click.option(
        "--strength", metavar="PART", default="1", show_default=True,
        help="How far they carry it out, 0–1, or lowest, likeliest and highest: 0.2,0.5,0.8.",
    ),
)  # fmt: skip


@click.command(short_help="Show what would follow if supply stopped.")
@click.argument("country")
@click.argument("scenarios", nargs=-1, metavar="[SCENARIO]...")
@refusal_options
@click.option(
    "--at", metavar="TIMES", default="0,30d,1y,3y,5y", show_default=True, help="Times after supply stops: d, w, m, y."
)
@horizon_option
@home_option
@click.option(
    "--draws", metavar="N", type=int, default=2000, show_default=True, help="Monte Carlo draws; 0: nominal run only."
)
@seed_option
@interval_option
@weights_option
@data_option
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "csv", "markdown"]), default="text", show_default=True,
    help="What to print.",
)  # fmt: skip
@click.option("--json", "form", flag_value="json", help="Short for --format json.")
@output_option
def whatif(
    country: str,
    scenarios: tuple[str, ...],
    cuts: tuple[str, ...],
    components: str,
    access: str,
    strength: str,
    at: str,
    horizon: float | None,
    home: str,
    draws: int,
    seed: int,
    interval: float,
    weights: str | None,
    data: str | None,
    form: str,
    output: str | None,
) -> None:
    """Show what would stop in COUNTRY, what would run down and what would go on, if supply stopped.

    SCENARIO is an id of the data tree's scenarios/ or the path of a file; several happen together. --cut asks without
    a file: 'sovai whatif DEU --cut USA'. Nothing is said about how likely any of it is.
    """
    from sovai.assessment.whatif import what_if
    from sovai.loading import load_model, load_profile

    model = load_model(data, weights=weights)
    profile = load_profile(country, model=model)
    with progress(draws) as advance:
        result = what_if(
            profile,
            scenario=scenarios,
            cut=cuts,
            components=_words(components),
            access=cast("Sequence[AccessMode]", _words(access)),
            strength=_numbers(strength),
            at=at,
            model=model,
            home=home,
            horizon_years=horizon,
            draws=draws,
            seed=seed,
            interval=interval,
            progress=advance,
        )
    if form in ("json", "csv"):
        text = as_data(form, result, result.to_records)
    elif form == "markdown":
        text = result.to_markdown()
    else:
        from sovai.report.terminal.screen import on_screen
        from sovai.report.terminal.whatif import MOST_TIMES, whatif_screen

        if len(result.years) > MOST_TIMES:
            raise UsageError(
                f"a screen has room for {MOST_TIMES} times; --format markdown, csv and json have all of them"
            )
        text = on_screen(lambda out: whatif_screen(result, out), plain=output is not None)
    deliver(text, output)


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _numbers(text: str) -> float | list[float]:
    try:
        found = [float(word) for word in text.split(",")]
    except ValueError:
        raise UsageError(f"--strength {text}: write a number from 0 to 1, or three such as 0.2,0.5,0.8") from None
    return found[0] if len(found) == 1 else found
