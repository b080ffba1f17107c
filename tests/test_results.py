"""What an assessment hands on: dictionaries, rows, JSON, pages."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import ValidationError

import sovai
from conftest import SMALL, Run
from conftest import shipped as shipped_model
from sovai.loading import data_root, load_model, load_profile, profile_codes
from sovai.report.data import profile_schema, result_schema, to_csv, to_json
from sovai.results.assessment import Assessment

SHIPPED = data_root()


@cache
def small(code: str, draws: int = 0, home: str = "") -> Assessment:
    model = load_model(SMALL)
    return sovai.assess(load_profile(code, model=model), model=model, draws=draws, home=home)


@cache
def shipped(code: str, draws: int) -> Assessment:
    return sovai.assess(load_profile(code, model=shipped_model()), model=shipped_model(), draws=draws)


@pytest.mark.parametrize(("code", "draws"), [("DEU", 200), ("USA", 200), ("CHN", 0), ("KEN", 0)])
def test_a_result_follows_its_schema(code: str, draws: int) -> None:
    schema = result_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(to_json(shipped(code, draws))), schema)


def test_the_schema_of_results_refuses_what_is_no_result() -> None:
    result = json.loads(to_json(small("DEU")))
    for change in ({"schema_version": 2}, {"level": None}, {"more": 1}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(result | change, result_schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({key: value for key, value in result.items() if key != "score"}, result_schema())


@pytest.mark.parametrize("code", profile_codes(SHIPPED))
def test_a_shipped_profile_follows_its_schema(code: str) -> None:
    tables = tomllib.loads((SHIPPED / "profiles" / f"{code}.toml").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(json.dumps(tables, default=str)), profile_schema())


def test_the_schema_of_profiles_refuses_what_is_no_profile() -> None:
    tables = json.loads(json.dumps(tomllib.loads((SMALL / "profiles" / "DEU.toml").read_text()), default=str))
    jsonschema.validate(tables, profile_schema())
    for layer, row in (("cloud", {"share": 2, "supplier": "a", "access": "hosted"}), ("clouds", {})):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(tables | {layer: {"infrastructure": [row]}}, profile_schema())


REQUIRED = """
country.code country.name home horizon_years data_as_of score.nominal score.mean score.median score.low score.high
score.interval score.monte_carlo_standard_error score.choices.low score.choices.high score.choices.by_exponent
bounds.low bounds.high level coverage measured comparable weakest_layer.id weakest_layer.score weakest_layer.level
layers.id layers.weight layers.score.nominal layers.level layers.contribution layers.coverage layers.components.id
layers.components.weight layers.components.score layers.components.outside layers.components.single_hand
layers.components.cutoff layers.components.hhi layers.components.unattributed layers.components.legal_access
parties.id parties.kind parties.name parties.loss.nominal parties.loss.mean parties.loss.median parties.loss.low
parties.loss.high parties.by_layer parties.by_component parties.control parties.course parties.vetoes.component
parties.vetoes.control parties.vetoes.mode parties.vetoes.time_to_half_years parties.veto_probability
parties.probability_largest parties.rank_acceptability parties.through.component parties.through.supplier
parties.through.path parties.through.loss parties.through.impact parties.evidence evidence schema_version
provenance.version provenance.seed provenance.draws provenance.block provenance.digests provenance.command
"""


@pytest.mark.parametrize("place", REQUIRED.split())
def test_the_json_has_what_programs_rely_on(place: str) -> None:
    found: Any = small("DEU", 100).to_dict()
    for key in place.split("."):
        while isinstance(found, list):
            found = found[0]
        assert key in found
        found = found[key]


def nulls(value: Any, place: str = "") -> set[str]:
    if isinstance(value, dict):
        return {found for key, inner in value.items() for found in nulls(inner, f"{place}.{key}".lstrip("."))}
    if isinstance(value, list):
        return {found for inner in value for found in nulls(inner, place)}
    return {place} if value is None else set()


def test_without_draws_the_fields_of_the_simulation_are_null() -> None:
    simulated = {
        *(f"score.{key}" for key in ("mean", "median", "low", "high", "monte_carlo_standard_error")),
        *(f"score.choices.{end}" for end in ("low", "high")),
        *(f"layers.score.{key}" for key in ("mean", "median", "low", "high")),
        *(f"parties.loss.{key}" for key in ("mean", "median", "low", "high")),
        *(f"parties.{key}" for key in ("veto_probability", "probability_largest", "rank_acceptability")),
    }
    assert simulated <= nulls(small("DEU").to_dict())
    assert not simulated & nulls(small("DEU", 100).to_dict())


def test_what_belongs_together_adds_up() -> None:
    result = small("DEU", 100)
    parts = [component.contribution for layer in result.layers for component in layer.components]
    assert sum(parts) == pytest.approx(result.score.nominal, abs=1e-9)
    assert sum(layer.contribution for layer in result.layers) == pytest.approx(result.score.nominal, abs=1e-9)
    assert result.bounds.low <= result.score.nominal <= result.bounds.high
    assert result.weakest_layer.score == max(layer.score.nominal for layer in result.layers)
    for kind in ("company", "jurisdiction"):
        parties = [party for party in result.parties if party.kind == kind]
        assert [party.rank for party in parties] == sorted(party.rank for party in parties)
        assert sum(party.probability_largest or 0.0 for party in parties) == pytest.approx(1.0)
    for party in result.parties:
        assert sum(party.rank_acceptability or ()) == pytest.approx(1.0)
        assert {veto.component for veto in party.vetoes} == {
            component for component, control in party.control.items() if control >= result.veto_threshold
        }


def test_everything_cited_and_named_is_in_the_result() -> None:
    result = shipped("DEU", 0)
    known = {source.id for source in result.evidence}
    for party in result.parties:
        assert known >= set(party.evidence)
        for through in party.through:
            assert known >= set(through.evidence)
            assert {through.supplier, *through.path} <= set(result.names)


def test_a_state_s_home_set_is_no_party() -> None:
    alone, union = small("DEU"), small("DEU", home="EU")
    assert "NLD" in {party.id for party in alone.parties}
    assert {"DEU", "NLD", "toolco"}.isdisjoint(party.id for party in union.parties)
    assert (alone.home, union.home) == (("DEU",), ("DEU", "NLD"))


def test_a_result_is_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        small("DEU").level = "low"  # type: ignore[misc]


def test_records_are_flat_and_alike() -> None:
    result = small("DEU", 100)
    records = result.to_records()
    columns = ["country", "kind", "id", "name", "value", "low", "high", "unit", "detail"]
    assert all(list(record) == columns for record in records)
    by_id = {(record["kind"], record["id"]): record for record in records}
    assert len(by_id) == len(records)
    assert by_id["score", "score"]["value"] == result.score.nominal
    assert (by_id["bounds", "bounds"]["low"], by_id["bounds", "bounds"]["high"]) == (
        result.bounds.low,
        result.bounds.high,
    )
    usa = next(party for party in result.parties if party.id == "USA")
    assert by_id["jurisdiction", "USA"]["low"] == usa.loss.low
    assert by_id["jurisdiction", "USA"]["detail"].split() == [veto.component for veto in usa.vetoes]
    assert (
        by_id["jurisdiction by component", "USA/cloud.infrastructure"]["value"]
        == usa.by_component["cloud.infrastructure"]
    )
    assert by_id["indicator", "cloud.infrastructure.cutoff"]["value"] == result.layers[-1].components[0].cutoff
    read = list(csv.DictReader(io.StringIO(to_csv(records))))
    assert len(read) == len(records)
    assert float(read[0]["value"]) == result.score.nominal


def test_json_is_unrounded_and_reads_back() -> None:
    result = small("DEU", 100)
    assert json.loads(to_json(result))["score"]["mean"] == result.score.mean
    assert Assessment.model_validate_json(to_json(result)) == result


class Tags(HTMLParser):
    """Checks that every tag is closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.mark.parametrize("code", ["DEU", "FRA"])
