"""Writes what the benchmarks measured as a table for the documentation.

uv run pytest benchmarks --benchmark-only -n0 --benchmark-json=measured.json
uv run python benchmarks/table.py measured.json > docs/_generated/speed.md
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

YARDSTICK = "test_random_numbers_alone"


def table(measured: dict) -> str:
    """Return one Markdown table per group: seconds, and the ratio to drawing the random numbers alone."""
    groups = defaultdict(list)
    for found in measured["benchmarks"]:
        groups[found["group"]].append(found)
    parts = [f"Measured {measured['datetime'][:10]} with Python {measured['machine_info']['python_version']}."]
    for name, members in groups.items():
        drawing = {_parameter(found): found["stats"]["median"] for found in members if _test(found) == YARDSTICK}
        rows = [f"**{name[0].upper()}{name[1:]}**", "", "| what | seconds | to the random numbers alone |"]
        rows += ["| --- | --- | --- |"]
        for found in members:
            seconds = found["stats"]["median"]
            # the yardstick with the same parameter, or that which was measured last
            yardstick = drawing.get(_parameter(found), next(reversed(drawing.values()), None))
            ratio = "–" if yardstick is None else f"{seconds / yardstick:.1f}"
            rows.append(f"| {_words(found)} | {seconds:.3g} | {ratio} |")
        parts.append("\n".join(rows))
    return "\n\n".join(parts)


def _test(found: dict) -> str:
    return found["name"].partition("[")[0]


def _parameter(found: dict) -> str:
    return found["name"].partition("[")[2].rstrip("]")


def _words(found: dict) -> str:
    parameters = ", ".join(f"{value:,} {name}" for name, value in (found["params"] or {}).items())
    return _test(found).removeprefix("test_").replace("_", " ") + (f" ({parameters})" if parameters else "")


if __name__ == "__main__":
    print(table(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
