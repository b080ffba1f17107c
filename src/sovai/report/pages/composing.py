"""From results to a document: which sections there are, and their order."""

from __future__ import annotations

from sovai.report import numbers
from sovai.report.citations import Citations
from sovai.report.language import _, checked, speaking, translated
from sovai.report.pages.blocks import Document
from sovai.report.pages.context import Context
from sovai.report.pages.likelihood import scale_of
from sovai.report.pages.sections.answer import answer
from sovai.report.pages.sections.beside import beside
from sovai.report.pages.sections.caveats import caveats
from sovai.report.pages.sections.change import change
from sovai.report.pages.sections.closing import assurance, evidence
from sovai.report.pages.sections.largest import largest
from sovai.report.pages.sections.layers import layers
from sovai.report.pages.sections.method import method
from sovai.report.pages.sections.mitigations import mitigations
from sovai.report.pages.sections.parties import parties
from sovai.report.pages.sections.scenarios import scenarios
from sovai.report.pages.sections.unknowns import unknowns
from sovai.results.dossier import Dossier

_FRONT = (answer, largest, change, caveats)
_BODY = (layers, parties, unknowns, beside, scenarios, mitigations, method)
_CLOSING = (evidence, assurance)


def compose(
    dossier: Dossier,
    *,
    language: str = "en",
    brief: bool = False,
    title: str = "",
    author: str = "",
    likelihood_words: str = "none",
) -> Document:
    """Return what a report on a country says.

    Parameters
    ----------
    dossier : Dossier
        From `sovai.assessment.dossier.dossier`.
    language : str
        Code of a language that there is a catalogue for.
    brief : bool
        Page one with its evidence and assurance, and nothing else.
    title, author : str
        Without a title, the country's; without an author, none is named.
    likelihood_words : {'icd203', 'ipcc', 'none'}
        Words for probabilities of the simulation beside the percentages.

    Raises
    ------
    UsageError
        If there is no such language or scale.
    """
    scale = scale_of(likelihood_words)
    with speaking(checked(language)):
        dossier = translated(dossier)
        context = Context(dossier, _citations(dossier), scale, brief)
        front = [section(context) for section in _FRONT]
        rest = [section(context) for section in (_CLOSING if brief else (*_BODY, *_CLOSING))]
        assessment = dossier.assessment
        return Document(
            title=title or _("{country}: dependence on others for AI").format(country=assessment.country.name),
            subtitle=_("Data of {day}").format(day=numbers.day(assessment.data_as_of)),
            author=author,
            language=language,
            date=assessment.data_as_of,
            brief=brief,
            front=tuple(front),
            sections=tuple(section for section in rest if section is not None),
        )


def _citations(dossier: Dossier) -> Citations:
    also = (dossier.comparison, dossier.levers)
    return Citations(dossier.assessment, *dossier.scenarios, *(found for found in also if found is not None))
