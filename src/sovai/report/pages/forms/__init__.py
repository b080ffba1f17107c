"""The forms of a report. Each has a module of its name with ``render(report) -> bytes``."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from sovai.errors import UsageError

if TYPE_CHECKING:
    from sovai.report.pages.report import Report

EXTRA = "sovai-risk[report]"


@dataclass(frozen=True)
class Form:
    """A form, by the ending of its files: where it is made, and the packages it needs beyond those of sovai."""

    module: str
    packages: tuple[str, ...] = ()


_CHARTS = ("altair", "vl_convert")
FORMS = {
    "html": Form("html", ("jinja2", *_CHARTS)),
    "md": Form("markdown"),
    "json": Form("json"),
    "docx": Form("word", ("docx", *_CHARTS)),
    "xlsx": Form("workbook", ("xlsxwriter",)),
    "pdf": Form("pdf", ("jinja2", *_CHARTS)),
}


def form_of(path: str | Path) -> str:
    """Return the form of a file by its ending.

    Raises
    ------
    UsageError
        If the ending is not known, or packages that the form needs are not installed.
    """
    ending = Path(path).suffix.removeprefix(".").lower()
    if ending not in FORMS:
        raise UsageError(f"{path}: no report has this ending; there are {', '.join(f'.{known}' for known in FORMS)}")
    return available(ending)


def available(form: str) -> str:
    """Return the form, or say what to install first."""
    missing = [package for package in FORMS[form].packages if find_spec(package) is None]
    if missing:
        raise UsageError(
            f"a report as .{form} needs packages that are not installed ({', '.join(missing)}); "
            f"python -m pip install '{EXTRA}' installs them"
        )
    return form


def rendered(form: str, report: Report) -> bytes:
    """Return a report in a form."""
    found: bytes = importlib.import_module(f"{__name__}.{FORMS[available(form)].module}").render(report)
    return found
