"""The worked example of the method: every number of it, and an independent sampler's means and quantiles."""

from __future__ import annotations

import json
import math
import tomllib
from functools import cache
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

import sovai
from reference import Country, World
from sovai.assessment.compiling import compile_system
from sovai.engine.choices import draw_weighting
from sovai.engine.scoring import party_losses, score

FOLDER = Path(__file__).parent / "worked_example"
CASES = {
    "expected-XAA": ("XAA", (), None),
    "expected-XFF-horizon-0": ("XFF", (), 0.0),
    "expected-XFF-horizon-2.5-home-XFF-XAA": ("XFF", ("XFF", "XAA"), 2.5),
}
EXACT = {"rel": 0.0, "abs": 1e-9}
DRAWS = 20_000
SIGMA = 5.0


@cache
def model() -> sovai.Model:
    return sovai.load_model(FOLDER)


def assessed(name: str, **options: Any) -> sovai.Assessment:
    code, home, horizon = CASES[name]
    profile = sovai.load_profile(code, model=model())
    return sovai.assess(profile, model=model(), home=home, horizon_years=horizon, **{"draws": 0, **options})


def recorded(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


@pytest.fixture(params=sorted(CASES))
def case(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_score_layers_and_contributions(case: str) -> None:
    expected, found = recorded(case), assessed(case)
    assert found.score.nominal == pytest.approx(expected["score"], **EXACT)
    assert {layer.id: layer.score.nominal for layer in found.layers} == pytest.approx(expected["layers"], **EXACT)
    assert {layer.id: layer.contribution for layer in found.layers} == pytest.approx(expected["contributions"], **EXACT)
    assert found.coverage == pytest.approx(expected["coverage"], **EXACT)
    assert found.bounds.model_dump() == pytest.approx(expected["bounds"], **EXACT)


def test_components(case: str) -> None:
    expected = recorded(case)["components"]
    found = {component.id: component for layer in assessed(case).layers for component in layer.components}
    assert found.keys() == expected.keys()
    for key, component in found.items():
        for name in ("weight", "outside", "single_hand", "cutoff", "score", "unattributed"):
            assert getattr(component, name) == pytest.approx(expected[key][name], **EXACT), (key, name)
        if expected[key]["hhi"] is None:
            assert component.hhi is None
        else:
            assert component.hhi == pytest.approx(expected[key]["hhi"], **EXACT)


def test_parties(case: str) -> None:
    expected, found = recorded(case), assessed(case)
    assert {party.id for party in found.parties} == expected["parties"].keys()
    for party in found.parties:
        theirs = expected["parties"][party.id]
        assert party.loss.nominal == pytest.approx(theirs["loss"], **EXACT)
        assert party.by_layer == pytest.approx(theirs["by_layer"], **EXACT)
        assert sorted(veto.component for veto in party.vetoes) == sorted(theirs["vetoes"])
        for key, component in expected["components"].items():
            assert party.control[key] == pytest.approx(component["control"][party.id], **EXACT)
            assert party.by_component[key] == pytest.approx(component["loss"][party.id], **EXACT)


def test_the_reference_has_the_same_numbers(case: str) -> None:
    """The second implementation stands on the recorded figures too, the largest unmet need included."""
    code, home, horizon = CASES[case]
    profile = tomllib.loads((FOLDER / "profiles" / f"{code}.toml").read_text("utf-8"))
    country = Country(World.read(FOLDER), profile, home=home, horizon=horizon)
    expected, found = recorded(case), country.assess()
    assert found["score"] == pytest.approx(expected["score"], **EXACT)
    for key, component in expected["components"].items():
        unmet = country.unmet(key, country.rows[key], [k * country.horizon / 4 for k in range(5)])
        for party, peak in component["peak"].items():
            assert max(at.get(party, 0.0) for at in unmet) == pytest.approx(peak, **EXACT)


# Monte Carlo. The recorded run has 2,500 draws of another sampler; both errors count.


def standard_error(series: dict[str, float], draws: int) -> float:
    """Standard error of the difference of the two means."""
    return series["sd"] * math.sqrt(1.0 / series["draws"] + 1.0 / draws)


def quantile_error(series: dict[str, float], probability: float, draws: int) -> float:
    """Standard error of the difference of two quantiles of a nearly normal series."""
    density = NormalDist().pdf(NormalDist().inv_cdf(probability)) / series["sd"]
    return math.sqrt(probability * (1 - probability) * (1.0 / series["draws"] + 1.0 / draws)) / density


def series_of(name: str) -> dict[str, Any]:
    content = recorded(name)
    for series in (content["score"], *content["layers"].values(), *content["parties"].values()):
        series["draws"] = content["draws"]
    return content


@cache
def simulated() -> sovai.Assessment:
    return assessed("expected-XAA", draws=DRAWS)


def test_data_uncertainty_of_the_score_and_layers() -> None:
    expected, found = series_of("monte-carlo-XAA-data"), simulated()
    pairs = [(expected["score"], found.score)]
    pairs += [(expected["layers"][layer.id], layer.score) for layer in found.layers]
    for theirs, ours in pairs:
        assert ours.mean == pytest.approx(theirs["mean"], abs=SIGMA * standard_error(theirs, DRAWS) + 1e-9)
        for name, probability in (("low", 0.05), ("median", 0.5), ("high", 0.95)):
            error = SIGMA * quantile_error(theirs, probability, DRAWS) if theirs["sd"] else 1e-9
            assert getattr(ours, name) == pytest.approx(theirs[name], abs=error)


def test_the_spread_of_the_score() -> None:
    """The standard deviation, which shifts of means and quantiles would not show."""
    expected, found = series_of("monte-carlo-XAA-data")["score"], simulated().score
    assert found.monte_carlo_standard_error is not None
    spread = found.monte_carlo_standard_error * math.sqrt(DRAWS)
    # standard error of a standard deviation, sd / sqrt(2n) for a nearly normal series
    assert spread == pytest.approx(expected["sd"], abs=SIGMA * standard_error(expected, DRAWS) / math.sqrt(2.0))


def test_data_uncertainty_of_the_parties() -> None:
    expected, found = series_of("monte-carlo-XAA-data")["parties"], simulated()
    assert expected.keys() == {party.id for party in found.parties}
    for party in found.parties:
        theirs = expected[party.id]
        assert party.loss.mean == pytest.approx(theirs["mean"], abs=SIGMA * standard_error(theirs, DRAWS)), party.id
        assert party.loss.low is not None and party.loss.median is not None and party.loss.high is not None
        assert party.loss.low <= party.loss.median <= party.loss.high


def test_choices() -> None:
    expected = series_of("monte-carlo-XAA-choices")
    nominal = assessed("expected-XAA")
    profile = sovai.load_profile("XAA", model=model())
    system = compile_system(profile, model(), home=frozenset({"XAA"}), horizon_years=1.0)
    by_id = {component.id: component for layer in nominal.layers for component in layer.components}
    components = [by_id[component.id] for component in system.components]
    measured = np.array([[c.outside, c.single_hand, c.cutoff] for c in components])
    weighting = draw_weighting(system, 0, 0, DRAWS)
    drawn = score(measured[:, :, None], weighting, system)
    scores, layers = drawn.country, drawn.layers
    by_party = {party.id: party.by_component for party in nominal.parties}
    losses = np.array([[by_party[party][c.id] for party in system.parties] for c in components])
    weighted = party_losses(losses[:, :, None], weighting, system)

    def agree(theirs: dict[str, float], ours: np.ndarray) -> None:
        # 1.5 standard errors of a normal series' standard deviation more: these series are skewed
        assert ours.mean() == pytest.approx(theirs["mean"], abs=SIGMA * standard_error(theirs, DRAWS) + 1e-12)
        assert ours.std() == pytest.approx(
            theirs["sd"], abs=1.5 * SIGMA * standard_error(theirs, DRAWS) / 2**0.5 + 1e-12
        )

    agree(expected["score"], 100.0 * scores)
    for place, layer in enumerate(system.layers):
        agree(expected["layers"][layer], 100.0 * layers[place])
    for place, party in enumerate(system.parties):
        agree(expected["parties"][party], weighted[place])


def test_choices_are_reported_beside_the_score() -> None:
    expected, choices = series_of("monte-carlo-XAA-choices")["score"], simulated().score.choices
    for name, probability in (("low", 0.05), ("high", 0.95)):
        error = SIGMA * quantile_error(expected, probability, DRAWS)
        assert getattr(choices, name) == pytest.approx(expected[name], abs=error)
    assert choices.by_exponent.keys() == {"1", "2", "4"}
    assert choices.by_exponent["2"] == pytest.approx(recorded("expected-XAA")["score"], **EXACT)
    assert choices.by_exponent["1"] < choices.by_exponent["2"] < choices.by_exponent["4"]
