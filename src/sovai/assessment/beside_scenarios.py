"""A country beside scenarios: the same world with and without their changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sovai.assessment.accounting import JointLoss, score_account
from sovai.assessment.pairing import Variant, Variants
from sovai.assessment.provenance import digest_of
from sovai.assessment.sides import Differences, Question, Side, compared, to_follow
from sovai.engine.together import CountryDraws
from sovai.model.scenario import Scenario
from sovai.results.comparison import Baseline, Compared, ComparedChange


def with_scenarios(asked: Question, scenarios: Sequence[Scenario]) -> tuple[Baseline, list[Compared]]:
    """Return the country as recorded, and under each scenario."""
    profile, variants = asked.profile, Variants(asked.profile, asked.setting)
    recorded, altered = variants.recorded, [variants.under(scenario.changes) for scenario in scenarios]
    every = [recorded, *altered]
    states = to_follow(variant.losses for variant in every)
    drawn: Sequence[CountryDraws | None] = [None] * len(every)
    if asked.drawing.draws:
        drawn = variants.draw(every, states, asked.drawing)

    def side(key: str, name: str, variant: Variant, draws: CountryDraws | None) -> Side:
        return Side(key, name, variant.applied.model, variant.system, variant.nominal, draws)

    before = side(profile.country.code, profile.country.name, recorded, drawn[0])
    found = []
    for scenario, variant, draws in zip(scenarios, altered, drawn[1:], strict=True):
        head = scenario.scenario
        joint = JointLoss(scenario, variant)
        found.append(
            compared(
                Differences(before, side(head.id, head.title, variant, draws), asked.drawing.interval),
                states,
                score_account(scenario, variants, seed=asked.drawing.seed),
                description=head.description,
                joint_loss=joint.estimate(replace(asked.drawing, progress=None)),  # told of the paired draws
                loss_account=joint.account(seed=asked.drawing.seed),
                changes=tuple(
                    ComparedChange(position=i + 1, change=one, found=i not in variant.applied.unmatched)
                    for i, one in enumerate(scenario.changes)
                ),
                caveats=head.caveats,
                data_moved=head.digest is not None and head.digest != digest_of(asked.setting.model.digests),
            )
        )
    return before.baseline(asked.drawing.interval), found
