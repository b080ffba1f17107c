"""Party by party: states and companies, ranked, and what each could do."""

from __future__ import annotations

from collections.abc import Iterator

from sovai import explain
from sovai.report import numbers, phrases
from sovai.report.language import _
from sovai.report.pages.blocks import Block, Bullets, Cell, Column, Paragraph, Section, Sentence, Table
from sovai.report.pages.context import COMPUTED, Context, paragraph, share, time
from sovai.report.pages.pictures.courses import courses_picture
from sovai.report.pages.pictures.levers import levers_picture
from sovai.report.pages.pictures.network import network_picture
from sovai.report.pages.sections.weights import weights
from sovai.report.wording import assessment as wording
from sovai.report.wording import flips as wording_flips
from sovai.results.assessment import Assessment, Party

_STATES, _COMPANIES = 5, 5


def parties(context: Context) -> Section:
    """Return the ranking of the levers with pictures, then each of the largest by itself."""
    assessment = context.assessment
    states = explain.levers(assessment, "jurisdiction", _STATES)
    companies = explain.levers(assessment, "company", _COMPANIES)
    if not states and not companies:
        nobody = paragraph(_("Nobody outside could leave any need unmet within the horizon."), basis=COMPUTED)
        return Section("parties", _("Who could cut off access"), (nobody,))
    blocks: list[Block] = [levers_picture(assessment, states, companies)]
    blocks += [courses_picture(assessment, states[:3])] if states else []
    if states and (network := network_picture(assessment, states[0])) is not None:
        blocks.append(network)
    return Section(
        "parties",
        _("Who could cut off access"),
        tuple(blocks),
        (
            _firmness(context),
            *weights(context),
            *(_lever(context, lever, explained=place == 0) for place, lever in enumerate((*states, *companies))),
        ),
    )


def _firmness(context: Context) -> Section:
    """Return what others could do without the largest, and what would overturn the ranking."""
    sentences = [wording.without_largest_sentence(context.assessment)]
    if context.assessment.flips is not None:
        sentences += list(wording_flips.sentences(context.assessment.flips))
    items = tuple(paragraph(text, basis=COMPUTED) for text in sentences if text)
    return Section("firmness", _("How firm this is"), (Bullets(items),))


def _lever(context: Context, lever: explain.Lever, *, explained: bool) -> Section:
    """Return what one party could do; the columns are explained under the table of the first."""
    party, assessment = lever.party, context.assessment
    sentence = Sentence(wording.lever_sentence(lever, assessment), context.computed_from(lever.evidence, most=4))
    more = tuple(Sentence(text, COMPUTED) for text in _probabilities(context, lever))
    return Section(f"party-{party.id}", party.name, (Paragraph((sentence, *more)), _effects(context, lever, explained)))


def _probabilities(context: Context, lever: explain.Lever) -> Iterator[str]:
    """Yield what the draws say: the only probabilities of a report, none of an act of anybody."""
    party, scale = lever.party, context.scale
    said_already = bool(lever.tied_with) and not scale.steps
    if party.probability_largest and not said_already:
        message = (
            _("It is the largest lever among states in {draws}.")
            if party.kind == "jurisdiction"
            else _("It is the largest lever among companies in {draws}.")
        )
        yield message.format(draws=scale.draws(party.probability_largest))
    if party.veto_probability:
        names = explain.component_names(context.assessment)
        found = sorted(party.veto_probability.items(), key=lambda item: (-item[1], item[0]))
        yield _("It controls at least {share} of {components}.").format(
            share=numbers.percent(context.assessment.veto_threshold),
            components=numbers.listed(
                _("{component} in {draws}").format(component=names[key], draws=scale.draws(value))
                for key, value in found
            ),
        )


def _effects(context: Context, lever: explain.Lever, explained: bool) -> Table:
    assessment = context.assessment
    last = assessment.course_years[-1]
    return Table(
        _("What {party} could withhold").format(party=wording.in_text(lever.party)),
        (
            Column(_("Component")),
            Column(_("Control"), figures=True),
            Column(_("Unmet at once"), figures=True),
            Column(_("Unmet on average"), figures=True),
            Column(_("Half unmet"), figures=True),
            Column(_("How it is felt")),
            Column(_("Through")),
            Column(_("Veto")),
        ),
        tuple(_effect(effect, lever.party, assessment, last) for effect in lever.effects if effect.control >= 0.005),
        _reading(assessment) if explained else "",
        COMPUTED,
        _("Party by party"),
    )


def _reading(assessment: Assessment) -> str:
    return " ".join(
        (
            _("Control: part of the component that it could withhold in the end."),
            _("Unmet: part of the need of the component, at once and {period}.").format(
                period=phrases.period(assessment.horizon_years)
            ),
            _("Half unmet: when half of the need is first unmet."),
            _("Through: the input or the suppliers by which it mostly acts."),
            _("Veto: control of at least {share} of a component in the end.").format(
                share=numbers.percent(assessment.veto_threshold)
            ),
        )
    )


def _effect(effect: explain.Effect, party: Party, assessment: Assessment, last: float) -> tuple[Cell, ...]:
    return (
        effect.name,
        share(effect.control),
        share(effect.at_once),
        share(effect.at_horizon),
        time(effect.half_after_years, last),
        wording.pace(effect.pace),
        wording.acted_on(effect, party, assessment),
        _("veto") if effect.veto else "",
    )
