"""`compose_report`, `compose_circle_report`: a report on a country or a circle, in any of its forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from sovai.engine.parallel import Workers
from sovai.model.profile import Profile
from sovai.model.scenario import Scenario
from sovai.model.tree import Model
from sovai.report.pages.blocks import Document
from sovai.report.pages.composing import compose
from sovai.report.pages.forms import form_of, rendered
from sovai.results.circle import CircleDossier
from sovai.results.dossier import Dossier


@dataclass(frozen=True)
class Report:
    """A report: what it says, and the results that it says it of.

    Attributes
    ----------
    document : Document
        Sections, tables, pictures and sources, without a form.
    dossier : Dossier or CircleDossier
        The results, frozen and unrounded.
    """

    document: Document
    dossier: Dossier | CircleDossier

    def to_html(self) -> str:
        """Return one self-contained page."""
        return rendered("html", self).decode()

    def to_markdown(self) -> str:
        """Return Markdown."""
        return rendered("md", self).decode()

    def to_json(self) -> str:
        """Return the dossier as JSON, unrounded and in no language."""
        return rendered("json", self).decode()

    def to_docx(self) -> bytes:
        """Return a Word document."""
        return rendered("docx", self)

    def to_xlsx(self) -> bytes:
        """Return a workbook."""
        return rendered("xlsx", self)

    def to_pdf(self) -> bytes:
        """Return the page as printed by a browser that is installed, or the Word document by an office suite."""
        return rendered("pdf", self)

    def _repr_markdown_(self) -> str:
        return self.to_markdown()

    def write(self, *paths: str | Path) -> None:
        """Write files, their form by ending; if one of them cannot be made or written, none is.

        Parameters
        ----------
        *paths : str or path
            Any number of files, each with an ending of its own.

        Raises
        ------
        UsageError
            If an ending is not known, packages or programs for it are not installed, or a file cannot be written.
        """
        from sovai.report.files import write_whole

        forms = {str(path): form_of(path) for path in paths}
        made = {form: rendered(form, self) for form in dict.fromkeys(forms.values())}
        write_whole({path: made[form] for path, form in forms.items()})


def compose_report(
    profile: Profile,
    *,
    scenarios: Iterable[str | Path | Scenario] = (),
    beside: Iterable[str] = (),
    with_levers: bool = False,
    language: str = "en",
    brief: bool = False,
    title: str = "",
    author: str = "",
    likelihood_words: str = "none",
    model: Model | None = None,
    home: str | Iterable[str] = (),
    horizon_years: float | None = None,
    draws: int = 10_000,
    seed: int = 0,
    interval: float = 0.9,
    workers: Workers = 1,
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Compute and compose a report on a country: who could cut it off, what would change that, and what it rests on.

    Parameters
    ----------
    profile : Profile
        From `sovai.load_profile`.
    scenarios : iterable of str, path or Scenario
        What else is asked: ids of the model's tree, paths of files, or scenarios from `sovai.load_scenario`.
    beside : iterable of str
        Countries or circles that the country is set beside.
    with_levers : bool
        Whether to say what mitigations would do.
    language : str
        ``"en"``, ``"de"``, or another that there is a catalogue for.
    brief : bool
        Page one with its sources, and nothing else.
    title, author : str
        As they stand on the report.
    likelihood_words : {'none', 'icd203', 'ipcc'}
        Words for probabilities of the simulation beside their percentages.
    model, home, horizon_years, draws, seed, interval, workers, progress : as for `sovai.assess`
        Horizons in years, the interval as a fraction.

    Returns
    -------
    Report
        ``to_html()``, ``to_docx()``, ``write("germany.html", "germany.docx")`` and the like hand it on.

    Raises
    ------
    UsageError
        If an argument is out of bounds, or a name, language or scale unknown.
    DataError
        If a scenario has faults, or the shipped model has to be loaded and has faults.
    """
    from sovai.assessment.dossier import dossier
    from sovai.report.language import checked
    from sovai.report.pages.likelihood import scale_of

    scale_of(likelihood_words)  # before anything is computed
    checked(language)
    found = dossier(
        profile,
        scenarios=scenarios,
        beside=beside,
        with_levers=with_levers,
        model=model,
        home=home,
        horizon_years=horizon_years,
        draws=draws,
        seed=seed,
        interval=interval,
        workers=workers,
        progress=progress,
    )
    document = compose(
        found, language=language, brief=brief, title=title, author=author, likelihood_words=likelihood_words
    )
    return Report(document, found)


def compose_circle_report(
    circle: str,
    *,
    language: str = "en",
    brief: bool = False,
    title: str = "",
    author: str = "",
    model: Model | None = None,
    horizon_years: float | None = None,
    draws: int = 2000,
    seed: int = 0,
    interval: float = 0.9,
    workers: Workers = 1,
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Compute and compose a report on a circle of countries: one table per topic, one row per country.

    Parameters
    ----------
    circle : str
        Id of a circle of the catalogue, such as ``"EU"``. Scores are given for each member by itself, and with all
        members at home.
    language, brief, title, author : as for `compose_report`
        How the report looks.
    model, horizon_years, draws, seed, interval, workers, progress : as for `sovai.rank`
        Horizons in years, the interval as a fraction.

    Returns
    -------
    Report

    Raises
    ------
    UsageError
        If an argument is out of bounds, or the circle or language unknown.
    DataError
        If no member has a profile without faults, or the shipped model has to be loaded and has faults.
    """
    from sovai.assessment.circle import circle_dossier
    from sovai.report.language import checked
    from sovai.report.pages.circle.composing import compose_circle

    checked(language)  # before anything is computed
    found = circle_dossier(
        circle,
        model=model,
        horizon_years=horizon_years,
        draws=draws,
        seed=seed,
        interval=interval,
        workers=workers,
        progress=progress,
    )
    document = compose_circle(found, language=language, brief=brief, title=title, author=author)
    return Report(document, found)
