"""The units of a study: one country under one scenario in some blocks of draws, computed wherever there is room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from sovai.assessment.nominal import component_weights
from sovai.assessment.refusals import changes_of, joint_losses, refusals_of
from sovai.assessment.scenarios import apply
from sovai.assessment.setting import Setting
from sovai.engine.compiled import Floats
from sovai.engine.draws import BLOCK, Block, DrawnWorld
from sovai.engine.together import Cohort, draw_together
from sovai.model.profile import Profile
from sovai.model.scenario import Scenario
from sovai.studies.tables import Form, content_of

RECORDED = "recorded"
"""Stands for a scenario where a country is drawn as recorded."""
BLOCKS_PER_UNIT = 8
"""Enough work to be worth handing out, little enough to be lost by an interruption."""


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
class Shared:
    """What all units of a study share."""

    setting: Setting
    seed: int
    parties: tuple[str, ...]
    form: Form


@dataclass(frozen=True)
class Task:
    """A unit with what it is about, so that it can be computed elsewhere."""

    unit: Unit
    profile: Profile
    scenario: Scenario | None


@dataclass(frozen=True)
class Computed:
    """What became of a unit: the content of its file, or why there is none."""

    unit: Unit
    content: bytes | None
    failure: str = ""


def compute(shared: Shared, task: Task) -> Computed:
    """Return the file of a unit; an error concerns this unit alone and is told, so that the others go on."""
    try:
        return Computed(task.unit, content_of(_columns(shared, task), shared.form))
    except Exception as error:  # whatever it is, hours of other units must not be lost by it
        return Computed(task.unit, None, " ".join(f"{type(error).__name__}: {error}".split()))


def _columns(shared: Shared, task: Task) -> dict[str, Floats | list[str]]:
    unit, changes = task.unit, () if task.scenario is None else task.scenario.changes
    applied = apply(changes, task.profile, shared.setting.model)
    home = shared.setting.home_among(unit.country)
    system = shared.setting.under(applied.model).compile(applied.profile, home=home)
    refusals = () if task.scenario is None else refusals_of(changes_of(task.scenario), system, applied.model.catalogue)
    # Who is at home is no party: its loss is not 0, there is none.
    outside = {party: shared.setting.model.catalogue.jurisdiction_of(party) not in home for party in shared.parties}
    cohort, weights = Cohort((system,), (unit.country,), (shared.parties,)), component_weights(system)
    parts = []
    for block in unit.blocks:
        [[drawn]] = draw_together(cohort, block, seed=shared.seed)
        world = DrawnWorld(shared.seed, block.number, block.size)
        stopped = weights @ joint_losses(system, refusals, world) if refusals else np.full(block.size, np.nan)
        losses = [drawn.losses[party] if abroad else np.full(block.size, np.nan) for party, abroad in outside.items()]
        parts.append(np.stack([100.0 * drawn.score, *(100.0 * drawn.layers), stopped, *losses]))
    values = np.concatenate(parts, axis=1).astype(np.float32)
    names = numbers_kept(system.layers, shared.parties)
    for name, row in zip(names, values, strict=True):
        if not (np.isfinite(row).all() or np.isnan(row).all()):
            raise FloatingPointError(f"a draw of {name} is not finite")
    return {
        "country": [unit.country] * unit.size,
        "scenario": [unit.scenario] * unit.size,
        "draw": np.arange(unit.first, unit.first + unit.size, dtype=np.int64),
        **dict(zip(names, values, strict=True)),
    }


JOINT_LOSS = "joint_loss"


def numbers_kept(layers: Iterable[str], parties: Iterable[str]) -> list[str]:
    """Return the names of the columns that are drawn: score and layers on 0–100, losses on 0–1."""
    return ["score", *(f"layer_{layer}" for layer in layers), JOINT_LOSS, *(f"loss_{party}" for party in parties)]
