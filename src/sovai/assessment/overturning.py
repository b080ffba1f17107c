"""The search for what overturns a finding: the flip of each kind of quantity that needs least."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from sovai.assessment.altered import Findings
from sovai.assessment.quantities import Quantity

_FIRST_TRIES = (0.05, 0.15, 0.4, 1.0)  # parts of the way to the end of what is possible
_SECTIONS = 8
_ROUNDS = 7  # of dividing a bracket: to about a two-millionth of it


@dataclass(frozen=True)
class Flip:
    """A quantity, and the value at which it overturns a finding."""

    quantity: Quantity
    value: float


@dataclass(frozen=True)
class _Bracket:
    """A finding holds at one value of a quantity, and is overturned at another."""

    f: int
    quantity: Quantity
    before: float
    after: float

    @property
    def least(self) -> tuple[float, float]:
        return _order(self.quantity, self.before)

    @property
    def most(self) -> tuple[float, float]:
        return _order(self.quantity, self.after)

    def values(self) -> list[float]:
        """Return where it is divided, the end included."""
        step = (self.after - self.before) / _SECTIONS
        return [self.before + k * step for k in range(1, _SECTIONS)] + [self.after]

    def section(self, k: int) -> _Bracket:
        """Return one of the sections that it is divided into."""
        ends = [self.before, *self.values()]
        return _Bracket(self.f, self.quantity, ends[k], ends[k + 1])


def flips_of(findings: Findings, quantities: Sequence[Quantity]) -> list[list[Flip]]:
    """Return by finding the flip of each kind of quantity that needs least, if there is one, the least first."""
    leading = _narrowed(findings, _leading(_brackets(findings, quantities)))
    best: list[list[Flip]] = []
    for f in range(len(findings.kinds)):
        own = [bracket for bracket in leading if bracket.f == f]
        nearest = [
            min((bracket for bracket in own if bracket.quantity.of == kind), key=lambda bracket: bracket.most)
            for kind in sorted({bracket.quantity.of for bracket in own})
        ]
        best.append([Flip(b.quantity, b.after) for b in sorted(nearest, key=lambda bracket: bracket.most)])
    return best


def _order(quantity: Quantity, value: float) -> tuple[float, float]:
    """Sort by the part of the own uncertainty that is used; what has none, after all others, by the change itself."""
    return quantity.effort(value), abs(value - quantity.recorded)


def _brackets(findings: Findings, quantities: Sequence[Quantity]) -> list[_Bracket]:
    """Return where findings are overturned for the first time on the way to what is possible."""
    ways = [(q, end) for q in quantities for end in q.possible if end != q.recorded]
    steps = [q.recorded + part * (end - q.recorded) for q, end in ways for part in _FIRST_TRIES]
    tries = list(zip(chain.from_iterable([q] * len(_FIRST_TRIES) for q, _ in ways), steps, strict=True))
    margins = findings.margins(tries).reshape(len(findings.kinds), len(ways), len(_FIRST_TRIES))
    found = []
    for f, way in np.argwhere((margins < 0.0).any(axis=2)):
        quantity, end = ways[way]
        parts, k = (0.0, *_FIRST_TRIES), int((margins[f, way] < 0.0).argmax())
        ends = [quantity.recorded + part * (end - quantity.recorded) for part in parts[k : k + 2]]
        found.append(_Bracket(int(f), quantity, *ends))
    return found


def _leading(brackets: Iterable[_Bracket]) -> list[_Bracket]:
    """Return the brackets that may hold the least effort of a finding and kind of quantity."""
    groups: dict[tuple[int, str], list[_Bracket]] = {}
    for bracket in brackets:
        groups.setdefault((bracket.f, bracket.quantity.of), []).append(bracket)
    return [b for own in groups.values() for b in own if b.least <= min(other.most for other in own)]


def _narrowed(findings: Findings, brackets: list[_Bracket]) -> list[_Bracket]:
    """Divide all brackets at once, again and again, and keep those that may still hold the least."""
    for _ in range(_ROUNDS if brackets else 0):
        tries = [(bracket.quantity, value) for bracket in brackets for value in bracket.values()]
        margins = findings.margins(tries).reshape(len(findings.kinds), len(brackets), _SECTIONS)
        overturned = margins[[bracket.f for bracket in brackets], np.arange(len(brackets))] < 0.0
        brackets = _leading(b.section(int(k)) for b, k in zip(brackets, overturned.argmax(axis=1), strict=True))
    return brackets
