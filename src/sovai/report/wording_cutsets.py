"""Minimal cut sets in words."""

from __future__ import annotations

from collections.abc import Iterator

from sovai.report import numbers, wording
from sovai.results_cutsets import CutSet, CutSetGroup, CutSets, MemberRole

_SHOWN = 3
_SIZES = {1: ("single one", "single ones"), 2: ("pair", "pairs"), 3: ("triple", "triples")}
_KINDS = {"jurisdiction": "States", "company": "Companies"}
COLUMNS = ("Member", "alone:r", "where it holds most", "how")


def title(found: CutSets) -> str:
    """Return what was looked for."""
    country = wording.named(found.country.code, found.country.name)
    return f"Smallest sets that together could cut off {country}"


def heading(found: CutSets) -> str:
    """Return on what it rests."""
    home = numbers.listed(found.home, most=4)
    return f"data of {numbers.day(found.data_as_of)} · home: {home} · {wording.cutoff(found.horizon_years)}"


def threshold(found: CutSets) -> str:
    """Return what a set has to reach."""
    share = numbers.percent(found.groups[0].threshold)
    what = (
        f"control of at least {share} of the component in the end"
        if found.measure == "control"
        else f"{share} of the weighted need unmet {wording.period(found.horizon_years)} if all of them stopped supply"
    )
    return f"A set is listed where its members together reach {what}, and no part of the set does."


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
            shown = sets if every else sets[:_SHOWN]
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


def role(role: MemberRole, found: CutSets) -> tuple[str, str, str, str]:
    """Return what a member holds by itself, and how."""
    names = [found.names[step] for step in role.path]
    if role.channel == "source":
        how = "its own supply" if role.path[0] == role.party else f"{names[0]}, which it can compel"
        how = "producers there" if how == "its own supply" and _is_state(role, found) else how
    elif role.channel == "reach":
        how = f"{names[0]}, by reach of its law"
    else:
        how = f"{found.names[role.path[-2]]} ({' ← '.join(names)})"
    return found.names[role.party], numbers.percent(role.alone), found.names[role.component], how


def _is_state(role: MemberRole, found: CutSets) -> bool:
    return any(role in group.roles and group.kind == "jurisdiction" for group in found.groups)


def citation(found: CutSets) -> str:
    """Return the line that identifies the result."""
    provenance = found.provenance
    return (
        f"sovai {provenance.version}, cut sets of {found.country.code}, data of {found.data_as_of.isoformat()}, "
        f"digest {provenance.digest[:12]}, nominal"
    )


ROLES = (
    "Alone: what the member reaches by itself. How: the largest way in which it holds the component, by the input on "
    "which it acts where it acts on one."
)
EXACT = "Complete up to the size asked for, in the nominal run. A set that holds one of those listed suffices too."
