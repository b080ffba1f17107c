"""Columns of draws as the content of a file: CSV, or Parquet where pyarrow is installed."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any, Literal

import numpy as np

from sovai.errors import UsageError

Form = Literal["csv", "parquet"]


def check_form(form: str) -> None:
    """Raise `UsageError` if files of a form cannot be written here."""
    if form not in ("csv", "parquet"):
        raise UsageError(f"{form!r} is no form of a study; give parquet or csv")
    if form == "parquet":
        try:
            import pyarrow.parquet  # noqa: F401
        except ImportError:
            raise UsageError("Parquet needs the extra sovai-risk[study]; install it, or ask for csv") from None


def content_of(columns: Mapping[str, Any], form: Form) -> bytes:
    """Return columns of equal length as the content of a file; a number that is not there is left empty."""
    return _parquet(columns) if form == "parquet" else _csv(columns)


def _csv(columns: Mapping[str, Any]) -> bytes:
    # The shortest digits that give the same single-precision number again.
    texts = [np.asarray(values).astype(str) for values in columns.values()]
    texts = [np.where(values == "nan", "", values) for values in texts]
    out = io.StringIO()
    out.write(",".join(columns) + "\n")
    out.writelines(",".join(row) + "\n" for row in zip(*(values.tolist() for values in texts), strict=True))
    return out.getvalue().encode()


def _parquet(columns: Mapping[str, Any]) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    table = pa.table({name: pa.array(values, from_pandas=True) for name, values in columns.items()})
    texts = [field.name for field in table.schema if pa.types.is_string(field.type)]
    numbers = [field.name for field in table.schema if pa.types.is_floating(field.type)]
    out = pa.BufferOutputStream()
    # No two draws are alike: their digits take less room byte by byte, and no dictionary is worth a try.
    parquet.write_table(table, out, compression="zstd", use_dictionary=texts, use_byte_stream_split=numbers)
    content: bytes = out.getvalue().to_pybytes()
    return content
