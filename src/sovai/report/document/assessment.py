"""An assessment as a Markdown page."""

from __future__ import annotations

from collections.abc import Iterable

from sovai import explain
from sovai.report import numbers, phrases
from sovai.report.citations import Citations, reference
from sovai.report.document.parts import table
from sovai.report.language import _
from sovai.report.wording import assessment as wording
from sovai.report.wording import flips as wording_flips
from sovai.results.assessment import Assessment
from sovai.results.flips import FlipPoints


def render(assessment: Assessment, *, top: int = 5, flips: FlipPoints | None = None) -> str:
    """Return the assessment as Markdown."""
    return "\n".join(_lines(assessment, top, flips)) + "\n"


def _lines(assessment: Assessment, top: int, flips: FlipPoints | None) -> Iterable[str]:
    cites = Citations(assessment)
    country, score = assessment.country, assessment.score
    spread = f" ({numbers.points_range(score.low, score.high)})" if score.low is not None else ""
    bounds = numbers.points_range(assessment.bounds.low, assessment.bounds.high)
    yield f"# {country.name}: dependence on others for AI"
    yield ""
    weakest = assessment.weakest_layer
    if assessment.comparable:
        yield f"**Dependency score {numbers.points(score.nominal)}{spread} of 100, {assessment.level}.** "
    else:
        yield f"**Dependency score within {bounds} of 100, not comparable.** "
    yield f"Weakest layer: {weakest.name}, {numbers.points(weakest.score)}, {weakest.level}."
    yield ""
    yield (
        f"Bounds whatever is unattributed: {bounds}. Other weights and exponents: "
        f"{numbers.points_range(score.choices.low, score.choices.high)}. Measured for this country: "
        f"{numbers.percent(assessment.measured)} of the weighted need. Home: {numbers.listed(assessment.home)}. "
        f"{phrases.cutoff(assessment.horizon_years).capitalize()}. Data of {numbers.day(assessment.data_as_of)}."
    )
    yield ""
    yield from table(
        ("Layer", "Score", "Interval", "Level", "Part of score", "Attributed"),
        [
            (
                layer.name,
                numbers.points(layer.score.nominal),
                numbers.points_range(layer.score.low, layer.score.high),
                layer.level,
                f"{layer.contribution:.1f}",
                numbers.percent(layer.coverage),
            )
            for layer in assessment.layers
        ],
    )
    for kind, title in (("jurisdiction", "States"), ("company", "Companies")):
        found = explain.levers(assessment, kind, top)
        yield f"## Who could cut off access: {title.lower()}"
        yield ""
        yield from table(
            ("Rank", title, "Loss", "Interval", "What and how fast", "Through", "Vetoes", "Largest in"),
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
    if flips is not None:
        yield f"## {wording_flips.TITLE}"
        yield ""
        yield from (f"- {sentence}" for sentence in wording_flips.sentences(flips))
        yield ""
    yield "## Limits"
    yield ""
    for caveat in explain.caveats(assessment):
        yield f"- {wording.caveat_sentence(caveat, assessment)}"
    yield f"- {_(phrases.STANDING_CAVEAT)}"
    yield ""
    if cites.mentioned():
        yield "## Sources"
        yield ""
        yield from (f"{number}. {reference(source)}" for number, source in cites.mentioned())
        yield ""
    yield f"*{wording.citation(assessment)}* · `{assessment.provenance.command}`"
