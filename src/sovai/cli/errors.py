"""One boundary for every error: a message, an exit code, no traceback."""

from __future__ import annotations

import io
import os
import sys
from typing import Any

import click

from sovai.errors import DataError, SovaiError

EXIT_FAULT = 1
"""Faulty data or a request that cannot be met. (click itself uses 2 for unknown options.)"""


class ErrorBoundary(click.Group):
    """A group that turns errors raised on purpose into messages."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a `SovaiError` becomes its message and exit code 1."""
        _write_utf8()
        try:
            return super().invoke(ctx)
        except DataError as error:
            for fault in error.faults:
                click.echo(str(fault), err=True)
            count = len(error.faults)
            click.echo(f"{count} fault{'s' if count != 1 else ''}; nothing was computed or written", err=True)
            ctx.exit(EXIT_FAULT)
        except SovaiError as error:
            click.echo(f"sovai: {error}", err=True)
            ctx.exit(EXIT_FAULT)
        except OSError as error:
            # The reader (head, less) has gone, or the disk is full; what is left must not be flushed at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if not isinstance(error, BrokenPipeError):
                click.echo(f"sovai: {error}", err=True)
            ctx.exit(EXIT_FAULT)


def _write_utf8() -> None:
    """Write pipes and files as UTF-8 wherever sovai runs; a terminal keeps its encoding, ``?`` for what it lacks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")
