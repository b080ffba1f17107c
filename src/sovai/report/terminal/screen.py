"""What every screen shares: its width, its plain tables, and whether it has styles."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDTH = 100
_NO_BREAK, _HELD = "\u00a0", "\ue000"
"""Rich breaks lines at no-break spaces too; while it lays out the screen, a sign that it does not know stands there."""


class _Screen(Console):
    def render_str(self, text: str, *arguments: Any, **options: Any) -> Text:
        return super().render_str(text.replace(_NO_BREAK, _HELD), *arguments, **options)


def on_screen(draw: Callable[[Console], None], *, plain: bool = False) -> str:
    """Return what `draw` prints, with styles only where standard output is a terminal that wants them."""
    buffer = io.StringIO()
    styled = not plain and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    draw(
        _Screen(
            file=buffer, width=WIDTH, highlight=False, markup=False, emoji=False,
            force_terminal=styled, color_system="standard" if styled else None,
        )
    )  # fmt: skip
    return "\n".join(line.rstrip() for line in buffer.getvalue().replace(_HELD, _NO_BREAK).splitlines()) + "\n"


def plain_table(*headers: str) -> Table:
    """Return a plain table; a header that ends in ``:r`` is aligned to the right."""
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold", show_edge=False)
    for header in headers:
        name, _, side = header.partition(":")
        table.add_column(name, justify="right" if side else "left", no_wrap=bool(side))
    return table
