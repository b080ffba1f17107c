"""What is weak or missing in a country's profile, and what the nominal score would be if others held it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from sovai.assessment.nominal import Nominal, Standing, by_kind, nominal_run, shared_sweeps, standing_of
from sovai.engine.bounds import missing_share
from sovai.engine.clocks import horizon_times
from sovai.engine.compiled import Floats, System
from sovai.engine.completion import nominal_indicators, try_states, with_an_outsider, with_home, with_row, without_rows
from sovai.engine.cutoff import expose
from sovai.engine.grounds import grounds_of
from sovai.engine.openness import OpenShare
from sovai.engine.scoring import aggregate, contributions, published
from sovai.engine.worlds import NominalWorld
from sovai.model.tree import Model
from sovai.results.base import Interval
from sovai.results.gaps import GapKind, Grounds

_KIND_OF_GRADE: dict[str, GapKind] = {"A": "measured", "B": "measured", "C": "estimate", "D": "judgement"}


@dataclass(frozen=True)
class Unknown:
    """A figure that may be missing or weak, by its place in the group of its component; None: nobody's share."""

    component: int
    place: int | None
    rows: tuple[int, ...]
    """The expanded rows that stand in for it."""
    kind: GapKind

    @property
    def leaves(self) -> bool:
        """Whether a part of it may be attributed to nobody."""
        return self.kind in ("unattributed", "proxy")


class NominalCountry:
    """One country in the nominal world: what is weak in it, and what it would be with that in other hands."""

    def __init__(self, system: System, model: Model) -> None:
        self.system = system
        self.sweeps = shared_sweeps([system], horizon_times(system.horizon_years))
        self.nominal: Nominal = nominal_run(system, self.sweeps)
        self.standing: Standing = standing_of(system, model, self.sweeps)
        self.completed = with_an_outsider(system)
        self._kinds = by_kind(system)

    def unknowns(self) -> Iterator[Unknown]:
        """Yield every row, and what the rows of a component leave."""
        for c, component in enumerate(self.system.components):
            for place in range(len(component.shares.labels)):
                rows = tuple(i for i, row in enumerate(component.rows) if row.own == (component.shares, place))
                first = component.rows[rows[0]]
                kind = "proxy" if first.within is not None else _KIND_OF_GRADE[first.grade]
                yield Unknown(c, place, rows, kind)
            yield Unknown(c, None, (), "unattributed")

    def share(self, unknown: Unknown) -> float:
        """Return the part of the need of the component."""
        group = self.system.components[unknown.component].shares
        return group.unattributed if unknown.place is None else float(group.shares[unknown.place])

    def bounds(self, unknown: Unknown) -> tuple[Interval, str]:
        """Return the score with the share at home and with the worst state, and who that is."""
        system, c = self.system, unknown.component
        rest, share = without_rows(system.components[c], unknown.rows), self.share(unknown)
        home = nominal_indicators(with_home(rest, share), system, self.sweeps[c])
        tried = try_states(rest, self.completed, self.sweeps[c], share)
        low, high = (self._score(c, found) for found in (home, tried.indicators[:, tried.worst]))
        return Interval(low=low, high=high), self.completed.parties[tried.states[tried.worst]]

    def _score(self, c: int, indicators: Floats) -> float:
        components = self.nominal.scores.components.copy()
        components[c] = self.system.indicator_weights @ indicators
        return 100.0 * float(aggregate(components, published(self.system), self.system).country[0])

    def could_lead(self, unknown: Unknown) -> tuple[str, ...]:
        """Return who would be the largest of its kind if it held all of the share: any state, any supplier there is."""
        system, c, share = self.system, unknown.component, self.share(unknown)
        component, weight = system.components[c], system.stack_weights
        elsewhere = weight @ self.nominal.loss - weight[c] * self.nominal.loss[c]
        now = self._leaders(elsewhere + weight[c] * self.nominal.loss[c])
        exposures = [try_states(component, system, self.sweeps[c], share).exposure] if system.is_state.any() else []
        nodes = {row.node.supplier: row for row in component.rows if row.node.holders}
        years = horizon_times(system.horizon_years)
        for row in nodes.values():
            given = with_row(component, row.node, row.life_years, share)
            exposures.append(expose(given, system, NominalWorld(), years, sweep=self.sweeps[c]))
        found: dict[str, None] = {}
        for exposure in exposures:
            lost = exposure.losses()
            for n in range(max((len(loss) for loss in lost.values()), default=0)):
                losses = elsewhere.copy()
                for party, loss in lost.items():
                    losses[party] += weight[c] * loss[n if len(loss) > 1 else 0]
                found |= dict.fromkeys(leader for leader in self._leaders(losses) if leader not in now)
        return tuple(found)

    def _leaders(self, losses: Floats) -> list[str]:
        kinds = self._kinds.values()
        return [self.system.parties[kind[losses[kind].argmax()]] for kind in kinds if losses[kind].any()]

    @cached_property
    def parts(self) -> list[tuple[Floats, float]]:
        """What each expanded row brings to the score, and what nobody's share does, by component; 0–1."""
        nominal, system = self.nominal, self.system
        each = contributions(nominal.measured, nominal.scores, system).components
        found = []
        for c, component in enumerate(system.components):
            rests = grounds_of(component, system, nominal.measured[c], nominal.loss[c])
            whole = float(nominal.scores.components[c, 0])
            scale = float(each[c]) / whole / float(nominal.scores.country[0]) if whole > 0.0 else 0.0
            weights = system.indicator_weights * scale
            found.append((rests.rows @ weights, float(rests.nobody @ weights)))
        return found

    @property
    def grounds(self) -> Grounds:
        """What the score rests on."""
        parts = dict.fromkeys(("measured", "estimate", "judgement", "proxy", "judged"), 0.0)
        for component, (rows, _) in zip(self.system.components, self.parts, strict=True):
            for row, part in zip(component.rows, rows.tolist(), strict=True):
                parts["proxy" if row.within is not None else _KIND_OF_GRADE[row.grade]] += part
                parts["judged"] += part if row.within is not None and row.grade == "D" else 0.0
        return Grounds(
            measured=parts["measured"],
            estimates=parts["estimate"],
            judgement=parts["judgement"],
            proxies=parts["proxy"],
            judged_proxies=parts["judged"],
            nobody=sum(nobody for _, nobody in self.parts),
        )

    def score_share(self, unknown: Unknown) -> float:
        """Return which part of the score a figure brings, with what its mix leaves to nobody."""
        rows, nobody = self.parts[unknown.component]
        component = self.system.components[unknown.component]
        missing = missing_share(component)
        left = (
            OpenShare(unknown.component, unknown.place).share(self.system, NominalWorld()) if unknown.leaves else [0.0]
        )
        return float(rows[list(unknown.rows)].sum()) + nobody * (float(left[0]) / missing if missing > 0.0 else 0.0)
