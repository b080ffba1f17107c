"""The base of every record that is read from a file: frozen, closed to unknown keys, finite numbers only."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A frozen record; a key that it does not know is an error."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        populate_by_name=True,
        use_attribute_docstrings=True,
        alias_generator=lambda name: name.rstrip("_"),  # `schema_` and `from_` stand for words that Python keeps
    )
