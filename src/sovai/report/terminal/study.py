"""The screen of ``sovai study``: 100 columns, readable without colour."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from sovai.report import phrases
from sovai.report.wording import study as words
from sovai.results.study import Study


def render(study: Study, out: Console) -> None:
    """Print what was drawn, what is there, and what failed."""
    out.print(Text(words.title(study), style="bold"))
    for sentence in words.summary(study):
        out.print(Text(sentence))
    for sentence in words.failures(study):
        out.print(Text(f"! {sentence}"))
    out.print(Text(f"{words.citation(study)} · {phrases.reproducing(study.provenance)}"), style="dim")
