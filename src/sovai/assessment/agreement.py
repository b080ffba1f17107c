"""Whether figures are those of an edition: nominal ones to 1e-9, those of the simulation within a tolerance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sovai.results.assessment import Assessment
from sovai.results.edition import FigureDeviation, Replayed

NOMINAL_TOLERANCE = 1e-9
SIMULATED_TOLERANCE = 1e-4
"""Draws are made in single precision, whose last digit may depend on the processor; a probability counts draws."""
DRAWS_TOLERANCE = 3
"""How many draws may fall on the other side of a threshold for it."""

_SIMULATED = {"mean", "median", "low", "high", "monte_carlo_standard_error"}
_COUNTED = {"probability_largest", "veto_probability"}
_LEAST_LOSS = 0.005
"""What a screen shows as 1 % or more."""
_OF_COMPONENT = (
    "outside",
    "single_hand",
    "cutoff",
    "score",
    "contribution",
    "unattributed",
    "measured",
    "legal_access",
)
_OF_LAYER = ("score", "level", "contribution", "coverage")


def quoted_figures(assessment: Assessment) -> dict[str, Any]:
    """Return the figures of a result that people quote; parties where they hold a veto or at least a half percent."""
    whole = assessment.to_dict()
    found = {key: whole[key] for key in ("score", "bounds", "level", "comparable", "coverage", "measured")}
    found["layers"] = {
        layer["id"]: {key: layer[key] for key in _OF_LAYER}
        | {"components": {c["id"]: {key: c[key] for key in _OF_COMPONENT} for c in layer["components"]}}
        for layer in whole["layers"]
    }
    found["parties"] = {
        party["id"]: {key: party[key] for key in ("kind", "rank", "loss", "veto_probability", "probability_largest")}
        | {"vetoes": {veto["component"]: veto["mode"] for veto in party["vetoes"]}}
        for party in whole["parties"]
        if party["loss"]["nominal"] >= _LEAST_LOSS or party["vetoes"]
    }
    return found


def compare_figures(code: str, frozen: Mapping[str, Any], found: Mapping[str, Any], *, draws: int) -> Replayed:
    """Return how far the figures of a country deviate from those of an edition.

    Figures that only the newer program knows are not compared.
    """
    largest = {True: 0.0, False: 0.0}
    beyond = []
    for place, old, new in _pairs(frozen, found):
        simulated, tolerance = _kind(place, draws)
        deviation = _deviation(old, new)
        if deviation is not None:
            largest[simulated] = max(largest[simulated], deviation)
        if deviation is None or deviation > tolerance:
            beyond.append(FigureDeviation(figure=".".join(place), frozen=old, found=new))
    return Replayed(
        code=code,
        agreement="different" if beyond else "within tolerance",
        nominal=largest[False],
        simulated=largest[True],
        deviations=tuple(beyond),
    )


def _pairs(old: Any, new: Any, place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """Yield each figure of the edition with its place and what stands there now; None where nothing does."""
    if not isinstance(old, Mapping):
        yield place, old, new
        return
    other = new if isinstance(new, Mapping) else {}
    # What is not among the probabilities of vetoes is 0: a single draw can bring an entry or take it away.
    counted = bool(place) and place[-1] == "veto_probability"
    for key in sorted(old.keys() | other.keys()) if counted else old:
        yield from _pairs(old.get(key, 0.0), other.get(key, 0.0 if counted else None), (*place, key))


def _kind(place: tuple[str, ...], draws: int) -> tuple[bool, float]:
    """Return whether a figure comes from the simulation, and its tolerance."""
    if not _COUNTED.isdisjoint(place):
        return True, max(SIMULATED_TOLERANCE, DRAWS_TOLERANCE / max(draws, 1))
    simulated = place[-1] in _SIMULATED and "bounds" not in place
    return simulated, SIMULATED_TOLERANCE if simulated else NOMINAL_TOLERANCE


def _deviation(old: Any, new: Any) -> float | None:
    """Return how far two figures are apart, relative to the larger of 1 and the figure; None if they cannot be."""
    numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in (old, new))
    if numbers:
        return abs(float(new) - float(old)) / max(1.0, abs(float(old)))
    return 0.0 if old == new and type(old) is type(new) else None
