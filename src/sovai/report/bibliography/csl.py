"""A citation as CSL-JSON: https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html."""

from __future__ import annotations

import json
from typing import Any

from sovai.report.bibliography.works import AUTHOR, Work, works
from sovai.results.citation import Citation

_GENRES = {"software": "Software", "dataset": "Data set", "result": "Computed result"}


def render(citation: Citation) -> str:
    """Return the items as JSON."""
    return json.dumps(items(citation), ensure_ascii=False, indent=2) + "\n"


def items(citation: Citation) -> list[dict[str, Any]]:
    """Return one item for each work."""
    return [_item(work) for work in works(citation)]


def _item(work: Work) -> dict[str, Any]:
    day = work.issued
    return {
        "id": work.key,
        "type": "software" if work.kind == "software" else "dataset",
        "title": work.title,
        "author": [{"literal": AUTHOR}],
        **({} if day is None else {"issued": {"date-parts": [[day.year, day.month, day.day]]}}),
        "version": work.version,
        "genre": _GENRES[work.kind],
        "note": f"{work.note}; {work.command}" if work.command else work.note,
    }
