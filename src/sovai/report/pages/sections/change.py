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
from sovai.report.wording import levers as wording_levers

_MITIGATIONS = 2


def change(context: Context) -> Section:
    """Return mitigations, flip points and missing figures: those that weigh most."""
    items = tuple(_items(context))
    return Section("change", _("What would change it"), (Bullets(items),))


def _items(context: Context) -> Iterator[Paragraph]:
    dossier, assessment = context.dossier, context.assessment
    if dossier.levers is not None:
        largest = [
            lever for lever in dossier.levers.levers if wording_levers.shows(lever) and lever.score.nominal < 0.0
        ]
        for lever in largest[:_MITIGATIONS]:
            yield paragraph(
                _("{lever}: {change} points of the score ({range}).").format(
                    lever=lever.title,
                    change=numbers.change(lever.score.nominal),
                    range=numbers.change_range(lever.score.low, lever.score.high),
                ),
                basis=context.computed_from(lever.evidence),
            )
    if dossier.flips is not None:
        for sentence in list(wording_flips.sentences(dossier.flips))[:1]:
            yield paragraph(sentence, basis=COMPUTED)
    if text := wording.without_largest_line(assessment):
        yield paragraph(text, basis=COMPUTED)
    missing = explain.missing(assessment)
    if missing:
        yield paragraph(
            _("Missing figures that weigh most: {components}.").format(
                components=numbers.listed(
                    _("{component} ({share} attributed to nobody)").format(
                        component=component.name, share=numbers.percent(component.unattributed)
                    )
                    for component in missing
                )
            ),
            basis=COMPUTED,
        )
