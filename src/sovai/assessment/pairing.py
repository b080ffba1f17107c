"""One country as recorded and under lists of changes, in the same world: nominal runs and paired draws."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from sovai.assessment.drawing import Drawing
from sovai.assessment.estimates import estimate
from sovai.assessment.nominal import Nominal, nominal_run
from sovai.assessment.scenarios import Applied, apply
from sovai.assessment.setting import Setting
from sovai.assessment.universe import Universe
from sovai.engine.compiled import Floats, System
from sovai.engine.together import Cohort, CountryDraws, draw_each
from sovai.model.changes import AnyChange
from sovai.model.profile import Profile
from sovai.results.comparison import Change

_NOTHING = 1e-9
"""Nominal differences below this are none."""
_NOTHING_DRAWN = 1e-6
"""Differences of draws, which are of single precision, that are none."""


@dataclass(frozen=True)
class Variant:
    """A country under some changes."""

    applied: Applied
    system: System
    nominal: Nominal

    @property
    def score(self) -> float:
        """Nominal score, 0–1."""
        return float(self.nominal.scores.country[0])

    @cached_property
    def losses(self) -> dict[str, float]:
        """Nominal weighted loss of each state, the largest first."""
        return losses_of(self.system, self.nominal)

    @cached_property
    def company_losses(self) -> dict[str, float]:
        """Nominal weighted loss of each company, the largest first."""
        return losses_of(self.system, self.nominal, states=False)


def losses_of(system: System, nominal: Nominal, *, states: bool = True) -> dict[str, float]:
    """Return the nominal weighted loss of each state or company that causes any, the largest first."""
    totals = system.stack_weights @ nominal.loss
    found = {
        party: float(totals[i])
        for i, party in enumerate(system.parties)
        if system.is_state[i] == states and totals[i] > 0.0
    }
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


class Variants:
    """Compiles a country under changes; what only moves sources shares the universe of the country as recorded."""

    def __init__(self, profile: Profile, setting: Setting) -> None:
        self.profile, self.model, self._setting = profile, setting.model, setting
        self._universe = Universe(setting.model)
        self.recorded = self.under(())

    def under(self, changes: Iterable[AnyChange]) -> Variant:
        """Return the country under some changes; what stops supply is left to its caller."""
        applied = apply(changes, self.profile, self.model)
        universe = self._universe if applied.model is self.model else None
        system = self._setting.under(applied.model).compile(applied.profile, universe=universe)
        return Variant(applied, system, nominal_run(system))

    def draw(self, variants: Sequence[Variant], states: Sequence[str], drawing: Drawing) -> list[CountryDraws]:
        """Return draws of each variant, block by block of the same streams, following some states."""
        own = [i for i, variant in enumerate(variants) if variant.applied.model is self.model]
        groups = [own] if own else []
        groups += [[i] for i in range(len(variants)) if i not in own]
        code = self.profile.country.code
        cohorts = [
            Cohort(tuple(variants[i].system for i in group), (code,) * len(group), (tuple(states),) * len(group))
            for group in groups
        ]
        blocks = list(drawing.blocks(partial(draw_each, cohorts, seed=drawing.seed)))
        found = [joined(parts) for parts in zip(*blocks, strict=True)]
        order = [i for group in groups for i in group]
        return [found[order.index(i)] for i in range(len(variants))]


def joined(parts: Sequence[CountryDraws]) -> CountryDraws:
    """Return the draws of all blocks together, in double precision."""
    return CountryDraws(
        np.concatenate([part.score for part in parts]),
        np.concatenate([part.layers for part in parts], axis=1),
        {state: np.concatenate([part.losses[state] for part in parts]).astype(float) for state in parts[0].losses},
    )


def change(nominal: float, drawn: Floats | None, interval: float, *, scale: float = 1.0, least: float = 1.0) -> Change:
    """Return a difference with what its paired draws say, shape (n,).

    `least` is the probability of its sign in other draws; the lower one is given.
    """
    found = estimate(nominal, drawn, interval, scale)
    probability = None if drawn is None else min(least, sign_probability(nominal, drawn))
    return Change(**found.model_dump(), probability=probability)


def sign_probability(nominal: float, drawn: Floats) -> float:
    """Return the part of the draws that have the sign of the nominal difference."""
    return float((_sign(drawn) == _sign(np.array(nominal))).mean())


def _sign(values: Floats) -> Floats:
    found: Floats = np.where(np.abs(values) < _NOTHING_DRAWN, 0.0, np.sign(values))
    return found


def differences(before: dict[str, float], after: dict[str, float]) -> dict[str, float]:
    """Return what differs, by key; what is missing on a side is 0 there."""
    keys = dict.fromkeys([*before, *after])
    found = {key: after.get(key, 0.0) - before.get(key, 0.0) for key in keys}
    return {key: value for key, value in found.items() if abs(value) > _NOTHING}
