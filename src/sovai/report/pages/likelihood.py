"""Words for probabilities of the simulation, on two published scales, or none.

They are for probabilities over the uncertainty of the data and for nothing else: not for political acts, and never in
one sentence with how good the data are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sovai.errors import UsageError
from sovai.report import numbers
from sovai.report.language import _, marked

LikelihoodWords = Literal["icd203", "ipcc", "none"]


@dataclass(frozen=True)
class Scale:
    """A scale of words: the option that asks for it, where each word begins, from 0 up, and where the scale stands."""

    option: LikelihoodWords = "none"
    steps: tuple[tuple[float, str], ...] = ()
    title: str = ""
    source: str = ""

    def draws(self, probability: float) -> str:
        """Return in how many draws something holds, with the word of the scale where there is one."""
        share = numbers.percent(probability)
        if not self.steps:
            return _("{share} of draws").format(share=share)
        word = [word for start, word in self.steps if probability >= start][-1]
        return _("{share} of draws ({word})").format(share=share, word=_(word))

    def legend(self) -> str:
        """Return what the words of the scale stand for."""
        ends = [start for start, _word in self.steps[1:]] + [1.0]
        return "; ".join(
            f"{_(word)} {numbers.percent_range(start, end)}"
            for (start, word), end in zip(self.steps, ends, strict=True)
        )


ICD_203 = Scale(
    "icd203",
    (
        (0.0, marked("almost no chance")),
        (0.05, marked("very unlikely")),
        (0.20, marked("unlikely")),
        (0.45, marked("roughly even chance")),
        (0.55, marked("likely")),
        (0.80, marked("very likely")),
        (0.95, marked("almost certain")),
    ),
    "ICD 203",
    "Office of the Director of National Intelligence: Intelligence Community Directive 203, Analytic Standards, 2015",
)
IPCC = Scale(
    "ipcc",
    (
        (0.0, marked("exceptionally unlikely")),
        (0.01, marked("very unlikely")),
        (0.10, marked("unlikely")),
        (0.33, marked("about as likely as not")),
        (0.66, marked("likely")),
        (0.90, marked("very likely")),
        (0.99, marked("virtually certain")),
    ),
    "IPCC",
    "IPCC: Guidance Note for Lead Authors of the IPCC Fifth Assessment Report on Consistent Treatment of "
    "Uncertainties, 2010",
)
SCALES: dict[str, Scale] = {scale.option: scale for scale in (ICD_203, IPCC, Scale())}


def scale_of(words: str) -> Scale:
    """Return a scale by name.

    Raises
    ------
    UsageError
        If there is none of that name.
    """
    if words not in SCALES:
        raise UsageError(f"{words!r} is no scale of words; there are {', '.join(SCALES)}")
    return SCALES[words]
