"""What every Markdown document shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sovai.report import phrases
from sovai.report.language import _
from sovai.results.base import FaultyProfile


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[str]:
    """Yield the lines of a Markdown table and an empty one."""
    yield "| " + " | ".join(header) + " |"
    yield "|" + " --- |" * len(header)
    yield from ("| " + " | ".join(row) + " |" for row in rows)
    yield ""


def closing(sentences: Iterable[str], failed: Iterable[FaultyProfile]) -> Iterator[str]:
    """Yield who is left out, and the standing caveat, as a list."""
    yield from (f"- {sentence}" for sentence in sentences)
    for faulty in failed:
        yield "- " + _("Left out, since its profile has faults: {profile}").format(profile=faulty.profile)
        yield from (f"  - {fault}" for fault in faulty.faults)
    yield f"- {_(phrases.STANDING_CAVEAT)}"
    yield ""
