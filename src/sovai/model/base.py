"""The base of every record that is read from a file: frozen, closed to unknown keys, finite numbers only."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Strict

# TOML knows numbers, truth values and dates; text in their place is a slip, not another spelling.
Number = Annotated[float, Strict()]
Truth = Annotated[bool, Strict()]
Date = Annotated[dt.date, Strict()]


class Record(BaseModel):
    """A frozen record; a key that it does not know is an error."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        populate_by_name=True,
        use_attribute_docstrings=True,
        defer_build=True,  # validators are built on first use: most commands use few of the records
        alias_generator=lambda name: name.rstrip("_"),  # `schema_` and `from_` stand for words that Python keeps
    )
