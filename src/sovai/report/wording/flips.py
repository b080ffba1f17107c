"""Flip points as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sovai.model.vocabulary import LEVELS
from sovai.report import numbers, phrases
from sovai.report.language import _, marked, term
from sovai.report.wording import quantities

if TYPE_CHECKING:
    from sovai.results.flips import Finding, FlipPoint, FlipPoints

TITLE = marked(
    "What would overturn this: the smallest single change of a share, weight or parameter, all else as recorded"
)
_FINDINGS = {
    "largest state": marked("{holds} is the largest lever among states"),
    "largest company": marked("{holds} is the largest lever among companies"),
    "weakest layer": marked("{holds} is the weakest layer"),
    "level": marked("The level is {holds}"),
}


def sentences(found: FlipPoints, *, among: str | None = None) -> Iterator[str]:
    """Yield one sentence per finding, on what would overturn it; `among` asks for that of a kind of party."""
    if among is not None:
        about = {"jurisdiction": "largest state", "company": "largest company"}[among]
        return (_sentence(finding, found) for finding in found.findings if finding.finding == about)
    return (_sentence(finding, found) for finding in found.findings)


def _sentence(finding: Finding, found: FlipPoints) -> str:
    inside = [flip for flip in finding.flips if flip.inside]
    if inside:
        sentence = _("{finding}; within its own uncertainty this would overturn it: {changes}.")
    elif finding.flips:
        sentence = _(
            "{finding}; no single change within its own uncertainty would overturn it. The nearest: {changes}."
        )
    else:
        sentence = _("{finding}; no single change that was tried would overturn it.")
    said = _(_FINDINGS[finding.finding]).format(holds=_named(finding.holds, found))
    changes = "; ".join(_change(flip, found) for flip in inside or finding.flips[:1])
    return sentence.format(finding=phrases.opening(said), changes=changes)


def _named(key: str, found: FlipPoints) -> str:
    return term("level", key) if key in LEVELS else phrases.mentioned(key, found.names[key])


def _change(flip: FlipPoint, found: FlipPoints) -> str:
    low, high = _value(flip, flip.low), _value(flip, flip.high)
    if low == high:
        change = _("{quantity} from {recorded} to {value} (taken as certain), then {instead}")
    else:
        change = _("{quantity} from {recorded} to {value} (own range {low} to {high}), then {instead}")
    return change.format(
        quantity=quantities.in_words(flip.quantity, found.names),
        recorded=_value(flip, flip.recorded),
        value=_value(flip, flip.flips_at),
        low=low,
        high=high,
        instead=_named(flip.instead, found),
    )


def _value(flip: FlipPoint, value: float) -> str:
    return numbers.plain(value) if flip.of == "parameter" else numbers.percent_tenths(value)
