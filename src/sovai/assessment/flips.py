"""`flip_points`: the smallest change of a single share, weight or parameter that overturns a headline finding."""

from __future__ import annotations

from collections.abc import Iterable

from sovai.assessment.altered import Findings
from sovai.assessment.names import component_name, label_name, layer_name
from sovai.assessment.overturning import Flip, flips_of
from sovai.assessment.provenance import provenance_of
from sovai.assessment.quantities import mentioned_in, quantities_of
from sovai.assessment.setting import settle
from sovai.model.profile import Profile
from sovai.model.tree import Model
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
    setting = settle(model, home=home, horizon_years=horizon_years)
    model = setting.model
    system = setting.compile(profile)
    quantities = list(quantities_of(system))
    findings = Findings(system, model.weights.model.level_bounds.value)
    flips = flips_of(findings, quantities)
    found = [
        Finding(
            finding=kind,
            holds=findings.holds[f],
            flips=tuple(_flip_point(flip, findings, f) for flip in flips[f]),
        )
        for f, kind in enumerate(findings.kinds)
    ]
    mentioned = {name for one in found for name in (one.holds, *(flip.instead for flip in one.flips))}
    within = {part for one in found for flip in one.flips for part in mentioned_in(flip.quantity)}
    mentioned |= {part for part in within if _name(part, model) != part}
    return FlipPoints(
        country=CountryName.of(profile),
        home=tuple(sorted(setting.home_of(profile))),
        horizon_years=setting.horizon_years,
        findings=tuple(found),
        names={name: _name(name, model) for name in sorted(mentioned)},
        tried=len(quantities),
        provenance=provenance_of(model, [profile], ["score", profile.named, "--flip", *setting.options()], draws=0),
    )


def _flip_point(flip: Flip, findings: Findings, f: int) -> FlipPoint:
    quantity, value = flip.quantity, flip.value
    return FlipPoint(
        of=quantity.of,
        quantity=quantity.name,
        recorded=quantity.recorded,
        flips_at=value,
        low=quantity.own[0],
        high=quantity.own[1],
        inside=quantity.own[0] <= value <= quantity.own[1],
        instead=findings.instead(f, quantity, value),
    )


def _name(key: str, model: Model) -> str:
    """Return the name of a layer, component, mix, party or input; what is none of these stands for itself."""
    if key in model.weights.layers:
        return layer_name(key, model)
    if key in model.weights.component_ids():
        return component_name(key, model)
    if key.startswith("mix:"):
        return model.catalogue.mixes[key.removeprefix("mix:")].name
    return label_name(key, model.catalogue)
