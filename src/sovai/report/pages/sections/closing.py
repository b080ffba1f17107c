"""The numbered evidence, and what it takes to check the report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sovai.report import numbers, phrases
from sovai.report.language import _, ngettext
from sovai.report.pages.blocks import Assurance, Section, Sources
from sovai.report.pages.context import Context
from sovai.report.pages.likelihood import LikelihoodWords
from sovai.results.base import Provenance, Source

Item = tuple[str, str | tuple[str, ...]]


def evidence(context: Context) -> Section:
    """Return every source that was mentioned; to be composed after all that mentions any."""
    return Section("evidence", _("Evidence"), (Sources(tuple(context.cites.mentioned())),))


def assurance(context: Context) -> Section:
    """Return data date, oldest source, version, digests, seed, draws and the command that reproduces the report."""
    assessment = context.assessment
    items: list[Item] = [
        (_("Data of"), numbers.day(assessment.data_as_of)),
        *([(_("Edition"), numbers.day(assessment.edition))] if assessment.edition else []),
        (_("Counted as home"), numbers.listed(map(phrases.country, assessment.home))),
        *reproduction(
            context.dossier.provenance, assessment.evidence, assessment.horizon_years, brief=context.brief,
            words=context.scale.option,
        ),
    ]  # fmt: skip
    return Section("assurance", _("Assurance"), (Assurance(tuple(items)),))


def reproduction(
    provenance: Provenance,
    sources: Sequence[Source],
    horizon_years: float,
    *,
    brief: bool,
    words: LikelihoodWords = "none",
) -> Iterator[Item]:
    """Yield on what figures rest, and what it takes to compute them again."""
    if sources:
        yield _("Oldest source"), _source(min(sources, key=lambda source: source.period_end))
    yield _("Horizon"), numbers.years(horizon_years)
    yield _("Program"), f"sovai {provenance.version}, NumPy {provenance.numpy}"
    drawn = ngettext(
        "seed {seed}, {draws} draw, in blocks of {block}",
        "seed {seed}, {draws} draws, in blocks of {block}",
        provenance.draws,
    )
    yield (
        _("Seed and draws"),
        drawn.format(
            seed=provenance.seed, draws=numbers.count(provenance.draws), block=numbers.count(provenance.block)
        ),
    )
    yield _("Digest of the data"), (provenance.digest,)
    if not brief:
        files = sorted(provenance.digests.items())
        yield _("Digests of the files"), tuple(f"{digest}  {file}" for file, digest in files)
    looks = [*(["--pages 1"] if brief else []), *([f"--likelihood-words {words}"] if words != "none" else [])]
    yield _("Command that reproduces it"), (" ".join([phrases.reproducing(provenance), *looks]),)


def _source(source: Source) -> str:
    return _("{publisher}: {title}, to {day}").format(
        publisher=source.publisher, title=source.title, day=numbers.day(source.period_end)
    )
