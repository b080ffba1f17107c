"""Everything behind one lever as rows and sentences, the same on the screen and on a page."""

from __future__ import annotations

from collections.abc import Iterator

from sovai import explain
from sovai.report import numbers, phrases
from sovai.report.citations import Citations
from sovai.report.columns import right
from sovai.report.language import _, pgettext, term
from sovai.report.wording import assessment as wording
from sovai.report.wording import flips as wording_flips
from sovai.results.explanation import Explanation


def title(found: Explanation) -> str:
    """Return whose lever over whom."""
    return wording.lever_title(found.party, found.assessment)


def heading(found: Explanation) -> str:
    """Return its rank among those of its kind, and on what the figures rest."""
    rests_on = phrases.rests_on(found.data_as_of, found.home)
    return f"{wording.rank_among(found.party)} · {rests_on} · {phrases.cutoff(found.horizon_years)}"


def sentence(found: Explanation) -> str:
    """Return what would happen, in a sentence that can be quoted."""
    lever = explain.lever(found.assessment, found.party)
    return wording.lever_sentence(lever, found.assessment)


def effect_columns() -> tuple[str, ...]:
    """Return the headers of the table of components; ``:r`` marks a column of figures."""
    return (
        pgettext("column", "Component"),
        right(pgettext("column", "control")),
        right(pgettext("column", "veto in")),
        right(pgettext("column", "loss")),
        pgettext("column", "course"),
        pgettext("column", "half unmet after"),
        pgettext("column", "how"),
    )


def effect_rows(found: Explanation) -> Iterator[tuple[str, ...]]:
    """Yield a row for each component of which it controls something."""
    party = found.party
    for effect in explain.lever(found.assessment, party).effects:
        probability = (party.veto_probability or {}).get(effect.component, 0.0)
        yield (
            effect.name,
            numbers.percent(effect.control),
            numbers.percent(probability) if party.veto_probability is not None else "–",
            numbers.percent(effect.at_horizon),
            numbers.blocks(party.course.get(effect.component, (0.0,) * len(found.course_years))),
            "–" if effect.half_after_years is None else numbers.years(effect.half_after_years),
            term("pace", effect.pace.value),
        )


def effects_note(found: Explanation) -> str:
    """Return how to read the table of components."""
    return _(
        "Control: what it could withhold in the end. Veto in: draws with control of {share} or more. "
        "Loss: average unmet need over the horizon. Course: unmet need at each time of the next table, "
        "a full block for all of it."
    ).format(share=numbers.percent(found.veto_threshold))


def course_columns(found: Explanation) -> tuple[str, ...]:
    """Return the headers of the table of what goes unmet over time."""
    return (pgettext("column", "Unmet need after"), *(right(numbers.years(at)) for at in found.course_years))


def course_rows(found: Explanation) -> Iterator[tuple[str, ...]]:
    """Yield a row for each component with any unmet need, and the whole."""
    names = explain.component_names(found.assessment)
    for component, values in found.party.course.items():
        yield (names[component], *map(numbers.percent, values))
    yield (pgettext("row", "Weighted"), *map(numbers.percent, found.party.weighted_course))


def route_columns() -> tuple[str, ...]:
    """Return the headers of the table of the ways in which it holds what it holds."""
    return (
        right(pgettext("column", "Held")),
        right(pgettext("column", "loss")),
        pgettext("column", "of"),
        pgettext("column", "through which sources, and what lies behind them"),
    )


def route_rows(found: Explanation, cites: Citations) -> Iterator[tuple[str, ...]]:
    """Yield a row for each way, with the numbers of its sources."""
    for route in explain.routes(found.assessment, found.party):
        yield (
            numbers.percent(route.control),
            numbers.percent(route.loss),
            route.name,
            f"{wording.route(route, found.party)} {cites.mark(route.evidence)}".rstrip(),
        )


def routes_note() -> str:
    """Return how to read the table of ways."""
    return _("Held: in the end, over every way. Loss: cut at the horizon, before others step in. Path: the largest.")


def flip_sentences(found: Explanation) -> Iterator[str]:
    """Yield what would overturn who is the largest of its kind, where it was asked for."""
    if found.flips is not None:
        yield from wording_flips.sentences(found.flips, among=found.party.kind)


def citation(found: Explanation) -> str:
    """Return the line that identifies the result."""
    what = _("{party} over {country}: loss {share}").format(
        party=found.party.id, country=found.country.code, share=phrases.share(found.party.loss)
    )
    return phrases.identity(what, found.data_as_of, found.provenance)
