"""Changes of scenarios in words: what parties would stop, and what else would be other than it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from sovai.model import countries
from sovai.model.changes import Add, AnyChange, ChangeAccess, Cut, Price, Remove, Set, Shift
from sovai.model.quantity import Quantity
from sovai.model.vocabulary import HOME
from sovai.report import numbers, phrases
from sovai.report.language import _, term
from sovai.results.whatif import ChangeFound


def in_words(found: ChangeFound, names: Mapping[str, str]) -> str:
    """Return a change as a sentence; `names` are those of what it mentions, by id."""
    sentence = _("{change} (a judgement).") if found.change.judgement else _("{change}.")
    said = sentence.format(change=phrases.opening(_change(found.change, names)))
    return f"{said} {found.change.note}".rstrip()


def _change(change: AnyChange, names: Mapping[str, str]) -> str:
    def name(key: str | None) -> str:
        return names.get(key or "", key or "")

    match change:
        case Cut():
            whole = _("{parties} would stop supply") if is_whole(change) else _("{parties} would stop {supply}")
            return whole.format(parties=parties(change.parties, names), supply=supply(change, names))
        case Shift():
            return _shift(change, names)
        case ChangeAccess():
            return _("what {party} supplies of {component} would be obtained as {access}").format(
                party=party(change.supplier, names),
                component=name(change.component),
                access=term("access", change.access),
            )
        case Add():
            return _addition(change, names)
        case Remove():
            return _removal(change, names)
        case Set():
            return _("the parameter {parameter} would be {value}").format(
                parameter=change.parameter, value=_number(change.value)
            )
        case Price():
            goods = numbers.listed(name(key) for key in change.components)
            sentence = (
                _("{goods} from {parties} would cost {factor} times as much")
                if goods
                else _("what comes from {parties} would cost {factor} times as much")
            )
            return sentence.format(goods=goods, parties=parties(change.parties, names), factor=_number(change.factor))


def _shift(change: Shift, names: Mapping[str, str]) -> str:
    if change.access:
        sentence = _("{part} of what {giver} supplies of {component} would come from {taker} instead, {access}")
    else:
        sentence = _("{part} of what {giver} supplies of {component} would come from {taker} instead")
    return sentence.format(
        part=_fraction(change.part),
        giver=party(change.from_, names),
        giver_name=party(change.from_, names, listed=True),
        component=names.get(change.component, change.component),
        taker=party(change.to, names),
        taker_name=party(change.to, names, listed=True),
        access=term("access", change.access or ""),
    )


def _removal(change: Remove, names: Mapping[str, str]) -> str:
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
        party=party(change.supplier, names),
        party_name=party(change.supplier, names, listed=True),
        thing=names.get(what or "", what or ""),
        component=names.get(change.component or "", change.component or ""),
    )


def _addition(change: Add, names: Mapping[str, str]) -> str:
    component = names.get(change.component or "", "")
    owner = party(change.supplier, names) if change.supplier else component
    owner_name = party(change.supplier, names, listed=True) if change.supplier else component
    if change.source is not None:
        return _("{supplier} would supply {share} of {owner}").format(
            supplier=party(change.source.supplier or change.source.mix or "", names),
            share=numbers.percent(change.source.share),
            owner=owner,
            owner_name=owner_name,
        )
    if change.reach is not None:
        return _("{party} could stop {share} of what {owner} makes").format(
            party=party(change.reach.by, names),
            share=_fraction(change.reach.strength),
            owner=owner,
            owner_name=owner_name,
        )
    assert change.need is not None  # checked on loading
    return _("{owner} would need {input}").format(
        owner=owner, owner_name=owner_name, input=names.get(change.need.input, change.need.input)
    )


def is_whole(cut: Cut) -> bool:
    """Whether all that the parties supply is cut."""
    partial = any(part.low < 1.0 for part in (cut.strength, cut.part))
    return not (partial or cut.components or cut.access)


def supply(cut: Cut, names: Mapping[str, str]) -> str:
    """Return what of the supply is cut: how much, of what, obtained how."""
    goods = numbers.listed(names.get(key, key) for key in cut.components)
    parts = [_fraction(part) for part in (cut.strength, cut.part) if part.low < 1.0]
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


def party(key: str, names: Mapping[str, str], *, listed: bool = False) -> str:
    """Return a party as it stands within a sentence, or, where languages tell these apart, in a list."""
    if key == HOME:
        return _("producers at home")
    if key.isupper() and not countries.is_iso(key) and not countries.is_user_assigned(key):
        return _("the members of {circle}").format(circle=key)
    return (phrases.mentioned if listed else phrases.named)(key, names.get(key, key))


def parties(keys: Iterable[str], names: Mapping[str, str], *, listed: bool = False) -> str:
    """Return several parties as they stand within a sentence or a list."""
    return numbers.listed((party(key, names, listed=listed) for key in keys), most=6)


def _fraction(found: Quantity) -> str:
    return _with_bounds(found, numbers.percent, numbers.percent_range)


def _number(found: Quantity) -> str:
    return _with_bounds(found, numbers.written, numbers.written_range)


def _with_bounds(found: Quantity, one: Callable[[float], str], interval: Callable[[float, float], str]) -> str:
    """Return an uncertain quantity, its bounds in brackets."""
    return one(found.mode) if found.certain else f"{one(found.mode)} ({interval(found.low, found.high)})"
