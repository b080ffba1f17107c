"""Scenario by scenario: what would stop, what would run down, what would go on."""

from __future__ import annotations

from sovai.report import numbers
from sovai.report.language import _
from sovai.report.pages.blocks import Bullets, Cell, Column, Figure, Section, Table
from sovai.report.pages.context import COMPUTED, Context, note, paragraph
from sovai.report.pages.pictures.courses import scenario_picture
from sovai.report.wording import changes, courses, precedents
from sovai.report.wording import whatif as wording
from sovai.results.whatif import Course, WhatIf


def scenarios(context: Context) -> Section | None:
    """Return each scenario that was asked for; None without any."""
    found = context.dossier.scenarios
    if not found:
        return None
    return Section(
        "scenarios",
        _("Scenarios"),
        (paragraph(_("Nothing here says how likely any of it is.")),),
        tuple(_scenario(context, result) for result in found),
    )


def _scenario(context: Context, result: WhatIf) -> Section:
    head = result.scenarios[0].head
    basis = context.computed_from(wording.sources(result), most=4)
    facts = [
        *(paragraph(changes.in_words(change, result.names)) for change in result.changes),
        *(paragraph(precedents.precedent(found)) for one in result.scenarios for found in one.precedents),
        *(paragraph(text) for one in result.scenarios for text in wording.scenario_notes(one)),
        *(paragraph(text) for text in wording.notes(result)),
    ]
    how = [paragraph(text, basis=COMPUTED) for text in courses.how_sentences(result)]
    return Section(
        f"scenario-{head.id}",
        head.title,
        (
            paragraph(head.description),
            paragraph(wording.summary(result), basis=basis),
            scenario_picture(result),
            _left(result),
            *([Bullets(tuple(how))] if how else []),
            *([Bullets(tuple(facts))] if facts else []),
            note(_("Left: what would still be met of the need by then, with all that others could add.")),
        ),
    )


def _left(result: WhatIf) -> Table:
    """Return what would be left of the need at each time."""

    def row(name: str, course: Course) -> tuple[Cell, ...]:
        return (name, *(Figure(left.nominal, "share", wording.estimate(left)) for left in course.left))

    rows = [row(_("All layers"), result.stack)]
    for layer in result.layers:
        rows += [row(component.name, component) for component in courses.touched(layer)]
    return Table(
        _("What would be left of the need"),
        (Column(_("Component")), *(Column(numbers.years(at), figures=True) for at in result.years)),
        tuple(rows),
        basis=COMPUTED,
    )
