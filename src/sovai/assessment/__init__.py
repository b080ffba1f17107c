"""The use cases: what a program asks of sovai. They compose loading and engine, and print nothing."""

from sovai.assessment.assess import assess
from sovai.assessment.difference import diff
from sovai.assessment.leverage import leverage
from sovai.assessment.rank import rank
from sovai.assessment.survey import survey

__all__ = ["assess", "diff", "leverage", "rank", "survey"]
