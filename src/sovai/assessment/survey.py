"""`survey`: what profiles there are, and how good their figures are."""

from __future__ import annotations

from sovai.assessment.compiling import compile_system
from sovai.assessment.quality import quality_of
from sovai.loading import load_profile, profile_codes, root_of
from sovai.model.tree import Model
from sovai.results.assessment import ProfileSummary


def survey(model: Model) -> tuple[ProfileSummary, ...]:
    """Return a summary of every profile of the model's tree, by code.

    Raises
    ------
    DataError
        If a profile has faults.
    """
    root = root_of(model)
    return tuple(_summary(code, model) for code in profile_codes(root))


def _summary(code: str, model: Model) -> ProfileSummary:
    profile = load_profile(code, model=model)
    system = compile_system(profile, model, home=frozenset({code}), horizon_years=0.0)
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
        grades={g: sum(float(weight[c]) * f.grades[g] for c, f in figures.items()) for g in "ABCD"},
    )
