"""The scoring model: layers, components, indicators and parameters of ``weights.toml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from sovai.model.base import Date, Number, Record, Truth
from sovai.model.quantity import AtLeastOne, Fraction, NonNegative, Quantity
from sovai.model.vocabulary import AccessMode, Grade


class Listed(Record):
    """A list of certain numbers with the reason for them, for example the bounds between levels."""

    value: tuple[Number, ...]
    why: str | None = None
    evidence: tuple[str, ...] = ()
    judgement: Truth = False


def _listed(data: Any) -> Any:
    return {"value": data} if isinstance(data, list | tuple) else data


def _ascending(listed: Listed) -> Listed:
    if any(a > b for a, b in zip(listed.value, listed.value[1:], strict=False)) or min(listed.value, default=0.0) < 0.0:
        raise PydanticCustomError("listed", "the numbers are not in ascending order from 0 on")
    return listed


def _three(listed: Listed) -> Listed:
    if len(listed.value) != 3 or listed.value[-1] > 1.0:
        raise PydanticCustomError("listed", "there are four levels, so three bounds between 0 and 1 are wanted")
    return listed


def _from_zero(listed: Listed) -> Listed:
    if listed.value[:1] != (0.0,):
        raise PydanticCustomError("listed", "the first year is not 0, the moment of the cut-off")
    return listed


def _positive(quantity: Quantity) -> Quantity:
    if not quantity.low > 0.0:
        raise PydanticCustomError("positive", "must be above 0")
    return quantity


def _certain(quantity: Quantity) -> Quantity:
    if not quantity.certain:
        raise PydanticCustomError("certain", "this parameter takes one number, not [low, mode, high]")
    return quantity


def _some_positive(weights: Mapping[str, Any]) -> Mapping[str, Any]:
    values = [w.weight.mode if hasattr(w, "weight") else w.mode for w in weights.values()]
    if not sum(values) > 0.0:
        raise PydanticCustomError("weights", "no weight is above 0")
    return weights


Numbers = Annotated[Listed, BeforeValidator(_listed), AfterValidator(_ascending)]
Weight = Annotated[NonNegative, AfterValidator(_certain)]
CertainFraction = Annotated[Fraction, AfterValidator(_certain)]
CertainNumber = Annotated[NonNegative, AfterValidator(_certain)]


class ModelParameters(Record):
    """Parameters of the method as a whole."""

    as_of: Date | None = None
    horizon_years: CertainNumber
    exponent: AtLeastOne
    surge_limit: Annotated[CertainFraction, AfterValidator(_positive)]
    veto_threshold: Annotated[CertainFraction, AfterValidator(_positive)]
    level_bounds: Annotated[Numbers, AfterValidator(_three)]
    minimum_coverage: CertainFraction
    maximum_spread: CertainNumber
    course_years: Annotated[Numbers, AfterValidator(_from_zero)]


class Uncertainty(Record):
    """How uncertain shares and weights are where no range says so."""

    weight_concentration: Annotated[CertainNumber, AfterValidator(_positive)]
    grade: Mapping[Grade, CertainNumber]


class Access(Record):
    """What an access mode leaves after a cut-off."""

    revocable: Truth
    life_years: NonNegative | None = None


class Component(Record):
    """A component of a layer.

    Attributes
    ----------
    weight : Quantity
        Weight within the layer.
    demand_growth : Quantity
        Growth of the need per year, 0.25 for 25 %.
    surge : Quantity
        What other suppliers can add per year, as a part of their present supply.
    service_life_years : Quantity or None
        How long what is bought stays in service.
    """

    weight: Weight
    name: str | None = None
    demand_growth: NonNegative
    surge: NonNegative
    service_life_years: NonNegative | None = None


class Layer(Record):
    """A layer of the stack."""

    weight: Weight
    name: str | None = None
    components: Annotated[Mapping[str, Component], Field(min_length=1), AfterValidator(_some_positive)]


class Weights(Record):
    """The scoring model of ``weights.toml``."""

    schema_: Literal[1] = 1
    model: ModelParameters
    indicators: Annotated[
        Mapping[Literal["outside", "single_hand", "cutoff"], Weight],
        Field(min_length=3),
        AfterValidator(_some_positive),
    ]
    uncertainty: Uncertainty
    access: Annotated[Mapping[AccessMode, Access], Field(min_length=6)]
    layers: Annotated[Mapping[str, Layer], Field(min_length=1), AfterValidator(_some_positive)]

    def component_ids(self) -> tuple[str, ...]:
        """Return every component as ``layer.component`` in the order of the file."""
        return tuple(f"{layer}.{name}" for layer, entry in self.layers.items() for name in entry.components)

    def component(self, component_id: str) -> Component:
        """Return the component of an id such as ``chips.accelerators``."""
        layer, name = component_id.split(".", 1)
        return self.layers[layer].components[name]


def parameters(record: object, where: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Quantity | Listed]]:
    """Yield every parameter of the weights, or of a part of them, with its place."""
    if isinstance(record, Quantity | Listed):
        yield where, record
    elif isinstance(record, Mapping):
        for key, value in record.items():
            yield from parameters(value, (*where, key))
    elif isinstance(record, Record):
        for name in type(record).model_fields:
            yield from parameters(getattr(record, name), (*where, name.rstrip("_")))
