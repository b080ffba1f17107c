"""`diff`: what differs between two data trees, and what that did to scores and ranks."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sovai.assessment.compiling import compile_system
from sovai.assessment.figures import changed_figures, entries_of
from sovai.assessment.nominal import Nominal, nominal_run, shared_sweeps, standing_of
from sovai.assessment.universe import Universe
from sovai.engine.clocks import horizon_times
from sovai.engine.compiled import System
from sovai.engine.scoring import aggregate, published
from sovai.errors import DataError
from sovai.loading import (
    check_tree,
    lever_ids,
    load_lever,
    load_model,
    load_profile,
    load_scenario,
    profile_codes,
    scenario_ids,
)
from sovai.loading.revisions import data_tree
from sovai.model.catalogue import Catalogue
from sovai.model.lever import Lever
from sovai.model.profile import Profile
from sovai.model.scenario import Scenario
from sovai.model.tree import Model
from sovai.results.base import CountryName
from sovai.results.difference import CountryDifference, Difference, ScoreStanding, StepEffect, TreeName

_SAME = 1e-9
"""Scores (0–100) closer than this are equal: sums in another order differ by less."""


def diff(old: str | Path, new: str | Path) -> Difference:
    """Compare two data trees: every changed figure, and what the changes did to scores and ranks.

    Scores are nominal (nothing is drawn), over the horizon of each tree's model, with each country alone as home. For
    each country, the rows of each changed component, the catalogue and the weights are also put into the old tree one
    at a time. The method is not linear, so these effects need not add up to the change. The figures of countries that
    only one tree has are not listed. Scenarios and levers are compared figure by figure; they move no score.

    Parameters
    ----------
    old, new : str or path
        Data trees: folders, or git revisions of the repository in the current folder (``v1.0``, ``HEAD~3``,
        ``HEAD:other/tree``).

    Returns
    -------
    Difference
        Scores on 0–100.

    Raises
    ------
    UsageError
        If there is no such folder or revision, or git is missing.
    DataError
        With every fault of a tree.
    """
    with data_tree(old) as before, data_tree(new) as after:
        return compare(_read(str(old), before), _read(str(new), after))


@dataclass(frozen=True)
class Tree:
    """A data tree as a whole: model and profiles by code."""

    label: str
    model: Model
    profiles: Mapping[str, Profile]
    asking: Mapping[str, Scenario | Lever] = field(default_factory=dict)
    """Scenarios and levers by file."""

    @property
    def name(self) -> TreeName:
        """What the result says about it."""
        return TreeName(label=self.label, edition=self.model.weights.model.as_of, countries=len(self.profiles))


def _read(label: str, folder: Path) -> Tree:
    try:
        model = load_model(folder)
        asking: dict[str, Scenario | Lever] = {}
        for key in scenario_ids(folder):
            asking[f"scenarios/{key}.toml"] = load_scenario(key, model=model)
        for key in lever_ids(folder):
            asking[f"levers/{key}.toml"] = load_lever(key, model=model)
        return Tree(label, model, {code: load_profile(code, model=model) for code in profile_codes(folder)}, asking)
    except DataError:
        faults = check_tree(data=folder)  # those of all files
        raise DataError(dataclasses.replace(fault, file=f"{label}: {fault.file}") for fault in faults) from None


def compare(old: Tree, new: Tree) -> Difference:
    """Return what `diff` says of two trees that are loaded."""
    both = [code for code in new.profiles if code in old.profiles]
    figures, notes = changed_figures(
        *(entries_of(tree.model, {code: tree.profiles[code] for code in both}, tree.asking) for tree in (old, new))
    )
    before, after = _Run(old.model, old.profiles), _Run(new.model, new.profiles)
    was_standing = before.standings()
    same_model = old.model.weights == new.model.weights and old.model.catalogue == new.model.catalogue
    untouched = {code for code in both if same_model and old.profiles[code] == new.profiles[code]}
    standings = (was_standing, after.standings({code: was_standing[code] for code in untouched}))
    steps = _Steps(old, new, before)
    countries = []
    for code in both:
        was, now = (standing[code] for standing in standings)
        change = now.score - was.score
        if abs(change) > _SAME or was.comparable != now.comparable:
            effects = sorted(steps.of(code), key=lambda step: -abs(step.effect or 0.0))
            known = [step.effect for step in effects if step.effect is not None]
            countries.append(
                CountryDifference(
                    country=_named(new, code),
                    old=was,
                    new=now,
                    change=change,
                    steps=tuple(effects),
                    together=change - sum(known) if len(known) == len(effects) else None,
                )
            )
    return Difference(
        old=old.name,
        new=new.name,
        figures=figures,
        notes_changed=notes,
        added_countries=tuple(_named(new, code) for code in new.profiles if code not in old.profiles),
        removed_countries=tuple(_named(old, code) for code in old.profiles if code not in new.profiles),
        compared=len(both),
        countries=tuple(sorted(countries, key=lambda country: -abs(country.change))),
    )


def _named(tree: Tree, code: str) -> CountryName:
    return CountryName.of(tree.profiles[code])


class _Run:
    """Nominal runs of profiles under one model, in one universe; profiles that do not fit the model are left out."""

    def __init__(self, model: Model, profiles: Mapping[str, Profile]) -> None:
        self.model = model
        horizon, universe = model.weights.model.horizon_years.mode, Universe(model)
        self.systems: dict[str, System] = {
            code: compile_system(profile, model, home=frozenset({code}), horizon_years=horizon, universe=universe)
            for code, profile in profiles.items()
            if _fits(profile, model)
        }
        systems = list(self.systems.values())
        self._sweeps = shared_sweeps(systems, horizon_times(horizon)) if systems else []
        self.nominal: dict[str, Nominal] = {
            code: nominal_run(system, self._sweeps) for code, system in self.systems.items()
        }

    def score(self, code: str) -> float:
        """Return a country's nominal score, 0–100."""
        return 100.0 * float(self.nominal[code].scores.country[0])

    def standings(self, known: Mapping[str, ScoreStanding] | None = None) -> dict[str, ScoreStanding]:
        """Return score, bounds and rank of every country; bounds take the time, so known ones are not computed anew."""
        found = {code: (known or {}).get(code) or self._standing(code) for code in self.systems}
        comparable = [standing.score for standing in found.values() if standing.comparable]
        return {
            code: standing.model_copy(update={"rank": 1 + sum(other > standing.score + _SAME for other in comparable)})
            if standing.comparable
            else standing
            for code, standing in found.items()
        }

    def _standing(self, code: str) -> ScoreStanding:
        found = standing_of(self.systems[code], self.model, self._sweeps)
        return ScoreStanding(score=self.score(code), bounds=found.bounds, comparable=not found.obstacles, rank=None)


