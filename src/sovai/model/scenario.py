"""What if: scenario files and levers, as lists of changes to the model.

A change either stops supply (`Cut`), or alters what is recorded (`Shift`, `ChangeAccess`, `Add`, `Remove`, `Set`), or
makes it dearer (`Price`).
"""

from __future__ import annotations

import hashlib
from typing import Annotated, Literal, Self

from pydantic import Field, PrivateAttr, model_validator
from pydantic_core import PydanticCustomError

from sovai.model.base import Date, Number, Record, Text, Texts, Truth
from sovai.model.catalogue import Need, Reach
from sovai.model.profile import Source
from sovai.model.quantity import Fraction, NonNegative, Quantity
from sovai.model.vocabulary import HOME as HOME
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


class Precedent(Record):
    """Something of the kind that happened."""

    title: Text
    start: Date | None = None
    end: Date | None = None
    evidence: tuple[str, ...] = ()
    note: Text = ""


class ScenarioHead(Record):
    """What a scenario is about."""

    id: str
    title: Text
    description: Text
    status: Literal["happened", "in force", "announced", "hypothetical"] = "hypothetical"
    valid_from: Date | None = None
    valid_until: Date | None = None
    checked_on: Date | None = None
    duration_days: NonNegative | None = None
    caveats: Texts = ()
    digest: str | None = None
    """Digest of the data that it was written for; a warning follows where those have moved."""


class _ChangesFile(Record):
    """What files of changes have in common."""

    _digest: str | None = PrivateAttr(default=None)

    @property
    def digest(self) -> str:
        """SHA-256 of the file it was read from, or of its content where there is no file."""
        return self._digest or hashlib.sha256(self.model_dump_json().encode()).hexdigest()


class Scenario(_ChangesFile):
    """A scenario file."""

    schema_: Literal[1] = 1
    scenario: ScenarioHead
    precedents: tuple[Precedent, ...] = ()
    changes: Annotated[tuple[AnyChange, ...], Field(min_length=1)]


class CostScale(Record):
    """How a published cost is carried over to another country: in proportion to what.

    Attributes
    ----------
    by : str
        Population, or gross domestic product.
    of : str or None
        The country or circle that the published cost is of; the size of a circle is the sum of its members'.
    size : float or None
        That size where it is of no country: persons, or million dollars at purchasing power.
    """

    by: Literal["population", "gdp"]
    of: str | None = None
    size: Annotated[Number, Field(gt=0.0)] | None = None
    evidence: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _of_something(self) -> Self:
        if (self.of is None) == (self.size is None):
            raise PydanticCustomError("scale", "has neither or both of 'of' (a country or circle) and 'size'")
        return self


class OpenTo(Record):
    """Countries that can use a mitigation at all.

    Attributes
    ----------
    only, never : tuple of str
        Countries and circles; without `only`, all.
    why : str
        In a sentence: what keeps the others from it.
    """

    only: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    why: Text
    evidence: tuple[str, ...] = ()


class LeverHead(Record):
    """What a mitigation is about.

    Attributes
    ----------
    vendors_only : bool
        Whether it changes the vendor but leaves the jurisdiction.
    cost_million_euros, years_to_effect : Quantity or None
        None where not known.
    cost_scales : CostScale or None
        None where the cost does not grow with the country, or is not known to.
    open_to : tuple of OpenTo
        A country can use it where all of these allow it.
    worsens : tuple of str
        What it makes worse, in words; the changes say how.
    """

    id: str
    title: Text
    description: Text
    kind: Literal["hedge", "open weights", "domestic", "shared", "stock", "law", "licence", "research"]
    vendors_only: Truth = False
    cost_million_euros: NonNegative | None = None
    cost_evidence: tuple[str, ...] = ()
    cost_scales: CostScale | None = None
    years_to_effect: NonNegative | None = None
    years_evidence: tuple[str, ...] = ()
    open_to: tuple[OpenTo, ...] = ()
    conditions: Texts = ()
    worsens: Texts = ()
    evidence: tuple[str, ...] = ()
    note: Text = ""


class Lever(_ChangesFile):
    """A lever file: a mitigation as changes of the model."""

    schema_: Literal[1] = 1
    lever: LeverHead
    changes: Annotated[tuple[AnyChange, ...], Field(min_length=1)]
