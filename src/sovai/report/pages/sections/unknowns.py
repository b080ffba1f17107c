"""What is not known: missing figures, and what the uncertainty comes from."""

from __future__ import annotations

from sovai.report import numbers
from sovai.report.language import _
from sovai.report.pages.blocks import Block, Bullets, Cell, Column, Figure, Paragraph, Section, Sentence, Table
from sovai.report.pages.context import COMPUTED, Context, note, paragraph, points_spread, share
from sovai.report.pages.pictures.sensitivity import sensitivity_picture
from sovai.report.wording import gaps as wording
from sovai.report.wording import sensitivity as wording_sensitivity
from sovai.results.gaps import Gap, Gaps
from sovai.results.sensitivity import Sensitivity

_SHOWN = 8


def unknowns(context: Context) -> Section | None:
    """Return the missing figures and the drivers of the uncertainty; None where neither was computed."""
    gaps, sensitivity = context.dossier.gaps, context.dossier.sensitivity
    parts = [
        *([_missing(gaps)] if gaps is not None else []),
        *([_drivers(sensitivity)] if sensitivity is not None else []),
    ]
    return Section("unknowns", _("What is not known"), (), tuple(parts)) if parts else None


def _missing(gaps: Gaps) -> Section:
    opening = Paragraph(tuple(Sentence(text, COMPUTED) for text in wording.opening(gaps)))
    others = (*wording.lever_sentences(gaps), *wording.other_sentences(gaps))
    steps, bullets = ([paragraph(text, basis=COMPUTED) for text in texts] for texts in (wording.steps(gaps), others))
    table = Table(
        _("Missing and weak figures, what narrows the answer most first"),
        (
            Column(_("Not known")),
            Column(_("Need"), figures=True),
            Column(_("Part of the score"), figures=True),
            Column(_("Best and worst case"), figures=True),
            Column(_("Variance"), figures=True),
            Column(_("Interval"), figures=True),
            Column(_("Answer"), figures=True),
            Column("±", figures=True),
        ),
        tuple(_gap(gap, gaps) for gap in gaps.gaps[:_SHOWN]),
        " ".join((_reading(), wording.worth_note(gaps))),
        COMPUTED,
    )
    return Section(
        "missing-figures",
        _("Missing figures"),
        (
            opening,
            Bullets(tuple(steps), numbered=True),
            Bullets(tuple(bullets)),
            table,
        ),
    )


def _reading() -> str:
    return _(
        "Need: part of the component. Part of the score: what the figure brings to it. Best and worst case: the score "
        "if all of it were in the country's own hands, and in those of the state that raises the score most."
    )


def _gap(gap: Gap, gaps: Gaps) -> tuple[Cell, ...]:
    return (
        wording.named(gap, gaps),
        share(gap.share),
        share(gap.score_share),
        points_spread(gap.bounds.low, gap.bounds.high),
        share(max(0.0, gap.variance.value)),
        Figure(-gap.interval.value, "points changed", numbers.change(-gap.interval.value)),
        Figure(-gap.span.value, "points changed", numbers.change(-gap.span.value)),
        Figure(gap.span.standard_error, "points apart", numbers.tenths(gap.span.standard_error)),
    )


def _drivers(found: Sensitivity) -> Section:
    blocks: list[Block] = [
        Paragraph((Sentence(f"{title}.", strong=True), Sentence(wording_sensitivity.summary(parts, found), COMPUTED)))
        for title, parts in wording_sensitivity.sections(found)
    ]
    if not found.data.constant:
        blocks.append(sensitivity_picture(found))
    reading = note(
        _("Alone: part of the variance that would go if the group were known exactly."),
        _("In all: part that would stay if everything else were known."),
        *wording_sensitivity.additive(found),
    )
    return Section("drivers", _("What the uncertainty comes from"), (*blocks, reading))
