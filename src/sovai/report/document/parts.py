"""What every Markdown document shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sovai.report import phrases
from sovai.report.citations import Citations, reference
from sovai.report.language import _
from sovai.results.base import FaultyProfile, Provenance


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[str]:
    """Yield the lines of a Markdown table and an empty one."""
    yield "| " + " | ".join(header) + " |"
    yield "|" + " --- |" * len(header)
    yield from ("| " + " | ".join(row) + " |" for row in rows)
    yield ""


def headed(title: str, *paragraphs: str) -> Iterator[str]:
    """Yield the title of a page and what stands below it."""
    yield f"# {title}"
    yield ""
    for paragraph in paragraphs:
        yield paragraph
        yield ""


def closing(
    left_out: Iterable[str] = (), failed: Iterable[FaultyProfile] = (), *, comparable: bool = True
) -> Iterator[str]:
    """Yield who is left out, whether only bounds may be quoted, and the standing caveat, as a list."""
    yield from (f"- {sentence}" for sentence in left_out)
    for faulty in failed:
        yield "- " + _("Left out, since its profile has faults: {profile}").format(profile=faulty.profile)
        yield from (f"  - {fault}" for fault in faulty.faults)
    if not comparable:
        yield f"- {_(phrases.ONLY_BOUNDS)}"
    yield f"- {_(phrases.STANDING_CAVEAT)}"
    yield ""


def source_list(cites: Citations) -> Iterator[str]:
    """Yield the sources that were mentioned, by their numbers, under a heading; nothing where there are none."""
    if cites.mentioned():
        yield f"## {_('Sources')}"
        yield ""
        yield from (f"{number}. {reference(source)}" for number, source in cites.mentioned())
        yield ""


def signature(citation: str, provenance: Provenance) -> str:
    """Return the last line of a page: what to cite, and the command that computes the same again."""
    return f"*{citation}* · `{phrases.reproducing(provenance)}`"
