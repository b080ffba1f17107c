"""Plans of studies: which countries and scenarios are drawn, how often, and what is kept."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Strict

from sovai.model.base import Number, Record

Whole = Annotated[int, Strict()]


class StudyHead(Record):
    """What a study draws."""

    id: str
    title: str = ""
    draws: Whole
    """Monte Carlo draws of every country under every scenario."""
    seed: Whole = 0
    countries: tuple[str, ...] | None = None
    """Circles, codes or names; without it every profile of the data tree."""
    scenarios: tuple[str, ...] | None = None
    """Ids of the data tree; without it all of them. The countries as recorded are always drawn."""
    parties: tuple[str, ...] = ()
    """States and suppliers whose loss is kept of each draw."""
    home: tuple[str, ...] = ()
    """Circles or countries: for each of them all of them are at home."""
    horizon_years: Number | None = None


class Plan(Record):
    """A plan file."""

    schema_: Literal[1] = 1
    study: StudyHead
