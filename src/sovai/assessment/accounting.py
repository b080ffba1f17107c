"""What a difference is made of: the score and the joint loss of a scenario by change, layer and component."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Literal

import numpy as np

from sovai.assessment.drawing import Drawing
from sovai.assessment.estimates import estimate
from sovai.assessment.pairing import Variant, Variants
from sovai.assessment.refusals import changes_of, joint_losses, refusals_of
from sovai.engine.attribution import ScorePoint, score_parts, shapley
from sovai.engine.compiled import Floats, System
from sovai.engine.interruption import Refusal
from sovai.engine.streams import Block
from sovai.engine.worlds import DrawnWorld, NominalWorld
from sovai.model.altering import is_of_sources
from sovai.model.changes import Add, AnyChange, ChangeAccess, Cut, Price, Remove, Set, Shift
from sovai.model.scenario import Scenario
from sovai.model.vocabulary import layer_of
from sovai.results.base import Estimate
from sovai.results.comparison import Account, Part

_OF_ONE_COMPONENT = ("surge", "service_life_years", "demand_growth")
"""Parameters of a component on which nothing but its own indicators depends."""


def score_account(scenario: Scenario, variants: Variants, *, seed: int) -> Account:
    """Return the difference of the score by change and component; what stops supply or costs more has no part."""
    players = [i for i, one in enumerate(scenario.changes) if not isinstance(one, Cut | Price)]
    components = variants.model.weights.component_ids()
    if not players:
        return account(components, np.zeros((1, len(components))))

    runs = _Runs([scenario.changes[i] for i in players], variants)
    parts, orders = shapley(len(players), runs.value, score_parts, seed=seed)
    return account(components, 100.0 * parts, [i + 1 for i in players], orders=orders)


class _Runs:
    """Nominal runs under some of several changes; each component only anew where a change of the set concerns it."""

    def __init__(self, changes: Sequence[AnyChange], variants: Variants) -> None:
        self.changes, self.variants = changes, variants
        self._scopes = [_scope(change) for change in changes]
        self._known: dict[tuple[int, ...], ScorePoint] = {}

    def value(self, members: tuple[int, ...]) -> ScorePoint:
        """Return what the score is made of under some of the changes."""
        everywhere = self._run(tuple(member for member in members if self._scopes[member] is None))
        found = [
            self._run(tuple(member for member in members if self._scopes[member] in (None, component))).components[c]
            for c, component in enumerate(self.variants.model.weights.component_ids())
        ]
        return replace(everywhere, components=np.array(found))

    def _run(self, members: tuple[int, ...]) -> ScorePoint:
        if members not in self._known:
            variant = self.variants.under(self.changes[member] for member in members)
            self._known[members] = ScorePoint.of(variant.nominal.scores, variant.system)
        return self._known[members]


def _scope(change: AnyChange) -> str | None:
    """Return the only component that a change can concern; None where it may be any."""
    if isinstance(change, Set):
        layer, _, rest = change.parameter.removeprefix("layers.").partition(".components.")
        component, _, parameter = rest.partition(".")
        return f"{layer}.{component}" if parameter in _OF_ONE_COMPONENT else None
    if isinstance(change, Add | Remove) and not is_of_sources(change):
        return None
    return change.component if isinstance(change, Add | Remove | Shift | ChangeAccess) else None


class JointLoss:
    """What the cuts of a scenario would leave unmet, in the world that its other changes leave."""

    def __init__(self, scenario: Scenario, variant: Variant) -> None:
        self.system = variant.system
        changes = changes_of(scenario)
        self.positions = [asked.position for asked in changes if isinstance(asked.change, Cut)]
        self.refusals = refusals_of(changes, self.system, variant.applied.model.catalogue)
        self.weights = self.system.stack_weights

    def estimate(self, drawing: Drawing) -> Estimate | None:
        """Return the weighted loss; None without cuts."""
        if not self.refusals:
            return None
        nominal = float(self._by_component(range(len(self.refusals))).sum())
        drawn = list(drawing.blocks(partial(_weighted_block, self.system, self.refusals, drawing.seed)))
        return estimate(nominal, np.concatenate(drawn) if drawn else None, drawing.interval)

    def account(self, *, seed: int) -> Account | None:
        """Return the nominal loss by cut and component; None without cuts."""
        if not self.refusals:
            return None
        parts, orders = shapley(len(self.refusals), self._by_component, lambda before, after: after - before, seed=seed)
        ids = [component.id for component in self.system.components]
        return account(ids, parts, self.positions, orders=orders, unit="0-1")

    def _by_component(self, members: Iterable[int]) -> Floats:
        """Return the weighted nominal loss of each component under some of the cuts, shape (c,)."""
        refusals = [self.refusals[member] for member in members]
        losses: Floats = self.weights * joint_losses(self.system, refusals, NominalWorld())[:, 0]
        return losses


def account(
    components: Sequence[str],
    parts: Floats,
    changes: Sequence[int | None] = (None,),
    *,
    orders: int | None = None,
    unit: Literal["0-100", "0-1"] = "0-100",
) -> Account:
    """Return parts, shape (changes, c), as an account; parts that are exactly 0 are left out."""
    found = [
        Part(change=position, layer=layer_of(component), component=component, part=float(part))
        for position, row in zip(changes, parts, strict=True)
        for component, part in zip(components, row, strict=True)
        if part != 0.0
    ]
    layers = dict.fromkeys(layer_of(component) for component in components)
    return Account(
        total=sum(part.part for part in found),
        unit=unit,
        method="direct" if changes == (None,) else "shapley" if orders is None else "sampled",
        orders=orders,
        parts=tuple(found),
        by_change={
            position: sum(part.part for part in found if part.change == position)
            for position in changes
            if position is not None
        },
        by_layer={layer: sum(part.part for part in found if part.layer == layer) for layer in layers},
        by_component={key: sum(part.part for part in found if part.component == key) for key in components},
    )


def _weighted_block(system: System, refusals: Sequence[Refusal], seed: int, block: Block) -> Floats:
    world = DrawnWorld(seed, block.number, block.size)
    weighted: Floats = system.stack_weights @ joint_losses(system, refusals, world)
    return weighted
