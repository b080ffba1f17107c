"""Results for programs: JSON and CSV, unrounded."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from sovai.model.base import Record
from sovai.results.assessment import Assessment
from sovai.results.base import Result

Locale = Literal["en", "de"]
"""How numbers are written in CSV; ``de``: with a decimal comma, so with semicolons between fields."""

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def to_json(result: Result) -> str:
    """Return a result as JSON; that of an assessment validates against `result_schema`."""
    return result.to_json()


def to_csv(records: Iterable[Mapping[str, Any]], columns: Sequence[str] | None = None, *, locale: Locale = "en") -> str:
    """Return flat records as CSV with a header.

    Parameters
    ----------
    records : iterable of mapping
        With the same keys in each.
    columns : sequence of str, optional
        The header, where there may be no record to tell it.
    locale : {'en', 'de'}
        ``de``: semicolons, decimal commas and a byte-order mark, as spreadsheets expect them where the comma is the
        decimal sign.
    """
    rows = list(records)
    german = locale == "de"
    out = io.StringIO()
    out.write("\ufeff" if german else "")
    header = columns or list(rows[0])
    writer = csv.DictWriter(out, fieldnames=header, delimiter=";" if german else ",", lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: _with_comma(value) for key, value in row.items()} if german else row for row in rows)
    return out.getvalue()


def _with_comma(value: Any) -> Any:
    """Return a number with a decimal comma; anything else as it is."""
    return repr(float(value)).replace(".", ",") if isinstance(value, float) else value


def result_schema(kind: type[Result] = Assessment) -> dict[str, Any]:
    """Return the JSON Schema of a kind of result."""
    return _schema(kind, "serialization")


def profile_schema() -> dict[str, Any]:
    """Return the JSON Schema of a profile."""
    from sovai.model.profile import Profile

    return _schema(Profile, "validation")


def _schema(kind: type[Record], mode: Literal["serialization", "validation"]) -> dict[str, Any]:
    from sovai.report.schema import DescribedSchema

    return {"$schema": _DIALECT, **kind.model_json_schema(mode=mode, schema_generator=DescribedSchema)}
