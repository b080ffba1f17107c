"""Draws of what people chose: weights and exponent; the data stay nominal."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sovai.engine.compiled import Floats, Parameter, System
from sovai.engine.scoring import Weighting, score
from sovai.engine.streams import Block, Streams
from sovai.engine.worlds import DrawnWorld


def scores_by_block(measured: Floats, system: System, *, draws: int, seed: int) -> Iterator[Floats]:
    """Yield scores under drawn weights and exponents as fractions, block by block, shape (n,).

    Parameters
    ----------
    measured : array of shape (c, 3)
        Nominal indicators.
    system : System
    draws, seed : int
    """
    for block in Block.of(draws):
        weighting = draw_weighting(system, seed, block.number, block.size)
        yield score(measured[:, :, None], weighting, system).country


def draw_weighting(system: System, seed: int, block: int, size: int, sample: str = "") -> Weighting:
    """Return drawn weights and exponents of one block; `sample` names another than the usual sample.

    Weights of layers, of the components of a layer and of indicators come from Dirichlet(κ · w), the exponent from a
    PERT.
    """
    streams = Streams(seed, block, sample)

    def dirichlet(name: str, weights: Floats) -> Floats:
        drawn = np.stack(
            [
                streams.of(f"choices/{name}/{i}").standard_gamma(system.weight_concentration * w, size)
                for i, w in enumerate(weights)
            ]
        )
        shares: Floats = drawn / drawn.sum(axis=0)
        return shares

    components = np.empty((len(system.components), size))
    for place, layer in enumerate(system.layers):
        members = np.flatnonzero(system.layer_of == place)
        components[members] = dirichlet(f"components/{layer}", system.component_weights[members])
    exponent = Parameter("choices/exponent", system.exponent.low, system.exponent.mode, system.exponent.high)
    return Weighting(
        dirichlet("layers", system.layer_weights),
        components,
        dirichlet("indicators", system.indicator_weights),
        np.broadcast_to(DrawnWorld(seed, block, size, sample).value(exponent), (size,)),
    )
