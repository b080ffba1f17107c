"""An edition computed again, as a Markdown page."""

from __future__ import annotations

from collections.abc import Iterator

from sovai.report.wording import replay as wording
from sovai.results.edition import Replay


def render(replay: Replay) -> str:
    """Return whether the same came out, and what did not, as Markdown."""
    return "\n".join(_lines(replay)) + "\n"


def _lines(replay: Replay) -> Iterator[str]:
    yield f"# {wording.title(replay)}"
    yield ""
    yield f"**{wording.verdict(replay)}** {wording.tolerance(replay)}".rstrip()
    yield ""
    yield from (f"- {line}" for line in (*wording.program(replay), *wording.files(replay)))
    for country in wording.different(replay):
        yield f"- {country.code}"
        yield from (f"  - {line}" for line in wording.deviations(country))
    yield ""
    yield f"*{wording.citation(replay)}*"
