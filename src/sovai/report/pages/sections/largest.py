"""Page one: the three largest levers."""

from __future__ import annotations

from sovai import explain
from sovai.report.language import _
from sovai.report.pages.blocks import Cell, Column, Paragraph, Section, Table
from sovai.report.pages.context import COMPUTED, Context, count, interval, note, share, time
from sovai.report.wording import assessment as wording

TOP = 3


def largest(context: Context) -> Section:
    """Return the three states with the largest loss: layers and how, through whom, how soon, vetoes."""
    levers = explain.levers(context.assessment, "jurisdiction", TOP)
    table = Table(
        _("What would follow if one of them stopped supply"),
        (
            Column(_("State")),
            Column(_("Need unmet"), figures=True),
            Column(_("Interval"), figures=True),
            Column(_("Layers, and how it is felt")),
            Column(_("Through whom")),
            Column(_("Time to impact"), figures=True),
            Column(_("Vetoes"), figures=True),
            Column(_("Rests on")),
        ),
        tuple(_row(context, lever) for lever in levers),
        basis=COMPUTED,
    )
    return Section("largest", _("The largest levers"), (table, _reading(context)))


def _row(context: Context, lever: explain.Lever) -> tuple[Cell, ...]:
    assessment, party = context.assessment, lever.party
    impact = explain.first_impact(party, assessment.course_years)
    return (
        _("{party} (tie)").format(party=party.name) if explain.in_a_tie(assessment, party) else party.name,
        share(party.loss.nominal),
        interval(party.loss, "share"),
        wording.pace_by_layer(lever),
        wording.through_whom(lever, assessment),
        time(impact.years, assessment.course_years[-1]),
        count(len(party.vetoes)),
        context.computed_from(lever.evidence),
    )


def _reading(context: Context) -> Paragraph:
    return note(*wording.lever_notes(context.assessment))
