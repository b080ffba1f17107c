"""Scores how dependent a country is on others for artificial intelligence, and says who could switch it off.

>>> import sovai
>>> result = sovai.assess(sovai.load_profile("DEU"), draws=0)
>>> result.country.name
'Germany'

Names are resolved when first used: importing `sovai` alone loads neither NumPy nor pydantic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sovai._lazy import lookup
from sovai._version import __version__

if TYPE_CHECKING:
    from sovai.assessment.assess import assess
    from sovai.assessment.cite import cite
    from sovai.assessment.comparing import compare
    from sovai.assessment.cutsets import cut_sets
    from sovai.assessment.difference import diff
    from sovai.assessment.flips import flip_points
    from sovai.assessment.freeze import freeze
    from sovai.assessment.gaps import gaps
    from sovai.assessment.leverage import leverage
    from sovai.assessment.levers import levers
    from sovai.assessment.profiles import profiles
    from sovai.assessment.rank import rank
    from sovai.assessment.rank_robustness import rank_robustness
    from sovai.assessment.replay import replay
    from sovai.assessment.robustness import robustness
    from sovai.assessment.sensitivity import sensitivity
    from sovai.assessment.whatif import what_if
    from sovai.authoring.edition import read_edition, write_edition
    from sovai.errors import DataError, Fault, SovaiError, UsageError
    from sovai.loading import load_model, load_profile, load_scenario
    from sovai.model.profile import Profile
    from sovai.model.scenario import Scenario
    from sovai.model.tree import Model
    from sovai.report.pages.report import Report, compose_circle_report, compose_report
    from sovai.results.assessment import Assessment
    from sovai.results.citation import Citation
    from sovai.results.comparison import Comparison
    from sovai.results.cutsets import CutSets
    from sovai.results.difference import Difference
    from sovai.results.edition import Edition, Replay
    from sovai.results.explanation import Explanation
    from sovai.results.flips import FlipPoints
    from sovai.results.gaps import Gaps
    from sovai.results.levers import Levers
    from sovai.results.profiles import Profiles
    from sovai.results.ranking import Leverage, Ranking
    from sovai.results.robustness import RankRobustness, Robustness
    from sovai.results.sensitivity import Sensitivity
    from sovai.results.study import Study
    from sovai.results.whatif import WhatIf
    from sovai.studies.run import study

_HOMES = {
    "Assessment": "sovai.results.assessment",
    "Citation": "sovai.results.citation",
    "Comparison": "sovai.results.comparison",
    "CutSets": "sovai.results.cutsets",
    "DataError": "sovai.errors",
    "Difference": "sovai.results.difference",
    "Edition": "sovai.results.edition",
    "Explanation": "sovai.results.explanation",
    "Fault": "sovai.errors",
    "FlipPoints": "sovai.results.flips",
    "Gaps": "sovai.results.gaps",
    "Leverage": "sovai.results.ranking",
    "Levers": "sovai.results.levers",
    "Model": "sovai.model.tree",
    "Profile": "sovai.model.profile",
    "Profiles": "sovai.results.profiles",
    "RankRobustness": "sovai.results.robustness",
    "Ranking": "sovai.results.ranking",
    "Replay": "sovai.results.edition",
    "Report": "sovai.report.pages.report",
    "Robustness": "sovai.results.robustness",
    "Scenario": "sovai.model.scenario",
    "Sensitivity": "sovai.results.sensitivity",
    "SovaiError": "sovai.errors",
    "Study": "sovai.results.study",
    "UsageError": "sovai.errors",
    "WhatIf": "sovai.results.whatif",
    "assess": "sovai.assessment.assess",
    "cite": "sovai.assessment.cite",
    "compare": "sovai.assessment.comparing",
    "compose_circle_report": "sovai.report.pages.report",
    "compose_report": "sovai.report.pages.report",
    "cut_sets": "sovai.assessment.cutsets",
    "diff": "sovai.assessment.difference",
    "flip_points": "sovai.assessment.flips",
    "freeze": "sovai.assessment.freeze",
    "gaps": "sovai.assessment.gaps",
    "leverage": "sovai.assessment.leverage",
    "levers": "sovai.assessment.levers",
    "load_model": "sovai.loading",
    "load_profile": "sovai.loading",
    "load_scenario": "sovai.loading",
    "profiles": "sovai.assessment.profiles",
    "rank": "sovai.assessment.rank",
    "rank_robustness": "sovai.assessment.rank_robustness",
    "read_edition": "sovai.authoring.edition",
    "replay": "sovai.assessment.replay",
    "robustness": "sovai.assessment.robustness",
    "sensitivity": "sovai.assessment.sensitivity",
    "study": "sovai.studies.run",
    "what_if": "sovai.assessment.whatif",
    "write_edition": "sovai.authoring.edition",
}

__all__ = [
    "Assessment",
    "Citation",
    "Comparison",
    "CutSets",
    "DataError",
    "Difference",
    "Edition",
    "Explanation",
    "Fault",
    "FlipPoints",
    "Gaps",
    "Leverage",
    "Levers",
    "Model",
    "Profile",
    "Profiles",
    "RankRobustness",
    "Ranking",
    "Replay",
    "Report",
    "Robustness",
    "Scenario",
    "Sensitivity",
    "SovaiError",
    "Study",
    "UsageError",
    "WhatIf",
    "__version__",
    "assess",
    "cite",
    "compare",
    "compose_circle_report",
    "compose_report",
    "cut_sets",
    "diff",
    "flip_points",
    "freeze",
    "gaps",
    "leverage",
    "levers",
    "load_model",
    "load_profile",
    "load_scenario",
    "profiles",
    "rank",
    "rank_robustness",
    "read_edition",
    "replay",
    "robustness",
    "sensitivity",
    "study",
    "what_if",
    "write_edition",
]


__getattr__ = lookup(__name__, _HOMES)


def __dir__() -> list[str]:
    return sorted(__all__)
