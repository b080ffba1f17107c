"""A number that may be uncertain: a plain number, or ``[low, mode, high]`` of a PERT (beta) distribution."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from sovai.model.base import Number, Record, Truth


class Quantity(Record):
    """An uncertain parameter with the reason for its value.

    Attributes
    ----------
    low, mode, high : float
        Absolute bounds and mode of a PERT distribution; all equal where the number is certain.
    why : str or None
        Why this value.
    evidence : tuple of str
        Ids of evidence entries.
    judgement : bool
        True where the value is a judgement of the authors.
    """

    low: Number
    mode: Number
    high: Number
    why: str | None = None
    evidence: tuple[str, ...] = ()
    judgement: Truth = False

    @model_validator(mode="before")
    @classmethod
    def _from_toml(cls, data: Any) -> Any:
        """Accept a number, a list of three, or a table with ``value``."""
        if isinstance(data, dict) and "mode" not in data:
            if "value" not in data:
                raise PydanticCustomError("quantity", "the table has no 'value'")
            data = dict(data)
            return data | cls._bounds(data.pop("value"))
        return data if isinstance(data, dict | Quantity) else cls._bounds(data)

    @staticmethod
    def _bounds(value: Any) -> dict[str, Any]:
        triple = value if isinstance(value, list | tuple) else [value] * 3
        if len(triple) != 3 or any(isinstance(v, bool) or not isinstance(v, int | float) for v in triple):
            raise PydanticCustomError("quantity", "neither a number nor a list of three numbers [low, mode, high]")
        if not all(abs(v) <= sys.float_info.max for v in triple):
            raise PydanticCustomError("finite_number", "not a finite number")
        return dict(zip(("low", "mode", "high"), triple, strict=True))

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        if not self.low <= self.mode <= self.high:
            raise PydanticCustomError("quantity", "[low, mode, high] is not in ascending order")
        return self

    @property
    def certain(self) -> bool:
        """Whether the number has no spread."""
        return self.low == self.high


def _within(least: float, most: float) -> Callable[[Quantity], Quantity]:
    def check(quantity: Quantity) -> Quantity:
        if quantity.low < least or quantity.high > most:
            limit = f"below {least:g}" if quantity.low < least else f"above {most:g}"
            raise PydanticCustomError("quantity_range", f"{_shown(quantity)} is {limit}")
        return quantity

    return check


def _shown(quantity: Quantity) -> str:
    return f"{quantity.mode:g}" if quantity.certain else f"[{quantity.low:g}, {quantity.mode:g}, {quantity.high:g}]"


HUGE = 1e6
"""No share, life, growth or weight of this field comes near; a larger number is a slip of units."""

Fraction = Annotated[Quantity, AfterValidator(_within(0.0, 1.0))]
NonNegative = Annotated[Quantity, AfterValidator(_within(0.0, HUGE))]
AtLeastOne = Annotated[Quantity, AfterValidator(_within(1.0, 100.0))]
Share = Annotated[Number, Field(ge=0.0, le=1.0)]
