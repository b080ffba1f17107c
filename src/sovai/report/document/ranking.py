"""A ranking as a Markdown page."""

from __future__ import annotations

from collections.abc import Iterator

from sovai.report import numbers
from sovai.report.columns import titles
from sovai.report.document.parts import closing, headed, signature, table
from sovai.report.language import _, pgettext
from sovai.report.wording import ranking as words
from sovai.results.ranking import Ranking


def render(ranking: Ranking, *, top: int | None = None) -> str:
    """Return the ranking as Markdown; of a long one only the `top` countries whose ranks begin first."""
    return "\n".join(_lines(ranking, top)) + "\n"


def _lines(ranking: Ranking, top: int | None) -> Iterator[str]:
    yield from headed(words.title(ranking), f"{words.heading(ranking)}.")
    header = titles(words.columns(ranking))
    for heading, members in words.groups(ranking, top):
        yield f"**{heading}**"
        yield ""
        yield from table(header, (words.row(entry, ranking) for entry in members))
    yield from (f"- {note}" for note in words.notes(ranking, top))
    yield ""
    if ranking.not_comparable:
        yield f"**{_(words.WARNING)}.**"
        yield ""
        rows = (
            (
                apart.country.name,
                numbers.points_range(apart.bounds.low, apart.bounds.high),
                numbers.percent(apart.measured),
                words.reason(apart, ranking),
            )
            for apart in ranking.not_comparable
        )
        header = [pgettext("column", "Country"), pgettext("column", "bounds")]
        yield from table([*header, pgettext("column", "measured"), pgettext("column", "why")], rows)
    yield from closing(words.left_out(ranking.at_home, ranking.without_profile), ranking.failed)
    yield signature(words.citation(ranking), ranking.provenance)
