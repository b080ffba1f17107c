"""What would follow if supply stopped, as rows and sentences: the same on the screen and on a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sovai.model import countries
from sovai.model.changes import Add, AnyChange, ChangeAccess, Cut, Price, Remove, Set, Shift
from sovai.model.quantity import Quantity
from sovai.model.vocabulary import HOME
from sovai.report import numbers, phrases
from sovai.report.columns import right
from sovai.report.language import _, marked, ngettext, pgettext, term
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
_TOUCHED = 0.0005
"""Less than this of a need is not worth a row."""

COURSE_NOTE = marked(
    "Left: what would still be met of the need by then, with all that others could add. "
    "Curve: the same over these years; the full height is the whole need."
)
PARTS_NOTE = marked(
    "At once, in time: what would stop, if nobody stepped in. Own, open source, others: what would go on. Not known: "
    "nobody is recorded. Half lost: when half of the need is first unmet."
)


def title(result: WhatIf) -> str:
    """Return the country and what is asked, as a heading."""
    return f"{result.country.name}: {asked(result)}"


def asked(result: WhatIf) -> str:
    """Return the titles of the scenarios and the refusals that were named without one."""
    titles = [scenario.head.title for scenario in result.scenarios]
    named = [found.change for found in result.changes if found.scenario is None]
    for cut in (change for change in named if isinstance(change, Cut)):
        whole = _("if {parties} stopped supply") if is_whole(cut) else _("if {parties} stopped {supply}")
        titles.append(whole.format(parties=_parties(cut.parties, result), supply=_supply(cut, result)))
    return " + ".join(titles)


def heading(result: WhatIf) -> str:
    """Return what the answer rests on."""
    return phrases.rests_on(result.data_as_of, result.home)


def summary(result: WhatIf) -> str:
    """Return the answer for the stack as a whole, in sentences that can be quoted."""
    left = ", ".join(
        f"{estimate(course)} {numbers.after(at)}" for at, course in zip(result.years, result.stack.left, strict=True)
    )
    change = result.changes[0].change
    cut = change if isinstance(change, Cut) and len(result.changes) == 1 else None
    loss = _loss_sentence(cut, several=len(result.changes) > 1).format(
        loss=estimate(result.loss),
        period=phrases.period(result.horizon_years),
        parties=_parties(cut.parties, result) if cut else "",
        supply=_supply(cut, result) if cut else "",
    )
    return " ".join((loss, _("What would be left of it: {shares}.").format(shares=left)))


def _loss_sentence(cut: Cut | None, *, several: bool) -> str:
    if several:
        return _("If all of this happened together, {loss} of the weighted need would go unmet {period}.")
    if cut is None:
        return _("If this happened, {loss} of the weighted need would go unmet {period}.")
    if is_whole(cut):
        return _("If {parties} stopped supply, {loss} of the weighted need would go unmet {period}.")
    return _("If {parties} stopped {supply}, {loss} of the weighted need would go unmet {period}.")


def is_whole(cut: Cut) -> bool:
    """Whether all that the parties supply is cut."""
    partial = any(part.low < 1.0 for part in (cut.strength, cut.part))
    return not (partial or cut.components or cut.access)


def _supply(cut: Cut, result: WhatIf) -> str:
    """Return what of the supply is cut: how much, of what, obtained how."""
    goods = numbers.listed(result.names.get(key, key) for key in cut.components)
    parts = [quantity(part) for part in (cut.strength, cut.part) if part.low < 1.0]
    extent = _("{part} of {whole}").format(part=parts[0], whole=parts[1]) if len(parts) > 1 else "".join(parts)
    access = numbers.listed(term("access", mode) for mode in cut.access)
    return _supply_phrase(bool(extent), bool(goods), bool(access)).format(extent=extent, goods=goods, access=access)


def _supply_phrase(extent: bool, goods: bool, access: bool) -> str:
    match extent, goods, access:
        case True, True, True:
            return _("{extent} of supply of {goods} ({access})")
        case True, True, False:
            return _("{extent} of supply of {goods}")
        case True, False, True:
            return _("{extent} of supply ({access})")
        case True, False, False:
            return _("{extent} of supply")
        case False, True, True:
            return _("supply of {goods} ({access})")
        case False, True, False:
            return _("supply of {goods}")
        case False, False, True:
            return _("supply ({access})")
    return _("supply")


def estimate(found: Estimate) -> str:
    """Return a fraction in percent, with its interval in brackets."""
    spread = numbers.percent_span(found.low, found.high)
    return numbers.percent(found.nominal) + (f" ({numbers.percent_range(found.low, found.high)})" if spread else "")


def quantity(found: Quantity) -> str:
    """Return an uncertain fraction in percent, its bounds in brackets."""
    bounds = "" if found.certain else f" ({numbers.percent_range(found.low, found.high)})"
    return f"{numbers.percent(found.mode)}{bounds}"


def plain(found: Quantity) -> str:
    """Return an uncertain number, its bounds in brackets."""
    bounds = "" if found.certain else f" ({numbers.written(found.low)}–{numbers.written(found.high)})"
    return f"{numbers.written(found.mode)}{bounds}"


def _party(key: str, result: WhatIf, *, listed: bool = False) -> str:
    """Return a party as it stands within a sentence, or, where languages tell these apart, in a list."""
    if key == HOME:
        return _("producers at home")
    if key.isupper() and not countries.is_iso(key) and not countries.is_user_assigned(key):
        return _("the members of {circle}").format(circle=key)
    return (phrases.mentioned if listed else phrases.named)(key, result.names.get(key, key))


def _parties(keys: Iterable[str], result: WhatIf, *, listed: bool = False) -> str:
    return numbers.listed((_party(key, result, listed=listed) for key in keys), most=6)


def change_sentence(found: ChangeFound, result: WhatIf) -> str:
    """Return a change as a sentence."""
    sentence = _("{change} (a judgement).") if found.change.judgement else _("{change}.")
    said = sentence.format(change=phrases.opening(_change(found.change, result)))
    return f"{said} {found.change.note}".rstrip()


def _change(change: AnyChange, result: WhatIf) -> str:
    def name(key: str | None) -> str:
        return result.names.get(key or "", key or "")

    match change:
        case Cut():
            whole = _("{parties} would stop supply") if is_whole(change) else _("{parties} would stop {supply}")
            return whole.format(parties=_parties(change.parties, result), supply=_supply(change, result))
        case Shift():
            return _shift(change, result)
        case ChangeAccess():
            return _("what {party} supplies of {component} would be obtained as {access}").format(
                party=_party(change.supplier, result),
                component=name(change.component),
                access=term("access", change.access),
            )
        case Add():
            return _addition(change, result)
        case Remove():
            return _removal(change, result)
        case Set():
            return _("the parameter {parameter} would be {value}").format(
                parameter=change.parameter, value=plain(change.value)
            )
        case Price():
            goods = numbers.listed(name(key) for key in change.components)
            sentence = (
                _("{goods} from {parties} would cost {factor} times as much")
                if goods
                else _("what comes from {parties} would cost {factor} times as much")
            )
            return sentence.format(goods=goods, parties=_parties(change.parties, result), factor=plain(change.factor))


def _shift(change: Shift, result: WhatIf) -> str:
    if change.access:
        sentence = _("{part} of what {giver} supplies of {component} would come from {taker} instead, {access}")
    else:
        sentence = _("{part} of what {giver} supplies of {component} would come from {taker} instead")
    return sentence.format(
        part=quantity(change.part),
        giver=_party(change.from_, result),
        giver_name=_party(change.from_, result, listed=True),
        component=result.names.get(change.component, change.component),
        taker=_party(change.to, result),
        taker_name=_party(change.to, result, listed=True),
        access=term("access", change.access or ""),
    )


def _removal(change: Remove, result: WhatIf) -> str:
    what = change.input or change.reach_by
    if change.input:
        sentence = _("{party} would no longer need {thing}")
    elif change.reach_by:
        sentence = _("{party} would no longer be within reach of {thing}")
    elif change.component:
        sentence = _("{party} would supply nothing of {component}")
    else:
        sentence = _("{party} would supply nothing")
    return sentence.format(
        party=_party(change.supplier, result),
        party_name=_party(change.supplier, result, listed=True),
        thing=result.names.get(what or "", what or ""),
        component=result.names.get(change.component or "", change.component or ""),
    )


def _addition(change: Add, result: WhatIf) -> str:
    component = result.names.get(change.component or "", "")
    owner = _party(change.supplier, result) if change.supplier else component
    owner_name = _party(change.supplier, result, listed=True) if change.supplier else component
    if change.source is not None:
        return _("{supplier} would supply {share} of {owner}").format(
            supplier=_party(change.source.supplier or change.source.mix or "", result),
            share=numbers.percent(change.source.share),
            owner=owner,
            owner_name=owner_name,
        )
    if change.reach is not None:
        return _("{party} could stop {share} of what {owner} makes").format(
            party=_party(change.reach.by, result),
            share=quantity(change.reach.strength),
            owner=owner,
            owner_name=owner_name,
        )
    assert change.need is not None  # checked on loading
    return _("{owner} would need {input}").format(
        owner=owner, owner_name=owner_name, input=result.names.get(change.need.input, change.need.input)
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
        right(pgettext("column", "own")),
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
    return _("others, most of all {names}, could replace {share} {after}").format(
        names=_parties(component.replaced_by, result),
        names_listed=_parties(component.replaced_by, result, listed=True),
        share=numbers.percent(replaced),
        after=numbers.after(last),
    )


def precedent(found: PrecedentFound) -> str:
    """Return a precedent with how long it lasted."""
    dates = [numbers.day(day) for day in (found.start, found.end) if day is not None]
    when = [numbers.between(*dates) if len(dates) > 1 else "".join(dates)] if dates else []
    if dates and found.days is not None:
        when.append(ngettext("{count} day", "{count} days", found.days).format(count=found.days))
    brackets = f" ({', '.join(when)})" if when else ""
    return f"{found.title}{brackets}. {found.note}".rstrip()


def on_record(result: WhatIf, *, most: int | None = 3) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what the parties did before, each with its evidence; beyond `most`, the latest only."""
    found = result.on_record
    if found.count:
        sentence = (
            ngettext(
                "{count} measure or incident of these parties is on record; {ended} ended, with both days known.",
                "{count} measures and incidents of these parties are on record; {ended} ended, with both days known.",
                found.count,
            )
            if found.ended
            else ngettext(
                "{count} measure or incident of these parties is on record; it has not ended, or not on a known day.",
                "{count} measures and incidents of these parties are on record; none has ended with both days known.",
                found.count,
            )
        )
        yield sentence.format(count=numbers.count(found.count), ended=numbers.count(len(found.ended))), ()
    for one in found.ended[:most]:
        yield _("Precedent: {precedent}").format(precedent=precedent(one)), one.evidence


