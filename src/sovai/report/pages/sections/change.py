"""Page one: what would change the answer, as far as it was computed."""

from __future__ import annotations

from collections.abc import Iterator

from sovai import explain
from sovai.report import numbers
from sovai.report.language import _
from sovai.report.pages.blocks import Bullets, Paragraph, Section
from sovai.report.pages.context import COMPUTED, Context, paragraph
from sovai.report.wording import assessment as wording
from sovai.report.wording import flips as wording_flips
from sovai.report.wording import gaps as wording_gaps

_MITIGATIONS, _FLIPS, _FIGURES = 2, 1, 3


def change(context: Context) -> Section:
    """Return mitigations, flip points and missing figures: those that weigh most."""
    items = tuple(_items(context))
    return Section("change", _("What would change it"), (Bullets(items),))


def _items(context: Context) -> Iterator[Paragraph]:
    yield from _mitigations(context)
    flips = context.assessment.flips
    if flips is not None:
        yield from (paragraph(text, basis=COMPUTED) for text in list(wording_flips.sentences(flips))[:_FLIPS])
    if text := wording.without_largest_line(context.assessment):
        yield paragraph(text, basis=COMPUTED)
    yield from _missing_figures(context)


def _mitigations(context: Context) -> Iterator[Paragraph]:
    """Yield the mitigations that take most off the score, or say that none takes off what can be seen."""
    if context.dossier.levers is None:
        return
    nothing = numbers.change(0.0)
    found = [
        lever
        for lever in context.dossier.levers.levers
        if lever.is_open and lever.score.nominal < 0.0 and numbers.change(lever.score.nominal) != nothing
    ]
    if not found:
        text = _("No mitigation that is open to the country takes a tenth of a point off the score.")
        yield paragraph(text, basis=COMPUTED)
    for lever in found[:_MITIGATIONS]:
        yield paragraph(
            _("{lever}: {change} points of the score ({range}).").format(
                lever=lever.title,
                change=numbers.change(lever.score.nominal),
                range=numbers.change_range(lever.score.low, lever.score.high),
            ),
            basis=context.computed_from(lever.evidence),
        )


def _missing_figures(context: Context) -> Iterator[Paragraph]:
    """Yield the figures that would narrow the answer most or, without draws, those of which most is missing."""
    gaps, missing = context.dossier.gaps, explain.missing(context.assessment)
    if gaps is not None and gaps.together:
        figures = [gaps.gaps[step.gap] for step in gaps.together[:_FIGURES]]
        yield paragraph(
            _("Missing figures that weigh most: {figures}; with them the score would be known to about {left} points "
              "instead of {width}.").format(
                figures=numbers.listed(dict.fromkeys(wording_gaps.in_words(gap, gaps) for gap in figures)),
                left=numbers.tenths(gaps.together[len(figures) - 1].span_left.value),
                width=numbers.tenths(gaps.span.high - gaps.span.low),
            ),
            basis=COMPUTED,
        )  # fmt: skip
    elif missing:
        components = numbers.listed(
            _("{component} ({share})").format(component=found.name, share=numbers.percent(found.unattributed))
            for found in missing
        )
        yield paragraph(
            _("Most of what is attributed to nobody: {components}.").format(components=components), basis=COMPUTED
        )
