"""The screen of ``sovai whatif``: 100 columns, readable without colour."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from sovai.errors import UsageError
from sovai.report import phrases
from sovai.report.citations import Citations, reference
from sovai.report.language import _
from sovai.report.terminal.screen import plain_table
from sovai.report.wording import whatif as words
from sovai.results.whatif import WhatIf

_NAME, _CURVE = 25, 10
_WITH_RANGES, MOST_TIMES = 5, 7
_CELL = {True: 11, False: 8}
_PARTS = (24, 7, 7, 4, 4, 6, 9, 9, 15, 5)


def render(result: WhatIf, out: Console) -> None:
    """Print what would stop, run down and go on, over time.

    Raises
    ------
    UsageError
        If there are more times than a screen has room for.
    """
    if len(result.years) > MOST_TIMES:
        raise UsageError(f"a screen has room for {MOST_TIMES} times; --format markdown, csv and json have all of them")
    cites = Citations(result)
    out.print(Text(words.title(result), style="bold"), f"· {words.heading(result)}")
    for scenario in result.scenarios:
        out.print()
        out.print(scenario.head.description)
        for precedent in scenario.precedents:
            out.print(f"• Precedent: {words.precedent(precedent)} {cites.mark(precedent.evidence)}".rstrip())
    if result.scenarios:
        out.print()
        for found in result.changes:
            out.print(f"→ {words.change_sentence(found, result)} {cites.mark(found.change.evidence)}".rstrip())
    out.print()
    out.print(words.summary(result), style="bold")
    out.print()
    if any(words.touched(layer) for layer in result.layers):
        _course(result, out)
        out.print(words.COURSE_NOTE, style="dim")
        out.print()
        _parts(result, out)
        out.print(words.PARTS_NOTE, style="dim")
        out.print()
    for sentence in words.how_sentences(result):
        out.print(f"• {sentence}")
    untouched = words.untouched_sentence(result)
    if untouched is not None:
        out.print(f"• {untouched}")
    for sentence, evidence in words.on_record(result):
        out.print(f"• {sentence} {cites.mark(evidence)}".rstrip())
    if result.prices:
        out.print()
        out.print("Cost, not supply", style="bold")
        for price in result.prices:
            out.print(f"• {words.price_sentence(price, result)}")
    out.print()
    for note in (*(n for scenario in result.scenarios for n in words.scenario_notes(scenario)), *words.notes(result)):
        out.print(f"! {note}")
    out.print(f"! {_(phrases.STANDING_CAVEAT)}")
    cites.mark(words.sources(result))
    for number, source in cites.mentioned():
        out.print(f"[{number}] {reference(source)}", style="dim", overflow="ellipsis", no_wrap=True)
    out.print(f"{words.citation(result)} · {result.provenance.command}", style="dim")


def _course(result: WhatIf, out: Console) -> None:
    ranges = len(result.years) <= _WITH_RANGES
    table = plain_table(*words.course_columns(result))
    for column, width in zip(table.columns, (_NAME, _CURVE, *[_CELL[ranges]] * len(result.years)), strict=True):
        column.min_width = column.max_width = width
        column.no_wrap, column.overflow = True, "ellipsis"
    table.add_row("All layers", words.curve(result.stack, _CURVE), *words.course_row(result.stack, ranges=ranges))
    for layer in result.layers:
        touched = words.touched(layer)
        if touched:
            cells = words.course_row(layer, ranges=ranges)
            table.add_row(layer.name, words.curve(layer, _CURVE), *cells, style="bold")
        for component in touched if len(layer.components) > 1 else ():
            cells = words.course_row(component, ranges=ranges)
            table.add_row(f"  {component.name}", words.curve(component, _CURVE), *cells)
    out.print(table)


def _parts(result: WhatIf, out: Console) -> None:
    table = plain_table(*words.PARTS_COLUMNS)
    for column, width in zip(table.columns, _PARTS, strict=True):
        column.min_width = column.max_width = width
        column.no_wrap, column.overflow = True, "ellipsis"
    for layer in result.layers:
        for component in words.touched(layer):
            table.add_row(*words.parts_row(component, result.years[-1]))
    out.print(table)
