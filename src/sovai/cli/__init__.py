"""The command line. Only click is imported at start; each command loads what it needs when it runs."""

from __future__ import annotations

import click

from sovai._version import __version__
from sovai.cli.authoring import import_, new, template
from sovai.cli.check import check
from sovai.cli.cite import cite
from sovai.cli.compare import compare
from sovai.cli.cutsets import cutsets
from sovai.cli.diff import diff
from sovai.cli.errors import ErrorBoundary
from sovai.cli.explain import explain
from sovai.cli.freeze import freeze
from sovai.cli.gaps import gaps
from sovai.cli.import_trade import import_trade
from sovai.cli.leverage import leverage
from sovai.cli.levers import levers
from sovai.cli.profiles import profiles
from sovai.cli.rank import rank
from sovai.cli.replay import replay
from sovai.cli.report import report
from sovai.cli.robustness import robustness
from sovai.cli.schema import schema
from sovai.cli.score import score
from sovai.cli.sensitivity import sensitivity
from sovai.cli.study import study
from sovai.cli.whatif import whatif


@click.group(cls=ErrorBoundary, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="sovai")
def main() -> None:
    """Score how dependent a country is on others for AI, and see who could switch it off.

    \b
    sovai score DEU              one country on one screen
    sovai score DEU --home EU    supply from the Union counted as home
    sovai explain DEU USA        everything behind one lever
    sovai whatif DEU --cut USA   what would stop, run down and go on
    sovai cutsets DEU            who could do it together
    sovai gaps DEU               which missing figures would narrow the answer most
    sovai levers DEU             what would lower the score, and at which cost
    sovai compare DEU FRA        what a difference is made of
    sovai rank EU                countries compared
    sovai sensitivity DEU        what the uncertainty comes from
    sovai robustness DEU         whether the findings hold whatever the weights
    sovai leverage NLD           over whom one party has how much power
    sovai report DEU -o de.html  a report to hand on
    """  # noqa: D301 (click wants the character \b itself)


for command in (
    score, explain, whatif, cutsets, gaps, levers, compare, rank, leverage, sensitivity, robustness, report,
    study, cite, freeze, replay, profiles, check, diff, schema, import_trade, new, template, import_,
):  # fmt: skip
    main.add_command(command)
