"""Changes to the model, of which scenarios and levers are lists.

A change either stops supply (`Cut`), or alters what is recorded (`Shift`, `ChangeAccess`, `Add`, `Remove`, `Set`), or
makes it dearer (`Price`).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sovai.model.base import Record, Text, Truth
from sovai.model.catalogue import Need, Reach
from sovai.model.profile import Source
from sovai.model.quantity import Fraction, NonNegative, Quantity
from sovai.model.vocabulary import AccessMode

WHOLE = Quantity(low=1.0, mode=1.0, high=1.0)


class Change(Record):
    """What all changes have in common."""

    kind: str
    evidence: tuple[str, ...] = ()
    judgement: Truth = False
    note: Text = ""


class Cut(Change):
    """Parties stop supply.

    Attributes
    ----------
    parties : tuple of str
        Suppliers, states and circles.
    components, access : tuple of str
        Limits: only these components with all that is behind them, or only these inputs; only sources with these
        access modes; empty: all.
    part : Quantity
        The tier of each source that is concerned, as a part of it; the rest goes on.
    strength : Quantity
        How far the parties carry it out.
    """

    kind: Literal["cut"]
    parties: Annotated[tuple[str, ...], Field(min_length=1)]
    components: tuple[str, ...] = ()
    access: tuple[AccessMode, ...] = ()
    part: Fraction = WHOLE
    strength: Fraction = WHOLE


class Shift(Change):
    """A part of what some sources supply goes to another supplier.

    Attributes
    ----------
    component : str
    from_ : str
        A supplier, a state with all that is under its jurisdiction, or a circle of states.
    to : str
        A supplier or a country code; `HOME`: producers in the country that is assessed.
    part : Quantity
        Of each of these sources.
    access : str or None
        How it is obtained then; None: as before.
    """

    kind: Literal["shift"]
    component: str
    from_: str
    to: str
    part: Fraction
    access: AccessMode | None = None


class ChangeAccess(Change):
    """Sources of a supplier, a state or a circle are obtained in another way."""

    kind: Literal["access"]
    component: str
    supplier: str
    access: AccessMode


class Add(Change):
    """A source of a component, a legal reach of a supplier, or a need of a supplier or component comes in.

    A source takes its share of the need from all others, and from what is not attributed, in proportion.
    """

    kind: Literal["add"]
    component: str | None = None
    source: Source | None = None
    supplier: str | None = None
    reach: Reach | None = None
    need: Need | None = None


class Remove(Change):
    """Sources of a supplier, a state or a circle go, or a legal reach or a need of a supplier.

    What a source supplied is then not attributed. Without a component its sources go everywhere.
    """

    kind: Literal["remove"]
    component: str | None = None
    supplier: str
    reach_by: str | None = None
    input: str | None = None


class Set(Change):
    """A parameter of the model takes another value.

    Attributes
    ----------
    parameter : str
        Its place in weights.toml, for example ``layers.chips.components.accelerators.surge``.
    """

    kind: Literal["set"]
    parameter: str
    value: Quantity


Move = Shift | ChangeAccess | Add | Remove
"""Changes of a profile's sources."""


class Price(Change):
    """What comes from a party costs more: an effect on cost, not an outage."""

    kind: Literal["price"]
    parties: Annotated[tuple[str, ...], Field(min_length=1)]
    components: tuple[str, ...] = ()
    factor: NonNegative


AnyChange = Annotated[
    Cut | Shift | ChangeAccess | Add | Remove | Set | Price,
    Field(discriminator="kind"),
]


def subjects_of(change: Change) -> tuple[str, ...]:
    """Return what a change is about: what tells it from others of its kind."""
    match change:
        case Cut() | Price():
            return (*change.parties, *change.components, *getattr(change, "access", ()))
        case Shift():
            return change.component, change.from_, change.to
        case ChangeAccess():
            return change.component, change.supplier
        case Add():
            inside = (change.source, "label"), (change.reach, "by"), (change.need, "input")
            owner = change.component or change.supplier or ""
            return (owner, *(str(getattr(record, key)) for record, key in inside if record is not None))
        case Remove():
            return tuple(part for part in (change.component, change.supplier, change.reach_by, change.input) if part)
        case Set():
            return (change.parameter,)
    raise TypeError(type(change))
