"""The base of every record that is read from a file: frozen, closed to unknown keys, finite numbers only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Strict

# TOML knows numbers, truth values and dates; text in their place is a slip, not another spelling.
Number = Annotated[float, Strict()]
Truth = Annotated[bool, Strict()]
Date = Annotated[dt.date, Strict()]

IN_WORDS: Final = "in words"
"""Marks fields that people read as a text, and that a report shows in their language; ids and codes are no such."""
Text = Annotated[str, IN_WORDS]
Texts = Annotated[tuple[str, ...], IN_WORDS]
Names = Annotated[Mapping[str, str], IN_WORDS]
"""Names by id."""


class Record(BaseModel):
    """A frozen record; a key that it does not know is an error."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        populate_by_name=True,
        defer_build=True,  # validators are built on first use: most commands use few of the records
        alias_generator=lambda name: name.rstrip("_"),  # `schema_` and `from_` stand for words that Python keeps
    )
