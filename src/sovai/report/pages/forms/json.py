"""The results of a report as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sovai.report.data import to_json

if TYPE_CHECKING:
    from sovai.report.pages.report import Report


def render(report: Report) -> bytes:
    """Return the dossier, unrounded and in no language."""
    return to_json(report.dossier).encode()
