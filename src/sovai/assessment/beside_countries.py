"""A country beside other countries, drawn in one world, with mixes more or less alike between them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from sovai.assessment.accounting import account
from sovai.assessment.nominal import nominal_run
from sovai.assessment.pairing import joined, losses_of, sign_probability
from sovai.assessment.rank import ESTABLISHED_UNDER
from sovai.assessment.sides import Differences, Question, Side, compared, to_follow
from sovai.assessment.universe import Universe
from sovai.engine.attribution import score_parts
from sovai.engine.compiled import System
from sovai.engine.together import Cohort, CountryDraws, draw_together
from sovai.model.profile import Profile
from sovai.results.comparison import Baseline, Compared


def signs_under(correlation: float) -> tuple[float, ...]:
    """Return the correlations of mixes under which a sign must hold."""
    return tuple(sorted({*ESTABLISHED_UNDER, correlation}))


def with_countries(asked: Question, profiles: Sequence[Profile], correlation: float) -> tuple[Baseline, list[Compared]]:
    """Return the country as recorded, and each of the others less it."""
    setting, model, every = asked.setting, asked.setting.model, [asked.profile, *profiles]
    universe = Universe(model)
    systems = [setting.compile(p, home=setting.home_among(p.country.code), universe=universe) for p in every]
    nominal = [nominal_run(system) for system in systems]
    states = to_follow(losses_of(system, run) for system, run in zip(systems, nominal, strict=True))
    drawn = _draw_countries(asked, systems, [p.country.code for p in every], states, signs_under(correlation))
    sides = [
        Side(p.country.code, p.country.name, model, system, run, drawn[correlation][i] if drawn else None)
        for i, (p, system, run) in enumerate(zip(every, systems, nominal, strict=True))
    ]
    before, components = sides[0], model.weights.component_ids()
    found = []
    for i, after in enumerate(sides[1:], start=1):
        least = _least([(runs[0], runs[i]) for runs in drawn.values()], before, after) if drawn else None
        parts = 100.0 * score_parts(before.point, after.point)[None]
        differences = Differences(before, after, asked.drawing.interval, least)
        found.append(compared(differences, states, account(components, parts)))
    return before.baseline(asked.drawing.interval), found


def _draw_countries(
    asked: Question,
    systems: Sequence[System],
    names: Sequence[str],
    states: Sequence[str],
    correlations: Sequence[float],
) -> dict[float, list[CountryDraws]]:
    """Return paired draws of all countries under each correlation of mixes."""
    if not asked.drawing.draws:
        return {}
    cohort = Cohort(tuple(systems), tuple(names), (tuple(states),) * len(systems))
    blocks = asked.drawing.blocks(partial(draw_together, cohort, seed=asked.drawing.seed, correlations=correlations))
    return {
        each: [joined(parts) for parts in zip(*found, strict=True)]
        for each, *found in zip(correlations, *blocks, strict=True)
    }


def _least(pairs: Sequence[tuple[CountryDraws, CountryDraws]], before: Side, after: Side) -> dict[str, float]:
    """Return the least probability of each sign over several correlations."""
    a, b = before.nominal.scores, after.nominal.scores
    was, now = before.losses, after.losses
    return {
        "score": min(sign_probability(float(b.country[0] - a.country[0]), y.score - x.score) for x, y in pairs),
        **{
            layer: min(
                sign_probability(float(b.layers[i, 0] - a.layers[i, 0]), y.layers[i] - x.layers[i]) for x, y in pairs
            )
            for i, layer in enumerate(before.system.layers)
        },
        **{
            f"state/{state}": min(
                sign_probability(now.get(state, 0.0) - was.get(state, 0.0), y.losses[state] - x.losses[state])
                for x, y in pairs
            )
            for state in pairs[0][0].losses
        },
    }
