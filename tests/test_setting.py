"""What a question is asked under, and that every function says the same of the same parameter."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import sovai
from conftest import shipped
from sovai.assessment.circle import circle_dossier
from sovai.assessment.command import option
from sovai.assessment.dossier import dossier
from sovai.assessment.drawing import Drawing
from sovai.assessment.scenarios import apply
from sovai.assessment.setting import settle
from sovai.errors import UsageError
from sovai.loading import load_profile
from sovai.model.changes import Set
from sovai.model.quantity import Quantity

ONE_COUNTRY = (
    sovai.assess, sovai.compare, sovai.cut_sets, sovai.flip_points, sovai.gaps, sovai.levers, sovai.robustness,
    sovai.sensitivity, sovai.what_if, dossier,
)  # fmt: skip
SEVERAL = (sovai.leverage, sovai.rank, sovai.rank_robustness)
OTHERS = (circle_dossier, sovai.freeze, sovai.replay)


def test_what_is_left_open_is_the_model_with_nobody_beside_the_country() -> None:
    setting = settle()
    assert setting.model.digests == shipped().digests
    assert setting.horizon_years == shipped().weights.model.horizon_years.mode
    assert setting.home_of(load_profile("DEU", model=shipped())) == {"DEU"}
    assert setting.home_among("KEN") == {"KEN"}
    assert setting.options() == []


def test_a_circle_is_home_for_its_members_and_for_the_one_country_that_is_asked_about() -> None:
    setting = settle(shipped(), home=["EU", "Korea, Republic of"])
    assert setting.home_among("FRA") == setting.circle == {*shipped().catalogue.members("EU"), "KOR"}
    assert setting.home_among("KEN") == {"KEN"}
    kenya = load_profile("KEN", model=shipped())
    assert setting.home_of(kenya) == {*setting.circle, "KEN"}
    assert setting.joined_by(kenya).home_among("KEN") == setting.joined_by(kenya).home_among("FRA") == {
        *setting.circle, "KEN"
    }  # fmt: skip
    assert settle(shipped()).joined_by(kenya).home_among("FRA") == {"FRA"}


def test_options_ask_for_the_same_again() -> None:
    setting = settle(shipped(), home=("DEU", "FRA"), horizon_years=0.5)
    assert setting.options(0.8) == ["--home", "DEU,FRA", "--horizon", "0.5", "--interval", "0.8"]
    again = settle(shipped(), home="DEU,FRA", horizon_years=0.5)
    assert again == setting


@pytest.mark.parametrize(("asked", "holds"), [(None, 2.5), (0.25, 0.25)])
def test_a_scenario_sets_the_horizon_unless_one_was_asked_for(asked: float | None, holds: float) -> None:
    longer = Set(kind="set", parameter="model.horizon_years", value=Quantity(low=2.5, mode=2.5, high=2.5))
    germany = load_profile("DEU", model=shipped())
    setting = settle(shipped(), horizon_years=asked).under(apply([longer], germany, shipped()).model)
    assert setting.horizon_years == setting.compile(germany).horizon_years == holds


def test_what_is_out_of_bounds_is_refused() -> None:
    for years in (-0.1, 100.5, float("nan"), float("inf")):
        with pytest.raises(UsageError, match="is not between 0 and 100"):
            settle(shipped(), horizon_years=years)
    with pytest.raises(UsageError, match="'BRICKS' is not a country"):
        settle(shipped(), home="BRICKS")
    for draws, seed, interval, message in (
        (-1, 0, 0.9, "-1 draws"),
        (10**9, 0, 0.9, "1000000000 draws"),
        (1, -1, 0.9, "seed -1"),
        (1, 0, 1.0, "an interval of 1.0"),
    ):
        with pytest.raises(UsageError, match=message):
            Drawing(draws, seed, interval)


def parameters(function: Callable[..., Any]) -> Iterator[tuple[str, str, str]]:
    """Yield names, types and texts of a numpydoc section, several names of one entry by themselves."""
    text = inspect.cleandoc(function.__doc__ or "").partition("Parameters\n----------\n")[2]
    for entry in re.split(r"\n(?=\S)", re.split(r"\n\n\w+\n-+\n", text)[0]):
        head, _, body = entry.partition("\n")
        names, _, kind = head.partition(" : ")
        yield from ((name, kind, " ".join(body.split())) for name in names.split(", "))


@pytest.mark.parametrize("function", [*ONE_COUNTRY, *SEVERAL, *OTHERS], ids=lambda function: function.__name__)
def test_every_parameter_is_described_in_its_order(function: Callable[..., Any]) -> None:
    assert [name for name, _, _ in parameters(function)] == list(inspect.signature(function).parameters)


@pytest.mark.parametrize("functions", [ONE_COUNTRY, SEVERAL], ids=["one country", "several"])
def test_what_functions_share_they_describe_in_the_same_words(functions: tuple[Callable[..., Any], ...]) -> None:
    """What one function has to add follows the common words."""
    shared = ("profile", "countries", "model", "home", "horizon_years", "seed", "interval", "workers", "progress")
    for parameter in shared:
        found = [(kind, text) for f in functions for name, kind, text in parameters(f) if name == parameter]
        for kind, text in found:
            common_kind, common = min(found, key=lambda one: len(one[1]))
            assert (kind, text[: len(common)]) == (common_kind, common), parameter


def test_an_option_is_given_where_it_is_not_at_its_default() -> None:
    assert (
        option("--means", 0.0025, 0.0025)
        == option("--loss", None)
        == option("--home", "")
        == option("--flip", False)
        == []
    )
    assert option("--flip", True) == ["--flip"]
    assert option("--horizon", 0.0) == ["--horizon", "0"]
    assert option("--by", "cloud", "score") == ["--by", "cloud"]
    assert option("--cut", ["USA", "nvidia,tsmc"]) == ["--cut", "USA", "--cut", "nvidia,tsmc"]
