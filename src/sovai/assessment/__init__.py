"""The use cases: what a program asks of sovai. They compose loading and engine, and print nothing."""

from sovai.assessment.assess import assess
from sovai.assessment.survey import survey

__all__ = ["assess", "survey"]
