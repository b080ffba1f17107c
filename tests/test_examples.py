"""The example notebook and the example Quarto document run as they stand, and plots are charts."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import altair
import nbformat
import pytest
import vl_convert

import sovai
from reports import of
from sovai.report import plots
from sovai.report.pages.pictures.courses import scenario_picture

EXAMPLES = Path(__file__).parents[1] / "examples"
CHUNK = re.compile(r"^```\{python\}\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def run(cells: list[str]) -> list[Any]:
    """Run cells one after the other in one namespace; return what the last expression of each shows."""
    names: dict[str, Any] = {"__name__": "__main__"}
    shown = []
    for cell in cells:
        tree = ast.parse(cell)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "<cell>", "exec"), names)
        if isinstance(last, ast.Expr):
            shown.append(eval(compile(ast.Expression(last.value), "<cell>", "eval"), names))
    return shown


def displayed(value: Any) -> str:
    """What a notebook would show of a value: its HTML, its Markdown, or its text."""
    for name in ("_repr_html_", "_repr_markdown_"):
        show = getattr(value, name, None)
        if show is not None:
            return str(show())
    return repr(value)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.ipynb")), ids=lambda path: path.name)
def test_an_example_notebook_is_valid_and_runs(path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    book = nbformat.read(path, as_version=4)
    nbformat.validate(book)
    cells = [cell.source for cell in book.cells if cell.cell_type == "code"]
    assert all(not cell.outputs for cell in book.cells if cell.cell_type == "code")  # nothing stale is shipped
    shown = run(cells)
    assert any(isinstance(value, sovai.Assessment) for value in shown)
    assert any(isinstance(value, sovai.Ranking) for value in shown)
    assert any(isinstance(value, altair.TopLevelMixin) for value in shown)
    results = [value for value in shown if isinstance(value, sovai.Assessment | sovai.Ranking | sovai.Comparison)]
    assert len(results) == 3
    assert all("<table>" in displayed(value) for value in results)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.qmd")), ids=lambda path: path.name)
def test_an_example_document_runs_and_is_well_formed(
    path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    text = path.read_text(encoding="utf-8")
    head, body = re.fullmatch(r"---\n(.*?)\n---\n(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]
    assert "jupyter: python3" in head.splitlines()
    assert body.count("```") % 2 == 0
    cells = CHUNK.findall(body)
    inline = re.findall(r"`\{python\} ([^`]+)`", body)
    shown = run([*cells, *inline])
    assert len(cells) == body.count("```{python}")
    assert any(isinstance(value, sovai.Assessment) for value in shown)
    labels = re.findall(r"^#\| label: (\S+)$", body, re.MULTILINE)
    assert len(labels) == len(set(labels)) == len(re.findall(r"^#\| fig-cap: \".+\"$", body, re.MULTILINE))
    bibliography = next(line.partition(": ")[2] for line in head.splitlines() if line.startswith("bibliography: "))
    assert len(json.loads((tmp_path / bibliography).read_text(encoding="utf-8"))) == 3


# Results in notebooks


@cache
def charts() -> dict[str, Callable[..., Any]]:
    dossier = of("DEU")
    assert dossier.ranking is not None
    assert dossier.comparison is not None
    assert dossier.sensitivity is not None
    return {
        "layers": dossier.assessment.plot_layers,
        "levers": dossier.assessment.plot_levers,
        "courses": dossier.assessment.plot_courses,
        "network": dossier.assessment.plot_network,
        "ranks": dossier.ranking.plot_ranks,
        "differences": dossier.comparison.plot_differences,
        "scenario": dossier.scenarios[0].plot_courses,
        "sensitivity": dossier.sensitivity.plot_indices,
    }


def test_every_plot_is_a_valid_chart_that_can_be_drawn() -> None:
    assert set(charts()) == set(plots._PLOTS)
    for plot in charts().values():
        found = plot()
        assert isinstance(found, altair.TopLevelMixin)
        found.to_dict(validate=True)
        assert vl_convert.vegalite_to_svg(found.to_dict()).startswith("<svg")


def test_a_refusal_without_a_scenario_is_drawn_too() -> None:
    model = sovai.load_model()
    answer = sovai.what_if(sovai.load_profile("DEU", model=model), model=model, cut="USA,CHN", draws=0)
    caption = scenario_picture(answer).caption
    assert caption == "What would be left of the need: if the United States and China stopped supply"
    answer.plot_courses().to_dict(validate=True)


def test_plots_speak_the_language_asked_for() -> None:
    english, german = (json.dumps(charts()["levers"](lang=lang).to_dict()) for lang in ("en", "de"))
    assert "United States" in english
    assert "Vereinigte Staaten" in german


def test_a_network_of_a_party_by_name() -> None:
    assert "TSMC" in json.dumps(of("DEU").assessment.plot_network("TSMC").to_dict())


def test_a_missing_package_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plots, "find_spec", lambda _name: None)
    with pytest.raises(sovai.UsageError, match=r"a plot needs altair, .*sovai-risk\[report\]"):
        charts()["layers"]()


def test_nothing_is_drawn_of_nobody() -> None:
    alone = of("DEU").assessment.model_copy(update={"parties": ()})
    for plot in (alone.plot_levers, alone.plot_courses, alone.plot_network):
        with pytest.raises(sovai.UsageError, match="nothing to draw"):
            plot()


def test_a_ranking_and_a_comparison_show_themselves_as_tables() -> None:
    ranking, comparison = of("DEU").ranking, of("DEU").comparison
    assert ranking is not None
    assert comparison is not None
    assert ranking._repr_html_().count("<table>") >= 1
    assert "France" in ranking._repr_html_()
    assert "France" in comparison._repr_html_()
    assert ranking._repr_markdown_() == ranking.to_markdown()