class _Steps:
    """Parts of the change, each put alone into the old tree."""

    def __init__(self, old: Tree, new: Tree, before: _Run) -> None:
        self.old, self.new, self.before = old, new, before
        weights, catalogue = old.model.weights, old.model.catalogue
        both = {code: profile for code, profile in old.profiles.items() if code in new.profiles}
        rows = {code: new.profiles[code] for code, profile in both.items() if new.profiles[code] != profile}
        # What a part refers to must be there; what the tree itself says goes before.
        self.rows = _Run(Model(weights, _filled(catalogue, new.model.catalogue)), rows)
        self.whole: dict[str, _Run] = {}
        if new.model.catalogue != catalogue:
            self.whole["catalogue"] = _Run(Model(weights, _filled(new.model.catalogue, catalogue)), both)
        if new.model.weights != weights:
            self.whole["weights"] = _Run(Model(new.model.weights, catalogue), both)

    def of(self, code: str) -> Iterator[StepEffect]:
        """Yield the effect of each part that has one."""
        score = self.before.score(code)
        for c, component in enumerate(self.old.model.weights.component_ids()):
            if self.old.profiles[code].sources(component) != self.new.profiles[code].sources(component):
                yield from _effect(component, self._with_component(code, c), score)
        for name, run in self.whole.items():
            yield from _effect(name, run.score(code) if code in run.nominal else None, score)

    def _with_component(self, code: str, c: int) -> float | None:
        """Return the old score with the new rows of one component; a component's D_c depends on no other's rows."""
        if code not in self.rows.nominal:
            return None
        system = self.before.systems[code]
        components = self.before.nominal[code].scores.components.copy()
        components[c] = self.rows.nominal[code].scores.components[c]
        return 100.0 * float(aggregate(components, published(system), system).country[0])


def _effect(step: str, score: float | None, before: float) -> Iterator[StepEffect]:
    """Yield the effect unless it is known to be none."""
    if score is None or abs(score - before) > _SAME:
        yield StepEffect(step=step, effect=None if score is None else score - before)


def _filled(catalogue: Catalogue, spare: Catalogue) -> Catalogue:
    """Return the catalogue with what rows of the other tree may refer to and it does not have."""
    kinds = ("suppliers", "inputs", "mixes", "evidence")
    return catalogue.model_copy(update={kind: {**getattr(spare, kind), **getattr(catalogue, kind)} for kind in kinds})


def _fits(profile: Profile, model: Model) -> bool:
    """Whether what is purchased has a service life, which rows and weights of different trees may not agree on."""
    return all(
        source.access != "purchased"
        for component in model.weights.component_ids()
        if model.weights.component(component).service_life_years is None
        for row in profile.sources(component)
        for source in ((row,) if row.mix is None else model.catalogue.mixes[row.mix].sources)
    )
