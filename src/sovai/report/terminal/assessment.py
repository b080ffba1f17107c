"""The screen of ``sovai score`` and ``sovai explain``: 100 columns, readable without colour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rich.console import Console
from rich.text import Text

from sovai import explain
from sovai.report import numbers, phrases
from sovai.report.citations import Citations, reference
from sovai.report.columns import right
from sovai.report.language import _, pgettext, term
from sovai.report.terminal.parts import caveats, fitted, signed, wrapped_table
from sovai.report.terminal.screen import WIDTH, plain_table
from sovai.report.wording import assessment as wording
from sovai.report.wording import flips as wording_flips
from sovai.results.assessment import Assessment, LayerResult

_BAR = 20
_EVIDENCE_PER_SENTENCE = 2
_LEAST_NAME, _LONGEST_NAME = 20, 23
_LONGEST_THROUGH = 14


def render(assessment: Assessment, out: Console, *, top: int = 4) -> None:
    """Print an assessment on one screen."""
    _heading(assessment, out)
    _layers(assessment, out)
    states, companies = (explain.levers(assessment, kind, top) for kind in ("jurisdiction", "company"))
    out.print()
    out.print(_("Who could cut off access: loss of the weighted need if one of them stopped supply"), style="bold")
    _levers(assessment, {_("States"): states, _("Companies"): companies}, out)
    out.print(wording.levers_key(assessment), style="dim")
    out.print(wording.without_largest_line(assessment))  # closes the tables; an empty line where nothing can be said
    cites = Citations(assessment)
    for lever, effects in zip((*states[:2], *companies[:1]), (3, 2, 2), strict=False):
        mark = cites.mark(lever.evidence[:_EVIDENCE_PER_SENTENCE])
        out.print(f"• {wording.lever_sentence(lever, assessment, effects=effects)} {mark}".rstrip())
    if assessment.flips is not None:
        out.print(_(wording_flips.TITLE), style="bold")
        for sentence in wording_flips.sentences(assessment.flips):
            out.print(f"• {sentence}")
    for caveat in explain.caveats(assessment):
        out.print(f"! {wording.caveat_sentence(caveat, assessment)}")
    if hint := wording.gaps_hint(assessment):
        out.print(f"! {hint}")
    caveats(out)
    for number, source in cites.mentioned():
        out.print(f"[{number}] {reference(source)}", style="dim", overflow="ellipsis", no_wrap=True)
    _citation(assessment, out)


def _heading(assessment: Assessment, out: Console) -> None:
    country, weakest = assessment.country, assessment.weakest_layer
    out.print(
        Text(f"{country.name} ({country.code})", style="bold"),
        f"· {phrases.rests_on(assessment.data_as_of, assessment.home)} · {phrases.cutoff(assessment.horizon_years)}",
    )
    layer = next(layer for layer in assessment.layers if layer.id == weakest.id)
    headline = wording.weakest_layer(
        assessment,
        _("Dependency score  {score}   Weakest layer  {layer} {layer_score}, {level}"),
        _("Dependency score  {score}   Weakest known layer  {layer} {layer_score}"),
        _("Dependency score  {score}   Weakest layer  not known"),
    )
    out.print(
        headline.format(
            score=wording.headline(assessment),
            layer=weakest.name,
            layer_score=phrases.score(layer.score),
            level=term("level", weakest.level),
        ),
        style="bold",
    )
    out.print(" · ".join(_beside(assessment)), style="dim")


def _beside(assessment: Assessment) -> Iterator[str]:
    score, bounds, choices = assessment.score, assessment.bounds, assessment.score.choices
    if score.low is not None:
        yield _("in brackets: {percent} interval").format(percent=numbers.percent(score.interval))
    yield _("bounds {range}").format(range=numbers.points_range(bounds.low, bounds.high))
    if choices.low is not None and assessment.comparable:
        yield _("other weights {range}").format(range=numbers.points_range(choices.low, choices.high))
    yield _("{share} of the need measured").format(share=numbers.percent(assessment.measured))


def _layers(assessment: Assessment, out: Console) -> None:
    table = plain_table(
        pgettext("column", "Layer"),
        "",
        right(pgettext("column", "score")),
        right(pgettext("column", "interval")),
        pgettext("column", "level"),
        right(pgettext("column", "part of score")),
        right(pgettext("column", "attributed")),
        right(pgettext("column", "measured")),
    )
    for layer in assessment.layers:
        table.add_row(
            layer.name,
            _bar(layer) if layer.coverage else "",
            *wording.layer_figures(layer),
            numbers.percent(layer.coverage),
            numbers.percent(explain.measured_part(layer)),
        )
    out.print(table)


def _bar(layer: LayerResult) -> str:
    """Return the score as a bar of blocks, its interval as a lighter stretch."""
    score = layer.score
    low, high = (score.nominal if end is None else end for end in (score.low, score.high))
    filled, reach = round(min(score.nominal, low) / 100 * _BAR), round(max(score.nominal, high) / 100 * _BAR)
    return "█" * filled + "▒" * (reach - filled) + "·" * (_BAR - reach)


def _levers(assessment: Assessment, found: Mapping[str, Iterable[explain.Lever]], out: Console) -> None:
    """Print tables one below the other that stand in line; what happens and how fast takes the width that is left."""
    rows = {title: [_lever(lever, assessment) for lever in levers] for title, levers in found.items()}
    together = [row for of_kind in rows.values() for row in of_kind]
    name, through = (max((len(row[i]) for row in together), default=0) for i in (0, 4))
    least = (min(max(name, _LEAST_NAME), _LONGEST_NAME), 0, 0, WIDTH, min(through, _LONGEST_THROUGH), 0, 0)
    widths = fitted(_lever_columns(max(found, key=len)), together, least, yielding=3)
    for title, of_kind in rows.items():
        out.print(wrapped_table(_lever_columns(title), of_kind, widths, whole=(0,)))


def _lever_columns(title: str) -> tuple[str, ...]:
    return (
        title,
        right(pgettext("column", "loss")),
        right(pgettext("column", "range")),
        pgettext("column", "what and how fast"),
        pgettext("column", "through"),
        right(pgettext("column", "vetoes")),
        right(pgettext("column", "largest")),
    )


def _lever(lever: explain.Lever, assessment: Assessment) -> tuple[str, ...]:
    party = lever.party
    return (
        f"{party.rank}{'=' if lever.tied_with else ' '} {party.name}",
        numbers.percent(party.loss.nominal),
        numbers.percent_range(party.loss.low, party.loss.high),
        wording.pace_by_layer(lever),
        wording.through_whom(lever, assessment),
        str(len(party.vetoes)),
        numbers.percent_or_dash(party.probability_largest),
    )


def _citation(assessment: Assessment, out: Console) -> None:
    signed(wording.citation(assessment), assessment.provenance, out)
