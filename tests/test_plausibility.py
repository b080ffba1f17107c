"""Sentences that a specialist would expect of the shipped data; where one fails, look before mending.

They are prompts to look, not proof of validity: a sentence can fail because the data, a parameter or the method is
wrong, and can hold for the wrong reason.
"""

from __future__ import annotations

import pytest

from sovai.assessment.assess import assess
from sovai.loading import load_model, load_profile, profile_codes
from sovai.model.tree import Model
from sovai.results.assessment import Assessment, Party

HUBS = {"HKG", "ARE"}
# Singapore and the Netherlands make chips; Singapore also makes panels and other goods of heading 8541.
HUB_MADE = {"chips.semiconductors": {"SGP", "NLD"}, "energy.photovoltaics": {"SGP"}}
TRADED = (
    "chips.semiconductors",
    "hardware.computers",
    "hardware.networking",
    "energy.power-equipment",
    "energy.batteries",
    "energy.photovoltaics",
)


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model()


@pytest.fixture(scope="module")
def world(model: Model) -> dict[str, Assessment]:
    """Every shipped country, nominal, over one year."""
    return {code: nominal(code, model) for code in profile_codes(model.root)}


def nominal(code: str, model: Model, horizon_years: float | None = None) -> Assessment:
    profile = load_profile(code, model=model)
    return assess(profile, model=model, draws=0, horizon_years=horizon_years, sources_per_party=0)


def party(result: Assessment, name: str) -> Party | None:
    return next((p for p in result.parties if p.id == name), None)


def largest_state(result: Assessment) -> str:
    return next(p.id for p in result.parties if p.kind == "jurisdiction")


def test_the_least_dependent_comparable_countries_are_the_united_states_and_china(world: dict[str, Assessment]) -> None:
    ranked = sorted((r for r in world.values() if r.comparable), key=lambda r: r.score.nominal)
    assert {r.country.code for r in ranked[:2]} == {"USA", "CHN"}


def test_the_united_states_are_the_largest_lever_of_every_other_country(world: dict[str, Assessment]) -> None:
    others = {code: largest_state(result) for code, result in world.items() if code != "USA"}
    assert {code: state for code, state in others.items() if state != "USA"} == {}


@pytest.mark.parametrize("code", ["DEU", "FRA", "GBR", "JPN", "IND", "BRA", "AUS"])
def test_fabrication_in_taiwan_weighs_more_over_five_years_than_over_one(code: str, model: Model) -> None:
    soon, late = (party(nominal(code, model, years), "TWN") for years in (1.0, 5.0))
    assert soon is not None and late is not None
    assert late.loss.nominal > soon.loss.nominal


@pytest.mark.parametrize("code", ["DEU", "FRA", "GBR", "JPN", "USA", "KOR", "TWN"])
def test_power_through_lithography_grows_with_time(code: str, world: dict[str, Assessment]) -> None:
    dutch = party(world[code], "NLD")
    assert dutch is not None
    course = dutch.course["chips.accelerators"]
    assert course == tuple(sorted(course))
    assert course[0] == 0.0 and course[-1] > 0.5
    assert dutch.control["chips.accelerators"] >= 0.5


def test_nobody_depends_on_a_hub_for_goods_that_it_does_not_make(model: Model) -> None:
    found = {
        (code, component, row.supplier): row.share
        for code in profile_codes(model.root)
        for component in TRADED
        for row in load_profile(code, model=model).sources(component)
        if row.supplier in HUBS | {"SGP", "NLD"}
        and row.supplier != code
        and row.supplier not in HUB_MADE.get(component, set())
        and row.share > 0.05
    }
    assert found == {}


def test_china_shows_in_energy_equipment_and_hardware_of_most_countries(world: dict[str, Assessment]) -> None:
    others = [result for code, result in world.items() if code != "CHN"]
    for layer, components in (
        ("energy", ("energy.batteries", "energy.photovoltaics")),
        ("hardware", ("hardware.computers", "hardware.networking")),
    ):
        held = [
            result
            for result in others
            if (china := party(result, "CHN")) is not None and max(china.control[c] for c in components) >= 0.25
        ]
        assert len(held) > 0.75 * len(others), layer


def test_open_weights_never_stop_at_once(model: Model) -> None:
    for code in ("DEU", "IND", "KEN", "USA", "ARE"):
        result = assess(load_profile(code, model=model), model=model, draws=0, sources_per_party=None)
        for owner in result.parties:
            frozen = [t for t in owner.through if t.access == "open-weights" and t.channel == "source"]
            hosted = [
                t for t in owner.through if t.access in ("hosted", "licensed") and t.component == "models.foundation"
            ]
            if frozen and not hosted:
                assert owner.course.get("models.foundation", (0.0,))[0] == 0.0, (code, owner.id)
