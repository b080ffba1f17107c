"""What a citation names: the program, an edition of the data, and a result computed with both."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sovai.results.base import Presentable, rendered


@dataclass(frozen=True)
class Citation:
    """The program, an edition of the data and, where one was given, a result.

    Attributes
    ----------
    version : str
        Of the program.
    edition : date or None
        The day the data speak of.
    digest : str
        SHA-256 over the digests of all files of the data tree.
    result : Presentable or None
        The result that is cited, with its provenance.
    """

    version: str
    edition: dt.date | None
    digest: str
    result: Presentable | None = None

    def to_bibtex(self) -> str:
        """Return BibTeX entries, for LaTeX and most reference managers."""
        return rendered("bibliography.bibtex", self)

    def to_csl(self) -> list[dict[str, Any]]:
        """Return CSL-JSON items, for Zotero, pandoc and Quarto."""
        from importlib import import_module

        items: list[dict[str, Any]] = import_module("sovai.report.bibliography.csl").items(self)
        return items
