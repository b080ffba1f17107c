"""An assessment as a small HTML fragment for notebooks."""

from __future__ import annotations

from sovai import explain
from sovai.report.language import _, pgettext
from sovai.report.notebook.parts import heading, items, line, table
from sovai.report.wording import assessment as wording
from sovai.results.assessment import Assessment


def render(assessment: Assessment) -> str:
    """Return headline, layers and the largest levers as HTML."""
    title = _("{country}: dependency score {score}").format(
        country=assessment.country.name, score=wording.headline(assessment)
    )
    columns = (
        pgettext("column", "Layer"),
        pgettext("column", "Score"),
        pgettext("column", "Interval"),
        pgettext("column", "Level"),
    )
    layers = (
        (layer.name, score, interval, level)
        for layer in assessment.layers
        for score, interval, level, _part in (wording.layer_figures(layer),)
    )
    sentences = (
        wording.lever_sentence(lever, assessment)
        for kind in ("jurisdiction", "company")
        for lever in explain.levers(assessment, kind, 2)
    )
    return f"{heading(title)}{table(columns, layers)}{items(sentences)}{line(wording.citation(assessment))}"
