"""Citations, read by strangers: pybtex reads the BibTeX, citeproc the CSL-JSON."""

from __future__ import annotations

import json
import re
import warnings
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import sovai
from conftest import SMALL, Run
from sovai._version import __version__
from sovai.report.bibliography.bibtex import escaped

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # their own deprecations
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON
    from pybtex.database import parse_string

HERE = ("--data", str(SMALL))
ROOT = Path(__file__).parents[1]

CSL = {
    "type": "array",
    "items": {
        "required": ["id", "type"],
        "additionalProperties": False,
        "properties": {
            "type": {"enum": ["software", "dataset"]},
            **{key: {"type": "string"} for key in ("id", "title", "version", "genre", "note")},
            "author": {
                "type": "array",
                "items": {
                    "required": ["literal"],
                    "additionalProperties": False,
                    "properties": {"literal": {"type": "string"}},
                },
            },
            "issued": {
                "required": ["date-parts"],
                "properties": {
                    "date-parts": {
                        "type": "array",
                        "maxItems": 2,
                        "items": {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 3},
                    }
                },
            },
        },
    },
}
"""The part of the published schema of CSL-JSON that these items use."""


@pytest.fixture(scope="module")
def model() -> sovai.Model:
    return sovai.load_model(SMALL)


def entries(bibtex: str) -> dict[str, dict[str, str]]:
    found = parse_string(bibtex, "bibtex").entries
    return {key: {"type": entry.type, **entry.fields} for key, entry in found.items()}


def bibliography(items: list[dict[str, Any]]) -> list[str]:
    """The items as citeproc sets them in a Harvard style; a field that it does not know is a warning, so an error."""
    source = CiteProcJSON(items)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        found = CitationStylesBibliography(style, source, formatter.plain)
    for item in items:
        found.register(Citation([CitationItem(item["id"])]))
    return [str(entry) for entry in found.bibliography()]


def test_program_and_data_are_cited_without_a_country(run: Run) -> None:
    found = entries(run("cite", *HERE).output)
    assert found["sovai"]["type"] == "software"
    assert found["sovai"]["version"] == __version__
    data = [fields for key, fields in found.items() if key.startswith("sovai-data")]
    assert len(found) == 2
    assert re.fullmatch(r"SHA-256 [0-9a-f]{64}", data[0]["note"])


def test_a_run_is_cited_with_its_figure_and_the_command_that_repeats_it(run: Run) -> None:
    found = entries(run("cite", "DEU", "--draws", "50", "--seed", "3", *HERE).output)
    cited = next(fields for key, fields in found.items() if key.startswith("sovai-DEU"))
    screen = run("score", "DEU", "--draws", "50", "--seed", "3", "--format", "markdown", *HERE).output
    assert cited["note"].replace("--", "–") in screen
    command = cited["howpublished"].removeprefix(r"\texttt{").removesuffix("}").replace("-{}-", "--")
    assert command.startswith("sovai score DEU --draws 50 --seed 3")


def test_the_digest_of_the_data_follows_every_file(tmp_path: Path, run: Run) -> None:
    import shutil

    copy = tmp_path / "tree"
    shutil.copytree(SMALL, copy)
    before = run("cite", "--data", copy).output
    assert before == run("cite", *HERE).output
    profile = next((copy / "profiles").glob("*.toml"))
    profile.write_text(profile.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
    assert run("cite", "--data", copy).output != before


def test_csl_items_are_read_and_set_by_a_citation_processor(run: Run) -> None:
    items = json.loads(run("cite", "DEU", "--draws", "50", "--format", "csl", *HERE).output)
    assert [item["type"] for item in items] == ["software", "dataset", "dataset"]
    jsonschema.validate(items, CSL)
    lines = bibliography(items)
    assert len(lines) == 3
    assert all("The sovai contributors" in line for line in lines)
    assert any("artificial intelligence" in line for line in lines)


def test_any_result_with_a_provenance_can_be_cited(model: sovai.Model) -> None:
    profile = sovai.load_profile("DEU", model=model)
    ranking = sovai.rank(["DEU", "FRA"], model=model, draws=50)
    for result in (
        sovai.what_if(profile, cut="USA", model=model, draws=0),
        ranking,
        sovai.cut_sets(profile, model=model),
    ):
        citation = sovai.cite(result, model=model)
        assert result.provenance.command.split()[1] in citation.to_csl()[-1]["note"]
        assert len(entries(citation.to_bibtex())) == 3


def test_a_result_without_a_run_is_refused(model: sovai.Model) -> None:
    difference = sovai.diff(SMALL, SMALL)
    with pytest.raises(sovai.UsageError, match="names no run"):
        sovai.cite(difference, model=model)


def test_what_means_something_to_tex_is_written_out() -> None:
    text = r"100 % of A&B_{x} \ #1 $2 ~ ^"
    assert escaped(text) == (r"100 \% of A\&B\_\{x\} \textbackslash{} \#1 \$2 \textasciitilde{} \textasciicircum{}")


def test_the_citation_file_names_this_version() -> None:
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f'version: "{__version__}"' in text.splitlines()
