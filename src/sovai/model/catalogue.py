"""The catalogue: who the suppliers are, what they need, the world's mixes, and the evidence for all of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from sovai.model.base import Date, Number, Record, Truth
from sovai.model.profile import InputSource, Source
from sovai.model.quantity import Fraction, NonNegative
from sovai.model.vocabulary import SupplierKind


class Reach(Record):
    """A further state that could lawfully stop a part of a supplier's output."""

    by: str
    strength: Fraction
    basis: str = ""
    measures: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    note: str = ""


class Need(Record):
    """An input without which a part of the output cannot be made.

    Attributes
    ----------
    input : str
        Id of the input.
    essential : Quantity
        Part of the output that cannot be made without it, 0–1.
    life_years : Quantity
        How long the supplier goes on with what it has in hand.
    for_ : tuple of str
        Components and inputs for whose supply the need holds; empty: wherever the supplier appears.
    from_ : tuple of InputSource
        Own sources of the input; empty: those of the input itself.
    """

    input: str
    essential: Fraction
    life_years: NonNegative
    for_: tuple[str, ...] = ()
    from_: tuple[InputSource, ...] = ()
    evidence: tuple[str, ...] = ()
    note: str = ""

    def valid_in(self, context: str) -> bool:
        """Whether the need holds for the supply of `context`, a component or an input."""
        return not self.for_ or context in self.for_


class Supplier(Record):
    """A company, a state's own body or a commons."""

    name: str
    kind: SupplierKind
    jurisdiction: str | None = None
    reach: tuple[Reach, ...] = ()
    needs: tuple[Need, ...] = ()
    evidence: tuple[str, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _jurisdiction(self) -> Self:
        if self.kind == "commons" and self.jurisdiction is not None:
            raise PydanticCustomError("supplier", "a commons has no jurisdiction: nobody can withdraw it")
        if self.kind != "commons" and self.jurisdiction is None:
            raise PydanticCustomError("supplier", "no jurisdiction: say which state can compel it")
        return self


class Input(Record):
    """An intermediate good and who makes it."""

    name: str
    sources: tuple[InputSource, ...] = ()
    note: str = ""


class ComponentNeeds(Record):
    """Needs that hold for each source of a component without a valid need of that input of its own."""

    needs: tuple[Need, ...] = ()


class Mix(Record):
    """A world or regional market mix that stands in where a country is not measured."""

    name: str
    sources: tuple[Source, ...] = ()
    note: str = ""


class Evidence(Record):
    """A source that can be cited.

    Attributes
    ----------
    weak : bool
        Whether it was not read itself, or its date is not known; the note says which.
    """

    title: str
    publisher: str
    url: str
    period_end: Date
    accessed: Date | None = None
    licence: str = ""
    weak: Truth = False
    note: str = ""

    @model_validator(mode="after")
    def _says_why_weak(self) -> Self:
        if self.weak and not self.note:
            raise PydanticCustomError("weak", "is weak without a note that says why")
        return self


class Circle(Record):
    """A group of countries."""

    name: str
    members: tuple[str, ...] = Field(min_length=1)
    as_of: Date | None = None
    evidence: tuple[str, ...] = ()
    note: str = ""


class Jurisdiction(Record):
    """Whether a state's law can compel disclosure of data held abroad."""

    compels_disclosure_abroad: Truth
    basis: str = ""
    evidence: tuple[str, ...] = ()
    note: str = ""


class Economy(Record):
    """How large a country is, by which costs of mitigations are scaled.

    Attributes
    ----------
    population : float
    gdp_million_dollars : float
        Gross domestic product of a year, at purchasing power.
    """

    population: Annotated[Number, Field(gt=0.0)]
    gdp_million_dollars: Annotated[Number, Field(gt=0.0)]
    evidence: tuple[str, ...] = ()
    note: str = ""


class Measure(Record):
    """A dated legal measure or incident."""

    title: str
    kind: Literal["export-control", "incident", "coercion"]
    by: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    suppliers: tuple[str, ...] = ()
    item: str = ""
    announced: Date | None = None
    valid_from: Date | None = None
    valid_until: Date | None = None
    checked_on: Date | None = None
    status: Literal["in force", "suspended", "ended", "announced", "unknown"] = "unknown"
    legal_reference: str = ""
    evidence: tuple[str, ...] = ()
    note: str = ""


class Catalogue(Record):
    """Everything that is the same for every country."""

    suppliers: Mapping[str, Supplier] = {}
    inputs: Mapping[str, Input] = {}
    components: Mapping[str, ComponentNeeds] = {}
    mixes: Mapping[str, Mix] = {}
    evidence: Mapping[str, Evidence] = {}
    circles: Mapping[str, Circle] = {}
    jurisdictions: Mapping[str, Jurisdiction] = {}
    economies: Mapping[str, Economy] = {}
    measures: Mapping[str, Measure] = {}

    def jurisdiction_of(self, supplier: str) -> str | None:
        """Return the state that can compel a supplier; a country code is its own state, a commons has none."""
        known = self.suppliers.get(supplier)
        return supplier if known is None else known.jurisdiction

    def members(self, party: str) -> tuple[str, ...]:
        """Return the states of a circle; any other party is its own only member."""
        circle = self.circles.get(party)
        return (party,) if circle is None else circle.members

    def is_of(self, supplier: str, party: str) -> bool:
        """Whether a supplier is the party, or under the jurisdiction of it or of a member of it."""
        members = self.members(party)
        return supplier in members or self.jurisdiction_of(supplier) in members

    def is_commons(self, supplier: str) -> bool:
        """Whether the supplier belongs to nobody."""
        known = self.suppliers.get(supplier)
        return known is not None and known.kind == "commons"

    def sources_of(self, need: Need) -> tuple[InputSource, ...]:
        """Return who makes what is needed: the need's own sources, or the input's; none where they are not known."""
        entry = self.inputs.get(need.input)
        return need.from_ or (entry.sources if entry is not None else ())

    def needs_of(self, supplier: str, context: str) -> tuple[Need, ...]:
        """Return the supplier's needs that hold for the supply of `context`.

        In a component, the component's own needs are added for inputs that the supplier has no valid need of.
        """
        known = self.suppliers.get(supplier)
        own = tuple(n for n in known.needs if n.valid_in(context)) if known else ()
        shared = self.components.get(context, ComponentNeeds()).needs
        covered = {need.input for need in own}
        return own + tuple(need for need in shared if need.input not in covered)
