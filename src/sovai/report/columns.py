"""Headers of tables, the same for screens and documents: ``score:r`` heads figures, aligned to the right."""

from __future__ import annotations

from collections.abc import Iterable


def right(title: str) -> str:
    """Return the header of a column of figures."""
    return f"{title}:r"


def titles(headers: Iterable[str]) -> list[str]:
    """Return headers as a document prints them."""
    return [header.partition(":")[0] for header in headers]
