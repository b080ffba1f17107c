"""Everything that a report on a circle of countries is made of, as one frozen record."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from sovai.model.base import Text
from sovai.results.assessment import Assessment
from sovai.results.base import SCHEMA_VERSION, Provenance, Result, Source
from sovai.results.ranking import Ranking


class CircleDossier(Result):
    """The members of a circle: compared, assessed one by one, and with the circle counted as home."""

    schema_version: Literal[1] = SCHEMA_VERSION
    id: str
    name: Text
    as_of: dt.date | None
    """The day that the list of members speaks of."""
    ranking: Ranking
    """Each member for itself."""
    together: Ranking
    """The members at home for each other."""
    members: tuple[Assessment, ...]
    """Those with a profile, each for itself, in the order of their names."""
    provenance: Provenance

    @property
    def evidence(self) -> tuple[Source, ...]:
        """Every source behind any member, each once."""
        return tuple({source.id: source for member in self.members for source in member.evidence}.values())
