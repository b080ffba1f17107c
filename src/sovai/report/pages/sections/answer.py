"""Page one: the question, and the answer in one sentence with its headline figures."""

from __future__ import annotations

from sovai import explain
from sovai.report import numbers, phrases
from sovai.report.language import _, term
from sovai.report.pages.blocks import Basis, KeyFigure, KeyFigures, Paragraph, Section, Sentence
from sovai.report.pages.context import COMPUTED, Context, interval, points, points_spread, share
from sovai.report.wording import assessment as wording


def answer(context: Context) -> Section:
    """Return the question as a heading, the answer and the headline figures."""
    return Section("answer", question(context), (_lead(context), KeyFigures(tuple(_figures(context)))))


def question(context: Context) -> str:
    """Return what the report answers."""
    country = context.assessment.country
    return _("How far does {country} depend on others for AI, and who could cut off access?").format(
        country=phrases.named(country.code, country.name)
    )


def _lead(context: Context) -> Paragraph:
    """Return the answer, and who else could be the largest lever where that is not clear."""
    largest = next(iter(explain.levers(context.assessment, "jurisdiction", 1)), None)
    text = (_comparable if context.assessment.comparable else _incomparable)(context, largest)
    basis = COMPUTED if largest is None else context.computed_from(largest.evidence)
    sentences = [Sentence(text, basis, strong=True)]
    if largest is not None and largest.tied_with:
        sentences.append(Sentence(wording.tie_sentence(largest).strip(), COMPUTED))
    return Paragraph(tuple(sentences), role="lead")


def _comparable(context: Context, largest: explain.Lever | None) -> str:
    assessment, weakest = context.assessment, context.assessment.weakest_layer
    message = (
        _(
            "The dependency score for {country} is {score} of 100, {level}; nobody outside could leave any need unmet "
            "{period}."
        )
        if largest is None
        else _(
            "The dependency score for {country} is {score} of 100, {level}, and {weak} in the weakest layer, {layer}; "
            "the largest lever is {party}: if it stopped supply, {loss} of the weighted need would go unmet {period}."
        )
    )
    return message.format(
        country=phrases.named(assessment.country.code, assessment.country.name),
        score=numbers.points(assessment.score.nominal) + phrases.in_brackets(assessment.score),
        level=term("level", assessment.level),
        weak=numbers.points(weakest.score),
        layer=weakest.name,
        party="" if largest is None else phrases.mentioned(largest.party.id, largest.party.name),
        loss="" if largest is None else _loss(largest),
        period=phrases.period(assessment.horizon_years),
    )


def _incomparable(context: Context, largest: explain.Lever | None) -> str:
    assessment = context.assessment
    message = (
        _("Too much is unknown of {country} for a point score, which lies within {bounds} of 100.")
        if largest is None
        else _(
            "Too much is unknown of {country} for a point score, which lies within {bounds} of 100; the largest lever "
            "that is known is {party}: if it stopped supply, at least {loss} of the weighted need would go unmet "
            "{period}."
        )
    )
    return message.format(
        country=phrases.named(assessment.country.code, assessment.country.name),
        bounds=numbers.points_range(assessment.bounds.low, assessment.bounds.high),
        party="" if largest is None else phrases.mentioned(largest.party.id, largest.party.name),
        loss="" if largest is None else _loss(largest),
        period=phrases.period(assessment.horizon_years),
    )


def _loss(lever: explain.Lever) -> str:
    loss = lever.party.loss
    return numbers.percent(loss.nominal) + (
        "" if loss.low is None else f" ({numbers.percent_range(loss.low, loss.high)})"
    )


def _figures(context: Context) -> tuple[KeyFigure, ...]:
    return (*(_scores if context.assessment.comparable else _limits)(context), _measured(context))


def _scores(context: Context) -> tuple[KeyFigure, KeyFigure]:
    """Return the score beside the weakest layer."""
    assessment, score, weakest = context.assessment, context.assessment.score, context.assessment.weakest_layer
    layer = next(layer for layer in assessment.layers if layer.id == weakest.id)
    comment = _("{level}; {bounds} whatever the unattributed part is").format(
        level=term("level", assessment.level),
        bounds=numbers.points_range(assessment.bounds.low, assessment.bounds.high),
    )
    return (
        KeyFigure(_("Dependency score of 100"), points(score.nominal), interval(score, "points"), comment, COMPUTED),
        KeyFigure(
            _("Weakest layer: {layer}").format(layer=weakest.name),
            points(weakest.score),
            interval(layer.score, "points"),
            term("level", weakest.level),
            COMPUTED,
        ),
    )


def _limits(context: Context) -> tuple[KeyFigure, KeyFigure]:
    """Return what may be quoted where the country is not comparable: the bounds, and what the layer rests on."""
    assessment, weakest = context.assessment, context.assessment.weakest_layer
    layer = next(layer for layer in assessment.layers if layer.id == weakest.id)
    bounds = points_spread(assessment.bounds.low, assessment.bounds.high)
    return (
        KeyFigure(_("Dependency score of 100"), bounds, None, _("bounds only: not comparable"), COMPUTED),
        KeyFigure(
            _("Weakest layer as far as known: {layer}").format(layer=weakest.name),
            share(layer.coverage),
            None,
            _("of its need is attributed to anybody"),
            COMPUTED,
        ),
    )


def _measured(context: Context) -> KeyFigure:
    measured = context.assessment.measured
    return KeyFigure(
        _("Measured for this country"),
        share(measured),
        None,
        _("of the weighted need; the rest follows mixes, coarse figures or judgement"),
        Basis(computed=True),
    )
