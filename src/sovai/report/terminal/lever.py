"""The screen of ``sovai explain``: everything behind one lever."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console

from sovai.report.citations import Citations, reference
from sovai.report.language import _
from sovai.report.terminal.parts import caveats, headed, signed
from sovai.report.terminal.screen import plain_table
from sovai.report.wording import flips as wording_flips
from sovai.report.wording import lever as words
from sovai.results.explanation import Explanation


def render(found: Explanation, out: Console) -> None:
    """Print everything behind one lever: components, course, ways, evidence."""
    cites = Citations(found)
    headed(words.title(found), words.heading(found), out)
    out.print()
    out.print(words.sentence(found))
    out.print()
    _table(words.effect_columns(), words.effect_rows(found), out)
    out.print(words.effects_note(found), style="dim")
    out.print()
    _table(words.course_columns(found), words.course_rows(found), out)
    out.print()
    _table(words.route_columns(), words.route_rows(found, cites), out)
    out.print(words.routes_note(), style="dim")
    out.print()
    if overturning := list(words.flip_sentences(found)):
        out.print(_(wording_flips.TITLE), style="bold")
        for sentence in overturning:
            out.print(f"• {sentence}")
        out.print()
    caveats(out)
    for number, source in cites.mentioned():
        out.print(f"[{number}] {reference(source)}", style="dim", soft_wrap=True)  # an address stays whole
    signed(words.citation(found), found.provenance, out)


def _table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]], out: Console) -> None:
    table = plain_table(*columns)
    for row in rows:
        table.add_row(*row)
    out.print(table)
