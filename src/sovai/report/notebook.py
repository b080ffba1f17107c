"""An assessment as a small HTML fragment for notebooks."""

from __future__ import annotations

from html import escape

from sovai import explain
from sovai.report import numbers
from sovai.report.language import _, pgettext, term
from sovai.report.wording import assessment as wording
from sovai.results.assessment import Assessment


def render(assessment: Assessment) -> str:
    """Return headline, layers and the largest levers as HTML."""
    layers = "".join(
        f"<tr><th scope='row'>{escape(layer.name)}</th><td>{numbers.points(layer.score.nominal)}</td>"
        f"<td>{numbers.points_range(layer.score.low, layer.score.high)}</td><td>{term('level', layer.level)}</td></tr>"
        for layer in assessment.layers
    )
    sentences = "".join(
        f"<li>{escape(wording.lever_sentence(lever, assessment))}</li>"
        for kind in ("jurisdiction", "company")
        for lever in explain.levers(assessment, kind, 2)
    )
    title = _("{country}: dependency score {score}").format(
        country=assessment.country.name, score=wording.headline(assessment)
    )
    columns = (
        pgettext("column", "Layer"),
        pgettext("column", "Score"),
        pgettext("column", "Interval"),
        pgettext("column", "Level"),
    )
    head = "".join(f"<th scope='col'>{escape(column)}</th>" for column in columns)
    return (
        f"<p><strong>{escape(title)}</strong></p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{layers}</tbody></table>"
        f"<ul>{sentences}</ul><p>{escape(wording.citation(assessment))}</p>"
    )
