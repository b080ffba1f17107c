"""The screen of ``sovai whatif``: 100 columns, readable without colour."""

from __future__ import annotations

from rich.console import Console

from sovai.errors import UsageError
from sovai.report.citations import Citations, reference
from sovai.report.language import _
from sovai.report.terminal.parts import caveats, fitted, fixed_table, headed, signed
from sovai.report.wording import changes, courses, precedents
from sovai.report.wording import whatif as words
from sovai.results.whatif import Course, WhatIf

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
    headed(words.title(result), words.heading(result), out)
    for scenario in result.scenarios:
        out.print()
        out.print(scenario.head.description)
        for precedent in scenario.precedents:
            said = _("Precedent: {precedent}").format(precedent=precedents.precedent(precedent))
            out.print(f"• {said} {cites.mark(precedent.evidence)}".rstrip())
    if result.scenarios:
        out.print()
        for found in result.changes:
            out.print(f"→ {changes.in_words(found, result.names)} {cites.mark(found.change.evidence)}".rstrip())
    out.print()
    out.print(words.summary(result), style="bold")
    out.print()
    if any(courses.touched(layer) for layer in result.layers):
        _course(result, out)
        out.print(_(courses.COURSE_NOTE), style="dim")
        out.print()
        _parts(result, out)
        out.print(_(courses.PARTS_NOTE), style="dim")
        out.print()
    for sentence in courses.how_sentences(result):
        out.print(f"• {sentence}")
    untouched = courses.untouched_sentence(result)
    if untouched is not None:
        out.print(f"• {untouched}")
    for sentence, evidence in precedents.on_record(result):
        out.print(f"• {sentence} {cites.mark(evidence)}".rstrip())
    if result.prices:
        out.print()
        out.print(_("Cost, not supply"), style="bold")
        for price in result.prices:
            out.print(f"• {words.price_sentence(price, result)}")
    out.print()
    for note in (*(n for scenario in result.scenarios for n in words.scenario_notes(scenario)), *words.notes(result)):
        out.print(f"! {note}")
    caveats(out)
    cites.mark(words.sources(result))
    for number, source in cites.mentioned():
        out.print(f"[{number}] {reference(source)}", style="dim", overflow="ellipsis", no_wrap=True)
    signed(words.citation(result), result.provenance, out)


def _course(result: WhatIf, out: Console) -> None:
    ranges = len(result.years) <= _WITH_RANGES
    rows: list[tuple[str, Course, str | None]] = [(_("All layers"), result.stack, None)]
    for layer in result.layers:
        touched = courses.touched(layer)
        if touched:
            rows.append((layer.name, layer, "bold"))
        inside = touched if len(layer.components) > 1 else ()
        rows += [(f"  {component.name}", component, None) for component in inside]
    cells = [
        (name, courses.curve(course, _CURVE), *courses.course_row(course, ranges=ranges))
        for name, course, _style in rows
    ]
    widths = (_NAME, _CURVE, *[_CELL[ranges]] * len(result.years))
    table = fixed_table(columns := courses.course_columns(result), [], fitted(columns, cells, widths))
    for row, (_name, _course, style) in zip(cells, rows, strict=True):
        table.add_row(*row, style=style)
    out.print(table)


def _parts(result: WhatIf, out: Console) -> None:
    columns = courses.parts_columns()
    rows = [
        courses.parts_row(component, result.years[-1])
        for layer in result.layers
        for component in courses.touched(layer)
    ]
    out.print(fixed_table(columns, rows, fitted(columns, rows, _PARTS)))
