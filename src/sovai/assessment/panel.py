"""Several countries in one universe: who was asked for, and the nominal run and standing of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sovai.assessment.asking import OUTSIDERS, at_home_for
from sovai.assessment.nominal import Nominal, Standing, nominal_run, shared_sweeps, standing_of
from sovai.assessment.setting import Setting
from sovai.assessment.universe import Universe
from sovai.engine.clocks import horizon_times
from sovai.engine.compiled import Floats, System
from sovai.engine.control import ControlSweep
from sovai.engine.together import Cohort
from sovai.errors import DataError, Fault, UsageError
from sovai.loading import country_list, is_path, load_profile, one_party, profile_codes, root_of
from sovai.model import countries
from sovai.model.profile import Profile
from sovai.model.tree import Model
from sovai.results.base import CountryName, FaultyProfile

Wanted = str | Path | Profile
"""A circle, code or name, a list of them, the path of a profile, or a profile."""


@dataclass(frozen=True)
class Chosen:
    """The profiles that were asked for, by code, and what there is none of."""

    profiles: tuple[Profile, ...]
    failed: tuple[FaultyProfile, ...]
    without_profile: tuple[CountryName, ...]


def choose(asked: Iterable[Wanted] | None, model: Model) -> Chosen:
    """Return the profiles of a list of countries; without a list all of the model's tree.

    A file or record takes the place of the tree's own profile of that country.

    Raises
    ------
    UsageError
        If a name is neither a circle nor a country, or if no country of the list has a profile.
    DataError
        If every profile has faults.
    """
    available = profile_codes(root_of(model))
    codes: dict[str, None] = {}
    given: list[Path | Profile] = []
    for item in available if asked is None else asked:
        if not isinstance(item, str):
            given.append(item)
        elif is_path(item):
            given.append(Path(item))
        else:
            codes |= dict.fromkeys([item] if item in available else country_list(item, model))
    found: dict[str, Profile] = {}
    faults: list[Fault] = []
    failed = []
    for item in (*(code for code in codes if code in available), *given):
        try:
            profile = item if isinstance(item, Profile) else load_profile(item, model=model)
        except DataError as error:
            faults += error.faults
            failed.append(FaultyProfile(profile=str(item), faults=tuple(map(str, error.faults))))
        else:
            found[profile.country.code] = profile
    missing = [code for code in codes if code not in available and code not in found]
    if faults and not found:
        raise DataError(faults)
    if not found:
        names = ", ".join(countries.name_of(code) for code in missing[:5]) or "nobody"
        raise UsageError(f"there is no profile of {names}; 'sovai profiles' lists the {len(available)} there are")
    return Chosen(
        profiles=tuple(profile for _, profile in sorted(found.items())),
        failed=tuple(failed),
        without_profile=tuple(CountryName(code=code, name=countries.name_of(code)) for code in sorted(missing)),
    )


class Panel:
    """Countries compiled in one universe, so that what lies behind all of them is computed once.

    Parameters
    ----------
    wanted : str, path, Profile or iterable of them, optional
        Whom; without it all of the model's tree.
    setting : Setting
        For each member of its circle all members are at home.
    """

    def __init__(self, wanted: Wanted | Iterable[Wanted] | None, setting: Setting) -> None:
        asked = None if wanted is None else [wanted] if isinstance(wanted, Wanted) else list(wanted)
        self.setting, self.model = setting, setting.model
        self.arguments = [item.named if isinstance(item, Profile) else str(item) for item in asked or ()]
        self.chosen = choose(asked, setting.model)
        self.profiles = self.chosen.profiles
        self.countries = tuple(map(CountryName.of, self.profiles))
        self._universe = Universe(setting.model)
        self.systems = [self._compiled(p, setting.home_among(p.country.code)) for p in self.profiles]
        self._sweeps = self.sweeps(horizon_times(setting.horizon_years))
        self.nominal = [nominal_run(system, self._sweeps) for system in self.systems]

    def ask_for_several(self) -> None:
        """Raise `UsageError` where one country alone was asked for, which cannot be ranked."""
        chosen = self.chosen
        if len(chosen.profiles) + len(chosen.failed) + len(chosen.without_profile) == 1:
            only = self.countries[0]
            raise UsageError(
                f"a ranking compares countries, and {only.code} is one; name others or circles, or see 'sovai score "
                f"{only.code}'"
            )

    def sweeps(self, years: Floats) -> list[ControlSweep]:
        """Return the nominal sweep behind each component, for all countries."""
        return shared_sweeps(self.systems, years)

    def _compiled(self, profile: Profile, home: frozenset[str]) -> System:
        return self.setting.compile(profile, home=home, universe=self._universe)

    @cached_property
    def standings(self) -> list[Standing]:
        """How far each country's score may be quoted."""
        return [standing_of(system, self.model, self._sweeps) for system in self.systems]

    def alone(self, i: int) -> tuple[System, Nominal] | None:
        """Return a country with nobody else at home; None where that is so anyway."""
        only = frozenset({self.countries[i].code})
        if self.setting.home_among(self.countries[i].code) == only:
            return None
        system = self._compiled(self.profiles[i], only)
        return system, nominal_run(system, self._sweeps)

    def cohort(self, places: Sequence[int], followed: Iterable[str] = ()) -> Cohort:
        """Return some of the countries as they are drawn together, with the parties to follow in each."""
        systems = tuple(self.systems[i] for i in places)
        codes = tuple(self.countries[i].code for i in places)
        return Cohort(systems, codes, (tuple(followed),) * len(places))

    def by_name(self, places: Iterable[int]) -> list[int]:
        """Return countries in the order of their names."""
        return sorted(places, key=lambda i: (self.countries[i].name, self.countries[i].code))

    def find_party(self, wanted: str) -> str:
        """Return the party of an id, code or name.

        Raises
        ------
        UsageError
            If there is no such party, or it is at home or holds nothing in all of the countries.
        """
        party = one_party(wanted, self.model)
        if any(party in system.parties for system in self.systems):
            return party
        first, count = self.countries[0], len(self.countries)
        whose = countries.in_a_sentence(first.code, first.name) if count == 1 else f"each of these {count} countries"
        if len(self.at_home(party)) == len(self.countries):
            raise at_home_for(wanted, whose)
        raise UsageError(f"{wanted!r} holds nothing of what {whose} uses; {OUTSIDERS}")

    def at_home(self, party: str) -> set[int]:
        """Return the countries for which a party is at home, and so no party."""
        state = self.model.catalogue.jurisdiction_of(party)
        return {i for i, country in enumerate(self.countries) if state in self.setting.home_among(country.code)}


def place_of(party: str, system: System) -> int | None:
    """Return the place of a party among those of a country; None where it holds nothing there."""
    return system.parties.index(party) if party in system.parties else None
