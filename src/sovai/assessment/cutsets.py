"""`cut_sets`: the smallest sets of states, and of companies, whose joint refusal would reach a threshold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from sovai.assessment.command import option
from sovai.assessment.names import component_name, label_name
from sovai.assessment.nominal import Nominal, nominal_run
from sovai.assessment.provenance import provenance_of
from sovai.assessment.setting import settle
from sovai.assessment.vetoes import controlling
from sovai.engine.clocks import average, horizon_times
from sovai.engine.coalitions import expose_jointly, joint_losses
from sovai.engine.compiled import Floats, System
from sovai.engine.cut_sets import MOST, MinimalSets, minimal_cut_sets
from sovai.engine.paths import Term, Tracer
from sovai.engine.worlds import NominalWorld, Trial
from sovai.errors import UsageError
from sovai.model.profile import Profile
from sovai.model.tree import Model
from sovai.results.base import CountryName
from sovai.results.cutsets import CutSet, CutSetGroup, CutSets, MemberRole

LARGEST_SIZE = 3


def cut_sets(
    profile: Profile,
    *,
    model: Model | None = None,
    size: int = LARGEST_SIZE,
    loss: float | None = None,
    components: str | Iterable[str] = (),
    home: str | Iterable[str] = (),
    horizon_years: float | None = None,
    most: int = MOST,
) -> CutSets:
    """Find the minimal cut sets: the smallest sets of states, and of companies, that reach a threshold together.

    The threshold is the veto threshold of the model on each component or, with `loss`, a loss of the weighted need of
    the whole stack over the horizon. A set is listed where no part of it suffices.

    Parameters
    ----------
    profile : Profile
        From `sovai.load_profile`.
    model : Model, optional
        From `sovai.load_model`; without it the shipped one is loaded.
    size : int
        Largest size of a set, 1 to 3.
    loss : float, optional
        Loss of the weighted need that a set must reach, above 0 and up to 1.
    components : str or iterable of str
        Components looked at, such as ``"cloud.infrastructure"``; without any, all.
    home : str or iterable of str
        Circles and countries that count as home beside the country itself.
    horizon_years : float, optional
        Length of the cut-off over which losses are averaged, in years from 0 to 100; without it that of the model.
    most : int
        Sets computed at most for each component and kind of party; where that is not enough, `complete` is False.

    Returns
    -------
    CutSets
        Frozen and unrounded, of the nominal run.

    Raises
    ------
    UsageError
        If an argument is out of bounds, or a name unknown.
    DataError
        If the shipped model has to be loaded and has faults.
    """
    setting = settle(model, home=home, horizon_years=horizon_years)
    model = setting.model
    if not 1 <= size <= LARGEST_SIZE:
        raise UsageError(f"sets of up to {size}: give a size from 1 to {LARGEST_SIZE}")
    if loss is not None and not 0.0 < loss <= 1.0:
        raise UsageError(f"a loss of {loss} is not above 0 and up to 1 (0.25 is a quarter of the weighted need)")
    wanted = _components((components,) if isinstance(components, str) else tuple(components), model)
    if loss is not None and wanted:
        raise UsageError("a loss is one of the whole stack; ask either for components or for a loss")

    search = _Search(setting.compile(profile), size, most)
    if loss is None:
        chosen = wanted or model.weights.component_ids()
        groups = [search.of_component(component, states) for component in chosen for states in (True, False)]
    else:
        groups = [search.of_stack(loss, states) for states in (True, False)]
    command = [
        "cutsets",
        profile.named,
        *option("--size", size, LARGEST_SIZE),
        *option("--loss", loss),
        *option("--component", wanted),
        *setting.options(),
    ]
    return CutSets(
        country=CountryName.of(profile),
        home=tuple(sorted(setting.home_of(profile))),
        horizon_years=setting.horizon_years,
        data_as_of=profile.country.as_of,
        size=size,
        measure="control" if loss is None else "loss",
        groups=tuple(groups),
        names=_names(groups, model),
        provenance=provenance_of(model, [profile], command),
    )


def _components(wanted: Sequence[str], model: Model) -> tuple[str, ...]:
    known = model.weights.component_ids()
    for component in wanted:
        if component not in known:
            raise UsageError(f"no component {component!r}; there are {', '.join(known)}")
    return tuple(dict.fromkeys(wanted))


class _Search:
    """Looks for the minimal cut sets of one country."""

    def __init__(self, system: System, size: int, most: int) -> None:
        self.system, self.size, self.most = system, size, most
        self.nominal: Nominal = nominal_run(system)
        self.weights = system.stack_weights
        self._tracers = [Tracer(component, system) for component in system.components]

    def of_component(self, id_: str, states: bool) -> CutSetGroup:
        c = [component.id for component in self.system.components].index(id_)
        alone, where = self.nominal.control[c], np.full(len(self.system.parties), c)
        found = controlling(self.system, c, alone, self._members(alone, states), largest=self.size, most=self.most)
        return self._group(id_, states, self.system.veto_threshold, found, alone, where)

    def of_stack(self, loss: float, states: bool) -> CutSetGroup:
        alone, cut = self.weights @ self.nominal.loss, self._cut()
        bound = cut.sum(axis=0)
        found = minimal_cut_sets(
            lambda members: joint_losses(self.system, members),
            bound,
            self._members(bound, states),
            threshold=loss,
            largest=self.size,
            most=self.most,
        )
        return self._group(None, states, loss, found, alone, cut.argmax(axis=0))

    def _members(self, bound: Floats, states: bool) -> list[int]:
        members: list[int] = np.flatnonzero((bound > 0.0) & (self.system.is_state == states)).tolist()
        return members

    def _cut(self) -> Floats:
        """Return what each party would cut of the weighted need over the horizon if nobody stepped in, shape (c, p).

        The sum over a set bounds its loss. The losses themselves do not: who may step in for one member may be another.
        """
        everyone, years = np.eye(len(self.system.parties)), horizon_times(self.system.horizon_years)
        cut = []
        for component in self.system.components:
            unaided = Trial(NominalWorld(), {component.surge: np.zeros(1)})
            cut.append(average(expose_jointly(component, self.system, everyone, years, world=unaided).unmet))
        weighted: Floats = self.weights[:, None] * np.stack(cut)
        return weighted

    def _group(
        self,
        component: str | None,
        states: bool,
        threshold: float,
        found: MinimalSets,
        alone: Floats,
        where: npt.NDArray[np.intp],
    ) -> CutSetGroup:
        labels = self.system.parties
        members = sorted({p for cut in found.sets for p in cut}, key=lambda p: (-alone[p], labels[p]))
        return CutSetGroup(
            component=component,
            kind="jurisdiction" if states else "company",
            threshold=threshold,
            sets=tuple(
                CutSet(members=tuple(labels[p] for p in sorted(cut, key=members.index)), reached=reached)
                for cut, reached in zip(found.sets, found.reached, strict=True)
            ),
            complete=found.complete,
            roles=tuple(self._role(p, int(where[p]), float(alone[p])) for p in members),
        )

    def _role(self, p: int, c: int, alone: float) -> MemberRole:
        component, tracer, holder = self.system.components[c], self._tracers[c], self.system.holders[p]
        ways: dict[tuple[str, str | None], list[tuple[Term, tuple[str, ...]]]] = defaultdict(list)
        for term in tracer.terms(holder):
            node = component.rows[term.row].node
            path = (node.supplier, *tracer.path(node, holder))
            ways[term.channel, path[-2] if term.channel == "inputs" else None].append((term, path))
        most = max(ways.values(), key=lambda held: sum(term.control for term, _ in held))
        term, path = max(most, key=lambda held: held[0].control)
        return MemberRole(
            party=self.system.parties[p], alone=alone, component=component.id, channel=term.channel, path=path
        )


def _names(groups: Iterable[CutSetGroup], model: Model) -> dict[str, str]:
    """Return the names of every id that the groups mention."""
    roles = [role for group in groups for role in group.roles]
    labels = {id_ for role in roles for id_ in (role.party, *role.path)}
    ids = {role.component for role in roles} | {group.component for group in groups if group.component}
    return {id_: label_name(id_, model.catalogue) for id_ in sorted(labels)} | {
        id_: component_name(id_, model) for id_ in sorted(ids)
    }
