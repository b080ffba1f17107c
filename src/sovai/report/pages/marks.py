"""What a number rests on, and a source, as people read them."""

from __future__ import annotations

from sovai.report import numbers
from sovai.report.language import _
from sovai.report.pages.blocks import Basis
from sovai.results.base import Source


def mark(basis: Basis) -> str:
    """Return ``[computed]``, ``[1, 2]``, ``[computed from 1, 2]``, or nothing."""
    found = ", ".join(map(str, basis.sources))
    if basis.computed:
        found = _("computed from {sources}").format(sources=found) if found else _("computed")
    return f"[{found}]" if found else ""


def source_line(source: Source) -> str:
    """Return a source with publisher, title, dates and address."""
    return f"{source_text(source)} {source.url}"


def source_text(source: Source) -> str:
    """Return the same without the address."""
    if source.accessed is None:
        message = _("{publisher}: {title} (figures to {day}).")
    else:
        message = _("{publisher}: {title} (figures to {day}, looked up on {accessed}).")
    return message.format(
        publisher=source.publisher,
        title=source.title,
        day=numbers.day(source.period_end),
        accessed="" if source.accessed is None else numbers.day(source.accessed),
    )
