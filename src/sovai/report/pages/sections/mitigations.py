"""What mitigations would do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sovai.report import numbers
from sovai.report.language import _
from sovai.report.pages.blocks import Bullets, Cell, Column, Figure, Paragraph, Section, Sentence, Spread, Table
from sovai.report.pages.context import COMPUTED, Context, labelled, note, paragraph
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
            *_not_open(context, levers),
            note(*_reading(levers), *wording.closing_notes(levers)),
        ),
    )


def _detail(context: Context, lever: LeverEffect) -> Paragraph:
    """Return what a mitigation needs and makes worse."""
    sentences = [Sentence(f"{lever.title}.", strong=True), *map(Sentence, wording.conditions(lever))]
    *others, last = sentences
    return Paragraph((*others, Sentence(last.text, context.computed_from(lever.evidence), last.strong)))


def _not_open(context: Context, levers: Levers) -> Iterator[Paragraph | Bullets]:
    """Yield the mitigations that the country cannot use, with the reasons."""
    found = [lever for lever in levers.levers if not lever.is_open]
    items = (paragraph(wording.closed(lever, levers), basis=context.computed_from(lever.evidence)) for lever in found)
    yield from labelled(_(wording.NOT_OPEN), tuple(items))


def _table(context: Context, title: str, found: Iterable[LeverEffect], levers: Levers) -> Table:
    return Table(
        title,
        (
            Column(_("Mitigation")),
            Column(_("Score"), figures=True),
            Column(_("Interval"), figures=True),
            Column(_("Top loss"), figures=True),
            Column(_("Million euros"), figures=True),
            Column(_("Years"), figures=True),
            Column(_("Down and up")),
            Column(_("Rests on")),
        ),
        tuple(_row(context, lever, levers) for lever in found),
        basis=COMPUTED,
    )


def _reading(levers: Levers) -> Iterator[str]:
    """Yield how to read the tables."""
    yield (
        _("Score: change in points if the mitigation worked as described.")
        if levers.score.low is None
        else _("Score: change in points if the mitigation worked as described, with the {percent} interval of paired "
               "draws.").format(percent=numbers.percent(levers.interval))
    )  # fmt: skip
    yield _(
        "Top loss: change of the need unmet if the largest lever among states stopped supply, in percentage points "
        "(pp)."
    )
    yield _("Million euros and years: most likely cost and time to effect, ~ with a range, ? not known.")
    yield _(
        "Published costs of other countries or circles are scaled by gross domestic product or population where they "
        "grow with the country; {mark} not scaled."
    ).format(mark=wording.ELSEWHERE)
    yield _("Down and up: what falls most and what rises most. Parts of most mitigations are judgement.")


def _row(context: Context, lever: LeverEffect, levers: Levers) -> tuple[Cell, ...]:
    score, top = lever.score, lever.top_loss
    return (
        f"{lever.title} {wording.FRONT}" if lever.on_front else lever.title,
        Figure(score.nominal, "points changed", numbers.change(score.nominal)),
        Spread(score.low, score.high, "points changed", numbers.change_range(score.low, score.high)),
        Figure(None, "share changed", "–")
        if top is None
        else Figure(top.nominal, "share changed", numbers.share_change(top.nominal)),
        Figure(_mode(lever.cost_million_euros), "million euros", wording.cost_in_words(lever)),
        _years(lever.years_to_effect),
        wording.arrows(lever, levers),
        context.computed_from(lever.evidence),
    )


def _years(found: Range | None) -> Figure:
    """Return the most likely time to effect; a question mark where it is not known."""
    return Figure(_mode(found), "years", "?" if found is None else wording.range_in_words(found))


def _mode(found: Range | None) -> float | None:
    return None if found is None else found.mode
