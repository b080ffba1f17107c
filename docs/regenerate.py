"""Rewrites `docs/_generated/`: what commands print and what the shipped model holds, for pages to include.

Run it from the root of the repository after a change of data or program, and read what changed:

    uv run python docs/regenerate.py
    git diff --stat docs/_generated
"""

import os
import shlex
import subprocess
import sys
from pathlib import Path

from studies.alternatives import alternatives
from studies.correlations import correlations

from sovai import load_model
from sovai.loading.toml import spell
from sovai.model.quantity import Quantity
from sovai.model.weights import parameters

DOCS = Path(__file__).resolve().parent
GENERATED = DOCS / "_generated"

# File, command, and how many of its lines a page shows (None: all).
COMMANDS = [
    ("score-DEU", "sovai score DEU", None),
    ("score-DEU-home-EU", "sovai score DEU --home EU", 7),
    ("score-DEU-json", "sovai score DEU --json", 27),
    ("score-DEU-csv", "sovai score DEU --format csv", 6),
    ("explain-DEU-USA", "sovai explain DEU USA", 48),
    ("rank-G7", "sovai rank G7 CHN SAU", None),
    ("leverage-NLD-G7", "sovai leverage NLD G7 CHN", None),
    ("gaps-KEN", "sovai gaps KEN", None),
    ("robustness-DEU", "sovai robustness DEU", None),
    ("sensitivity-DEU", "sovai sensitivity DEU", None),
    ("whatif-DEU-USA", "sovai whatif DEU --cut USA", None),
    ("whatif-DEU-order", "sovai whatif DEU us-frontier-order", 22),
    ("profiles", "sovai profiles", 8),
    ("schema-result", "sovai schema result", 12),
    ("score-XAA", "sovai score XAA --data docs/reference/examples", None),
    ("check", "sovai check", None),
    ("check-examples", "sovai check --strict --data docs/reference/examples", None),
    ("check-faulty", "sovai check --data docs/reference/examples docs/how-to/faulty/XAB.toml", None),
]


def printed(command: str, lines: int | None) -> str:
    """Return a command and what it prints, as on a terminal of 100 columns without colour."""
    run = subprocess.run(
        [sys.executable, "-m", *shlex.split(command)],
        cwd=DOCS.parent, env={**os.environ, "NO_COLOR": "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "Traceback" in run.stderr:
        raise RuntimeError(f"{command}\n{run.stderr}")
    shown = (run.stdout + run.stderr).splitlines()
    cut = ["…"] if lines is not None and len(shown) > lines else []
    return "\n".join([f"$ {command}", *shown[:lines], *cut]) + "\n"


def parameter_table() -> str:
    """Return every parameter of the shipped model with its value and its reason, as a Markdown table."""
    model = load_model()
    rows = [
        f"| `{spell(where)}` | {value(parameter)} | {parameter.why} | {source(parameter)} |"
        for where, parameter in parameters(model.weights)
    ]
    return "\n".join(["| parameter | value | why | source |", "| --- | --- | --- | --- |", *rows]) + "\n"


def value(parameter) -> str:
    """Return a value as people read it: one number, or lowest – most likely – highest."""
    if isinstance(parameter, Quantity):
        found = [parameter.mode] if parameter.certain else [parameter.low, parameter.mode, parameter.high]
    else:
        found = parameter.value
    return ", ".join(f"{number:.3g}" for number in found)


def source(parameter) -> str:
    """Return the evidence of a parameter, or that it is a judgement."""
    return ", ".join(f"`{key}`" for key in parameter.evidence) or "judgement"


def main() -> None:
    """Write every file."""
    GENERATED.mkdir(exist_ok=True)
    for name, command, lines in COMMANDS:
        (GENERATED / f"{name}.txt").write_text(printed(command, lines), encoding="utf-8")
    for name, text in (("parameters", parameter_table), ("correlations", correlations), ("alternatives", alternatives)):
        (GENERATED / f"{name}.md").write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