def test_notebooks_get_pages(code: str) -> None:
    result = small(code, 100)
    assert result._repr_markdown_() == result.to_markdown()
    page = Tags(result._repr_html_())
    assert page.open == []
    assert result.country.name in "".join(page.text)


def test_names_from_files_cannot_break_the_page(tmp_path: Path) -> None:
    profile = (SMALL / "profiles" / "DEU.toml").read_text(encoding="utf-8").replace('"Germany"', '"<b>Ger & many"')
    draft = tmp_path / "draft.toml"
    draft.write_text(profile, encoding="utf-8")
    model = load_model(SMALL)
    result = sovai.assess(load_profile(draft, model=model), model=model, draws=0)
    assert "&lt;b&gt;Ger &amp; many" in result._repr_html_()


def test_an_expired_measure_behind_a_reach_is_named() -> None:
    (measure,) = small("DEU").expired_measures
    assert (measure.id, measure.supplier, measure.by) == ("export-rule", "fabco", "USA")


def test_a_layer_that_nothing_is_known_of_has_no_score_to_quote(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "VNM.toml"
    known = '[[hardware.computers]]\nsupplier = "CHN"\nshare = 0.9\naccess = "purchased"\n'  # the other half is unknown
    head = 'schema = 1\n[country]\ncode = "VNM"\nname = "Vietnam"\nas_of = 2026-11-27\n'

    path.write_text(head + known, encoding="utf-8")
    screen = run("score", path, "--draws", 50).stdout
    assert "Weakest known layer  Hardware" in screen
    assert re.search(r"^Chips +– +– not known +– +0% +0%$", screen, re.M)
    assert re.search(r"^Hardware +█+·*[▒·]* +\d+ +\d+–\d+ moderate +\d", screen, re.M)
    assert "other weights" not in screen  # no more than the bounds may be quoted
    page = run("score", path, "--draws", 50, "--format", "markdown").stdout
    assert "| Chips | – | – | not known | – | 0% |" in page
    assert "Other weights" not in page
    assert "<td>not known</td>" in sovai.assess(sovai.load_profile(path), draws=50)._repr_html_()

    path.write_text(head, encoding="utf-8")
    assert "Weakest layer  not known" in run("score", path, "--draws", 50).stdout
    assert "Weakest layer: not known." in run("score", path, "--draws", 50, "--format", "markdown").stdout


def test_plots_say_which_chart_they_return() -> None:
    altair = pytest.importorskip("altair")
    result = shipped("DEU", 50)
    plots = [getattr(result, name) for name in dir(result) if name.startswith("plot_")]
    assert len(plots) == 4
    for plot in plots:
        assert type(plot()) is getattr(altair, plot.__annotations__["return"].removeprefix("alt."))
