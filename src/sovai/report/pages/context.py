"""What every section is written from: the results, the numbering of sources, the words for probabilities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sovai.report import numbers
from sovai.report.citations import Citations
from sovai.report.pages.blocks import Basis, Bullets, Figure, Paragraph, Sentence, Spread, Unit
from sovai.report.pages.likelihood import Scale
from sovai.results.assessment import Assessment
from sovai.results.base import Estimate
from sovai.results.dossier import Dossier

COMPUTED = Basis(computed=True)
UNMARKED = Basis()


@dataclass(frozen=True)
class Context:
    """Handed to each section in turn; the order of the sections is that in which sources are numbered."""

    dossier: Dossier
    cites: Citations
    scale: Scale
    brief: bool

    @property
    def assessment(self) -> Assessment:
        """The assessment."""
        return self.dossier.assessment

    def computed_from(self, evidence: Iterable[str], *, most: int = 2) -> Basis:
        """Return the basis of a number that is computed, with its most important sources."""
        return Basis(self.cites.numbers(list(evidence)[:most]), computed=True)

    def cited(self, evidence: Iterable[str]) -> Basis:
        """Return the basis of what a source says."""
        return Basis(self.cites.numbers(list(evidence)))


def paragraph(*texts: str, basis: Basis = UNMARKED) -> Paragraph:
    """Return a paragraph of sentences; what the last one rests on holds for all."""
    *first, last = texts
    return Paragraph((*map(Sentence, first), Sentence(last, basis)))


def note(*texts: str) -> Paragraph:
    """Return a paragraph on how to read what stands above it."""
    return Paragraph(tuple(map(Sentence, texts)), role="note")


def labelled(title: str, items: tuple[Paragraph, ...]) -> Iterator[Paragraph | Bullets]:
    """Yield a list below a line that says what it is; nothing without items."""
    if items:
        yield Paragraph((Sentence(f"{title}:", strong=True),), role="label")
        yield Bullets(items)


def points(value: float) -> Figure:
    """Return a score as a figure."""
    return Figure(value, "points", numbers.points(value))


def points_spread(low: float | None, high: float | None) -> Spread:
    """Return an interval of scores."""
    return Spread(low, high, "points", numbers.points_range(low, high))


def share(value: float | None) -> Figure:
    """Return a fraction as a figure."""
    return Figure(value, "share", numbers.percent_or_dash(value))


def share_spread(low: float | None, high: float | None) -> Spread:
    """Return an interval of fractions."""
    return Spread(low, high, "share", numbers.percent_range(low, high))


def interval(estimate: Estimate, unit: Unit) -> Spread:
    """Return the interval of an estimate."""
    return (share_spread if unit == "share" else points_spread)(estimate.low, estimate.high)


def count(number: int) -> Figure:
    """Return a whole number as a figure."""
    return Figure(number, "count", numbers.count(number))


def time(years: float | None, beyond: float) -> Figure:
    """Return a computed time as a figure; beyond what was computed, that it takes longer."""
    return Figure(years, "years", numbers.span(years) if years is not None else f">{numbers.years(beyond)}")


def tenths(value: float) -> Figure:
    """Return a part of a score as a figure."""
    return Figure(value, "points", numbers.tenths(value))
