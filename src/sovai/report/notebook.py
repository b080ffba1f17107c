"""An assessment as a small HTML fragment for notebooks."""

from __future__ import annotations

from html import escape

from sovai import explain
from sovai.report import numbers
from sovai.report.wording import assessment as wording
from sovai.results.assessment import Assessment


def render(assessment: Assessment) -> str:
    """Return headline, layers and the largest levers as HTML."""
    score = assessment.score
    spread = f" ({numbers.points_range(score.low, score.high)})" if score.low is not None else ""
    figure = (
        f"{numbers.points(score.nominal)}{spread} of 100, {assessment.level}"
        if assessment.comparable
        else f"within {numbers.points_range(assessment.bounds.low, assessment.bounds.high)} of 100, not comparable"
    )
    layers = "".join(
        f"<tr><th scope='row'>{escape(layer.name)}</th><td>{numbers.points(layer.score.nominal)}</td>"
        f"<td>{numbers.points_range(layer.score.low, layer.score.high)}</td><td>{layer.level}</td></tr>"
        for layer in assessment.layers
    )
    sentences = "".join(
        f"<li>{escape(wording.lever_sentence(lever, assessment))}</li>"
        for kind in ("jurisdiction", "company")
        for lever in explain.levers(assessment, kind, 2)
    )
    return (
        f"<p><strong>{escape(assessment.country.name)}: dependency score {figure}</strong></p>"
        "<table><thead><tr><th scope='col'>Layer</th><th scope='col'>Score</th><th scope='col'>Interval</th>"
        f"<th scope='col'>Level</th></tr></thead><tbody>{layers}</tbody></table>"
        f"<ul>{sentences}</ul><p>{escape(wording.citation(assessment))}</p>"
    )
