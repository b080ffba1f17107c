"""What mitigations would do."""

from __future__ import annotations

from collections.abc import Iterable

from sovai.report import numbers
from sovai.report.language import _
from sovai.report.pages.blocks import Bullets, Cell, Column, Figure, Paragraph, Section, Sentence, Spread, Table, Unit
from sovai.report.pages.context import COMPUTED, Context, note, paragraph
from sovai.report.wording import levers as wording
from sovai.results.levers import LeverEffect, Levers, Range

_DETAILS = 5


def mitigations(context: Context) -> Section | None:
    """Return the levers by group with cost and time, and what the first of them need; None where not computed."""
    levers = context.dossier.levers
    if levers is None:
        return None
    sections = list(wording.sections(levers))
    tables = [_table(context, title, found, levers) for title, found in sections]
    first = [lever for _title, found in sections for lever in found][:_DETAILS]
    details = [_detail(context, lever) for lever in first]
    pairs = [paragraph(text, basis=COMPUTED) for text in wording.pairs(levers)]
    return Section(
        "mitigations",
        _("What could be done"),
        (
            *tables,
            *([Bullets(tuple(pairs))] if pairs else []),
            *([Bullets(tuple(details))] if details else []),
            note(*wording.notes(levers)),
        ),
    )


def _detail(context: Context, lever: LeverEffect) -> Paragraph:
    """Return what a mitigation needs and makes worse."""
    sentences = [Sentence(f"{lever.title}.", strong=True), *map(Sentence, wording.conditions(lever))]
    *others, last = sentences
    return Paragraph((*others, Sentence(last.text, context.computed_from(lever.evidence), last.strong)))


def _table(context: Context, title: str, found: Iterable[LeverEffect], levers: Levers) -> Table:
    return Table(
        title,
        (
            Column(_("Mitigation")),
            Column(_("Score"), figures=True),
            Column(_("Interval"), figures=True),
            Column(_("Top loss"), figures=True),
            Column(_("Million €"), figures=True),
            Column(_("Years"), figures=True),
            Column(_("Down and up")),
            Column(_("Rests on")),
        ),
        tuple(_row(context, lever, levers) for lever in found),
        basis=COMPUTED,
    )


def _row(context: Context, lever: LeverEffect, levers: Levers) -> tuple[Cell, ...]:
    score, top = lever.score, lever.top_loss
    return (
        lever.title,
        Figure(score.nominal, "points changed", numbers.change(score.nominal)),
        Spread(score.low, score.high, "points changed", numbers.change_range(score.low, score.high)),
        Figure(None, "share changed", "–")
        if top is None
        else Figure(top.nominal, "share changed", numbers.percent_change(top.nominal)),
        _most_likely(lever.cost_million_euros, "million euros"),
        _most_likely(lever.years_to_effect, "years"),
        wording.arrows(lever, levers),
        context.computed_from(lever.evidence),
    )


def _most_likely(found: Range | None, unit: Unit) -> Figure:
    """Return the most likely number; a question mark where it is not known."""
    return Figure(None, unit, "?") if found is None else Figure(found.mode, unit, wording.range_in_words(found))
