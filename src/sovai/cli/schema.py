"""``sovai schema``."""

from __future__ import annotations

import click

_RECORDS = {
    "result": "assessment.Assessment",
    "explanation": "explanation.Explanation",
    "ranking": "ranking.Ranking",
    "leverage": "ranking.Leverage",
    "whatif": "whatif.WhatIf",
    "comparison": "comparison.Comparison",
    "levers": "levers.Levers",
    "cutsets": "cutsets.CutSets",
    "flips": "flips.FlipPoints",
    "sensitivity": "sensitivity.Sensitivity",
    "gaps": "gaps.Gaps",
    "robustness": "robustness.Robustness",
    "rank-robustness": "robustness.RankRobustness",
    "dossier": "dossier.Dossier",
    "circle-dossier": "circle.CircleDossier",
    "study": "study.Study",
    "difference": "difference.Difference",
    "replay": "edition.Replay",
    "profiles": "profiles.Profiles",
}
"""The record of each kind of result, within `sovai.results`."""
_PROFILE = "profile"


@click.command(short_help="Print a JSON Schema.")
@click.argument("what", metavar="KIND", type=click.Choice((*_RECORDS, _PROFILE)))
def schema(what: str) -> None:
    """Print the JSON Schema of a profile, or of what a command such as score or rank prints with ``--json``.

    KIND is one of: result (of score), explanation (of explain), ranking, leverage, whatif, comparison, levers,
    cutsets, flips, sensitivity, gaps, robustness, rank-robustness, dossier and circle-dossier (of report), study,
    difference (of diff), replay, profiles, profile (the file).
    """
    import importlib
    import json

    from sovai.report.data import profile_schema, result_schema

    if what == _PROFILE:
        found = profile_schema()
    else:
        module, _, record = _RECORDS[what].partition(".")
        found = result_schema(getattr(importlib.import_module(f"sovai.results.{module}"), record))
    click.echo(json.dumps(found, indent=2))
