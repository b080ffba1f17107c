"""What is tried on the weights, of one country or of several: other ones, other exponents, a part left out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sovai.assessment.drawing import Drawing
from sovai.engine.acceptability import Central
from sovai.engine.compiled import System
from sovai.engine.scoring import Weighting, published
from sovai.engine.weightings import without
from sovai.errors import UsageError
from sovai.model.vocabulary import INDICATORS
from sovai.results.robustness import CentralWeights

MOST_DRAWS = 100_000
EXPONENTS = 7
"""From 1 to the maximum, in equal steps."""


def drawing_of_weights(draws: int, seed: int, interval: float) -> Drawing:
    """Return how weights are drawn; without draws nothing can be said of them.

    Raises
    ------
    UsageError
        If an argument is out of bounds.
    """
    drawing = Drawing(draws, seed, interval)
    if not 1 <= draws <= MOST_DRAWS:
        raise UsageError(f"{draws} draws of weights: give 1 to {MOST_DRAWS:,}")
    return drawing


def exponents(system: System) -> list[float]:
    """Return the exponents to be tried: from 1, or less where the model allows it, to the maximum."""
    low, high = min(1.0, system.exponent.low), system.exponent.high
    return sorted({float(p) for p in np.linspace(low, high, EXPONENTS)} | {system.exponent.mode})


def parts(system: System) -> Iterator[tuple[str, str, Weighting]]:
    """Yield every component and indicator that may be left out, with what is left of the published weights."""
    whole = published(system)
    for c, component in enumerate(system.components):
        yield "component", component.id, without(whole, system, component=c)
    for k, indicator in enumerate(INDICATORS):
        yield "indicator", indicator, without(whole, system, indicator=k)


def centre(found: Central | None, system: System) -> CentralWeights | None:
    """Return central weights by name."""
    if found is None:
        return None
    return CentralWeights(
        layers=dict(zip(system.layers, found.layers.tolist(), strict=True)),
        components=dict(zip((c.id for c in system.components), found.components.tolist(), strict=True)),
        indicators=dict(zip(INDICATORS, found.indicators.tolist(), strict=True)),
    )
