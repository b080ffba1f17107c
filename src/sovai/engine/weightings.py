"""Sets of weights under which a verdict is asked for: as published with their uncertainty, equal, and all there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

import numpy as np

from sovai.engine.choices import draw_weighting
from sovai.engine.compiled import Floats, System
from sovai.engine.scoring import Weighting
from sovai.engine.streams import BLOCK, Streams

WeightSet = Literal["published", "equal", "all"]
WEIGHT_SETS: Final[tuple[WeightSet, ...]] = ("published", "equal", "all")


def weightings(weight_set: WeightSet, system: System, *, draws: int, seed: int) -> Weighting:
    """Return weights and exponents drawn from a set; the exponents are the same draws in every set.

    *published*: Dirichlet(κ · w) around the weights of the file, the choices of a simulation. *equal*: one and the same
    weight for all layers, for all components of a layer and for all indicators. *all*: uniform on the simplex at each
    of these levels, Dirichlet(1, …, 1), so that no weights are preferred to others (SMAA; Tervonen and Figueira 2008,
    doi:10.1002/mcda.407).

    Parameters
    ----------
    weight_set : {'published', 'equal', 'all'}
    system : System
    draws, seed : int
    """
    parts = list(_blocks(weight_set, system, draws, seed))
    return Weighting(*(np.concatenate([getattr(p, f) for p in parts], axis=-1) for f in Weighting.__dataclass_fields__))


def _blocks(weight_set: WeightSet, system: System, draws: int, seed: int) -> Iterator[Weighting]:
    for block, start in enumerate(range(0, draws, BLOCK)):
        size = min(BLOCK, draws - start)
        published = draw_weighting(system, seed, block, size)
        if weight_set == "published":
            yield published
            continue
        streams = Streams(seed, block)

        def simplex(name: str, count: int, size: int = size, streams: Streams = streams) -> Floats:
            if weight_set == "equal":
                return np.full((count, size), 1.0 / count)
            # Exponentials over their sum are uniform on the simplex.
            drawn = np.stack([streams.of(f"choices/all/{name}/{i}").standard_exponential(size) for i in range(count)])
            weights: Floats = drawn / drawn.sum(axis=0)
            return weights

        components = np.empty((len(system.components), size))
        for place, layer in enumerate(system.layers):
            members = np.flatnonzero(system.layer_of == place)
            components[members] = simplex(f"components/{layer}", len(members))
        yield Weighting(
            simplex("layers", len(system.layers)),
            components,
            simplex("indicators", len(system.indicator_weights)),
            published.exponent,
        )


def without(
    weighting: Weighting, system: System, *, component: int | None = None, indicator: int | None = None
) -> Weighting:
    """Return a weighting with a component or an indicator left out; the others of its level keep their proportions.

    Where a component is the only one of its layer, or has all of its weight, the layer goes with it.
    """
    layers, components, indicators = weighting.layers.copy(), weighting.components.copy(), weighting.indicators.copy()
    if indicator is not None:
        indicators[indicator] = 0.0
        indicators = _normalised(indicators)
    if component is not None:
        members = np.flatnonzero(system.layer_of == system.layer_of[component])
        components[component] = 0.0
        if components[members].any():
            components[members] = _normalised(components[members])
        else:
            layers[system.layer_of[component]] = 0.0
            layers = _normalised(layers)
    return Weighting(layers, components, indicators, weighting.exponent)


def _normalised(weights: Floats) -> Floats:
    total = weights.sum(axis=0)
    parts: Floats = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0.0)
    return parts
