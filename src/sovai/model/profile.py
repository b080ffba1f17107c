"""A country's profile: where each component comes from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import PrivateAttr, model_validator
from pydantic_core import PydanticCustomError

from sovai.model.base import Date, Record
from sovai.model.quantity import Share
from sovai.model.vocabulary import AccessMode, Grade

if TYPE_CHECKING:
    from sovai.model.changes import Move


class Row(Record):
    """What every row with a share has in common.

    Attributes
    ----------
    share : float
        Share of the need, 0–1.
    range : tuple of float, optional
        Central 90 % interval of the share.
    grade : {'A', 'B', 'C', 'D'}
        How good the figure is; D where nothing is said.
    evidence : tuple of str
        Ids of evidence entries.
    note : str
        What the figure measures and what it does not.
    """

    share: Share
    range: tuple[Share, Share] | None = None
    grade: Grade = "D"
    evidence: tuple[str, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _range_around_share(self) -> Self:
        if self.range is not None and not self.range[0] <= self.share <= self.range[1]:
            raise PydanticCustomError(
                "range",
                "range [{low}, {high}] does not enclose the share {share}",
                {"low": f"{self.range[0]:g}", "high": f"{self.range[1]:g}", "share": f"{self.share:g}"},
            )
        return self


class InputSource(Row):
    """One supplier of an intermediate good."""

    supplier: str

    @property
    def label(self) -> str:
        """What tells the row from others."""
        return self.supplier


class Source(Row):
    """One row of a component: a supplier with an access mode, or a mix of the catalogue in its place."""

    supplier: str | None = None
    mix: str | None = None
    access: AccessMode | None = None

    @model_validator(mode="after")
    def _supplier_or_mix(self) -> Self:
        if (self.supplier is None) == (self.mix is None):
            raise PydanticCustomError("source", "a row has either a supplier or a mix")
        if self.supplier is not None and self.access is None:
            raise PydanticCustomError("source", "a row with a supplier has no access")
        if self.mix is not None and self.access is not None:
            raise PydanticCustomError("source", "a mix row has an access, but its access modes are those of the mix")
        return self

    @property
    def label(self) -> str:
        """Supplier or mix, and the access mode where there is one."""
        return f"{self.supplier}/{self.access}" if self.supplier else f"mix:{self.mix}"


class Country(Record):
    """Who is assessed, and the day the profile speaks of."""

    code: str
    name: str
    as_of: Date
    note: str = ""


class Profile(Record):
    """One country: the rows of every component, by layer.

    The layers and components are those of `sovai.model.vocabulary.COMPONENTS`.
    """

    schema_: Literal[1] = 1
    country: Country
    chips: Mapping[Literal["accelerators", "semiconductors"], tuple[Source, ...]] = {}
    hardware: Mapping[Literal["computers", "networking"], tuple[Source, ...]] = {}
    energy: Mapping[Literal["power-equipment", "batteries", "photovoltaics"], tuple[Source, ...]] = {}
    models: Mapping[Literal["assistants", "foundation"], tuple[Source, ...]] = {}
    cloud: Mapping[Literal["infrastructure"], tuple[Source, ...]] = {}
    _digest: str | None = PrivateAttr(default=None)
    _path: str | None = PrivateAttr(default=None)
    _moves: tuple[Move, ...] = PrivateAttr(default=())

    @staticmethod
    def of_rows(country: Country, layers: Mapping[str, Mapping[str, Mapping[int, Source]]]) -> Profile:
        """Return a profile of checked rows, which are told by their positions in what was read."""
        rows: dict[str, Any] = {
            layer: {name: tuple(found.values()) for name, found in components.items()}
            for layer, components in layers.items()
        }
        return Profile.model_construct(country=country, **rows)

    @property
    def named(self) -> str:
        """How the command line names it: by code, or by path where it lies outside the tree."""
        return self._path or self.country.code

    @property
    def digest(self) -> str:
        """SHA-256 of the file it was read from, or of its content where there is no file."""
        return self._digest or hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def sources(self, component: str) -> tuple[Source, ...]:
        """Return the rows of a component such as ``cloud.infrastructure``; empty where the profile has none."""
        layer, name = component.split(".", 1)
        rows: tuple[Source, ...] = getattr(self, layer).get(name, ())
        return rows

    @property
    def moves(self) -> tuple[Move, ...]:
        """What scenarios do to its sources, in order: it acts on the recorded shares, and on each draw of them."""
        return self._moves

    def moved(self, moves: Iterable[Move]) -> Profile:
        """Return the profile with further changes of its sources."""
        changed = self.model_copy()
        changed._moves = (*self._moves, *moves)
        return changed
