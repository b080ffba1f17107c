"""Minimal cut sets in words."""

from __future__ import annotations

from collections.abc import Iterator

from sovai.report import numbers, phrases
from sovai.report.columns import right
from sovai.report.language import _, marked, ngettext, pgettext
from sovai.results.cutsets import CutSet, CutSetGroup, CutSets, MemberRole

_NAMES_PER_LINE = 4
_KINDS = {"jurisdiction": marked("States"), "company": marked("Companies")}


def title(found: CutSets) -> str:
    """Return what was looked for."""
    country = phrases.named(found.country.code, found.country.name)
    return _("Smallest sets that could cut off {country}").format(country=country)


def heading(found: CutSets) -> str:
    """Return on what it rests."""
    return f"{phrases.rests_on(found.data_as_of, found.home)} · {phrases.cutoff(found.horizon_years)}"


def threshold(found: CutSets) -> str:
    """Return what a set has to reach."""
    share = numbers.percent(found.groups[0].threshold)
    if found.measure == "control":
        return _(
            "A set is listed where its members together control at least {share} of the component in the end, "
            "and no part of the set does."
        ).format(share=share)
    return _(
        "A set is listed where its members together would leave at least {share} of the weighted need unmet {period}, "
        "and no part of the set does."
    ).format(share=share, period=phrases.period(found.horizon_years))


def subject(group: CutSetGroup, found: CutSets) -> str:
    """Return what is cut."""
    return _("Whole stack") if group.component is None else found.names[group.component]


def kind(group: CutSetGroup) -> str:
    """Return the kind of party."""
    return _(_KINDS[group.kind])


def lines(group: CutSetGroup, found: CutSets, *, every: bool) -> Iterator[tuple[str, str]]:
    """Yield how many sets of each size there are, and the largest of them; or that there are none."""
    for size in range(1, found.size + 1):
        sets = [one for one in group.sets if len(one.members) == size]
        if sets:
            most = len(sets) if every else _NAMES_PER_LINE // size
            names = numbers.enumerated((set_in_words(one, found) for one in sets), most=most)
            yield _counted(size, len(sets)).format(count=numbers.count(len(sets))), names
    if not group.complete:
        yield _("cut short"), _("not all sets were looked at: there may be more")
    elif not group.sets:
        yield _("none"), _("no set of up to {size}").format(size=found.size) if found.size > 1 else _("no single one")


def _counted(size: int, count: int) -> str:
    if size == 1:
        return ngettext("{count} single one", "{count} single ones", count)
    if size == 2:
        return ngettext("{count} pair", "{count} pairs", count)
    return ngettext("{count} triple", "{count} triples", count)


def set_in_words(one: CutSet, found: CutSets) -> str:
    """Return the members of a set and what it reaches."""
    return f"{' + '.join(found.names[member] for member in one.members)} {numbers.percent(one.reached)}"


def columns(group: CutSetGroup) -> tuple[str, ...]:
    """Return the columns of the roles in a group; a component need not be named where it is the subject."""
    where = (pgettext("column", "most in"),) if group.component is None else ()
    return (pgettext("column", "Member"), right(pgettext("column", "alone")), pgettext("column", "how"), *where)


def role(role: MemberRole, group: CutSetGroup, found: CutSets) -> tuple[str, ...]:
    """Return what a member holds by itself, and how."""
    steps = " → ".join(found.names[step] for step in role.path)
    if role.channel == "reach":
        how = _("{path}, by reach of its law").format(path=steps)
    elif role.channel == "source":
        own = _("producers there") if group.kind == "jurisdiction" else _("its own supply")
        how = own if role.path == (role.party,) else _("{path}, under its jurisdiction").format(path=steps)
    else:
        how = steps
    where = (found.names[role.component],) if group.component is None else ()
    return (found.names[role.party], numbers.percent(role.alone), how, *where)


def citation(found: CutSets) -> str:
    """Return the line that identifies the result."""
    return phrases.identity(
        _("cut sets of {country}").format(country=found.country.code), found.data_as_of, found.provenance
    )


ROLES = marked(
    "Alone: what the member reaches by itself. How: the largest source in the way in which it holds most, with the "
    "inputs up to the supplier that it acts on."
)
EXACT = marked("Complete up to that size, in the nominal run. A set that holds one of those listed suffices too.")
