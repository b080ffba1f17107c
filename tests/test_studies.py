"""The small computations behind pages of the documentation, against other ways to the same numbers."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
import scipy.stats

import sovai

DOCS = Path(__file__).parents[1] / "docs"


@pytest.fixture(autouse=True)
def studies_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(DOCS), *sys.path])


def test_rank_correlations_are_those_of_scipy() -> None:
    from studies.countries import ranks, spearman

    values = np.random.default_rng(0).integers(0, 6, size=(2, 30)).astype(float)
    assert ranks(-values[0]) == pytest.approx(scipy.stats.rankdata(values[0]))
    assert spearman(*values) == pytest.approx(scipy.stats.spearmanr(*values).statistic)


def test_alternatives_of_germany_are_those_of_its_score() -> None:
    from studies.alternatives import _scored, _set_aside
    from studies.countries import comparable, shipped

    germany = next(country for country in comparable() if country.code == "DEU")
    profile = sovai.load_profile("DEU", model=shipped())
    result = sovai.assess(profile, model=shipped(), draws=0)
    assert 100 * _scored(germany) == pytest.approx(result.score.nominal)
    for exponent, value in result.score.choices.by_exponent.items():
        assert 100 * _scored(germany, exponent=float(exponent)) == pytest.approx(value)
    assert _set_aside(germany, set()) == pytest.approx(_scored(germany))
    assert _set_aside(germany, {"USA"}) < _scored(germany) - 0.1


def test_the_worked_example_ends_in_the_score_of_the_command() -> None:
    from studies import worked

    model = sovai.load_model(worked.TREE)
    result = sovai.assess(sovai.load_profile("XAA", model=model), model=model, draws=0)
    assert f"**{result.score.nominal:.2f}**" in worked.score()
    accelerators = result.layers[0].components[0]
    assert f"| {accelerators.cutoff:.4f} |" in worked.losses()
    assert f"| `XBB` | {accelerators.single_hand:.4f} |" in worked.control()
    assert worked.sources().count("*unattributed*") == 3
