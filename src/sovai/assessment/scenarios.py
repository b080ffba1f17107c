"""The changes of scenarios and levers applied to one country: what is recorded then, what stops, what costs more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sovai.assessment.sourcing import holders_behind, suppliers_of
from sovai.model.altering import altered, is_of_sources, with_parameter
from sovai.model.changes import Add, AnyChange, Cut, Move, Price, Remove, Set, Shift
from sovai.model.profile import Profile
from sovai.model.tree import Model
from sovai.model.vocabulary import HOME


@dataclass(frozen=True)
class Applied:
    """A country under a list of changes.

    Attributes
    ----------
    profile : Profile
        Its sources as the changes leave them; shares that no change names keep their draws.
    model : Model
    cuts : tuple of Cut
        What stops supply, in that world.
    prices : tuple of Price
    unmatched : tuple of int
        Places of the changes that find nothing in this profile.
    """

    profile: Profile
    model: Model
    cuts: tuple[Cut, ...]
    prices: tuple[Price, ...]
    unmatched: tuple[int, ...]


def apply(changes: Iterable[AnyChange], profile: Profile, model: Model) -> Applied:
    """Apply changes in their order; what stops or costs more does so in the world that the others leave.

    Parameters
    ----------
    changes : iterable of changes
        Checked against the model, as those of `sovai.load_scenario` are.
    profile : Profile
    model : Model
    """
    listed = list(changes)
    unmatched = []
    for place, change in enumerate(listed):
        if isinstance(change, Cut | Price):
            continue
        if not _finds(change, profile, model):
            unmatched.append(place)
        profile, model = _changed(change, profile, model)
    stopping = [(place, change) for place, change in enumerate(listed) if isinstance(change, Cut | Price)]
    unmatched += [place for place, change in stopping if not _stops(change, profile, model)]
    return Applied(
        profile=profile,
        model=model,
        cuts=tuple(change for change in listed if isinstance(change, Cut)),
        prices=tuple(change for change in listed if isinstance(change, Price)),
        unmatched=tuple(sorted(unmatched)),
    )


def _changed(change: Move | Set, profile: Profile, model: Model) -> tuple[Profile, Model]:
    if isinstance(change, Set):
        return profile, replace(model, weights=with_parameter(model.weights, change.parameter, change.value))
    if isinstance(change, Add | Remove) and not is_of_sources(change):
        return profile, replace(model, catalogue=altered(model.catalogue, change, home=profile.country.code))
    return profile.moved([change]), model


def _finds(change: Move | Set, profile: Profile, model: Model) -> bool:
    """Whether a change finds what it is about among the sources of the profile or behind them."""
    if isinstance(change, Set) or (isinstance(change, Add) and change.supplier is None):
        return True
    code = profile.country.code
    if isinstance(change, Add | Remove) and not is_of_sources(change):
        owner = code if change.supplier == HOME else change.supplier
        return owner in holders_behind(profile, model, (), ()) | {code}
    assert not isinstance(change, Add)  # a source is always added
    party = change.from_ if isinstance(change, Shift) else change.supplier
    components = model.weights.component_ids() if change.component is None else (change.component,)
    return any(
        model.catalogue.is_of(supplier, code if party == HOME else party)
        for component in components
        for supplier, _ in suppliers_of(profile, model, component)
    )


def _stops(change: Cut | Price, profile: Profile, model: Model) -> bool:
    """Whether its parties hold anything that it concerns."""
    if isinstance(change, Cut):
        parties = {member for party in change.parties for member in model.catalogue.members(party)}
        return not parties.isdisjoint(holders_behind(profile, model, change.components, change.access))
    return any(
        model.catalogue.is_of(supplier, party)
        for component in change.components or model.weights.component_ids()
        for supplier, access in suppliers_of(profile, model, component)
        if model.weights.access[access].revocable
        for party in change.parties
    )
