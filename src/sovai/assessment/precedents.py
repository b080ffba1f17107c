"""What happened before of the kind: precedents of scenarios, and what the catalogue records of parties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sovai.assessment.refusals import members_of
from sovai.model.catalogue import Catalogue, Measure
from sovai.model.changes import Cut
from sovai.results.whatif import OnRecord, PrecedentFound


def precedent_of(
    title: str, start: dt.date | None, end: dt.date | None, evidence: tuple[str, ...], note: str
) -> PrecedentFound:
    """Return something that happened, with its length where both days are known."""
    days = (end - start).days if start is not None and end is not None else None
    return PrecedentFound(title=title, start=start, end=end, days=days, evidence=evidence, note=note)


def on_record_of(cuts: Iterable[Cut], catalogue: Catalogue) -> OnRecord:
    """Return the dated measures and incidents of the parties of cuts: by a state, or with a supplier among them."""
    asked = [(frozenset(members_of(cut, catalogue)), cut.components) for cut in cuts]
    found = [
        measure
        for measure in catalogue.measures.values()
        if any(_is_of(measure, parties, components) for parties, components in asked)
    ]
    ended = [
        precedent_of(one.title, one.valid_from, one.valid_until, one.evidence, one.note)
        for one in sorted(found, key=lambda one: one.valid_from or dt.date.min, reverse=True)
        if one.status == "ended" and one.valid_from is not None and one.valid_until is not None
    ]
    return OnRecord(count=len(found), ended=tuple(ended))


def _is_of(measure: Measure, parties: frozenset[str], components: tuple[str, ...]) -> bool:
    concerns = not components or not measure.components or not set(components).isdisjoint(measure.components)
    return concerns and not parties.isdisjoint((*measure.by, *measure.suppliers))
