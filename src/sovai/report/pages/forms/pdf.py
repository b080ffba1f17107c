"""A report as PDF: its page printed by a browser, or its Word document converted by an office suite."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sovai.errors import UsageError
from sovai.report.pages.forms import rendered

if TYPE_CHECKING:
    from sovai.report.pages.report import Report

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
)
OFFICES = ("soffice", "libreoffice")
_PATIENCE_SECONDS = 120


def render(report: Report) -> bytes:
    """Return the PDF.

    Raises
    ------
    UsageError
        If neither a browser nor an office suite is found on the path, or it fails.
    """
    browser, office = _found(BROWSERS), _found(OFFICES)
    with tempfile.TemporaryDirectory(prefix="sovai-") as folder:
        if browser is not None:
            return _converted(Path(folder), "report.html", rendered("html", report), lambda file: _print(browser, file))
        if office is not None:
            return _converted(Path(folder), "report.docx", rendered("docx", report), lambda file: _export(office, file))
    raise UsageError(
        "a report as .pdf needs a browser (Chromium, Chrome, Edge) or LibreOffice on the path; "
        "write .html or .docx instead, and print that"
    )


def _found(names: tuple[str, ...]) -> str | None:
    return next((path for name in names if (path := shutil.which(name)) is not None), None)


def _converted(folder: Path, name: str, content: bytes, command: Callable[[Path], list[str]]) -> bytes:
    """Return what a program makes of a file, in a folder of its own that nothing else is written to."""
    file = folder / name
    file.write_bytes(content)
    try:
        done = subprocess.run(
            command(file), cwd=folder, env={**os.environ, "HOME": str(folder)}, capture_output=True,
            timeout=_PATIENCE_SECONDS, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UsageError(f"{command(file)[0]} could not make a PDF ({error}); write .html or .docx instead") from None
    printed = file.with_suffix(".pdf")
    if not printed.is_file():
        raise UsageError(f"{command(file)[0]} made no PDF (exit code {done.returncode}); write .html or .docx instead")
    return printed.read_bytes()


def _print(browser: str, file: Path) -> list[str]:
    """Return the command of a browser that prints a page; it may look up no address."""
    as_root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return [
        browser, "--headless", *as_root, "--disable-gpu", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND",
        f"--user-data-dir={file.parent / 'profile'}", "--no-pdf-header-footer",
        f"--print-to-pdf={file.with_suffix('.pdf')}", file.as_uri(),
    ]  # fmt: skip


def _export(office: str, file: Path) -> list[str]:
    """Return the command of an office suite that converts a document."""
    return [
        office, f"-env:UserInstallation={(file.parent / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
        "--outdir", str(file.parent), str(file),
    ]  # fmt: skip
