"""What would stop, run down and go on over time, as rows and sentences."""

from __future__ import annotations

from collections.abc import Iterator

from sovai.model.vocabulary import HOME
from sovai.report import numbers, phrases
from sovai.report.columns import right
from sovai.report.language import _, marked, pgettext
from sovai.report.wording.changes import parties
from sovai.results.whatif import ComponentCourse, Course, LayerCourse, WhatIf

_BLOCKS = "▁▂▃▄▅▆▇█"
_TOUCHED = 0.0005
"""Less than this of a need is not worth a row."""

COURSE_NOTE = marked(
    "Left: what would still be met of the need by then, with all that others could add. "
    "Curve: the same over these years; the full height is the whole need."
)
PARTS_NOTE = marked(
    "At once, in time: what would stop, if nobody stepped in. Home, open source, others: what would go on, from "
    "suppliers at home, free to all, or from others abroad. Not known: nobody is recorded. Half lost: when half of the "
    "need is first unmet."
)


def curve(course: Course, width: int) -> str:
    """Return what is left over time as blocks, the whole need as a full block."""
    last = len(course.curve) - 1
    points = [course.curve[round(i * last / (width - 1))] for i in range(width)]
    return "".join(_BLOCKS[min(int(left * len(_BLOCKS)), len(_BLOCKS) - 1)] for left in points)


def touched(layer: LayerCourse) -> list[ComponentCourse]:
    """Return the components of which anything would stop."""
    return [c for c in layer.components if c.stops + sum(c.runs_down.values()) >= _TOUCHED]


def untouched_sentence(result: WhatIf) -> str | None:
    """Return of what nothing would stop; None where there is no such component."""
    names = [c.name for layer in result.layers for c in layer.components if c not in touched(layer)]
    if not names:
        return None
    if len(names) == len(result.components):
        return _("Nothing of what the country uses would stop.")
    return _("Nothing would stop of: {components}.").format(components=", ".join(names))


def course_columns(result: WhatIf) -> tuple[str, ...]:
    """Return the columns of what is left."""
    times = (right(numbers.years(at)) for at in result.years)
    return (pgettext("column", "Left of the need"), pgettext("column", "curve"), *times)


def parts_columns() -> tuple[str, ...]:
    """Return the columns of what stops, what runs down and what goes on."""
    return (
        pgettext("column", "Of the need"),
        right(pgettext("column", "at once")),
        right(pgettext("column", "in time")),
        right(pgettext("column", "home")),
        right(pgettext("column", "open")),
        right(pgettext("column", "others")),
        right(pgettext("column", "not known")),
        right(pgettext("column", "half lost")),
        right(pgettext("column", "range")),
        right(pgettext("column", "draws")),
    )


def course_row(course: Course, *, ranges: bool = True) -> Iterator[str]:
    """Yield the cells of what is left."""
    for left in course.left:
        spread = numbers.percent_span(left.low, left.high) if ranges else ""
        yield f"{numbers.percent(left.nominal)} {spread}".rstrip()


def parts_row(component: ComponentCourse, last_year: float) -> tuple[str, ...]:
    """Return the cells of what stops, what runs down and what goes on."""
    goes_on, half = component.goes_on, component.half_lost
    return (
        component.name,
        *map(numbers.percent, (component.stops, sum(component.runs_down.values()))),
        *(numbers.percent(goes_on[key]) for key in ("home", "open-source", "others", "unattributed")),
        f">{numbers.years(last_year)}" if half.years is None else numbers.span(half.years),
        "–" if half.low is None else numbers.span_range(half.low, half.high),
        numbers.percent_or_dash(half.probability),
    )


def how_sentences(result: WhatIf) -> Iterator[str]:
    """Yield of each component how it would stop, and what would replace it."""
    for layer in result.layers:
        for component in touched(layer):
            ways = sorted(component.runs_down.items(), key=lambda item: -item[1])
            parts = [(component.stops, "at once"), *((part, way) for way, part in ways)]
            first, *others = [(part, how) for part, how in parts if part >= _TOUCHED]
            stops = _(_STOPS[first[1]]).format(share=numbers.percent(first[0]))
            more = [_(_FURTHER[how]).format(share=numbers.percent(part)) for part, how in others]
            sentence = _("Of {component}, {lost}; {replacement}.").format(
                component=component.name,
                lost=numbers.listed([stops, *more]),
                replacement=_replacement(component, result),
            )
            yield phrases.opening(sentence)


_STOPS = {
    "at once": marked("{share} would stop at once"),
    "lapse": marked("{share} would stop as licences end"),
    "new-supply stop": marked("{share} would stop as what is installed wears out"),
    "freeze": marked("{share} would stop as copies in hand age"),
    "inputs": marked("{share} would stop as inputs run out"),
}
_FURTHER = {
    "lapse": marked("{share} as licences end"),
    "new-supply stop": marked("{share} as what is installed wears out"),
    "freeze": marked("{share} as copies in hand age"),
    "inputs": marked("{share} as inputs run out"),
}


def _replacement(component: ComponentCourse, result: WhatIf) -> str:
    last, replaced = result.years[-1], component.replaced[-1]
    if last == 0.0:
        return _("nobody could replace anything at once")
    if replaced == 0.0:
        return _("nobody left could replace any of it within {time}").format(
            time=numbers.years(last), after=numbers.after(last)
        )
    replacing = [HOME if supplier == result.country.code else supplier for supplier in component.replaced_by]
    return _("those left, most of all {names}, could replace {share} {after}").format(
        names=parties(replacing, result.names),
        names_listed=parties(replacing, result.names, listed=True),
        share=numbers.percent(replaced),
        after=numbers.after(last),
    )
