"""What every screen shares: its width, its plain tables, and whether it has styles."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable

from rich.console import Console
from rich.table import Table

WIDTH = 100


def on_screen(draw: Callable[[Console], None], *, plain: bool = False) -> str:
    """Return what `draw` prints, with styles only where standard output is a terminal that wants them."""
    buffer = io.StringIO()
    styled = not plain and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    draw(
        Console(
            file=buffer, width=WIDTH, highlight=False, markup=False, emoji=False,
            force_terminal=styled, color_system="standard" if styled else None,
        )
    )  # fmt: skip
    return "\n".join(line.rstrip() for line in buffer.getvalue().splitlines()) + "\n"


def plain_table(*headers: str) -> Table:
    """Return a plain table; a header that ends in ``:r`` is aligned to the right."""
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold", show_edge=False)
    for header in headers:
        name, _, side = header.partition(":")
        table.add_column(name, justify="right" if side else "left", no_wrap=bool(side))
    return table
