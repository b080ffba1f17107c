"""Flip points as sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sovai.report import numbers, phrases

if TYPE_CHECKING:
    from sovai.results.flips import Finding, FlipPoint, FlipPoints

TITLE = "What would overturn this: the smallest single change of a share, weight or parameter, all else as recorded"
_SUBJECTS = {
    "largest state": "{} is the largest lever among states",
    "largest company": "{} is the largest lever among companies",
    "weakest layer": "{} is the weakest layer",
    "level": "The level is {}",
}


def sentences(found: FlipPoints, *, among: str | None = None) -> Iterator[str]:
    """Yield one sentence per finding, on what would overturn it; `among` asks for that of a kind of party."""
    if among is not None:
        about = {"jurisdiction": "largest state", "company": "largest company"}[among]
        return (_sentence(finding, found) for finding in found.findings if finding.finding == about)
    return (_sentence(finding, found) for finding in found.findings)


def _sentence(finding: Finding, found: FlipPoints) -> str:
    subject = _SUBJECTS[finding.finding].format(phrases.named(finding.holds, found.names[finding.holds]))
    subject = subject[0].upper() + subject[1:]
    inside = [flip for flip in finding.flips if flip.inside]
    if inside:
        return f"{subject}; within its own uncertainty this would overturn it: {_listed(inside, found)}."
    if finding.flips:
        nearest = _listed(finding.flips[:1], found)
        return f"{subject}; no single change within its own uncertainty would overturn it. The nearest: {nearest}."
    return f"{subject}; no single change that was tried would overturn it."


def _listed(flips: Sequence[FlipPoint], found: FlipPoints) -> str:
    return "; ".join(_change(flip, found) for flip in flips)


def _change(flip: FlipPoint, found: FlipPoints) -> str:
    low, high = _value(flip, flip.low), _value(flip, flip.high)
    own = f"own range {low} to {high}" if low != high else "taken as certain"
    instead = phrases.named(flip.instead, found.names[flip.instead])
    return f"{flip.name} from {_value(flip, flip.recorded)} to {_value(flip, flip.flips_at)} ({own}), then {instead}"


def _value(flip: FlipPoint, value: float) -> str:
    return numbers.plain(value) if flip.of == "parameter" else f"{numbers.tenths(100.0 * value)}%"
