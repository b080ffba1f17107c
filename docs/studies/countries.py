"""The countries whose scores may be compared, with their nominal runs."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from sovai import load_model
from sovai.assessment.nominal import Nominal
from sovai.assessment.panel import Panel
from sovai.assessment.setting import settle
from sovai.engine.compiled import System


@dataclass(frozen=True)
class Country:
    """A comparable country: what it is called, what it is computed on, and what comes out."""

    code: str
    name: str
    system: System
    nominal: Nominal


@cache
def shipped():
    """Return the shipped model."""
    return load_model()


@cache
def comparable(horizon_years=None):
    """Return the comparable countries of the shipped data, by code; another horizon does not change which they are."""
    model = shipped()
    usual = model.weights.model.horizon_years.mode
    panel = Panel(None, settle(model))
    chosen = [i for i, standing in enumerate(panel.standings) if not standing.obstacles]
    if horizon_years not in (None, usual):
        panel = Panel(None, settle(model, horizon_years=horizon_years))
    return [
        Country(panel.countries[i].code, panel.countries[i].name, panel.systems[i], panel.nominal[i]) for i in chosen
    ]


def weights(system):
    """Return the weight of each component in the whole stack, shape (c,)."""
    return system.layer_weights[system.layer_of] * system.component_weights


def ranks(values):
    """Return ranks from 1, the highest value; equal values share the mean of their ranks."""
    values = np.asarray(values)
    return np.array([(values > v).sum() + ((values == v).sum() + 1) / 2 for v in values])


def spearman(a, b):
    """Return the rank correlation of two series."""
    return float(np.corrcoef(ranks(a), ranks(b))[0, 1])


def table(header, rows):
    """Return a Markdown table."""
    lines = ["| " + " | ".join(row) + " |" for row in (header, ["---"] * len(header), *rows)]
    return "\n".join(lines) + "\n"
