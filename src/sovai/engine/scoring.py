"""Indicators to component, layer and country: weighted power means and exact contributions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sovai.engine.compiled import Floats, System


@dataclass(frozen=True)
class Weighting:
    """One set of weights and exponent per draw, or one for all.

    Attributes
    ----------
    layers : array of shape (l, n or 1)
    components : array of shape (c, n or 1)
        Normalised within each layer.
    indicators : array of shape (3, n or 1)
    exponent : array of shape (n,) or (1,)
    """

    layers: Floats
    components: Floats
    indicators: Floats
    exponent: Floats


@dataclass(frozen=True)
class Scores:
    """Scores as fractions, 0–1: of components (c, n), layers (l, n) and the country (n,)."""

    components: Floats
    layers: Floats
    country: Floats


def published(system: System, exponent: Floats | None = None) -> Weighting:
    """Return the weights as published, with the modal exponent or the one given (shape (n,))."""
    return Weighting(
        system.layer_weights[:, None],
        system.component_weights[:, None],
        system.indicator_weights[:, None],
        np.array([system.exponent.mode]) if exponent is None else exponent,
    )


def score(indicators: Floats, weighting: Weighting, system: System) -> Scores:
    """Return D_c = Σ v_k indicator_k, and what follows from it (`aggregate`).

    Parameters
    ----------
    indicators : array of shape (c, 3, n)
    weighting : Weighting
    system : System
    """
    return aggregate((weighting.indicators[None] * indicators).sum(axis=1), weighting, system)


def aggregate(components: Floats, weighting: Weighting, system: System) -> Scores:
    """Return D_l = (Σ w_c D_c^p)^(1/p) and S = (Σ w_l D_l^p)^(1/p) from D_c, shape (c, n)."""
    power = weighting.exponent
    raised = weighting.components * components**power
    layers = np.zeros((len(system.layers), raised.shape[-1]))
    for layer, part in zip(system.layer_of, raised, strict=True):  # np.add.at does the same ten times slower
        layers[layer] += part
    layers **= 1.0 / power
    country = (weighting.layers * layers**power).sum(axis=0) ** (1.0 / power)
    return Scores(components, layers, country)


@dataclass(frozen=True)
class Contributions:
    """Parts of the score that add up to it (Euler: the power mean is homogeneous of degree 1).

    Attributes
    ----------
    layers : array of shape (l,)
    components : array of shape (c,)
    indicators : array of shape (c, 3)
    """

    layers: Floats
    components: Floats
    indicators: Floats


def contributions(indicators: Floats, scores: Scores, system: System) -> Contributions:
    """Return what each layer, component and indicator contributes to the nominal score, 0–1.

    Parameters
    ----------
    indicators : array of shape (c, 3)
    scores : Scores
        Nominal, n = 1.
    system : System
    """
    p = system.exponent.mode
    total = scores.country[0]
    layers = _ratio(system.layer_weights * scores.layers[:, 0] ** p, total ** (p - 1.0))
    raised = system.component_weights * scores.components[:, 0] ** p
    within = np.zeros(len(system.layers))
    np.add.at(within, system.layer_of, raised)
    components = layers[system.layer_of] * _ratio(raised, within[system.layer_of])
    weighted = system.indicator_weights * indicators
    parts = components[:, None] * _ratio(weighted, weighted.sum(axis=1, keepdims=True))
    return Contributions(layers, components, parts)


def _ratio(above: Floats, below: Floats | float) -> Floats:
    """Return above / below with 0 / 0 as 0."""
    below = np.broadcast_to(below, above.shape)
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0.0)


def party_losses(losses: Floats, weighting: Weighting, system: System) -> Floats:
    """Return L_p = Σ_l w_l Σ_c w_c loss(c, p), shape (p, n), from losses of shape (c, p, n)."""
    weight = weighting.layers[system.layer_of] * weighting.components
    total: Floats = (weight[:, None, :] * losses).sum(axis=0)
    return total
