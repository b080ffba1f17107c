"""A report as one self-contained page: no script is needed to read it, and nothing is fetched."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sovai.report import numbers
from sovai.report.language import _, speaking
from sovai.report.pages.blocks import Basis, Document, Picture, Table
from sovai.report.pages.forms.explorer import explorer_data
from sovai.report.pages.marks import source_text
from sovai.report.pages.pictures.drawing import svg
from sovai.results.dossier import Dossier

if TYPE_CHECKING:
    from markupsafe import Markup

    from sovai.report.pages.report import Report

_UPRIGHT = 9
"""Columns of a table that an upright sheet has room for."""


def render(report: Report) -> bytes:
    """Return the page."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("sovai.report.pages.forms", "page"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "_": _,
        "kind": lambda value: type(value).__name__,
        "marks": _marks,
        "picture_svg": _svg,
        "source_text": source_text,
        "day": numbers.day,
        "script_json": _for_script,
    }
    document = report.document
    with speaking(document.language):
        explorer = None
        if isinstance(report.dossier, Dossier) and not document.brief:
            explorer = explorer_data(report.dossier)
        landscape = any(len(table.columns) > _UPRIGHT for table in _tables(document))
        page = environment.get_template("report.html")
        return page.render(document=document, explorer=explorer, landscape=landscape).encode()


def _tables(document: Document) -> Iterator[Table]:
    """Yield every table, those behind pictures included."""
    for _depth, section in document.walk():
        for block in section.blocks:
            if isinstance(block, Table):
                yield block
            elif isinstance(block, Picture):
                yield block.data


def _marks(basis: Basis) -> Markup:
    """Return what a number rests on, each source as a link to its place in the list."""
    from markupsafe import Markup

    links = Markup(", ").join(Markup('<a href="#source-{0}">{0}</a>').format(number) for number in basis.sources)
    if basis.computed:
        links = Markup(_("computed from {sources}")).format(sources=links) if links else Markup(_("computed"))
    return Markup('<span class="basis">[{}]</span>').format(links) if links else Markup("")


def _svg(picture: Picture, name: str) -> Markup:
    from markupsafe import Markup

    return Markup(svg(picture, name))


def _for_script(value: Any) -> Markup:
    """Return JSON that may stand within a script element: nothing in it can end the element."""
    from markupsafe import Markup

    return Markup(json.dumps(value, ensure_ascii=False, allow_nan=False).replace("<", "\\u003c"))
