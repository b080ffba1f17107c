"""What if: scenario files, as lists of changes to the model with what is known of such events."""

from __future__ import annotations

import hashlib
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr

from sovai.model.base import Date, Record, Text, Texts
from sovai.model.changes import AnyChange
from sovai.model.quantity import NonNegative


class Precedent(Record):
    """Something of the kind that happened."""

    title: Text
    start: Date | None = None
    end: Date | None = None
    evidence: tuple[str, ...] = ()
    note: Text = ""


class ScenarioHead(Record):
    """What a scenario is about."""

    id: str
    title: Text
    description: Text
    status: Literal["happened", "in force", "announced", "hypothetical"] = "hypothetical"
    valid_from: Date | None = None
    valid_until: Date | None = None
    checked_on: Date | None = None
    duration_days: NonNegative | None = None
    caveats: Texts = ()
    digest: str | None = None
    """Digest of the data that it was written for; a warning follows where those have moved."""


class ChangesFile(Record):
    """What files of changes have in common."""

    _digest: str | None = PrivateAttr(default=None)

    @property
    def digest(self) -> str:
        """SHA-256 of the file it was read from, or of its content where there is no file."""
        return self._digest or hashlib.sha256(self.model_dump_json().encode()).hexdigest()


class Scenario(ChangesFile):
    """A scenario file."""

    schema_: Literal[1] = 1
    scenario: ScenarioHead
    precedents: tuple[Precedent, ...] = ()
    changes: Annotated[tuple[AnyChange, ...], Field(min_length=1)]
