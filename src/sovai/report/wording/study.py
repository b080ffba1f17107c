"""What became of a study, as sentences, the same on the screen and on a page."""

from __future__ import annotations

from collections.abc import Iterator

from sovai.report import numbers, phrases
from sovai.report.language import _, ngettext
from sovai.results.study import Study

_SHOWN = 10


def title(study: Study) -> str:
    """Return the title."""
    return _("Study: {title}").format(title=study.title)


def summary(study: Study) -> Iterator[str]:
    """Yield what was drawn, and what of it is there."""
    countries = len({unit.country for unit in study.units})
    yield _("{countries} × {scenarios} × {draws}").format(
        countries=ngettext("{count} country", "{count} countries", countries).format(count=numbers.count(countries)),
        scenarios=ngettext("{count} scenario", "{count} scenarios", len(study.scenarios)).format(
            count=numbers.count(len(study.scenarios))
        ),
        draws=ngettext("{count} draw", "{count} draws", study.provenance.draws).format(
            count=numbers.count(study.provenance.draws)
        ),
    )
    there = len(study.units) - len(study.failures)
    yield _("{there} of {all} units are in {folder}, {computed} of them from this run.").format(
        there=numbers.count(there),
        all=numbers.count(len(study.units)),
        folder=study.folder,
        computed=numbers.count(study.computed),
    )
    yield _("Each file has the columns {columns}; score and layers from 0 to 100, losses from 0 to 1.").format(
        columns=", ".join(("country", "scenario", "draw", *study.kept))
    )


def failures(study: Study) -> Iterator[str]:
    """Yield what failed, one sentence per unit; of many the first."""
    failed = study.failures
    for unit in failed[:_SHOWN]:
        yield _("Failed: {unit} ({reason})").format(unit=unit.id, reason=unit.failure)
    if len(failed) > _SHOWN:
        more = len(failed) - _SHOWN
        yield ngettext(
            "{count} more unit failed; the journal of the folder names it.",
            "{count} more units failed; the journal of the folder names them.",
            more,
        ).format(count=numbers.count(more))
    if failed:
        yield _("The same command computes again what failed, and nothing else.")
    if study.without_profile:
        names = numbers.listed([country.name for country in study.without_profile], most=5)
        yield _("Without a profile: {names}.").format(names=names)


def citation(study: Study) -> str:
    """Return the line that identifies the result."""
    return phrases.identity(_("study {id}").format(id=study.id), study.edition, study.provenance)
