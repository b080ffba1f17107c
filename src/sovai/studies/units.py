"""The units of a study: one country under one scenario in some blocks of draws, each a file of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sovai.engine.streams import BLOCK, Block

RECORDED = "recorded"
"""Stands for a scenario where a country is drawn as recorded."""
JOINT_LOSS = "joint_loss"
BLOCKS_PER_UNIT = 8
"""Enough draws for a file worth opening, few enough that little is lost by an interruption."""


@dataclass(frozen=True)
class Unit:
    """One country under one scenario in consecutive draws.

    Attributes
    ----------
    country, scenario : str
    first, size : int
        Number of the first draw, a multiple of `BLOCK`, and how many there are.
    """

    country: str
    scenario: str
    first: int
    size: int

    @property
    def id(self) -> str:
        """Names the unit in the folder: ``DEU/recorded/000000000``."""
        return f"{self.country}/{self.scenario}/{self.first:09d}"

    @property
    def blocks(self) -> list[Block]:
        """The blocks that it draws."""
        return [Block(self.first // BLOCK + block.number, block.size) for block in Block.of(self.size)]


def units_of(countries: Iterable[str], scenarios: Iterable[str], draws: int) -> Iterator[Unit]:
    """Yield the units of a study in their order."""
    length, listed = BLOCKS_PER_UNIT * BLOCK, list(scenarios)
    for country in countries:
        for scenario in listed:
            for first in range(0, draws, length):
                yield Unit(country, scenario, first, min(length, draws - first))


@dataclass(frozen=True)
class Computed:
    """What became of a unit: the content of its file, or why there is none."""

    unit: Unit
    content: bytes | None
    failure: str = ""


def numbers_kept(layers: Iterable[str], parties: Iterable[str]) -> list[str]:
    """Return the names of the columns that are drawn: score and layers on 0–100, losses on 0–1."""
    return ["score", *(f"layer_{layer}" for layer in layers), JOINT_LOSS, *(f"loss_{party}" for party in parties)]
