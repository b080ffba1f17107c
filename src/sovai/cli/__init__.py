"""The command line. Only click is imported at start; each command is loaded, and loads what it needs, when it runs."""

from __future__ import annotations

import gc
import importlib
import os

import click

from sovai._version import __version__
from sovai.cli.errors import ErrorBoundary

_COMMANDS = {
    name: name.replace("-", "_") for name in (
        "score", "explain", "whatif", "cutsets", "gaps", "levers", "compare", "rank", "leverage", "sensitivity",
        "robustness", "report", "study", "cite", "freeze", "replay", "profiles", "check", "diff", "schema",
        "import-trade",
    )
} | dict.fromkeys(("new", "template", "import"), "authoring")  # fmt: skip
"""The module in which each command is defined, from a question to what keeps the data."""


class Commands(ErrorBoundary):
    """The commands, each loaded when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """Return the commands in working order."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a command, or None where there is none of that name."""
        if cmd_name not in _COMMANDS:
            return None
        defined = vars(importlib.import_module(f"sovai.cli.{_COMMANDS[cmd_name]}")).values()
        return next(found for found in defined if isinstance(found, click.Command) and found.name == cmd_name)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
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
    # Threads of linear algebra would only wait, and a process that has them cannot be copied for the draws.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # What is read at the start lives to the end: looking for what could be let go finds nothing.
    gc.set_threshold(100_000)
