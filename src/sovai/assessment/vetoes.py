"""Who could veto a component, alone or together with others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sovai.assessment.nominal import Nominal, largest_state
from sovai.engine.coalitions import expose_jointly
from sovai.engine.compiled import Floats, System
from sovai.engine.cut_sets import MOST, MinimalSets, minimal_cut_sets
from sovai.results.assessment import WithoutLargest

IN_THE_END = np.zeros(0)  # control needs no time after the cut-off


def controlling(
    system: System, c: int, alone: Floats, members: Sequence[int], *, largest: int, most: int = MOST
) -> MinimalSets:
    """Return the minimal sets that control enough of a component; `alone` is what each party does."""
    return minimal_cut_sets(
        lambda taking_part: expose_jointly(system.components[c], system, taking_part, IN_THE_END).control,
        alone,  # together they control no more than the sum of what each does
        members,
        threshold=system.veto_threshold,
        largest=largest,
        most=most,
    )


def without_largest_state(system: System, nominal: Nominal) -> WithoutLargest | None:
    """Return which other states, alone or in pairs, hold a veto; None where no state causes any loss."""
    largest, labels = largest_state(system, nominal), system.parties
    if largest is None:
        return None
    alone: dict[str, tuple[str, ...]] = {}
    pairs: dict[str, tuple[tuple[str, str], ...]] = {}
    for c, component in enumerate(system.components):
        held = nominal.control[c]
        others = [p for p in np.flatnonzero(system.is_state & (held > 0.0)).tolist() if p != largest]
        found = controlling(system, c, held, others, largest=2).sets
        singles = tuple(labels[cut[0]] for cut in found if len(cut) == 1)
        if singles:
            alone[component.id] = singles
        by_two = tuple((labels[cut[0]], labels[cut[1]]) for cut in found if len(cut) == 2)
        if by_two:
            pairs[component.id] = by_two
    return WithoutLargest(largest=labels[largest], alone=alone, pairs=pairs)
