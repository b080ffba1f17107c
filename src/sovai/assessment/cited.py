"""The sources that a result cites."""

from __future__ import annotations

from collections.abc import Iterable

from sovai.model.tree import Model
from sovai.results.base import Source


def cited_sources(model: Model, keys: Iterable[str]) -> tuple[Source, ...]:
    """Return evidence entries by their ids, each once, as first named; what the catalogue does not have is left out."""
    evidence = model.catalogue.evidence
    return tuple(
        Source(
            id=key,
            title=evidence[key].title,
            publisher=evidence[key].publisher,
            url=evidence[key].url,
            period_end=evidence[key].period_end,
            accessed=evidence[key].accessed,
            licence=evidence[key].licence,
        )
        for key in dict.fromkeys(keys)
        if key in evidence
    )
