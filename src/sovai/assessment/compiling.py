"""From the model that people wrote to the arrays, labels and links that the engine computes on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sovai.assessment.sourcing import Expanded, Sources
from sovai.assessment.universe import Universe, parameter_of
from sovai.engine.compiled import Component, Floats, Node, Parameter, Row, System
from sovai.model.catalogue import ComponentNeeds
from sovai.model.profile import Profile
from sovai.model.tree import Model
from sovai.model.vocabulary import HOSTED_LAYERS, INDICATORS, AccessMode, layer_of
from sovai.model.weights import Weights


def compile_system(
    profile: Profile, model: Model, *, home: frozenset[str], horizon_years: float, universe: Universe | None = None
) -> System:
    """Return the country under the scoring model as the engine's `System`.

    Parameters
    ----------
    profile : Profile
    model : Model
    home : frozenset of str
        Codes that count as home; the country itself is one of them.
    horizon_years : float
        Length of the cut-off that the loss averages over.
    universe : Universe, optional
        What is the same for all countries of a run, so that it is built and computed once for all of them.
    """
    return _Compiler(profile, universe or Universe(model), home).system(horizon_years)


class _Compiler:
    """One country in a universe."""

    def __init__(self, profile: Profile, universe: Universe, home: frozenset[str]) -> None:
        self.universe, self.home = universe, home
        self.weights, self.catalogue = universe.weights, universe.catalogue
        self.sources = Sources(profile, universe)

    def system(self, horizon_years: float) -> System:
        weights, method = self.weights, self.weights.model
        ids, layers = weights.component_ids(), tuple(weights.layers)
        parties = tuple(sorted({label for _, label in self.sources.holders(ids) if not self._at_home(label)}))
        return System(
            components=tuple(self._component(component) for component in ids),
            parties=parties,
            positions={self.universe.position(label): i for i, label in enumerate(parties)},
            is_state=np.array([label not in self.catalogue.suppliers for label in parties], dtype=bool),
            layers=layers,
            layer_weights=_normalised([layer.weight.mode for layer in weights.layers.values()]),
            component_weights=np.concatenate(
                [_normalised([c.weight.mode for c in layer.components.values()]) for layer in weights.layers.values()]
            ),
            layer_of=np.array([layers.index(layer_of(component)) for component in ids], dtype=np.intp),
            indicator_weights=_normalised([weights.indicators[name].mode for name in INDICATORS]),
            exponent=parameter_of("model/exponent", method.exponent),
            horizon_years=horizon_years,
            surge_limit=method.surge_limit.mode,
            veto_threshold=method.veto_threshold.mode,
            course_years=method.course_years.value,
            weight_concentration=weights.uncertainty.weight_concentration.mode,
        )

    def _at_home(self, label: str) -> bool:
        return self.catalogue.jurisdiction_of(label) in self.home

    def _component(self, component: str) -> Component:
        entry = self.weights.component(component)
        unattributed: AccessMode = "hosted" if layer_of(component) in HOSTED_LAYERS else "purchased"
        shared = self.catalogue.components.get(component, ComponentNeeds()).needs
        return Component(
            id=component,
            layer=layer_of(component),
            rows=tuple(self._row(component, source) for source in self.sources.of(component)),
            shares=self.sources.group(component),
            growth=parameter_of(f"growth/{component}", entry.demand_growth),
            surge=parameter_of(f"surge/{component}", entry.surge),
            shared_needs=tuple(self.universe.need(component, component, need) for need in shared),
            unattributed_access=unattributed,
            unattributed_life=access_life(self.weights, component, unattributed),
        )

    def _row(self, component: str, source: Expanded) -> Row:
        node = self.universe.node(source.supplier, component)
        if not self.weights.access[source.access].revocable:
            node = Node(node.supplier, (), node.needs)
        return Row(
            node=node,
            access=source.access,
            own=source.own,
            within=source.within,
            grade=source.grade,
            jurisdiction=self.catalogue.jurisdiction_of(source.supplier),
            life_years=access_life(self.weights, component, source.access),
            evidence=source.evidence,
            factors=source.factors,
        )


def access_life(weights: Weights, component: str, access: AccessMode) -> Parameter | None:
    """Return how long something obtained in this way lasts after a cut-off; None where it cannot be revoked."""
    entry = weights.access[access]
    if not entry.revocable:
        return None
    if access == "purchased":
        life = weights.component(component).service_life_years
        assert life is not None  # checked on loading
        return parameter_of(f"service-life/{component}", life)
    assert entry.life_years is not None  # checked on loading
    return parameter_of(f"life/{access}", entry.life_years)


def _normalised(weights: Sequence[float]) -> Floats:
    values = np.asarray(weights, dtype=float)
    shares: Floats = values / values.sum()
    return shares
