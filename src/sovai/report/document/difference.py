"""A comparison of two data trees as a Markdown page."""

from __future__ import annotations

from collections.abc import Iterator

from sovai.report import numbers
from sovai.report.wording import difference as wording
from sovai.results.difference import Difference


def render(difference: Difference, *, top: int | None = None) -> str:
    """Return the comparison as Markdown; `top` limits the countries listed."""
    return "\n".join(_lines(difference, top)) + "\n"


def _lines(difference: Difference, top: int | None) -> Iterator[str]:
    yield f"# Changes: {wording.trees(difference)}"
    yield ""
    yield " ".join(wording.summary(difference))
    if difference.countries:
        yield from ("", "## Scores", "")
        yield "| Country | Change | Score | Bounds | Rank | Each part alone |"
        yield "|" + " --- |" * 6
        for country in difference.countries[:top]:
            cells = (
                country.country.name,
                numbers.change(country.change),
                wording.score(country),
                wording.bounds(country),
                wording.rank(country),
                wording.steps(country),
            )
            yield f"| {' | '.join(cells)} |"
        if top is not None and len(difference.countries) > top:
            yield from ("", f"And {len(difference.countries) - top} more.")
        yield from ("", f"{wording.READING} A dash: not comparable; only the bounds may be quoted.")
    if difference.figures:
        yield from ("", "## Figures")
    for file, records in wording.by_file(difference):
        yield from ("", f"### {file}", "")
        yield from (f"- `{wording.record(changes)}`: {wording.figures(changes)}" for changes in records)
