"""A citation as BibTeX."""

from __future__ import annotations

from collections.abc import Iterator

from sovai.report.bibliography.works import AUTHOR, Work, works
from sovai.results.citation import Citation

_KINDS = {"software": "software", "dataset": "dataset", "result": "misc"}

_ESCAPED = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#", "$": r"\$", "_": r"\_",
    "–": "--",
}  # fmt: skip


def render(citation: Citation) -> str:
    """Return one entry for each work, for BibLaTeX and BibTeX."""
    return "\n".join(_entry(work) for work in works(citation))


def _entry(work: Work) -> str:
    lines = (f"  {name} = {{{value}}},\n" for name, value in _fields(work))
    return f"@{_KINDS[work.kind]}{{{work.key},\n{''.join(lines)}}}\n"


def _fields(work: Work) -> Iterator[tuple[str, str]]:
    yield "author", f"{{{AUTHOR}}}"  # a body, not a person with a family name
    yield "title", f"{{{escaped(work.title)}}}"
    if work.issued is not None:
        yield "year", str(work.issued.year)
        yield "date", work.issued.isoformat()
    yield "version", escaped(work.version)
    yield "note", escaped(work.note)
    if work.command:
        # In \texttt two hyphens would still be set as a dash.
        yield "howpublished", f"\\texttt{{{escaped(work.command).replace('--', '-{}-')}}}"


def escaped(text: str) -> str:
    """Return text with the characters that mean something to TeX written out."""
    return "".join(_ESCAPED.get(character, character) for character in text)
