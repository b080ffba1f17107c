"""Scenario by scenario: what would stop, what would run down, what would go on."""

from __future__ import annotations

from collections.abc import Iterator

from sovai.report import numbers
from sovai.report.language import _
from sovai.report.pages.blocks import Block, Bullets, Cell, Column, Figure, Section, Table
from sovai.report.pages.context import COMPUTED, Context, labelled, paragraph
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
    return Section(
        f"scenario-{head.id}",
        head.title,
        (paragraph(head.description), *_consequences(context, result), *_prices(result), *_behind(context, result)),
    )


def _consequences(context: Context, result: WhatIf) -> Iterator[Block]:
    """Yield what would be left of the need; where nothing would stop, a sentence that says so."""
    basis = context.computed_from(wording.sources(result), most=4)
    if not any(courses.touched(layer) for layer in result.layers):
        yield paragraph(_("Nothing of what the country uses would stop."), basis=basis)
        return
    yield paragraph(wording.summary(result), basis=basis)
    yield scenario_picture(result)
    yield _left(result)
    yield Bullets(tuple(paragraph(text, basis=COMPUTED) for text in courses.how_sentences(result)))


def _prices(result: WhatIf) -> Iterator[Block]:
    """Yield what would cost more: an effect on cost, not on supply."""
    if result.prices:
        found = tuple(paragraph(wording.price_sentence(price, result), basis=COMPUTED) for price in result.prices)
        yield from labelled(_("Cost, not supply"), found)


def _behind(context: Context, result: WhatIf) -> Iterator[Block]:
    """Yield what is assumed, what happened before, and what limits the answer."""
    changed = (
        paragraph(changes.in_words(found, result.names), basis=context.cited(found.change.evidence))
        for found in result.changes
    )
    before = (
        paragraph(precedents.precedent(found), basis=context.cited(found.evidence))
        for scenario in result.scenarios
        for found in scenario.precedents
    )
    limits = [text for scenario in result.scenarios for text in wording.scenario_notes(scenario)]
    limits += wording.notes(result)
    yield from labelled(_("What would change"), tuple(changed))
    yield from labelled(_("What happened before"), tuple(before))
    yield from labelled(_("Limits"), tuple(map(paragraph, limits)))


def _left(result: WhatIf) -> Table:
    """Return what would be left of the need for each component of which anything would stop."""

    def row(name: str, course: Course) -> tuple[Cell, ...]:
        return (name, *(Figure(left.nominal, "share", wording.estimate(left)) for left in course.left))

    rows = [row(component.name, component) for layer in result.layers for component in courses.touched(layer)]
    return Table(
        _("Need still met, by component"),
        (Column(_("Component")), *(Column(numbers.years(at), figures=True) for at in result.years)),
        tuple(rows),
        _("With all that others could add by then."),
        COMPUTED,
        _("Scenarios: components"),
    )
