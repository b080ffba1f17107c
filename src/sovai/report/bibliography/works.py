"""The works that a citation names, as fields that every reference manager knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Literal, cast

from sovai.results.assessment import Assessment
from sovai.results.base import Presentable, Provenance
from sovai.results.citation import Citation

AUTHOR = "The sovai contributors"


@dataclass(frozen=True)
class Work:
    """One entry of a bibliography."""

    key: str
    kind: Literal["software", "dataset", "result"]
    title: str
    version: str
    issued: dt.date | None
    note: str
    command: str = ""
    """The command line that computes a result."""


def works(citation: Citation) -> Iterator[Work]:
    """Yield the program, the edition of the data and, where one is cited, the result."""
    edition = citation.edition
    day = "" if edition is None else f"-{edition.isoformat()}"
    yield Work(
        "sovai",
        "software",
        "sovai: how dependent a country is on others for artificial intelligence, and who could switch it off",
        citation.version,
        edition,
        "Python package sovai-risk, Apache-2.0",
    )
    yield Work(
        f"sovai-data{day}",
        "dataset",
        "sovai: profiles, catalogue and weights",
        citation.version if edition is None else f"edition of {edition.isoformat()}",
        edition,
        f"SHA-256 {citation.digest}",
    )
    if citation.result is not None:
        yield _run(citation.result, citation)


def _run(result: Presentable, citation: Citation) -> Work:
    """Return a result as a work."""
    # Every result but a difference has a provenance; `cite` refuses one without.
    provenance = cast(Provenance, result.provenance)  # type: ignore[attr-defined]
    words = import_module(f"sovai.report.wording.{result.page}")
    if isinstance(result, Assessment):
        subject, title = result.country.code, f"{result.country.name}: dependence on others for AI"
        issued: dt.date | None = result.data_as_of
    else:
        subject, title, issued = result.page, words.title(result), citation.edition
    day = "" if issued is None else f"-{issued.isoformat()}"
    return Work(
        f"sovai-{subject}{day}", "result", title, provenance.version, issued, words.citation(result), provenance.command
    )
