"""What happened before, in words: dated measures and incidents."""

from __future__ import annotations

from collections.abc import Iterator

from sovai.report import numbers
from sovai.report.language import _, ngettext
from sovai.results.whatif import PrecedentFound, WhatIf


def precedent(found: PrecedentFound) -> str:
    """Return a precedent with how long it lasted."""
    dates = [numbers.day(day) for day in (found.start, found.end) if day is not None]
    when = [numbers.between(*dates) if len(dates) > 1 else "".join(dates)] if dates else []
    if dates and found.days is not None:
        when.append(ngettext("{count} day", "{count} days", found.days).format(count=numbers.count(found.days)))
    brackets = f" ({', '.join(when)})" if when else ""
    return f"{found.title}{brackets}. {found.note}".rstrip()


def on_record(result: WhatIf, *, most: int | None = 3) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what the parties did before, each with its evidence; beyond `most`, the latest only."""
    found = result.on_record
    if found.count:
        sentence = (
            ngettext(
                "{count} measure or incident of these parties is on record; {ended} ended, with both days known.",
                "{count} measures and incidents of these parties are on record; {ended} ended, with both days known.",
                found.count,
            )
            if found.ended
            else ngettext(
                "{count} measure or incident of these parties is on record; it has not ended, or not on a known day.",
                "{count} measures and incidents of these parties are on record; none has ended with both days known.",
                found.count,
            )
        )
        yield sentence.format(count=numbers.count(found.count), ended=numbers.count(len(found.ended))), ()
    for one in found.ended[:most]:
        yield _("Precedent: {precedent}").format(precedent=precedent(one)), one.evidence
