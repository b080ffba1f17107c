"""The numbered evidence, and what it takes to check the report."""

from __future__ import annotations

from sovai.report import numbers
from sovai.report.language import _
from sovai.report.pages.blocks import Assurance, Section, Sources
from sovai.report.pages.context import Context
from sovai.results.base import Source


def evidence(context: Context) -> Section:
    """Return every source that was mentioned; to be composed after all that mentions any."""
    return Section("evidence", _("Evidence"), (Sources(tuple(context.cites.mentioned())),))


def assurance(context: Context) -> Section:
    """Return data date, oldest source, version, digests, seed, draws and the command that reproduces the report."""
    assessment, provenance = context.assessment, context.dossier.provenance
    oldest = min((source for source in assessment.evidence), key=lambda source: source.period_end, default=None)
    files = tuple(f"{digest}  {file}" for file, digest in sorted(provenance.digests.items()))
    items: list[tuple[str, str | tuple[str, ...]]] = [
        (_("Data of"), numbers.day(assessment.data_as_of)),
        *([(_("Edition"), numbers.day(assessment.edition))] if assessment.edition else []),
        *([(_("Oldest source"), _source(oldest))] if oldest else []),
        (_("Counted as home"), numbers.listed(assessment.home)),
        (_("Horizon"), numbers.years(assessment.horizon_years)),
        (_("Program"), f"sovai {provenance.version}, NumPy {provenance.numpy}"),
        (_("Seed and draws"), _("seed {seed}, {draws} draws, in blocks of {block}").format(
            seed=provenance.seed, draws=numbers.count(provenance.draws), block=numbers.count(provenance.block))),
        (_("Digest of the data"), (provenance.digest,)),
        *([] if context.brief else [(_("Digests of the files"), files)]),
        (_("Command that reproduces it"), (provenance.command,)),
    ]  # fmt: skip
    return Section("assurance", _("Assurance"), (Assurance(tuple(items)),))


def _source(source: Source) -> str:
    return _("{publisher}: {title}, to {day}").format(
        publisher=source.publisher, title=source.title, day=numbers.day(source.period_end)
    )
