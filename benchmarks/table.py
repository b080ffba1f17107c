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
    """Return one Markdown table per group: seconds, and how they compare with the yardstick of the group."""
    groups = defaultdict(list)
    for found in measured["benchmarks"]:
        groups[found["group"]].append(found)
    parts = [f"Measured {measured['datetime'][:10]} with Python {measured['machine_info']['python_version']}."]
    for name, members in groups.items():
        head, compared = _with_workers(members) if _workers(members[0]) else _with_random_numbers(members)
        rows = [f"**{name[0].upper()}{name[1:]}**", "", f"| what | seconds |{f' {head} |' if head else ''}"]
        rows += ["| --- | --- |" + (" --- |" if head else "")]
        for found, ratio in zip(members, compared, strict=True):
            rows.append(f"| {_words(found)} | {_seconds(found):.3g} |" + (f" {ratio:.1f} |" if head else ""))
        parts.append("\n".join(rows))
    return "\n\n".join(parts)


def _with_random_numbers(members: list[dict]) -> tuple[str, list[float]]:
    """Return seconds as multiples of the yardstick with the same parameter, or of that which was measured last."""
    drawing = {_parameter(found): _seconds(found) for found in members if _test(found) == YARDSTICK}
    if not drawing:
        return "", [0.0] * len(members)
    last = next(reversed(drawing.values()))
    return "to the random numbers alone", [_seconds(found) / drawing.get(_parameter(found), last) for found in members]


def _with_workers(members: list[dict]) -> tuple[str, list[float]]:
    """Return how many times as fast as one worker some are."""
    alone = {_test(found): _seconds(found) for found in members if _workers(found) == 1}
    return "times as fast as one", [alone[_test(found)] / _seconds(found) for found in members]


def _workers(found: dict) -> int | None:
    return (found["params"] or {}).get("workers")


def _seconds(found: dict) -> float:
    return found["stats"]["median"]


def _test(found: dict) -> str:
    return found["name"].partition("[")[0]


def _parameter(found: dict) -> str:
    return found["name"].partition("[")[2].rstrip("]")


def _words(found: dict) -> str:
    parameters = ", ".join(f"{value:,} {name}" for name, value in (found["params"] or {}).items())
    return _test(found).removeprefix("test_").replace("_", " ") + (f" ({parameters})" if parameters else "")


if __name__ == "__main__":
    print(table(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
