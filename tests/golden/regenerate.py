"""Write the golden results anew: ``uv run python tests/golden/regenerate.py``; read the difference, then keep it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

import sovai
from sovai.assessment.compiling import compile_system
from sovai.assessment.interrupting import Run
from sovai.assessment.nominal import nominal_run, shared_sweeps
from sovai.assessment.pairing import Variant, differences
from sovai.assessment.refusals import asked_of, joint_losses, refusals_of
from sovai.assessment.scenarios import apply
from sovai.assessment.universe import Universe
from sovai.engine.clocks import horizon_times
from sovai.engine.worlds import NominalWorld
from sovai.loading import data_root, lever_ids, load_lever, load_scenario, profile_codes, scenario_ids
from sovai.model.changes import AnyChange, Cut, Price
from sovai.results.assessment import Assessment

HERE = Path(__file__).parent
TOP = 10
"""Parties of each kind."""
COLUMNS = ("country", "what", "change")
"""Of the tables of scenarios and levers: what differs from the country as recorded, by how much."""


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


class Countries:
    """All profiles, as recorded and under changes; what is the same behind several of them is computed once."""

    def __init__(self, codes: Iterable[str]) -> None:
        self.model = sovai.load_model()
        self.profiles = [sovai.load_profile(code, model=self.model) for code in codes]

    @cached_property
    def recorded(self) -> list[Variant]:
        return self._compiled(())

    def under(self, changes: tuple[AnyChange, ...]) -> list[Variant]:
        """Return every country under some changes; what only stops supply or costs more leaves it as recorded."""
        if not all(isinstance(change, Cut | Price) for change in changes):
            return self._compiled(changes)
        return [
            Variant(apply(changes, profile, self.model), before.system, before.nominal)
            for profile, before in zip(self.profiles, self.recorded, strict=True)
        ]

    def _compiled(self, changes: tuple[AnyChange, ...]) -> list[Variant]:
        applied = [apply(changes, profile, self.model) for profile in self.profiles]
        first = applied[0].model
        alike = all(a.model.catalogue is first.catalogue and a.model.weights == first.weights for a in applied)
        universe = Universe(first) if alike else None
        horizon = first.weights.model.horizon_years.mode
        systems = [
            compile_system(
                found.profile,
                first if alike else found.model,
                home=frozenset({found.profile.country.code}),
                horizon_years=horizon,
                universe=universe,
            )
            for found in applied
        ]
        sweeps = shared_sweeps(systems, horizon_times(horizon)) if alike else None
        return [Variant(a, s, nominal_run(s, sweeps)) for a, s in zip(applied, systems, strict=True)]


Rows = list[tuple[str, str, float]]


def golden_scenario(key: str, countries: Countries) -> Rows:
    """Return what a scenario would do to each country: score, joint loss by component, prices, what found nothing."""
    scenario = load_scenario(key, model=countries.model)
    asked = asked_of(scenario.changes, key)
    rows: Rows = []
    for before, after in zip(countries.recorded, countries.under(scenario.changes), strict=True):
        found = {"score": 100.0 * (after.score - before.score)}
        refusals = refusals_of(asked, after.system, after.applied.model.catalogue)
        losses = after.system.stack_weights * joint_losses(after.system, refusals, NominalWorld())[:, 0]
        found |= {f"loss:{c.id}": float(loss) for c, loss in zip(after.system.components, losses, strict=True)}
        run = Run(after.system, after.applied.model, asked, (0.0,))
        for (price, component, _), (_, rise) in zip(run.priced(), run.nominal().prices[:, :, 0], strict=True):
            found[f"price:{price.position}:{component.id}"] = float(rise)
        rows += _rows(before, after, found)
    return rows


def golden_lever(key: str, countries: Countries) -> Rows:
    """Return what a lever would do to each country: score, layers, losses by states, what found nothing."""
    changes = load_lever(key, model=countries.model).changes
    rows: Rows = []
    for before, after in zip(countries.recorded, countries.under(changes), strict=True):
        found = {"score": 100.0 * (after.score - before.score)}
        layers = 100.0 * (after.nominal.scores.layers - before.nominal.scores.layers)[:, 0]
        found |= {f"layer:{layer}": float(part) for layer, part in zip(after.system.layers, layers, strict=True)}
        losses = differences(before.losses, after.losses)
        most = sorted(losses, key=lambda state: (-abs(losses[state]), state))[:3]
        found |= {f"loss:{state}": losses[state] for state in most}
        rows += _rows(before, after, found)
    return rows


def _rows(before: Variant, after: Variant, found: dict[str, float]) -> Rows:
    code = before.applied.profile.country.code
    found |= {f"nothing found:{place + 1}": 1.0 for place in after.applied.unmatched}
    shown = [(code, what, float(f"{value:.6g}")) for what, value in found.items() if abs(value) > 1e-9]
    return shown or [(code, "nothing", 0.0)]


def read_table(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["country"], row["what"], float(row["change"])) for row in csv.DictReader(file)]


def _write_tables(folder: Path, tables: dict[str, Rows]) -> None:
    folder.mkdir(exist_ok=True)
    for stale in {path.stem for path in folder.glob("*.csv")} - set(tables):
        (folder / f"{stale}.csv").unlink()
    for key, rows in tables.items():
        lines = [",".join(COLUMNS), *(f"{code},{what},{value:.6g}" for code, what, value in rows)]
        (folder / f"{key}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    model = sovai.load_model()
    codes = profile_codes(data_root())
    for stale in {path.stem for path in HERE.glob("*.json")} - set(codes):
        (HERE / f"{stale}.json").unlink()
    for code in codes:
        assessment = sovai.assess(sovai.load_profile(code, model=model), model=model, draws=0)
        text = json.dumps(golden(assessment), indent=1, ensure_ascii=False)
        (HERE / f"{code}.json").write_text(text + "\n", encoding="utf-8")
    countries, root = Countries(codes), data_root()
    _write_tables(HERE / "scenarios", {key: golden_scenario(key, countries) for key in scenario_ids(root)})
    _write_tables(HERE / "levers", {key: golden_lever(key, countries) for key in lever_ids(root)})
    print(f"{len(codes)} golden results, and of each every scenario and every lever")  # noqa: T201


if __name__ == "__main__":
    main()
