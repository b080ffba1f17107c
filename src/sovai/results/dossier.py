"""Everything that a report on one country is made of, as one frozen record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from sovai.results.assessment import Assessment
from sovai.results.base import SCHEMA_VERSION, Provenance, Result
from sovai.results.comparison import Comparison
from sovai.results.cutsets import CutSets
from sovai.results.gaps import Gaps
from sovai.results.levers import Levers
from sovai.results.ranking import Ranking
from sovai.results.robustness import Robustness
from sovai.results.sensitivity import Sensitivity
from sovai.results.whatif import WhatIf


class Formula(Result):
    """How the nominal score comes about, beside the weights of layers and components."""

    exponent: float
    indicators: Mapping[str, float]
    """Weights of the indicators; they add up to 1."""


class Dossier(Result):
    """One country's results, computed together; what was not asked for is null or empty."""

    schema_version: Literal[1] = SCHEMA_VERSION
    assessment: Assessment
    formula: Formula
    gaps: Gaps | None
    """Missing figures; null with fewer than 1,000 draws."""
    sensitivity: Sensitivity | None
    """Of the score; null without draws."""
    robustness: Robustness | None
    """Whether the findings hold under other weights; null without draws."""
    cut_sets: CutSets | None
    scenarios: tuple[WhatIf, ...]
    """In the order asked for, each by itself."""
    ranking: Ranking | None
    """The country among those that it is set beside."""
    comparison: Comparison | None
    """The same as differences with their account; null beside a circle."""
    levers: Levers | None
    provenance: Provenance
    """Of the whole; each result has its own beside it."""
