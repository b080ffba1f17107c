"""Write the golden results anew: ``uv run python tests/golden/regenerate.py``; read the difference, then keep it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import sovai
from sovai.loading import data_root, profile_codes
from sovai.results.assessment import Assessment

HERE = Path(__file__).parent
TOP = 10
"""Parties of each kind."""


def golden(assessment: Assessment) -> dict[str, Any]:
    """Return what a reader would notice if it changed: nominal figures, to 9 significant digits."""
    kinds = {
        kind: [party for party in assessment.parties if party.kind == kind and party.loss.nominal > 0.0]
        for kind in ("jurisdiction", "company")
    }
    return {
        "score": rounded(assessment.score.nominal),
        "bounds": [rounded(assessment.bounds.low), rounded(assessment.bounds.high)],
        "level": assessment.level,
        "comparable": assessment.comparable,
        "coverage": rounded(assessment.coverage),
        "measured": rounded(assessment.measured),
        "layers": {layer.id: rounded(layer.score.nominal) for layer in assessment.layers},
        "components": {
            component.id: [rounded(component.outside), rounded(component.single_hand), rounded(component.cutoff)]
            for layer in assessment.layers
            for component in layer.components
        },
        "loss": {kind: {p.id: rounded(p.loss.nominal) for p in parties[:TOP]} for kind, parties in kinds.items()},
        "vetoes": {
            party.id: {veto.component: veto.mode.value for veto in party.vetoes}
            for party in assessment.parties
            if party.vetoes
        },
    }


def rounded(value: float) -> float:
    return float(f"{value:.9g}")


def main() -> None:
    model = sovai.load_model()
    codes = profile_codes(data_root())
    for stale in {path.stem for path in HERE.glob("*.json")} - set(codes):
        (HERE / f"{stale}.json").unlink()
    for code in codes:
        assessment = sovai.assess(sovai.load_profile(code, model=model), model=model, draws=0)
        text = json.dumps(golden(assessment), indent=1, ensure_ascii=False)
        (HERE / f"{code}.json").write_text(text + "\n", encoding="utf-8")
    print(f"{len(codes)} golden results")  # noqa: T201


if __name__ == "__main__":
    main()
