"""The screen of ``sovai replay``."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding

from sovai.report.wording import replay as wording
from sovai.results.edition import Replay


def render(replay: Replay, out: Console) -> None:
    """Print whether the same came out, and what did not."""
    out.print(wording.title(replay), style="bold")
    out.print(wording.verdict(replay))
    for line in (*wording.program(replay), wording.tolerance(replay)):
        if line:
            out.print(line)
    for line in wording.files(replay):
        out.print(f"  {line}")
    for country in wording.different(replay):
        out.print(country.code, style="bold")
        for line in wording.deviations(country):
            out.print(Padding(line, (0, 0, 0, 2)))
    out.print(wording.citation(replay), style="dim")
