"""What a browser needs to compute the score and the levers under other weights of the layers, as the engine does."""

from __future__ import annotations

from typing import Any

from sovai.model.vocabulary import INDICATORS
from sovai.report.language import _, translated
from sovai.results.assessment import Assessment, Party
from sovai.results.dossier import Dossier


def explorer_data(dossier: Dossier) -> dict[str, Any]:
    """Return indicators and losses by component, unrounded, with the published weights; and the words of the page."""
    dossier = translated(dossier)
    assessment, formula = dossier.assessment, dossier.formula
    return {
        "comparable": assessment.comparable,
        "exponent": formula.exponent,
        "indicatorWeights": [formula.indicators[name] for name in INDICATORS],
        "layers": [
            {
                "id": layer.id,
                "name": layer.name,
                "weight": layer.weight,
                "components": [
                    {
                        "id": component.id,
                        "weight": component.weight,
                        "indicators": [getattr(component, name) for name in INDICATORS],
                    }
                    for component in layer.components
                ],
            }
            for layer in assessment.layers
        ],
        "parties": _parties(assessment),
        "words": {
            "published": _("These are the published weights."),
            "own": _("These are not the published weights: do not quote these figures as the score."),
            "nothing": _("Give at least one layer a weight."),
        },
    }


def _parties(assessment: Assessment) -> dict[str, list[dict[str, Any]]]:
    """Return who causes any loss, by kind."""

    def found(kind: str) -> list[Party]:
        return [party for party in assessment.parties if party.kind == kind and any(party.by_component.values())]

    return {
        kind: [
            {
                "id": party.id,
                "name": party.name,
                "losses": {component: loss for component, loss in party.by_component.items() if loss},
            }
            for party in found(kind)
        ]
        for kind in ("jurisdiction", "company")
    }
