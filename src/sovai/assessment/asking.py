"""What is asked of `what_if` in words and numbers: whom, limited to what, how far, at which times."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sovai.assessment.command import option
from sovai.assessment.refusals import members_of
from sovai.errors import UsageError
from sovai.loading import load_home, one_party, parties_named
from sovai.loading.toml import suggest
from sovai.model import countries
from sovai.model.changes import AnyChange, Cut
from sovai.model.profile import Profile
from sovai.model.quantity import Quantity
from sovai.model.tree import Model
from sovai.model.vocabulary import ACCESS_MODES, COMPONENTS, AccessMode, layer_of

OUTSIDERS = "name a state or a supplier abroad"
TIMES = "0,30d,1y,3y,5y"
MOST_TIMES = 50
_YEARS_OF = {"": 1.0, "y": 1.0, "m": 1.0 / 12.0, "w": 7.0 / 365.25, "d": 1.0 / 365.25}


def limits_of(components: Iterable[str], model: Model) -> tuple[str, ...]:
    """Return components and inputs; a layer stands for its components."""
    found: dict[str, None] = {}
    inputs = model.catalogue.inputs
    ids = model.weights.component_ids()
    for wanted in components:
        if wanted not in (*ids, *inputs, *COMPONENTS):
            raise UsageError(
                f"{wanted!r} is no component, layer or input; {suggest(wanted, (*ids, *inputs, *COMPONENTS))}"
            )
        found |= dict.fromkeys([c for c in ids if layer_of(c) == wanted] if wanted in COMPONENTS else [wanted])
    return tuple(found)


def cut_of(
    text: str, limits: tuple[str, ...], access: tuple[AccessMode, ...], strength: float | Sequence[float], model: Model
) -> Cut:
    """Return a refusal as a change."""
    for mode in access:
        if mode not in ACCESS_MODES:
            raise UsageError(f"{mode!r} is no mode of access; {suggest(mode, ACCESS_MODES)}")
    bounds = [float(strength)] * 3 if isinstance(strength, int | float) else [float(value) for value in strength]
    if len(bounds) != 3 or not 0.0 <= bounds[0] <= bounds[1] <= bounds[2] <= 1.0:
        raise UsageError(f"a strength of {strength} is not a number from 0 to 1, or three in ascending order")
    low, mode_, high = bounds
    return Cut(
        kind="cut",
        parties=parties_named(text, model),
        components=limits,
        access=access,
        strength=Quantity(low=low, mode=mode_, high=high),
    )


def times_of(at: str | Iterable[float]) -> tuple[float, ...]:
    """Return times in years, ascending."""
    found = [_time(text) for text in at.split(",")] if isinstance(at, str) else [float(value) for value in at]
    times = tuple(sorted(set(found)))
    if not times or len(times) > MOST_TIMES or not 0.0 <= times[0] <= times[-1] <= 100.0:
        raise UsageError(f"times {at!r}: give one to {MOST_TIMES} of them, from 0 to 100 years")
    return times


def _time(text: str) -> float:
    match = re.fullmatch(r"\s*(\d+(?:\.\d*)?)\s*([dwmy]?)\s*", text)
    if match is None:
        raise UsageError(f"{text.strip()!r} is no time; write for example 30d, 6m or 1y")
    return float(match[1]) * _YEARS_OF[match[2]]


def at_home_of(change: AnyChange, at_home: frozenset[str], model: Model) -> tuple[str, ...]:
    """Return the parties of a cut that are at home, and so are not cut."""
    if not isinstance(change, Cut):
        return ()
    members = members_of(change, model.catalogue)
    return tuple(party for party in members if model.catalogue.jurisdiction_of(party) in at_home)


def ask_for_outsiders(cut: Cut, at_home: frozenset[str], model: Model, profile: Profile) -> None:
    """Raise `UsageError` for a refusal of which all parties are at home."""
    if len(at_home_of(cut, at_home, model)) == len(members_of(cut, model.catalogue)):
        names = ", ".join(cut.parties)
        whose = countries.in_a_sentence(profile.country.code, profile.country.name)
        raise UsageError(
            f"{names}: at home for {whose}, and what is at home is not cut off; name others, or count "
            "less as home with --home"
        )


def outsider(wanted: str, profile: Profile, home: str | Iterable[str], model: Model) -> str:
    """Return the party of an id, code or name, or raise `UsageError` where it is none or at home for a country."""
    party = one_party(wanted, model)
    if model.catalogue.jurisdiction_of(party) in load_home(home, model) | {profile.country.code}:
        raise at_home_for(wanted, countries.in_a_sentence(profile.country.code, profile.country.name))
    return party


def at_home_for(wanted: str, whose: str) -> UsageError:
    """Return the error for a party that is no outsider."""
    return UsageError(f"{wanted!r} is at home for {whose}, so that it is no outsider; {OUTSIDERS}")


def own_options(
    limits: Sequence[str], access: Iterable[str], strength: float | Sequence[float], years: Sequence[float]
) -> list[str]:
    """Return the options of the command that are not at their defaults."""
    numbers = [strength] if isinstance(strength, int | float) else strength
    return [
        *option("--components", ",".join(limits)),
        *option("--access", ",".join(access)),
        *option("--strength", ",".join(f"{value:g}" for value in numbers), "1"),
        *option("--at", ",".join(map(_spelled, years)), ",".join(map(_spelled, times_of(TIMES)))),
    ]


def _spelled(years: float) -> str:
    days = years * 365.25
    return f"{days:.0f}d" if years and abs(days - round(days)) < 1e-9 and years < 1.0 else f"{years!r}"
