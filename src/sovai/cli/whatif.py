"""``sovai whatif``."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from sovai.cli.options import progress, with_options
from sovai.cli.output import Output, output_options
from sovai.cli.run import Run, run_options
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
@run_options(draws=2000)
@output_options
def whatif(
    country: str,
    run: Run,
    scenarios: tuple[str, ...],
    cuts: tuple[str, ...],
    components: str,
    access: str,
    strength: str,
    at: str,
    out: Output,
) -> None:
    """Show what would stop in COUNTRY, what would run down and what would go on, if supply stopped.

    SCENARIO is an id of the data tree's scenarios/ or the path of a file; several happen together. --cut asks without
    a file: 'sovai whatif DEU --cut USA'. Nothing is said about how likely any of it is.
    """
    from sovai.assessment.whatif import what_if
    from sovai.loading import load_profile

    model = run.model()
    profile = load_profile(country, model=model)
    with progress(run.draws) as advance:
        result = what_if(
            profile,
            scenario=scenarios,
            cut=cuts,
            components=_words(components),
            access=cast("Sequence[AccessMode]", _words(access)),
            strength=_numbers(strength),
            at=at,
            model=model,
            **run.settings(),
            progress=advance,
        )
    out.show(result)


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _numbers(text: str) -> float | list[float]:
    try:
        found = [float(word) for word in text.split(",")]
    except ValueError:
        raise UsageError(f"--strength {text}: write a number from 0 to 1, or three such as 0.2,0.5,0.8") from None
    return found[0] if len(found) == 1 else found
