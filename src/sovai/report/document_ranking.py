"""A ranking as a Markdown page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sovai.report import numbers, wording
from sovai.report import wording_ranking as words
from sovai.report.document import table
from sovai.results_ranking import FaultyProfile, Ranking


def render(ranking: Ranking, *, top: int | None = None) -> str:
    """Return the ranking as Markdown; of a long one only the `top` countries whose ranks begin first."""
    return "\n".join(_lines(ranking, top)) + "\n"


def _lines(ranking: Ranking, top: int | None) -> Iterator[str]:
    yield f"# {words.title(ranking)}"
    yield ""
    yield f"{words.heading(ranking)}."
    yield ""
    header = [column.partition(":")[0] for column in words.columns(ranking)]
    for heading, members in words.groups(ranking, top):
        yield f"**{heading}**"
        yield ""
        yield from table(header, (words.row(entry, ranking) for entry in members))
    yield from (f"- {note}" for note in words.notes(ranking, top))
    yield ""
    if ranking.not_comparable:
        yield f"**{words.WARNING}.**"
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
        yield from table(("Country", "bounds", "measured", "why"), rows)
    yield from closing(words.left_out(ranking.at_home, ranking.without_profile), ranking.failed)
    yield f"*{words.citation(ranking)}* · `{ranking.provenance.command}`"


def closing(sentences: Iterable[str], failed: Iterable[FaultyProfile]) -> Iterator[str]:
    """Yield who is left out, and the standing caveat, as a list."""
    yield from (f"- {sentence}" for sentence in sentences)
    for faulty in failed:
        yield f"- Left out, since its profile has faults: {faulty.profile}"
        yield from (f"  - {fault}" for fault in faulty.faults)
    yield f"- {wording.STANDING_CAVEAT}"
    yield ""
