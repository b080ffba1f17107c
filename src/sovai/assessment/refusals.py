"""Changes that stop supply, as refusals of the engine, and what they would leave unmet together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sovai.engine import interruption
from sovai.engine.compiled import Floats, Parameter, System
from sovai.engine.interruption import Refusal
from sovai.engine.worlds import World
from sovai.model.catalogue import Catalogue
from sovai.model.changes import AnyChange, Cut, Price
from sovai.model.quantity import Quantity
from sovai.model.scenario import Scenario


@dataclass(frozen=True)
class Asked:
    """A change, and where it comes from: its scenario, if any, and its place there, from 1."""

    scenario: str | None
    position: int
    change: AnyChange

    def parameter(self, name: str, quantity: Quantity) -> Parameter:
        """Return an uncertain number of the change, drawn under a name of its own."""
        label = f"change/{self.scenario or 'asked'}/{self.position}/{name}"
        return Parameter(label, quantity.low, quantity.mode, quantity.high)


def asked_of(changes: Iterable[AnyChange], scenario: str | None = None) -> list[Asked]:
    """Return changes with their places."""
    return [Asked(scenario, position, change) for position, change in enumerate(changes, start=1)]


def changes_of(scenario: Scenario) -> list[Asked]:
    """Return the changes of a scenario with their places."""
    return asked_of(scenario.changes, scenario.scenario.id)


def members_of(change: Cut | Price, catalogue: Catalogue) -> list[str]:
    """Return the parties of a change, each once, a circle by its members."""
    return list(dict.fromkeys(member for party in change.parties for member in catalogue.members(party)))


def refusals_of(changes: Iterable[Asked], system: System, catalogue: Catalogue) -> tuple[Refusal, ...]:
    """Return the cuts among some changes as refusals; who is no party of the country takes no part."""
    places = {label: place for place, label in enumerate(system.parties)}
    return tuple(
        Refusal(
            parties=tuple(places[label] for label in members_of(cut, catalogue) if label in places),
            strength=asked.parameter("strength", cut.strength),
            part=asked.parameter("part", cut.part),
            contexts=cut.components,
            access=cut.access,
        )
        for asked in changes
        if isinstance(cut := asked.change, Cut)
    )


def joint_losses(system: System, refusals: Sequence[Refusal], world: World) -> Floats:
    """Return the average unmet need of each component over the horizon, shape (c, n)."""
    [[losses]] = interruption.joint_losses([[(system, refusals)]], world)
    return losses
