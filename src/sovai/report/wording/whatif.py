"""What would follow if supply stopped, as rows and sentences: the same on the screen and on a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sovai.model import countries
from sovai.model.quantity import Quantity
from sovai.model.scenario import HOME, Add, AnyChange, ChangeAccess, Cut, Price, Remove, Set, Shift
from sovai.report import numbers, phrases
from sovai.report.language import _, ngettext
from sovai.results.base import Estimate
from sovai.results.whatif import (
    ChangeFound,
    ComponentCourse,
    Course,
    LayerCourse,
    PrecedentFound,
    PriceEffect,
    ScenarioFound,
    WhatIf,
)

_BLOCKS = "▁▂▃▄▅▆▇█"
_RUNS_DOWN = {
    "lapse": "licences end",
    "new-supply stop": "what is installed wears out",
    "freeze": "copies in hand age",
    "inputs": "inputs run out",
}
_TOUCHED = 0.0005
"""Less than this of a need is not worth a row."""

COURSE_NOTE = (
    "Left: what would still be met of the need by then, with all that others could add. "
    "Curve: the same over these years; the full height is the whole need."
)
PARTS_COLUMNS = (
    "Of the need", "at once:r", "in time:r", "own:r", "open:r", "others:r", "not known:r", "half lost:r", "range:r",
    "draws:r",
)  # fmt: skip
PARTS_NOTE = (
    "At once, in time: what would stop, if nobody stepped in. Own, open source, others: what would go on. Not known: "
    "nobody is recorded. Half lost: when half of the need is first unmet."
)


def title(result: WhatIf) -> str:
    """Return what is asked, as a heading."""
    titles = [scenario.head.title for scenario in result.scenarios]
    asked = [found.change for found in result.changes if found.scenario is None]
    titles += [f"if {_refusal(change, result, 'stopped')}" for change in asked if isinstance(change, Cut)]
    return f"{result.country.name}: " + " + ".join(titles)


def heading(result: WhatIf) -> str:
    """Return what the answer rests on."""
    return f"data of {numbers.day(result.data_as_of)} · home: {numbers.listed(result.home, most=4)}"


def summary(result: WhatIf) -> str:
    """Return the answer for the stack as a whole, in a sentence that can be quoted."""
    left = ", ".join(
        f"{estimate(course)} {'at once' if at == 0.0 else f'after {numbers.years(at)}'}"
        for at, course in zip(result.years, result.stack.left, strict=True)
    )
    return (
        f"{_condition(result)}, {estimate(result.loss)} of the weighted need would go unmet "
        f"{phrases.period(result.horizon_years)}. What would be left of it: {left}."
    )


def _condition(result: WhatIf) -> str:
    change = result.changes[0].change
    if len(result.changes) > 1:
        return "If all of this happened together"
    return f"If {_refusal(change, result, 'stopped')}" if isinstance(change, Cut) else "If this happened"


def _refusal(cut: Cut, result: WhatIf, verb: str) -> str:
    extent = "".join(f"{quantity(part)} of " for part in (cut.strength, cut.part) if part.low < 1.0)
    limited = [result.names.get(key, key) for key in cut.components]
    what = f" of {numbers.listed(limited)}" if limited else ""
    by = f" ({numbers.listed(cut.access)})" if cut.access else ""
    return f"{_parties(cut.parties, result)} {verb} {extent}supply{what}{by}"


def estimate(found: Estimate) -> str:
    """Return a fraction in percent, with its interval in brackets."""
    spread = numbers.percent_range(found.low, found.high)
    low, _, high = spread[:-1].partition("–")
    return numbers.percent(found.nominal) + (f" ({spread})" if low != high else "")


def quantity(found: Quantity) -> str:
    """Return an uncertain fraction in percent, its bounds in brackets."""
    bounds = "" if found.certain else f" ({numbers.percent_range(found.low, found.high)})"
    return f"{numbers.percent(found.mode)}{bounds}"


def plain(found: Quantity) -> str:
    """Return an uncertain number, its bounds in brackets."""
    bounds = "" if found.certain else f" ({found.low:g}–{found.high:g})"
    return f"{found.mode:g}{bounds}"


def _party(key: str, result: WhatIf) -> str:
    if key == HOME:
        return "producers at home"
    if key.isupper() and not countries.is_iso(key) and not countries.is_user_assigned(key):
        return f"the members of {key}"
    return phrases.named(key, result.names.get(key, key))


def _parties(keys: Iterable[str], result: WhatIf) -> str:
    return numbers.listed((_party(key, result) for key in keys), most=6)


def change_sentence(found: ChangeFound, result: WhatIf) -> str:
    """Return a change as a sentence."""
    text = _change(found.change, result)
    judged = " (a judgement)" if found.change.judgement else ""
    note = f" {found.change.note}" if found.change.note else ""
    return f"{text[0].upper()}{text[1:]}{judged}.{note}"


def _change(change: AnyChange, result: WhatIf) -> str:
    def name(key: str | None) -> str:
        return result.names.get(key or "", key or "")

    match change:
        case Cut():
            return _refusal(change, result, "would stop")
        case Shift():
            access = f", {change.access}" if change.access else ""
            return (
                f"{quantity(change.part)} of what {_party(change.from_, result)} supplies of {name(change.component)} "
                f"would come from {_party(change.to, result)} instead{access}"
            )
        case ChangeAccess():
            return (
                f"what {_party(change.supplier, result)} supplies of {name(change.component)} would be obtained as "
                f"{change.access}"
            )
        case Add():
            return _addition(change, result)
        case Remove():
            what = change.input or change.reach_by
            where = f" of {name(change.component)}" if change.component else ""
            if what is None:
                return f"{_party(change.supplier, result)} would supply nothing{where}"
            kind = "need" if change.input else "be within reach of"
            return f"{_party(change.supplier, result)} would no longer {kind} {name(what)}"
        case Set():
            return f"the parameter {change.parameter} would be {plain(change.value)}"
        case Price():
            goods = numbers.listed(name(key) for key in change.components) or "what comes"
            return f"{goods} from {_parties(change.parties, result)} would cost {plain(change.factor)} times as much"


def _addition(change: Add, result: WhatIf) -> str:
    owner = _party(change.supplier or "", result) if change.supplier else result.names.get(change.component or "", "")
    if change.source is not None:
        supplier = _party(change.source.supplier or change.source.mix or "", result)
        return f"{supplier} would supply {numbers.percent(change.source.share)} of {owner}"
    if change.reach is not None:
        return f"{_party(change.reach.by, result)} could stop {quantity(change.reach.strength)} of what {owner} makes"
    assert change.need is not None  # checked on loading
    return f"{owner} would need {result.names.get(change.need.input, change.need.input)}"


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
        return "Nothing of what the country uses would stop."
    return f"Nothing would stop of: {', '.join(names)}."


def course_columns(result: WhatIf) -> tuple[str, ...]:
    """Return the columns of what is left."""
    return ("Left of the need", "curve", *(f"{numbers.years(at)}:r" for at in result.years))


def course_row(course: Course, *, ranges: bool = True) -> Iterator[str]:
    """Yield the cells of what is left."""
    for left in course.left:
        low, _, high = numbers.percent_range(left.low, left.high)[:-1].partition("–")
        yield (
            f"{numbers.percent(left.nominal)} {low}–{high}" if ranges and low != high else numbers.percent(left.nominal)
        )


def parts_row(component: ComponentCourse, last_year: float) -> tuple[str, ...]:
    """Return the cells of what stops, what runs down and what goes on."""
    goes_on, half = component.goes_on, component.half_lost
    return (
        component.name,
        *map(numbers.percent, (component.stops, sum(component.runs_down.values()))),
        *(numbers.percent(goes_on[key]) for key in ("owned", "open-source", "others", "unattributed")),
        f">{numbers.years(last_year)}" if half.years is None else numbers.span(half.years),
        "–" if half.low is None else numbers.span_range(half.low, half.high),
        numbers.percent_or_dash(half.probability),
    )


def how_sentences(result: WhatIf) -> Iterator[str]:
    """Yield of each component how it would stop, and what would replace it."""
    for layer in result.layers:
        for component in touched(layer):
            ways = sorted(component.runs_down.items(), key=lambda item: -item[1])
            parts = [(component.stops, "at once"), *((part, f"as {_RUNS_DOWN[way]}") for way, part in ways)]
            first, *others = [(part, how) for part, how in parts if part >= _TOUCHED]
            more = [f"{numbers.percent(part)} {how}" for part, how in others]
            lost = numbers.listed([f"{numbers.percent(first[0])} would stop {first[1]}", *more])
            yield f"Of {component.name}, {lost}; {_replacement(component, result)}."


def _replacement(component: ComponentCourse, result: WhatIf) -> str:
    after, replaced = numbers.years(result.years[-1]), component.replaced[-1]
    if result.years[-1] == 0.0:
        return "nobody could replace anything at once"
    if replaced == 0.0:
        return f"nobody left could replace any of it within {after}"
    names = numbers.listed(_party(key, result) for key in component.replaced_by)
    return f"others, most of all {names}, could replace {numbers.percent(replaced)} after {after}"


def precedent(found: PrecedentFound) -> str:
    """Return a precedent with how long it lasted."""
    dates = [numbers.day(day) for day in (found.start, found.end) if day is not None]
    length = f", {found.days} days" if found.days is not None else ""
    when = f" ({' to '.join(dates)}{length})" if dates else ""
    return f"{found.title}{when}. {found.note}".rstrip()


def on_record(result: WhatIf, *, most: int | None = 3) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what the parties did before, each with its evidence; beyond `most`, the latest only."""
    found = result.on_record
    if found.count:
        yield (
            ngettext(
                "{count} measure or incident of these parties is on record; {ended} ended, with both days known.",
                "{count} measures and incidents of these parties are on record; {ended} ended, with both days known.",
                found.count,
            ).format(count=numbers.count(found.count), ended=numbers.count(len(found.ended))),
            (),
        )
    for one in found.ended[:most]:
        yield _("Precedent: {precedent}").format(precedent=precedent(one)), one.evidence


