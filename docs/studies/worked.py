"""The example country of the reference, computed step by step while the documentation is built."""

from pathlib import Path

import numpy as np

from sovai import load_model, load_profile
from sovai.assessment.compiling import compile_system
from sovai.assessment.nominal import nominal_run
from sovai.engine.clocks import average, horizon_times
from sovai.engine.cutoff import expose, row_shares
from sovai.engine.scoring import contributions
from sovai.engine.worlds import NominalWorld
from studies.countries import table

TREE = Path(__file__).parents[1] / "reference" / "examples"


class Example:
    """Examplia under the example's model, in the nominal run."""

    def __init__(self):
        self.model = load_model(TREE)
        profile = load_profile("XAA", model=self.model)
        home = frozenset({profile.country.code})
        horizon = self.model.weights.model.horizon_years.mode
        self.system = compile_system(profile, self.model, home=home, horizon_years=horizon)
        self.nominal = nominal_run(self.system)
        self.years = horizon_times(horizon)
        self.exposures = [expose(c, self.system, NominalWorld(), self.years) for c in self.system.components]

    def party(self, place):
        """Return a party as it is called in the tables."""
        return f"`{self.system.parties[place]}`"


def sources():
    """Return what is recorded: the rows of each component, mixes written out."""
    example = Example()
    rows = []
    for component in example.system.components:
        shares = row_shares(component, NominalWorld())[:, 0]
        for row, share in zip(component.rows, shares, strict=True):
            mix = f", from `{row.within[0].name.removeprefix('mix/')}`" if row.within is not None else ""
            rows.append(
                [
                    f"`{component.id}`",
                    f"`{row.node.supplier}`{mix}",
                    row.jurisdiction or "–",
                    row.access,
                    f"{share:.4f}",
                ]
            )
        rows.append([f"`{component.id}`", "*unattributed*", "", "", f"{max(0.0, 1.0 - shares.sum()):.4f}"])
    return table(["component", "source", "state", "access", "share of the need q"], rows)


def control():
    """Return who could withhold how much in the end."""
    example = Example()
    header = ["party", *(f"`{component.id}`" for component in example.system.components)]
    held = example.nominal.control
    order = [place for place in np.argsort(-held.max(axis=0), kind="stable") if held[:, place].any()]
    return table(header, ([example.party(p), *(f"{value:.4f}" for value in held[:, p])] for p in order))


def losses():
    """Return for each component the worst party, its unmet need over the horizon and the average."""
    example = Example()
    rows = []
    for component, exposure in zip(example.system.components, example.exposures, strict=True):
        worst = max(exposure.unmet, key=lambda place: average(exposure.unmet[place])[0])
        unmet = exposure.unmet[worst][:, 0]
        loss = (unmet[0] + 4 * unmet[1] + 2 * unmet[2] + 4 * unmet[3] + unmet[4]) / 12
        party = example.party(worst) if loss > 0.0 else "nobody"
        rows.append([f"`{component.id}`", party, *(f"{value:.4f}" for value in unmet), f"{loss:.4f}"])
    times = [f"t = {year:g}" for year in example.years]
    return table(["component", "worst party", *times, "loss"], rows)


def score():
    """Return indicators, components, layers, contributions and the score."""
    example = Example()
    system, nominal = example.system, example.nominal
    parts = contributions(nominal.measured, nominal.scores, system)
    rows = []
    for c, component in enumerate(system.components):
        layer = int(system.layer_of[c])
        rows.append(
            [
                f"`{component.id}`",
                *(f"{value:.4f}" for value in nominal.measured[c]),
                f"{nominal.scores.components[c, 0]:.4f}",
                f"{nominal.scores.layers[layer, 0]:.4f}",
                f"{system.layer_weights[layer]:.2f}",
                f"{100 * parts.components[c]:.2f}",
            ]
        )
    total = 100 * nominal.scores.country[0]
    header = ["component", "outside", "single_hand", "cutoff", "D_c", "D_l", "w_l", "contribution"]
    closing = (
        f"With exponent {system.exponent.mode:g} the power mean over the layers is **{total:.2f}**, and so is the sum "
        f"of the contributions: {100 * parts.components.sum():.2f}.\n"
    )
    return table(header, rows) + "\n" + closing
