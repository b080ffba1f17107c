"""The screen of ``sovai explain``: everything behind one lever."""

from __future__ import annotations

import shlex

from rich.console import Console
from rich.text import Text

from sovai import explain
from sovai.report import numbers, phrases
from sovai.report.citations import Citations, reference
from sovai.report.columns import right
from sovai.report.language import _, pgettext, term
from sovai.report.terminal.screen import plain_table
from sovai.report.wording import assessment as wording
from sovai.report.wording import flips as wording_flips
from sovai.results.assessment import Assessment, Party


def render(assessment: Assessment, lever: explain.Lever, out: Console) -> None:
    """Print everything behind one lever: components, paths, course, evidence."""
    party, cites = lever.party, Citations(assessment)
    out.print(Text(wording.lever_title(party, assessment), style="bold"), f"· {wording.rank_among(party)}")
    out.print()
    out.print(wording.lever_sentence(lever, assessment))
    out.print()
    names = explain.component_names(assessment)
    table = plain_table(
        pgettext("column", "Component"),
        right(pgettext("column", "control")),
        right(pgettext("column", "veto in")),
        right(pgettext("column", "loss")),
        pgettext("column", "course"),
        pgettext("column", "half unmet after"),
        pgettext("column", "how"),
    )
    for effect in lever.effects:
        probability = (party.veto_probability or {}).get(effect.component, 0.0)
        half = "–" if effect.half_after_years is None else numbers.years(effect.half_after_years)
        table.add_row(
            effect.name,
            numbers.percent(effect.control),
            numbers.percent(probability) if party.veto_probability is not None else "–",
            numbers.percent(effect.at_horizon),
            numbers.blocks(party.course.get(effect.component, (0.0,) * len(assessment.course_years))),
            half,
            term("pace", effect.pace.value),
        )
    out.print(table)
    out.print(
        _(
            "Control: what it could withhold in the end. Veto in: draws with control of {share} or more. "
            "Loss: average unmet need over the horizon. Course: unmet need at each time of the next table, "
            "a full block for all of it."
        ).format(share=numbers.percent(assessment.veto_threshold)),
        style="dim",
    )
    out.print()
    course = plain_table(
        pgettext("column", "Unmet need after"), *(right(numbers.years(at)) for at in assessment.course_years)
    )
    for component, values in party.course.items():
        course.add_row(names[component], *(numbers.percent(value) for value in values))
    course.add_row(pgettext("row", "Weighted"), *(numbers.percent(value) for value in party.weighted_course))
    out.print(course)
    out.print()
    paths = plain_table(
        pgettext("column", "Held"),
        right(pgettext("column", "loss")),
        pgettext("column", "of"),
        pgettext("column", "through which sources, and what lies behind them"),
    )
    paths.columns[0].justify = "right"
    for route in explain.routes(assessment, party):
        paths.add_row(
            numbers.percent(route.control),
            numbers.percent(route.loss),
            route.name,
            f"{wording.route(route, party)} {cites.mark(route.evidence)}".rstrip(),
        )
    out.print(paths)
    out.print(
        _("Held: in the end, over every way. Loss: cut at the horizon, before others step in. Path: the largest."),
        style="dim",
    )
    out.print()
    if assessment.flips is not None:
        out.print(_(wording_flips.TITLE), style="bold")
        for sentence in wording_flips.sentences(assessment.flips, among=party.kind):
            out.print(f"• {sentence}")
        out.print()
    for number, source in cites.mentioned():
        out.print(f"[{number}] {reference(source)}", style="dim", soft_wrap=True)  # an address stays whole
    out.print(f"{wording.citation(assessment)} · {_command(assessment, party)}", style="dim")


def _command(assessment: Assessment, party: Party) -> str:
    """Return what prints this screen again: what was computed is what ``sovai score`` computes."""
    program, _verb, country, *options = shlex.split(phrases.reproducing(assessment.provenance))
    return shlex.join([program, "explain", country, party.id, *options])
