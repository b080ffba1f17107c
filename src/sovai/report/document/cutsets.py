"""Minimal cut sets as a Markdown page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from sovai.report import phrases
from sovai.report.columns import titles
from sovai.report.document.parts import closing, headed, signature, table
from sovai.report.language import _, pgettext
from sovai.report.wording import cutsets as words
from sovai.report.wording.cutsets_summary import opening
from sovai.results.cutsets import CutSets


def render(found: CutSets, *, every: bool = False) -> str:
    """Return the cut sets as Markdown; all of them and the roles of the members only if asked for."""
    return "\n".join(_lines(found, every)) + "\n"


def _lines(found: CutSets, every: bool) -> Iterator[str]:
    yield from headed(words.title(found), f"{phrases.opening(words.heading(found))}. {words.threshold(found)}")
    yield " ".join(opening(found))
    yield ""
    for _component, members in groupby(found.groups, lambda group: group.component):
        groups = list(members)
        subject = words.subject(groups[0], found)
        yield f"## {phrases.opening(subject)}"
        yield ""
        rows = [
            (words.kind(group), count, sets)
            for group in groups
            for count, sets in words.lines(group, found, every=every)
        ]
        header = (pgettext("column", "Kind"), pgettext("column", "Sets"), pgettext("column", "Largest"))
        yield from table(header, rows)
        for group in groups if every else ():
            if group.roles:
                columns = [phrases.opening(title) for title in titles(words.columns(group))]
                yield from table(columns, (words.role(role, group, found) for role in group.roles))
    if all(group.complete for group in found.groups):
        yield f"- {_(words.EXACT)}"
    if every:
        yield f"- {_(words.ROLES)}"
    yield from closing()
    yield signature(words.citation(found), found.provenance)
