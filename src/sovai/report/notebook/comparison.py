"""A comparison as a small HTML fragment for notebooks."""

from __future__ import annotations

from sovai.report.columns import titles
from sovai.report.notebook.parts import heading, items, line, table
from sovai.report.wording import comparison as wording
from sovai.results.comparison import Comparison


def render(comparison: Comparison) -> str:
    """Return what is compared side by side; the account of each difference is on its page."""
    header, rows = wording.overview(comparison)
    return (
        f"{heading(wording.title(comparison))}{line(wording.heading(comparison))}{table(titles(header), rows)}"
        f"{items(wording.notes(comparison))}{line(wording.citation(comparison))}"
    )
