"""``sovai schema``."""

from __future__ import annotations

import click

KINDS = (
    "result", "ranking", "leverage", "whatif", "comparison", "levers", "cutsets", "flips", "sensitivity", "gaps",
    "robustness", "rank-robustness", "dossier", "circle-dossier", "study", "difference", "replay", "profile",
)  # fmt: skip


@click.command(short_help="Print a JSON Schema.")
@click.argument("what", metavar="KIND", type=click.Choice(KINDS))
def schema(what: str) -> None:
    """Print the JSON Schema of a profile, or of what a command such as score or rank prints with ``--json``.

    KIND is one of: result (of score), ranking, leverage, whatif, comparison, levers, cutsets, flips, sensitivity, gaps,
    robustness, rank-robustness, dossier and circle-dossier (of report), study, difference (of diff), replay, profile.
    """
    import json

    from sovai.report.data import profile_schema, result_schema
    from sovai.results.assessment import Assessment
    from sovai.results.base import Result
    from sovai.results.circle import CircleDossier
    from sovai.results.comparison import Comparison
    from sovai.results.cutsets import CutSets
    from sovai.results.difference import Difference
    from sovai.results.dossier import Dossier
    from sovai.results.edition import Replay
    from sovai.results.flips import FlipPoints
    from sovai.results.gaps import Gaps
    from sovai.results.levers import Levers
    from sovai.results.ranking import Leverage, Ranking
    from sovai.results.robustness import RankRobustness, Robustness
    from sovai.results.sensitivity import Sensitivity
    from sovai.results.study import Study
    from sovai.results.whatif import WhatIf

    kinds: dict[str, type[Result]] = {
        "result": Assessment,
        "ranking": Ranking,
        "leverage": Leverage,
        "whatif": WhatIf,
        "comparison": Comparison,
        "levers": Levers,
        "cutsets": CutSets,
        "flips": FlipPoints,
        "sensitivity": Sensitivity,
        "gaps": Gaps,
        "robustness": Robustness,
        "rank-robustness": RankRobustness,
        "dossier": Dossier,
        "circle-dossier": CircleDossier,
        "study": Study,
        "difference": Difference,
        "replay": Replay,
    }
    text = result_schema(kinds[what]) if what in kinds else profile_schema()
    click.echo(json.dumps(text, indent=2))
