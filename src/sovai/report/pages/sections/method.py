"""How the figures come about, in brief."""

from __future__ import annotations

from sovai.report import numbers, phrases
from sovai.report.language import _
from sovai.report.pages.blocks import Section
from sovai.report.pages.context import Context, note, paragraph


def method(context: Context) -> Section:
    """Return the method in a few paragraphs, with the meaning of the words for probabilities where they are used."""
    assessment, scale = context.assessment, context.scale
    text = [
        paragraph(
            _("The question is not whether a country controls everything itself, but whether any single outsider can "
              "take it away."),
            _("Of each component of the stack it is recorded who supplies which share of the need, under which state's "
              "law, with which access, and what the suppliers need in turn."),
        ),
        paragraph(
            _("Three indicators from 0 to 1 are computed for each component: how much comes under outside power at "
              "all, how much one outside state could withhold, and how much of the need would go unmet "
              "{period} if the worst single party stopped supply while others expanded.").format(
                  period=phrases.period(assessment.horizon_years)
              ),
            _("Their weighted mean is the score of the component; a power mean over components and layers gives the "
              "score of the country, from 0 to 100, so that a strong layer makes up for a weak one only in part."),
        ),
        paragraph(
            _("Intervals are the central {share} of {draws} draws in which shares and parameters vary as far as their "
              "sources disagree, are coarse or old; weights stay as published.").format(
                  share=numbers.percent(assessment.score.interval), draws=numbers.count(assessment.provenance.draws)
              )
            if assessment.score.low is not None
            else _("No draws were made: there are no intervals in this report."),
            _("Other weights and exponents would give a score within {range}.").format(
                range=numbers.points_range(assessment.score.choices.low, assessment.score.choices.high)
            )
            if assessment.comparable and assessment.score.choices.low is not None
            else "",
            _("What is attributed to nobody counts as outside power, and in no party's loss."),
        ),
        paragraph(_(phrases.STANDING_CAVEAT)),
    ]  # fmt: skip
    if scale.steps:
        text.append(
            note(
                _("Probabilities are parts of the draws of the simulation, in the words of {scale}: {legend}.").format(
                    scale=scale.title, legend=scale.legend()
                ),
                _("The outermost words also stand for none and for all of the draws."),
                _("The scale: {source}.").format(source=scale.source),
            )
        )
    return Section("method", _("The method in brief"), tuple(text))
