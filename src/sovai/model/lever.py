"""What would help: lever files, as lists of changes to the model with cost, time and whom they are open to."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from sovai.model.base import Number, Record, Text, Texts, Truth
from sovai.model.changes import AnyChange
from sovai.model.quantity import NonNegative
from sovai.model.scenario import ChangesFile


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


class Lever(ChangesFile):
    """A lever file: a mitigation as changes of the model."""

    schema_: Literal[1] = 1
    lever: LeverHead
    changes: Annotated[tuple[AnyChange, ...], Field(min_length=1)]
