"""What may be asked of a country: its score, one of its layers, or the loss that one party could cause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from sovai.engine.clocks import average
from sovai.engine.compiled import Floats, System
from sovai.engine.cutoff import Exposure, indicators
from sovai.engine.scoring import Weighting, party_losses, score


class Outcome(Protocol):
    """A figure of a country in two steps, so that components which did not change need not be computed again."""

    def of_component(self, exposure: Exposure, system: System) -> Floats:
        """Return what the figure takes from a component, shape (m, n)."""
        ...

    def of_country(self, values: Floats, weighting: Weighting, system: System) -> Floats:
        """Return the figure as a fraction, shape (n,), from all components' values, shape (c, m, n)."""
        ...


@dataclass(frozen=True)
class ScoreOutcome:
    """The score of the country, or of one of its layers."""

    layer: str | None = None

    def of_component(self, exposure: Exposure, system: System) -> Floats:
        """Return the three indicators, shape (3, n)."""
        return indicators(exposure, exposure.losses(), system)

    def of_country(self, values: Floats, weighting: Weighting, system: System) -> Floats:
        """Return the score, shape (n,)."""
        scores = score(values, weighting, system)
        return scores.country if self.layer is None else scores.layers[system.layers.index(self.layer)]


@dataclass(frozen=True)
class LossOutcome:
    """The weighted loss that a party could cause; 0 where it holds nothing."""

    party: str

    def of_component(self, exposure: Exposure, system: System) -> Floats:
        """Return the loss of the component, shape (1, n)."""
        place = system.parties.index(self.party) if self.party in system.parties else None
        unmet = None if place is None else exposure.unmet.get(place)
        return np.zeros((1, len(exposure.outside))) if unmet is None else average(unmet)[None]

    def of_country(self, values: Floats, weighting: Weighting, system: System) -> Floats:
        """Return the weighted loss, shape (n,)."""
        losses: Floats = party_losses(values, weighting, system)[0]
        return losses