def scenario_notes(scenario: ScenarioFound) -> Iterator[str]:
    """Yield what qualifies a scenario."""
    head = scenario.head
    if scenario.data_moved:
        yield _("{scenario} was written for other data than these: its numbers may no longer fit.").format(
            scenario=head.id
        )
    if head.duration_days is not None:
        low, mode, high = head.duration_days.low, head.duration_days.mode, head.duration_days.high
        lasting = (
            _("{scenario}: taken to last {days} days. Later times show what would follow if it went on.")
            if low == high
            else _(
                "{scenario}: taken to last {days} days, between {low} and {high}. Later times show what would follow "
                "if it went on."
            )
        )
        days, least, most = map(numbers.written, (mode, low, high))
        yield lasting.format(scenario=head.title, days=days, low=least, high=most)
    yield from head.caveats


def price_sentence(found: PriceEffect, result: WhatIf) -> str:
    """Return what would cost more."""
    return _(
        "{component}: {share} comes from there; the cost as a whole would rise by {rise} if nothing else were bought "
        "instead."
    ).format(
        component=result.names[found.component],
        share=numbers.percent(found.share),
        rise=phrases.share(found.rise),
    )


def notes(result: WhatIf) -> Iterator[str]:
    """Yield what was not found and what was left out."""
    for found in result.changes:
        label = (
            _("change {position} of {scenario}").format(position=found.position, scenario=found.scenario)
            if found.scenario
            else _("the refusal asked for")
        )
        if not found.found:
            yield _("Nothing is recorded here of what {label} is about: {change}").format(
                label=label, change=change_sentence(found, result)
            )
        if found.at_home:
            yield _("{parties}: at home, so not cut ({label}).").format(
                parties=_parties(found.at_home, result, listed=True), label=label
            )


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
    what = _("what if for {country}").format(country=result.country.code)
    return phrases.identity(what, result.data_as_of, result.provenance)
