"""Two of the compared beside each other: differences of score, layers and of who holds what, paired draw by draw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sovai.assessment.drawing import Drawing
from sovai.assessment.estimates import estimate
from sovai.assessment.names import label_name
from sovai.assessment.nominal import Nominal, level_of, standing_of
from sovai.assessment.pairing import change, losses_of
from sovai.assessment.setting import Setting
from sovai.engine.attribution import ScorePoint
from sovai.engine.compiled import Floats, System
from sovai.engine.simulation import VETO_TOLERANCE
from sovai.engine.together import CountryDraws
from sovai.model.profile import Profile
from sovai.model.tree import Model
from sovai.results.comparison import Account, Baseline, Change, Compared, LeverChange

_STATES = 5
_NOTHING = 1e-9


@dataclass(frozen=True)
class Question:
    """What a comparison was asked for, whoever it is with."""

    profile: Profile
    setting: Setting
    drawing: Drawing


@dataclass(frozen=True)
class Side:
    """One of the compared: its system, nominal run and draws."""

    key: str
    name: str
    model: Model
    system: System
    nominal: Nominal
    drawn: CountryDraws | None

    @property
    def point(self) -> ScorePoint:
        """What its score is made of."""
        return ScorePoint.of(self.nominal.scores, self.system)

    @property
    def losses(self) -> dict[str, float]:
        """Nominal weighted loss of each state that causes any, the largest first."""
        return losses_of(self.system, self.nominal)

    def vetoes(self, state: str) -> list[str]:
        """Return the components of which a state could withhold the threshold."""
        if state not in self.system.parties:
            return []
        control = self.nominal.control[:, self.system.parties.index(state)]
        reached = control >= self.system.veto_threshold - VETO_TOLERANCE
        return [component.id for component, held in zip(self.system.components, reached, strict=True) if held]

    def baseline(self, interval: float) -> Baseline:
        """Return its own figures."""
        scores, drawn = self.nominal.scores, self.drawn
        standing, losses = standing_of(self.system, self.model), self.losses
        top = next(iter(losses), None)
        return Baseline(
            id=self.key,
            name=self.name,
            score=estimate(float(scores.country[0]), None if drawn is None else drawn.score, interval, 100.0),
            bounds=standing.bounds,
            comparable=not standing.obstacles,
            level=level_of(scores.country[0], self.model),
            layers={
                layer: estimate(float(scores.layers[i, 0]), None if drawn is None else drawn.layers[i], interval, 100.0)
                for i, layer in enumerate(self.system.layers)
            },
            top_state=top,
            top_loss=losses[top] if top is not None else 0.0,
        )


class Differences:
    """Differences of one side to the baseline; `least` are probabilities of signs in other draws."""

    def __init__(self, before: Side, after: Side, interval: float, least: Mapping[str, float] | None = None) -> None:
        self.before, self.after, self.interval, self.least = before, after, interval, least or {}

    def _change(self, nominal: float, drawn: tuple[Floats, Floats] | None, key: str, scale: float) -> Change:
        found = None if drawn is None else drawn[1] - drawn[0]
        return change(nominal, found, self.interval, scale=scale, least=self.least.get(key, 1.0))

    def score(self) -> Change:
        """Return the difference of the score, in points."""
        a, b = self.before, self.after
        nominal = float(b.nominal.scores.country[0] - a.nominal.scores.country[0])
        drawn = None if a.drawn is None or b.drawn is None else (a.drawn.score, b.drawn.score)
        return self._change(nominal, drawn, "score", 100.0)

    def layers(self) -> dict[str, Change]:
        """Return the difference of each layer, in points."""
        a, b, found = self.before, self.after, {}
        for i, layer in enumerate(a.system.layers):
            nominal = float(b.nominal.scores.layers[i, 0] - a.nominal.scores.layers[i, 0])
            drawn = None if a.drawn is None or b.drawn is None else (a.drawn.layers[i], b.drawn.layers[i])
            found[layer] = self._change(nominal, drawn, layer, 100.0)
        return found

    def levers(self, states: Iterable[str]) -> list[LeverChange]:
        """Return what differs in the power of some states, the largest change first."""
        a, b = self.before, self.after
        before, after, found = a.losses, b.losses, []
        for state in states:
            was, now = before.get(state, 0.0), after.get(state, 0.0)
            drawn = None if a.drawn is None or b.drawn is None else (a.drawn.losses[state], b.drawn.losses[state])
            held, holds = a.vetoes(state), b.vetoes(state)
            ranks = [list(side).index(state) + 1 if state in side else None for side in (before, after)]
            if abs(now - was) > _NOTHING or held != holds or ranks[0] != ranks[1]:
                found.append(
                    LeverChange(
                        id=state,
                        name=label_name(state, a.model.catalogue),
                        before=was,
                        after=now,
                        change=self._change(now - was, drawn, f"state/{state}", 1.0),
                        rank_before=ranks[0],
                        rank_after=ranks[1],
                        vetoes_gained=tuple(key for key in holds if key not in held),
                        vetoes_lost=tuple(key for key in held if key not in holds),
                    )
                )
        return sorted(found, key=lambda lever: (-abs(lever.change.nominal), lever.id))


def to_follow(losses: Iterable[Mapping[str, float]]) -> list[str]:
    """Return the states that are followed in draws: the largest of each side."""
    return list(dict.fromkeys(state for found in losses for state in list(found)[:_STATES]))


def compared(differences: Differences, states: Sequence[str], made_of: Account, **more: Any) -> Compared:
    """Return one of the compared: its own figures, and how they differ."""
    own = differences.after.baseline(differences.interval)
    empty = {"description": "", "joint_loss": None, "loss_account": None, "changes": (), "caveats": ()}
    return Compared(
        **{name: getattr(own, name) for name in Baseline.model_fields},
        difference=differences.score(),
        layer_differences=differences.layers(),
        levers=tuple(differences.levers(states)),
        account=made_of,
        **{**empty, "data_moved": False, **more},
    )
