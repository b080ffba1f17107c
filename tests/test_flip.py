"""Flip points: a finding holds just before and not at it, and each stands beside its own uncertainty."""

from __future__ import annotations

import json
from functools import cache

import jsonschema
import numpy as np
import pytest

import sovai
from conftest import Run, shipped
from sovai.assessment.altered import Findings, _making_room
from sovai.assessment.compiling import compile_system
from sovai.assessment.quantities import quantities_of
from sovai.report.data import result_schema
from sovai.report.wording import quantities
from sovai.results.flips import FlipPoints


@cache
def flips(code: str = "DEU") -> FlipPoints:
    return sovai.flip_points(sovai.load_profile(code, model=shipped()), model=shipped())


@cache
def assessed(code: str = "DEU") -> sovai.Assessment:
    return sovai.assess(sovai.load_profile(code, model=shipped()), model=shipped(), draws=0)


def test_the_findings_are_those_of_the_assessment() -> None:
    first = {kind: next(p.id for p in assessed().parties if p.kind == kind) for kind in ("jurisdiction", "company")}
    assert [(found.finding, found.holds) for found in flips().findings] == [
        ("largest state", first["jurisdiction"]),
        ("largest company", first["company"]),
        ("weakest layer", assessed().weakest_layer.id),
        ("level", assessed().level),
    ]


def test_a_finding_holds_just_before_its_flip_point_and_not_at_it() -> None:
    system = compile_system(
        sovai.load_profile("DEU", model=shipped()), shipped(), home=frozenset({"DEU"}), horizon_years=1.0
    )
    quantities = {quantity.name: quantity for quantity in quantities_of(system)}
    findings = Findings(system, shipped().weights.model.level_bounds.value)
    for f, found in enumerate(flips().findings):
        assert found.flips
        for flip in found.flips:
            quantity = quantities[flip.quantity]
            before = flip.flips_at + 1e-4 * (flip.recorded - flip.flips_at)
            held = findings.margins([(quantity, before), (quantity, flip.flips_at)])[f]
            assert held[0] >= 0.0 > held[1]
            assert flip.instead == findings.instead(f, quantity, flip.flips_at) != found.holds
            assert flip.inside == (flip.low <= flip.flips_at <= flip.high)
            assert flip.low - 1e-12 <= flip.recorded <= flip.high + 1e-12


def test_the_weight_that_overturns_the_weakest_layer_does_so_in_an_assessment() -> None:
    weights = {flip.quantity: flip.flips_at for flip in flips().findings[2].flips if flip.of == "weight"}
    [(name, flips_at)] = weights.items()  # of two components either weight says the same
    components = {c.id: c.score for layer in assessed().layers for c in layer.components}

    def models(weight: float) -> float:
        square = weight * components["models.assistants"] ** 2 + (1.0 - weight) * components["models.foundation"] ** 2
        return 100.0 * float(square**0.5)

    assert models(flips_at if name == "weight/models.assistants" else 1.0 - flips_at) == pytest.approx(
        assessed().weakest_layer.score, abs=1e-3
    )


def test_other_parts_make_room_in_proportion() -> None:
    changed = _making_room(np.array([0.2, 0.6, 0.1]), 0, 0.55)
    assert changed == pytest.approx([0.55, 0.3, 0.05])
    assert _making_room(np.array([0.4]), 0, 0.1) == pytest.approx([0.1])
    assert _making_room(np.array([0.4, 0.0]), 0, 0.1) == pytest.approx([0.1, 0.0])


def test_nothing_tried_changes_nothing() -> None:
    system = compile_system(
        sovai.load_profile("KEN", model=shipped()), shipped(), home=frozenset({"KEN"}), horizon_years=1.0
    )
    findings = Findings(system, shipped().weights.model.level_bounds.value)
    quantities = list(quantities_of(system))
    held = findings.margins([(quantity, quantity.recorded) for quantity in quantities])
    assert (held >= 0.0).all()
    assert held == pytest.approx(np.repeat(held[:, :1], len(quantities), axis=1), abs=1e-12)
    assert len({quantity.name for quantity in quantities}) == len(quantities)


def test_the_score_screen_and_page_show_them(run: Run) -> None:
    screen = run("score", "DEU", "--draws", "0", "--flip").output
    assert "What would overturn this" in screen
    assert "The level is high; no single change within its own uncertainty would overturn it." in " ".join(
        screen.split()
    )
    assert max(map(len, screen.splitlines())) <= 100
    lever = run("explain", "DEU", "USA", "--draws", "0", "--flip").output
    assert "• The United States is the largest lever among states" in lever
    assert lever.rstrip().replace("\n", " ").endswith("sovai explain DEU USA --flip --draws 0 --seed 0")
    assert "What would overturn this" not in run("explain", "DEU", "USA", "--draws", "0").output
    assert "## What would overturn this" in run("score", "DEU", "--draws", "0", "--flip", "--format", "markdown").output


def test_records_hold_them_where_asked_for_and_are_as_before_where_not(run: Run) -> None:
    plain = json.loads(run("score", "DEU", "--draws", "0", "--json").stdout)
    found = json.loads(run("score", "DEU", "--draws", "0", "--flip", "--json").stdout)
    jsonschema.validate(found, result_schema())
    assert "flips" not in plain
    assert found.pop("flips") == json.loads(flips().to_json())
    assert found["provenance"].pop("command") == "sovai score DEU --flip --draws 0 --seed 0"
    del plain["provenance"]["command"]
    assert found == plain
    table = run("score", "DEU", "--draws", "0", "--format", "csv").stdout
    with_flips = run("score", "DEU", "--draws", "0", "--flip", "--format", "csv").stdout
    assert with_flips.startswith(table)
    added = with_flips.removeprefix(table).splitlines()
    assert len(added) == len(flips().to_records())
    assert all(line.startswith("DEU,flip point,") for line in added)


def test_an_explanation_says_what_would_put_another_first(run: Run) -> None:
    screen = " ".join(run("explain", "DEU", "NLD", "--draws", "0", "--flip").stdout.split())
    assert "The United States is the largest lever among states; no single change" in screen
    assert "largest lever among companies" not in screen
    assert "largest lever among companies" in " ".join(
        run("explain", "DEU", "tsmc", "--draws", "0", "--flip").stdout.split()
    )


def test_records_name_the_finding() -> None:
    rows = flips().to_records()
    assert len(rows) == sum(len(found.flips) for found in flips().findings)
    assert {"country", "finding", "holds", "of", "quantity", "flips_at", "inside"} <= set(rows[0])
    assert flips().to_dict()["findings"][0]["holds"] == "USA"


def test_a_mix_is_called_by_its_name() -> None:
    names = {f"mix:{key}": mix.name for key, mix in shipped().catalogue.mixes.items()}
    found = [(flips(code), flip) for code in ("DEU", "HKG") for f in flips(code).findings for flip in f.flips]
    of_mixes = [(result, flip) for result, flip in found if flip.quantity.startswith("mix/")]
    assert of_mixes
    for result, flip in of_mixes:
        mix = flip.quantity.split("/")[1]
        said = quantities.in_words(flip.quantity, result.names)
        assert names[f"mix:{mix}"] in said
        assert mix not in said
