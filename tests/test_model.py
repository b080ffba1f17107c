"""Records: what they accept, what they refuse, and the few rules that they know."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from sovai.model.catalogue import Catalogue, ComponentNeeds, Need, Supplier
from sovai.model.profile import Country, Profile, Source
from sovai.model.quantity import Quantity
from sovai.model.vocabulary import ACCESS_MODES, COMPONENT_IDS, HOSTED_LAYERS, IMPACT_OF_ACCESS


@pytest.mark.parametrize(
    ("written", "bounds"),
    [
        (3, (3.0, 3.0, 3.0)),
        (0.5, (0.5, 0.5, 0.5)),
        ([1, 2.5, 4], (1.0, 2.5, 4.0)),
        ({"value": 3}, (3.0, 3.0, 3.0)),
        ({"value": [1, 2, 2], "why": "because", "judgement": True}, (1.0, 2.0, 2.0)),
        ({"low": 1, "mode": 2, "high": 3}, (1.0, 2.0, 3.0)),
    ],
)
def test_a_quantity_is_a_number_or_three_with_or_without_a_reason(
    written: object, bounds: tuple[float, float, float]
) -> None:
    quantity = Quantity.model_validate(written)
    assert (quantity.low, quantity.mode, quantity.high) == bounds
    assert quantity.certain is (bounds[0] == bounds[2])
    assert Quantity.model_validate(quantity) is quantity


@pytest.mark.parametrize(
    "written", ["3", True, None, [1, 2], [1, 2, 3, 4], [1, "2", 3], [3, 2, 1], [1, 2, float("nan")]]
)
def test_nothing_else_is_a_quantity(written: object) -> None:
    with pytest.raises(ValidationError):
        Quantity.model_validate(written)


def test_records_are_frozen_and_closed() -> None:
    row = Source(supplier="a", share=0.5, access="hosted")
    with pytest.raises(ValidationError, match="frozen"):
        row.share = 0.6  # type: ignore[misc]
    with pytest.raises(ValidationError, match="Extra inputs"):
        Source(supplier="a", share=0.5, access="hosted", shares=1.0)  # type: ignore[call-arg]


def test_a_row_without_a_grade_is_a_judgement() -> None:
    assert Source(supplier="a", share=0.5, access="hosted").grade == "D"


def needs_of(*needs: Need, shared: tuple[Need, ...] = ()) -> Catalogue:
    maker = Supplier(name="Maker", kind="company", jurisdiction="DEU", needs=needs)
    return Catalogue(suppliers={"maker": maker}, components={"cloud.infrastructure": ComponentNeeds(needs=shared)})


def need(name: str, essential: float, *contexts: str) -> Need:
    return Need.model_validate({"input": name, "essential": essential, "life_years": 1, "for": contexts})


def test_a_need_holds_where_it_says() -> None:
    catalogue = needs_of(need("wafers", 1.0, "chips.accelerators"), need("power", 0.5))
    assert [n.input for n in catalogue.needs_of("maker", "chips.accelerators")] == ["wafers", "power"]
    assert [n.input for n in catalogue.needs_of("maker", "cloud.infrastructure")] == ["power"]


def test_a_supplier_s_own_need_goes_before_that_of_the_component() -> None:
    catalogue = needs_of(need("power", 0.5), shared=(need("power", 0.9), need("water", 0.1)))
    found = catalogue.needs_of("maker", "cloud.infrastructure")
    assert [(n.input, n.essential.mode) for n in found] == [("power", 0.5), ("water", 0.1)]
    assert [n.essential.mode for n in catalogue.needs_of("DEU", "cloud.infrastructure")] == [0.9, 0.1]


def test_a_component_s_need_holds_where_the_supplier_s_own_does_not() -> None:
    catalogue = needs_of(need("power", 0.5, "chips.accelerators"), shared=(need("power", 0.9),))
    assert [n.essential.mode for n in catalogue.needs_of("maker", "cloud.infrastructure")] == [0.9]


def test_who_can_compel_whom() -> None:
    commons = Supplier(name="Commons", kind="commons")
    catalogue = Catalogue(suppliers={"commons": commons, **needs_of().suppliers})
    assert catalogue.jurisdiction_of("maker") == "DEU"
    assert catalogue.jurisdiction_of("FRA") == "FRA"
    assert catalogue.jurisdiction_of("commons") is None
    assert catalogue.is_commons("commons")
    assert not catalogue.is_commons("FRA")


def test_a_profile_made_in_memory_has_the_digest_of_its_content() -> None:
    def profile(share: float) -> Profile:
        row = Source(supplier="a", share=share, access="hosted")
        country = Country(code="XAA", name="A", as_of=dt.date(2026, 6, 30))
        return Profile(country=country, cloud={"infrastructure": (row,)})

    assert profile(0.5).digest == profile(0.5).digest != profile(0.6).digest
    assert profile(0.5).sources("cloud.infrastructure")[0].label == "a/hosted"
    assert profile(0.5).sources("chips.accelerators") == ()


def test_every_access_mode_has_an_impact() -> None:
    assert set(IMPACT_OF_ACCESS) == set(ACCESS_MODES)


def test_component_ids() -> None:
    assert len(COMPONENT_IDS) == len(set(COMPONENT_IDS)) == 10
    assert {component.split(".")[0] for component in COMPONENT_IDS} >= HOSTED_LAYERS
