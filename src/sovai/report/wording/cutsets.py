"""Minimal cut sets in words."""

from __future__ import annotations

from collections.abc import Iterator

from sovai.report import numbers, phrases
from sovai.results.cutsets import CutSet, CutSetGroup, CutSets, MemberRole

_NAMES_PER_LINE = 4
_SIZES = {1: ("single one", "single ones"), 2: ("pair", "pairs"), 3: ("triple", "triples")}
_KINDS = {"jurisdiction": "States", "company": "Companies"}


def title(found: CutSets) -> str:
    """Return what was looked for."""
    country = phrases.named(found.country.code, found.country.name)
    return f"Smallest sets that together could cut off {country}"


def heading(found: CutSets) -> str:
    """Return on what it rests."""
    home = numbers.listed(found.home, most=4)
    return f"data of {numbers.day(found.data_as_of)} · home: {home} · {phrases.cutoff(found.horizon_years)}"


def threshold(found: CutSets) -> str:
    """Return what a set has to reach."""
    share = numbers.percent(found.groups[0].threshold)
    what = (
        f"control at least {share} of the component in the end"
        if found.measure == "control"
        else f"would leave at least {share} of the weighted need unmet {phrases.period(found.horizon_years)}"
    )
    return f"A set is listed where its members together {what}, and no part of the set does."


def subject(group: CutSetGroup, found: CutSets) -> str:
    """Return what is cut."""
    return "Whole stack" if group.component is None else found.names[group.component]


def kind(group: CutSetGroup) -> str:
    """Return the kind of party."""
    return _KINDS[group.kind]


def lines(group: CutSetGroup, found: CutSets, *, every: bool) -> Iterator[tuple[str, str]]:
    """Yield how many sets of each size there are, and the largest of them; or that there are none."""
    for size in range(1, found.size + 1):
        sets = [one for one in group.sets if len(one.members) == size]
        if sets:
            shown = sets if every else sets[: _NAMES_PER_LINE // size]
            more = [f"{numbers.count(len(sets) - len(shown))} more"] if len(shown) < len(sets) else []
            names = "; ".join([*(set_in_words(one, found) for one in shown), *more])
            yield f"{numbers.count(len(sets))} {_SIZES[size][len(sets) > 1]}", names
    if not group.complete:
        yield "cut short", "not all sets were looked at: there may be more"
    elif not group.sets:
        yield "none", f"no set of up to {found.size}" if found.size > 1 else "no single one"


def set_in_words(one: CutSet, found: CutSets) -> str:
    """Return the members of a set and what it reaches."""
    return f"{' + '.join(found.names[member] for member in one.members)} {numbers.percent(one.reached)}"


def columns(group: CutSetGroup) -> tuple[str, ...]:
    """Return the columns of the roles in a group; a component need not be named where it is the subject."""
    return ("Member", "alone:r", "how", *(("most in",) if group.component is None else ()))


def role(role: MemberRole, group: CutSetGroup, found: CutSets) -> tuple[str, ...]:
    """Return what a member holds by itself, and how."""
    steps = " → ".join(found.names[step] for step in role.path)
    if role.channel == "reach":
        how = f"{steps}, by reach of its law"
    elif role.channel == "source":
        own = "producers there" if group.kind == "jurisdiction" else "its own supply"
        how = own if role.path == (role.party,) else f"{steps}, under its jurisdiction"
    else:
        how = steps
    where = (found.names[role.component],) if group.component is None else ()
    return (found.names[role.party], numbers.percent(role.alone), how, *where)


def citation(found: CutSets) -> str:
    """Return the line that identifies the result."""
    provenance = found.provenance
    return (
        f"sovai {provenance.version}, cut sets of {found.country.code}, data of {found.data_as_of.isoformat()}, "
        f"digest {provenance.digest[:12]}, nominal"
    )


ROLES = (
    "Alone: what the member reaches by itself. How: the largest source in the way in which it holds most, with the "
    "inputs up to the supplier that it acts on."
)
EXACT = "Complete up to the size asked for, in the nominal run. A set that holds one of those listed suffices too."
