"""What each lever would do beside the country as recorded, which no other beats, and which gain from each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from sovai.assessment.estimates import estimate
from sovai.assessment.feasibility import Feasibility, as_range
from sovai.assessment.names import label_name
from sovai.assessment.pairing import Variant, Variants, change, differences
from sovai.engine.together import CountryDraws
from sovai.model.lever import Lever
from sovai.results.levers import LeverEffect, PairEffect, TopState

_IN_PAIRS = 6
"""Levers of the largest effects of which every pair is computed."""


@dataclass(frozen=True)
class Pairing:
    """The country as recorded, beside which levers stand."""

    before: Variant
    drawn: CountryDraws | None
    top: str | None
    interval: float
    feasibility: Feasibility

    @cached_property
    def top_state(self) -> TopState | None:
        """The state with the largest loss."""
        if self.top is None:
            return None
        draws = None if self.drawn is None else self.drawn.losses[self.top]
        return TopState(
            id=self.top,
            name=label_name(self.top, self.feasibility.catalogue),
            loss=estimate(self.before.losses[self.top], draws, self.interval),
        )

    def effect(
        self, lever: Lever, after: Variant, drawn: CountryDraws | None, *, budget: float | None, years: float | None
    ) -> LeverEffect:
        """Return what a lever would do; whether it lies on the front is left open."""
        head, before = lever.lever, self.before
        published, time = head.cost_million_euros, head.years_to_effect
        scaling = self.feasibility.scaling(lever)
        cost = None if published is None else as_range(published, 1.0 if scaling is None else scaling.factor)
        obstacles = tuple(self.feasibility.obstacles(lever, cost))
        layers = differences(_layers(before), _layers(after))
        components = differences(_components(before), _components(after))
        states = differences(before.losses, after.losses)
        cited = [*head.evidence, *head.cost_evidence, *head.years_evidence]
        cited += head.cost_scales.evidence if head.cost_scales is not None and scaling is not None else ()
        cited += [key for each in (*obstacles, *lever.changes) for key in each.evidence]
        return LeverEffect(
            id=head.id,
            title=head.title,
            description=head.description,
            kind=head.kind,
            vendors_only=head.vendors_only,
            score=change(
                after.score - before.score,
                None if drawn is None or self.drawn is None else drawn.score - self.drawn.score,
                self.interval,
                scale=100.0,
            ),
            top_loss=None if self.top is None else change(
                after.losses.get(self.top, 0.0) - before.losses[self.top],
                None if drawn is None or self.drawn is None else drawn.losses[self.top] - self.drawn.losses[self.top],
                self.interval,
            ),
            top_state_after=next(iter(after.losses), None),
            by_layer=layers,
            by_component=components,
            by_state=states,
            by_company=differences(before.company_losses, after.company_losses),
            raises=tuple(key for found in (layers, components, states) for key, value in found.items() if value > 0.0),
            nothing_found=tuple(place + 1 for place in after.applied.unmatched),
            changes=len(lever.changes),
            judgement=any(item.judgement for item in lever.changes),
            obstacles=obstacles,
            cost_million_euros=cost,
            cost_published=None if published is None else as_range(published),
            cost_scaling=scaling,
            years_to_effect=None if time is None else as_range(time),
            within_budget=None if cost is None or budget is None else cost.mode <= budget,
            within_years=None if time is None or years is None else time.mode <= years,
            on_front=None,
            conditions=head.conditions,
            worsens=head.worsens,
            evidence=tuple(dict.fromkeys(cited)),
            note=head.note,
        )  # fmt: skip


def _layers(variant: Variant) -> dict[str, float]:
    return {key: 100.0 * float(variant.nominal.scores.layers[i, 0]) for i, key in enumerate(variant.system.layers)}


def _components(variant: Variant) -> dict[str, float]:
    scores = variant.nominal.scores.components
    return {component.id: float(scores[i, 0]) for i, component in enumerate(variant.system.components)}


def with_front(found: Sequence[LeverEffect]) -> list[LeverEffect]:
    """Return the levers with a mark on those that no other open one beats in effect, cost and time together."""
    known = {
        effect.id: (effect.score.nominal, effect.cost_million_euros.mode, effect.years_to_effect.mode)
        for effect in found
        if effect.cost_million_euros is not None and effect.years_to_effect is not None and effect.is_open
    }

    def on_front(key: str) -> bool:
        own = known[key]
        return own[0] < 0.0 and not any(
            other != own and all(a <= b for a, b in zip(other, own, strict=True)) for other in known.values()
        )

    return [
        effect.model_copy(update={"on_front": on_front(effect.id)}) if effect.id in known else effect
        for effect in found
    ]


def pairs_of(found: Sequence[LeverEffect], loaded: Sequence[Lever], variants: Variants) -> Iterator[PairEffect]:
    """Yield the pairs of the best levers that are open and within what was asked for, most gain first."""
    by_id = {lever.lever.id: lever for lever in loaded}
    within = [
        effect
        for effect in found
        if effect.score.nominal < 0.0
        and effect.is_open
        and effect.within_budget is not False
        and effect.within_years is not False
    ]
    pairs = []
    for a, b in combinations(within[:_IN_PAIRS], 2):
        both = variants.under([*by_id[a.id].changes, *by_id[b.id].changes])
        together, apart = 100.0 * (both.score - variants.recorded.score), a.score.nominal + b.score.nominal
        pairs.append(PairEffect(first=a.id, second=b.id, together=together, apart=apart, interaction=together - apart))
    yield from sorted(pairs, key=lambda pair: (pair.interaction, pair.together))
