"""`flip_points`: the smallest change of a single share, weight or parameter that overturns a headline finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sovai.assessment.altered import Findings
from sovai.assessment.compiling import compile_system
from sovai.assessment.nominal import component_name, layer_name
from sovai.assessment.overturning import Flip, flips_of
from sovai.assessment.parties import label_name
from sovai.assessment.provenance import check_arguments, options, provenance_of
from sovai.assessment.quantities import quantities_of
from sovai.loading import load_home, load_model
from sovai.model.catalogue import Catalogue
from sovai.model.profile import Profile
from sovai.model.tree import Model
from sovai.model.vocabulary import INDICATORS, LEVELS
from sovai.results.base import CountryName
from sovai.results.flips import Finding, FlipPoint, FlipPoints


def flip_points(
    profile: Profile,
    *,
    model: Model | None = None,
    home: str | Iterable[str] = (),
    horizon_years: float | None = None,
) -> FlipPoints:
    """Find what would overturn the largest lever among states and among companies, the weakest layer and the level.

    Every share, weight and parameter behind the result is changed alone, over all that is possible for it, in the
    nominal run. Other shares of the same whole, and other weights, make room in proportion.

    Parameters
    ----------
    profile : Profile
        From `sovai.load_profile`.
    model : Model, optional
        From `sovai.load_model`; without it the shipped one is loaded.
    home : str or iterable of str
        Circles and countries that count as home beside the country itself.
    horizon_years : float, optional
        Length of the cut-off over which losses are averaged, in years from 0 to 100; without it that of the model.

    Returns
    -------
    FlipPoints

    Raises
    ------
    UsageError
        If an argument is out of bounds, or a name in `home` unknown.
    DataError
        If the shipped model has to be loaded and has faults.
    """
    model = load_model() if model is None else model
    code, method = profile.country.code, model.weights.model
    named = home if isinstance(home, str) else ",".join(home)
    at_home = load_home(named, model) | {code}
    horizon = method.horizon_years.mode if horizon_years is None else horizon_years
    check_arguments(horizon, 0, 0, 0.9)
    system = compile_system(profile, model, home=at_home, horizon_years=horizon)
    quantities = list(quantities_of(system))
    findings = Findings(system, method.level_bounds.value)
    flips = flips_of(findings, quantities)
    found = [
        Finding(
            finding=kind,
            holds=findings.holds[f],
            flips=tuple(_flip_point(flip, findings, f, model) for flip in flips[f]),
        )
        for f, kind in enumerate(findings.kinds)
    ]
    mentioned = {name for one in found for name in (one.holds, *(flip.instead for flip in one.flips))}
    return FlipPoints(
        country=CountryName(code=code, name=profile.country.name),
        home=tuple(sorted(at_home)),
        horizon_years=horizon,
        findings=tuple(found),
        names={name: _name(name, model) for name in sorted(mentioned)},
        tried=len(quantities),
        provenance=provenance_of(
            model,
            [profile],
            ["score", profile.named, "--flip", *options(named, horizon_years, 0.9)],
            draws=0,
        ),
    )


def _flip_point(flip: Flip, findings: Findings, f: int, model: Model) -> FlipPoint:
    quantity, value = flip.quantity, flip.value
    return FlipPoint(
        of=quantity.of,
        quantity=quantity.name,
        name=_in_words(quantity.name, model),
        recorded=quantity.recorded,
        flips_at=value,
        low=quantity.own[0],
        high=quantity.own[1],
        inside=quantity.own[0] <= value <= quantity.own[1],
        instead=findings.instead(f, quantity, value),
    )


def _name(key: str, model: Model) -> str:
    if key in LEVELS:
        return key
    return layer_name(key, model) if key in model.weights.layers else label_name(key, model.catalogue)


def _in_words(name: str, model: Model) -> str:
    """Return a quantity as it would be called in a sentence."""
    catalogue = model.catalogue
    kind, *rest = name.split("/")
    match kind, rest:
        case "shares", [_, component, *row]:
            return f"share of {_row(row, catalogue)} in {component_name(component, model)}"
        case "mix", [mix, *row]:
            return f"share of {_row(row, catalogue)} in the mix {mix}"
        case "input", [input_, *row]:
            return f"share of {_row(row, catalogue)} in {label_name(input_, catalogue)}"
        case "need", [owner, input_, _, what] if what in _NEED:
            return f"{_NEED[what]} {label_name(input_, catalogue)} for {_owner(owner, model)}"
        case "need", [owner, input_, _, *row]:
            return f"share of {_row(row, catalogue)} in {label_name(input_, catalogue)} for {_owner(owner, model)}"
        case "reach", [supplier, by]:
            return f"reach of {label_name(by, catalogue)} over {label_name(supplier, catalogue)}"
        case "life", [access]:
            return f"life of what is {access}"
        case "weight", [part] if part in model.weights.layers:
            return f"weight of {layer_name(part, model)}"
        case "weight", [part] if part in INDICATORS:
            return f"weight of the indicator {part.replace('_', ' ')}"
        case "model", ["exponent"]:
            return "exponent of the means"
        case _, [component] if kind in _OF_COMPONENT:
            return f"{_OF_COMPONENT[kind]} {component_name(component, model)}"
    return name


_NEED: Mapping[str, str] = {"essential": "essential part of", "life": "life of the stock of"}
_OF_COMPONENT: Mapping[str, str] = {
    "weight": "weight within its layer of",
    "growth": "growth of the need for",
    "surge": "surge of",
    "service-life": "service life of",
}


def _row(label: Sequence[str], catalogue: Catalogue) -> str:
    supplier, *access = label
    if supplier.startswith("mix:"):
        return f"the mix {supplier.removeprefix('mix:')}"
    return " · ".join((label_name(supplier, catalogue), *access))


def _owner(owner: str, model: Model) -> str:
    if owner in model.weights.component_ids():
        return component_name(owner, model)
    return label_name(owner, model.catalogue)
