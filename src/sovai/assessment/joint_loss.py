"""What the cuts of a scenario would leave unmet together, by component."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sovai.engine.clocks import average, horizon_times
from sovai.engine.compiled import Floats, Parameter, System
from sovai.engine.draws import World
from sovai.engine.interruption import Refusal, interrupt
from sovai.model.catalogue import Catalogue
from sovai.model.quantity import Quantity
from sovai.model.scenario import Cut


def refusal_of(cut: Cut, name: str, system: System, catalogue: Catalogue) -> Refusal:
    """Return a cut as the engine's refusal; `name` names what is drawn of it."""
    members = dict.fromkeys(member for party in cut.parties for member in catalogue.members(party))
    places = {label: place for place, label in enumerate(system.parties)}

    def parameter(what: str, quantity: Quantity) -> Parameter:
        return Parameter(f"{name}/{what}", quantity.low, quantity.mode, quantity.high)

    return Refusal(
        parties=tuple(places[label] for label in members if label in places),
        strength=parameter("strength", cut.strength),
        part=parameter("part", cut.part),
        contexts=cut.components,
        access=cut.access,
    )


def joint_losses(system: System, refusals: Sequence[Refusal], world: World) -> Floats:
    """Return the average unmet need of each component over the horizon, shape (c, n)."""
    years = horizon_times(system.horizon_years)
    return np.stack([average(interrupt(c, system, refusals, years, world).unmet) for c in system.components])