def scenario_notes(scenario: ScenarioFound) -> Iterator[str]:
    """Yield what qualifies a scenario."""
    head = scenario.head
    if scenario.data_moved:
        yield f"{head.id} was written for other data than these: its numbers may no longer fit."
    if head.duration_days is not None:
        low, mode, high = head.duration_days.low, head.duration_days.mode, head.duration_days.high
        spread = "" if low == high else f", between {low:g} and {high:g}"
        yield f"{head.title}: taken to last {mode:g} days{spread}. Later times show what would follow if it went on."
    yield from head.caveats


def price_sentence(found: PriceEffect, result: WhatIf) -> str:
    """Return what would cost more."""
    low, high = found.rise.low, found.rise.high
    spread = f" ({numbers.percent_range(low, high)})" if low is not None else ""
    return (
        f"{result.names[found.component]}: {numbers.percent(found.share)} comes from there; the cost as a whole would "
        f"rise by {numbers.percent(found.rise.nominal)}{spread} if nothing else were bought instead."
    )


def notes(result: WhatIf) -> Iterator[str]:
    """Yield what was not found and what was left out."""
    for found in result.changes:
        label = f"change {found.position} of {found.scenario}" if found.scenario else "the refusal asked for"
        if not found.found:
            yield f"Nothing is recorded here of what {label} is about: {change_sentence(found, result)}"
        if found.at_home:
            yield f"{_parties(found.at_home, result)}: at home, so not cut ({label})."


def sources(result: WhatIf) -> Sequence[str]:
    """Return the evidence of precedents and changes, then the first of the sources that would stop."""
    precedents = [key for scenario in result.scenarios for one in scenario.precedents for key in one.evidence]
    precedents += [key for one in result.on_record.ended[:3] for key in one.evidence]
    changes = [key for found in result.changes for key in found.change.evidence]
    first = [source.id for source in result.evidence]
    asked = list(dict.fromkeys((*precedents, *changes)))
    return asked or first[:_SOURCES]


_SOURCES = 6


def citation(result: WhatIf) -> str:
    """Return the line that identifies the result."""
    return phrases.identity(f"what if for {result.country.code}", result.data_as_of, result.provenance)
