"""What became of a study, as a Markdown page."""

from __future__ import annotations

from sovai.report.document.parts import signature
from sovai.report.wording import study as words
from sovai.results.study import Study


def render(study: Study) -> str:
    """Return what was drawn, what is there, and what failed as Markdown."""
    what, *rest = words.summary(study)
    lines = [f"# {words.title(study)}", "", f"{what}. {' '.join(rest)}", ""]
    lines += [*(f"- {sentence}" for sentence in words.failures(study)), ""] if study.failures else []
    return "\n".join([*lines, signature(words.citation(study), study.provenance)]) + "\n"
