"""From the results of a circle to a document."""

from __future__ import annotations

from sovai.report import numbers
from sovai.report.citations import Citations
from sovai.report.language import _, alphabetical, checked, speaking, translated
from sovai.report.pages.blocks import Assurance, Document, Section, Sources
from sovai.report.pages.circle.comparing import answer, apart, caveats, ranks
from sovai.report.pages.circle.tables import companies, indicators, layers, quality, states, vetoes
from sovai.report.pages.sections.closing import reproduction
from sovai.results.circle import CircleDossier


def compose_circle(
    dossier: CircleDossier, *, language: str = "en", brief: bool = False, title: str = "", author: str = ""
) -> Document:
    """Return what a report on a circle says.

    Parameters
    ----------
    dossier : CircleDossier
        From `sovai.assessment.circle.circle_dossier`.
    language : str
        Code of a language that there is a catalogue for.
    brief : bool
        Answer, ranks and caveats with the assurance, and nothing else.
    title, author : str
        Without a title, the circle's; without an author, none is named.

    Raises
    ------
    UsageError
        If there is no such language.
    """
    with speaking(checked(language)):
        dossier = _alphabetical(translated(dossier))
        cites = Citations(dossier)
        front = (answer(dossier), ranks(dossier, brief=brief), *apart(dossier), caveats(dossier, brief=brief))
        body = (
            layers(dossier), states(dossier, cites), companies(dossier, cites), vetoes(dossier), indicators(dossier),
            quality(dossier),
        )  # fmt: skip
        sources = Section("evidence", _("Evidence"), (Sources(tuple(cites.mentioned())),))
        date = dossier.ranking.edition or max(member.data_as_of for member in dossier.members)
        return Document(
            title=title or _("{circle}: dependence of its members on others for AI").format(circle=dossier.name),
            subtitle=_("Data of {day}").format(day=numbers.day(date)),
            author=author,
            language=language,
            date=date,
            brief=brief,
            front=front,
            sections=(*(() if brief else (*body, sources)), _assurance(dossier, brief)),
        )


def _alphabetical(dossier: CircleDossier) -> CircleDossier:
    """Return the members in the order of their names, which differs by language."""
    members = sorted(dossier.members, key=lambda member: alphabetical(member.country.name))
    return dossier.model_copy(update={"members": tuple(members)})


def _assurance(dossier: CircleDossier, brief: bool) -> Section:
    items = [
        *([(_("Members as of"), numbers.day(dossier.as_of))] if dossier.as_of else []),
        *reproduction(dossier.provenance, dossier.evidence, dossier.ranking.horizon_years, brief=brief),
    ]
    return Section("assurance", _("Assurance"), (Assurance(tuple(items)),))
