"""`profiles`: what profiles there are, and how good their figures are."""

from __future__ import annotations

from sovai.assessment.compiling import compile_system
from sovai.assessment.provenance import provenance_of
from sovai.assessment.quality import quality_of
from sovai.loading import load_model, load_profile, profile_codes, root_of
from sovai.model.profile import Profile
from sovai.model.tree import Model
from sovai.results.profiles import GRADES, Profiles, ProfileSummary


def profiles(*, model: Model | None = None) -> Profiles:
    """Summarise every profile of a data tree: what is attributed in it, and by figures of which grade.

    Parameters
    ----------
    model : Model, optional
        From `sovai.load_model`; without it the shipped one is loaded.

    Returns
    -------
    Profiles
        By code; shares are parts of the weighted need, 0-1.

    Raises
    ------
    DataError
        If a profile has faults.
    """
    model = load_model() if model is None else model
    found = [load_profile(code, model=model) for code in profile_codes(root_of(model))]
    return Profiles(
        edition=model.weights.model.as_of,
        profiles=tuple(_summary(profile, model) for profile in found),
        provenance=provenance_of(model, found, ["profiles"]),
    )


def _summary(profile: Profile, model: Model) -> ProfileSummary:
    system = compile_system(profile, model, home=frozenset({profile.country.code}), horizon_years=0.0)
    quality = quality_of(system)
    weight = dict(
        zip(
            (c.id for c in system.components),
            system.stack_weights,
            strict=True,
        )
    )
    figures = quality.components
    return ProfileSummary(
        code=profile.country.code,
        name=profile.country.name,
        as_of=profile.country.as_of,
        rows=sum(len(profile.sources(component)) for component in figures),
        coverage=quality.coverage,
        grades={g: sum(float(weight[c]) * f.grades[g] for c, f in figures.items()) for g in GRADES},
    )
