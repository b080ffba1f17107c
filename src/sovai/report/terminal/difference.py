"""The screen of ``sovai diff``."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from sovai.report import numbers
from sovai.report.wording import difference as wording
from sovai.results.difference import Difference


def render(difference: Difference, out: Console, *, top: int = 20) -> None:
    """Print what changed in the figures, and what it did to the scores."""
    out.print(wording.trees(difference), style="bold")
    out.print(" ".join(wording.summary(difference)))
    for file, records in wording.by_file(difference):
        out.print()
        out.print(file, style="bold")
        for changes in records:
            out.print(f"  {wording.record(changes)}")
            out.print(Padding(wording.figures(changes), (0, 0, 0, 6)))
    if difference.countries:
        _countries(difference, out, top)


def _countries(difference: Difference, out: Console, top: int) -> None:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold", show_edge=False)
    for header in ("Country", "change", "score", "bounds", "rank"):
        table.add_column(header, justify="right" if header == "change" else "left", no_wrap=True)
    table.add_column("each part alone")
    for country in difference.countries[:top]:
        table.add_row(
            country.country.name,
            numbers.change(country.change),
            wording.score(country),
            wording.bounds(country),
            wording.rank(country),
            wording.steps(country),
        )
    out.print()
    out.print(table)
    if len(difference.countries) > top:
        every = len(difference.countries)
        out.print(f"and {every - top} more; --top {every} shows all", style="dim")
    out.print(f"! {wording.READING}")
    out.print(
        "A dash: not comparable; only the bounds may be quoted. Rank: among the comparable countries.", style="dim"
    )
