"""Who could do it together: minimal cut sets of states and of companies, as frozen records."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from sovai.model.base import Names
from sovai.results.base import AboutCountry, Provenance, Result


class MemberRole(Result):
    """What a member of cut sets holds by itself."""

    party: str
    alone: float
    """What it reaches alone: control of the component, or loss of the weighted need."""
    component: str
    """The component where it holds most."""
    channel: Literal["source", "reach", "inputs"]
    """Whether it acts there mostly as supplier or state, by reach of its law, or through an input."""
    path: tuple[str, ...]
    """Supplier, input, supplier and so on: from the largest source that it holds in that way to where it acts."""

    @property
    def input(self) -> str | None:
        """The input that it acts on, where it acts through one."""
        return self.path[-2] if self.channel == "inputs" else None


class CutSet(Result):
    """Parties that reach the threshold together; no part of the set does."""

    members: tuple[str, ...]
    reached: float


class CutSetGroup(Result):
    """The minimal cut sets of one kind of party for one component, or for the whole stack."""

    component: str | None
    """Null: the weighted need of the whole stack."""
    kind: Literal["company", "jurisdiction"]
    threshold: float
    """Control of the component, or loss of the weighted need, that a set must reach."""
    sets: tuple[CutSet, ...]
    """Smaller sets first, then by what they reach."""
    complete: bool
    """Whether these are all minimal cut sets up to the size asked for; otherwise the search was cut short."""
    roles: tuple[MemberRole, ...]
    """Every member of a set, the one that reaches most alone first."""


class CutSets(AboutCountry):
    """The smallest sets of states, and of companies, whose joint refusal would reach a threshold; nominal."""

    page: ClassVar[str] = "cutsets"
    columns: ClassVar[tuple[str, ...] | None] = (
        "country", "component", "kind", "size", "members", "measure", "reached", "threshold", "complete",
    )  # fmt: skip

    size: int
    """Largest size of a set that was looked at."""
    measure: Literal["control", "loss"]
    """What a set must reach: control of a component in the end, or average loss of the stack over the horizon."""
    groups: tuple[CutSetGroup, ...]
    names: Names
    """Names of the components, parties, suppliers and inputs that the result mentions."""
    provenance: Provenance

    def to_records(self) -> list[dict[str, Any]]:
        """Return one flat row per set, with the keys `columns`."""
        return [
            {
                "country": self.country.code,
                "component": group.component,
                "kind": group.kind,
                "size": len(found.members),
                "members": " ".join(found.members),
                "measure": self.measure,
                "reached": found.reached,
                "threshold": group.threshold,
                "complete": group.complete,
            }
            for group in self.groups
            for found in group.sets
        ]


"""Keys of the records, also where there is no set."""
