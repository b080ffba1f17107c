"""An assessment as a Markdown page."""

from __future__ import annotations

from collections.abc import Iterable

from sovai import explain
from sovai.report import numbers, phrases
from sovai.report.citations import Citations
from sovai.report.document.parts import closing, signature, source_list, table
from sovai.report.language import _, pgettext, term
from sovai.report.wording import assessment as wording
from sovai.report.wording import flips as wording_flips
from sovai.results.assessment import Assessment


def render(assessment: Assessment, *, top: int = 5) -> str:
    """Return the assessment as Markdown."""
    return "\n".join(_lines(assessment, top)) + "\n"


def _lines(assessment: Assessment, top: int) -> Iterable[str]:
    cites = Citations(assessment)
    score, weakest, bounds = assessment.score, assessment.weakest_layer, assessment.bounds
    yield "# " + _("{country}: dependence on others for AI").format(country=assessment.country.name)
    yield ""
    yield "**" + _("Dependency score {score}.").format(score=wording.headline(assessment)) + "** "
    yield wording.weakest_layer(
        assessment,
        _("Weakest layer: {layer}, {score}, {level}."),
        _("Weakest known layer: {layer}, {score}, {level}."),
        _("Weakest layer: not known."),
    ).format(layer=weakest.name, score=numbers.points(weakest.score), level=term("level", weakest.level))
    yield ""
    yield " ".join(
        (
            _("Bounds whatever is unattributed: {range}.").format(range=numbers.points_range(bounds.low, bounds.high)),
            *(
                [
                    _("Other weights and exponents: {range}.").format(
                        range=numbers.points_range(score.choices.low, score.choices.high)
                    )
                ]
                if assessment.comparable
                else []
            ),
            _("Measured for this country: {share} of the weighted need.").format(
                share=numbers.percent(assessment.measured)
            ),
            _("Home: {home}.").format(home=numbers.listed(assessment.home)),
            f"{phrases.opening(phrases.cutoff(assessment.horizon_years))}.",
            _("Data of {day}.").format(day=numbers.day(assessment.data_as_of)),
        )
    )
    yield ""
    yield from table(
        (
            pgettext("column", "Layer"),
            pgettext("column", "Score"),
            pgettext("column", "Interval"),
            pgettext("column", "Level"),
            pgettext("column", "Part of score"),
            pgettext("column", "Attributed"),
        ),
        [
            (
                layer.name,
                *wording.layer_figures(layer),
                numbers.percent(layer.coverage),
            )
            for layer in assessment.layers
        ],
    )
    for kind, heading, title in (
        ("jurisdiction", _("Who could cut off access: states"), _("States")),
        ("company", _("Who could cut off access: companies"), _("Companies")),
    ):
        found = explain.levers(assessment, kind, top)
        yield f"## {heading}"
        yield ""
        yield from table(
            (
                pgettext("column", "Rank"),
                title,
                pgettext("column", "Loss"),
                pgettext("column", "Interval"),
                pgettext("column", "What and how fast"),
                pgettext("column", "Through"),
                pgettext("column", "Vetoes"),
                pgettext("column", "Largest in"),
            ),
            [
                (
                    f"{lever.party.rank}{'=' if lever.tied_with else ''}",
                    lever.party.name,
                    numbers.percent(lever.party.loss.nominal),
                    numbers.percent_range(lever.party.loss.low, lever.party.loss.high),
                    wording.pace_by_layer(lever),
                    wording.through_whom(lever, assessment),
                    str(len(lever.party.vetoes)),
                    numbers.percent_or_dash(lever.party.probability_largest),
                )
                for lever in found
            ],
        )
        for lever in found[:3]:
            yield f"- {wording.lever_sentence(lever, assessment)} {cites.mark(lever.evidence[:2])}".rstrip()
        if kind == "jurisdiction" and assessment.without_largest is not None:
            yield f"- {wording.without_largest_sentence(assessment)}"
        yield ""
    if assessment.flips is not None:
        yield f"## {_(wording_flips.TITLE)}"
        yield ""
        yield from (f"- {sentence}" for sentence in wording_flips.sentences(assessment.flips))
        yield ""
    yield f"## {_('Limits')}"
    yield ""
    for caveat in explain.caveats(assessment):
        yield f"- {wording.caveat_sentence(caveat, assessment)}"
    if hint := wording.gaps_hint(assessment):
        yield f"- {hint}"
    yield from closing()
    yield from source_list(cites)
    yield signature(wording.citation(assessment), assessment.provenance)
