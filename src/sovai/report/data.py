"""Results for programs: JSON and CSV, unrounded."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sovai.results.assessment import Assessment
from sovai.results.base import Result

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def to_json(result: Result) -> str:
    """Return a result as JSON; that of an assessment validates against `result_schema`."""
    return json.dumps(result.model_dump(mode="json"), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def to_csv(records: Iterable[Mapping[str, Any]], columns: Sequence[str] | None = None) -> str:
    """Return flat records as CSV with a header; `columns` name it where there may be no record."""
    rows = list(records)
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=columns or list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def result_schema(kind: type[Result] = Assessment) -> dict[str, Any]:
    """Return the JSON Schema of a kind of result."""
    return {"$schema": _DIALECT, **kind.model_json_schema(mode="serialization")}


def profile_schema() -> dict[str, Any]:
    """Return the JSON Schema of a profile."""
    from sovai.model.profile import Profile

    return {"$schema": _DIALECT, **Profile.model_json_schema()}
