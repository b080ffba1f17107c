"""Who could veto a component, alone or together with others."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from sovai.assessment.nominal import Nominal
from sovai.engine import coalitions
from sovai.engine.coalitions import Members, expose_jointly
from sovai.engine.compiled import Floats, System
from sovai.results.assessment import WithoutLargest

MOST = 500_000
IN_THE_END = np.zeros(0)  # control needs no time after the cut-off


def controlling(
    system: System, c: int, alone: Floats, members: Sequence[int], size: int, most: int = MOST
) -> coalitions.CutSets:
    """Return the minimal sets that control enough of a component; `alone` is what each party does."""
    return minimal(
        lambda taking_part: expose_jointly(system.components[c], system, taking_part, IN_THE_END).control,
        alone,  # together they control no more than the sum of what each does
        members,
        threshold=system.veto_threshold,
        size=size,
        most=most,
    )


def minimal(
    reach: Callable[[Members], Floats],
    bound: Floats,
    members: Sequence[int],
    *,
    threshold: float,
    size: int,
    most: int,
) -> coalitions.CutSets:
    """Return the minimal sets that reach a threshold, where a set reaches at most the sum of its members' bounds."""
    at_most = bound.tolist()
    return coalitions.minimal_cut_sets(
        reach,
        members,
        len(bound),
        threshold=threshold,
        largest=size,
        bound=lambda candidate: sum(at_most[p] for p in candidate),
        most=most,
    )


def without_largest_state(system: System, nominal: Nominal) -> WithoutLargest | None:
    """Return which other states, alone or in pairs, hold a veto; None where no state causes any loss."""
    losses = np.where(system.is_state, system.stack_weights @ nominal.loss, 0.0)
    if not losses.any():
        return None
    largest, labels = int(losses.argmax()), system.parties
    alone: dict[str, tuple[str, ...]] = {}
    pairs: dict[str, tuple[tuple[str, str], ...]] = {}
    for c, component in enumerate(system.components):
        held = nominal.control[c]
        others = [p for p in np.flatnonzero(system.is_state & (held > 0.0)).tolist() if p != largest]
        found = controlling(system, c, held, others, 2).sets
        singles = tuple(labels[cut[0]] for cut in found if len(cut) == 1)
        if singles:
            alone[component.id] = singles
        by_two = tuple((labels[cut[0]], labels[cut[1]]) for cut in found if len(cut) == 2)
        if by_two:
            pairs[component.id] = by_two
    return WithoutLargest(largest=labels[largest], alone=alone, pairs=pairs)
