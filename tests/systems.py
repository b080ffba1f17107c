"""Small invented systems: as dictionaries, so that they can be changed, compared and given to both implementations."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

import reference
import sovai
from sovai.assessment.compiling import compile_system
from sovai.engine.compiled import System
from sovai.model.catalogue import Catalogue
from sovai.model.weights import Weights

Table = dict[str, Any]

HOME, STATES = "XAA", ("XAA", "XBB", "XCC", "XDD")
COMPANIES = ("ash", "birch", "cedar", "fir", "oak")
COMMONS = "meadow"
INPUTS = ("ingots", "jigs", "kilns")
COMPONENTS = ("chips.accelerators", "models.assistants", "models.foundation", "cloud.infrastructure")
ACCESS = ("hosted", "licensed", "purchased", "open-weights", "open-source", "owned")
UNIT = 20  # shares are drawn in twentieths


@dataclass
class Tree:
    """A data tree in memory, with one profile."""

    weights: Table
    profile: Table
    suppliers: Table = field(default_factory=dict)
    inputs: Table = field(default_factory=dict)
    shared_needs: Table = field(default_factory=dict)
    mixes: Table = field(default_factory=dict)
    laws: Table = field(default_factory=dict)

    def copy(self) -> Tree:
        return copy.deepcopy(self)

    def model(self) -> sovai.Model:
        catalogue = {
            "suppliers": self.suppliers,
            "inputs": self.inputs,
            "components": self.shared_needs,
            "mixes": self.mixes,
            "jurisdictions": self.laws,
        }
        weights = Weights.model_validate(self.weights)
        return sovai.Model(weights, Catalogue.model_validate(catalogue), own_codes=True)

    def assess(self, draws: int = 0, **options: Any) -> sovai.Assessment:
        profile = sovai.Profile.model_validate(self.profile)
        return sovai.assess(profile, model=self.model(), draws=draws, **options)

    def compiled(self, horizon_years: float = 1.0) -> System:
        profile = sovai.Profile.model_validate(self.profile)
        return compile_system(profile, self.model(), home=frozenset({HOME}), horizon_years=horizon_years)

    def reference(self, **options: Any) -> Table:
        tables = {
            "suppliers": self.suppliers,
            "inputs": {"inputs": self.inputs, "components": self.shared_needs},
            "mixes": self.mixes,
            "jurisdictions": self.laws,
        }
        world = reference.World(copy.deepcopy(self.weights), **copy.deepcopy(tables))
        return reference.Country(world, self.profile, **options).assess()

    def rows(self, component: str) -> list[Table]:
        """The rows of a component; changes are seen."""
        layer, name = component.split(".")
        return self.profile.setdefault(layer, {}).setdefault(name, [])

    def share_lists(self) -> Iterator[list[Table]]:
        """Every list of rows with shares."""
        yield from (self.rows(component) for component in COMPONENTS)
        yield from (entry["sources"] for entry in (*self.inputs.values(), *self.mixes.values()))
        yield from (need["from"] for need in self.all_needs() if "from" in need)

    def all_needs(self) -> Iterator[Table]:
        for entry in (*self.suppliers.values(), *self.shared_needs.values()):
            yield from entry.get("needs", [])


def weights_table(**model: Any) -> Table:
    """A scoring model with four components; keywords replace its parameters."""
    component = {"weight": 0.5, "demand_growth": 0.1, "surge": 0.2, "service_life_years": 5.0}
    layers: Table = {}
    for name in COMPONENTS:
        layer, short = name.split(".")
        layers.setdefault(layer, {"weight": 0.3, "components": {}})["components"][short] = dict(component)
    return {
        "model": {
            "horizon_years": 1.0,
            "exponent": [1.0, 2.0, 4.0],
            "surge_limit": 0.25,
            "veto_threshold": 0.5,
            "level_bounds": [0.25, 0.5, 0.75],
            "minimum_coverage": 0.8,
            "maximum_spread": 10.0,
            "course_years": [0.0, 0.25, 1.0, 5.0],
            **model,
        },
        "indicators": {"outside": 0.2, "single_hand": 0.3, "cutoff": 0.5},
        "uncertainty": {"weight_concentration": 30.0, "grade": {"A": 0.05, "B": 0.15, "C": 0.35, "D": 0.6}},
        "access": {
            "hosted": {"revocable": True, "life_years": 0.0},
            "licensed": {"revocable": True, "life_years": 1.0},
            "purchased": {"revocable": True},
            "open-weights": {"revocable": True, "life_years": 3.0},
            "open-source": {"revocable": False},
            "owned": {"revocable": False},
        },
        "layers": layers,
    }


def profile_table(**layers: Any) -> Table:
    return {"country": {"code": HOME, "name": "Home", "as_of": dt.date(2026, 6, 30)}, **layers}


def company(jurisdiction: str, **more: Any) -> Table:
    return {"name": f"A company of {jurisdiction}", "kind": "company", "jurisdiction": jurisdiction, **more}


fractions = st.sampled_from([0.0, 0.2, 0.5, 0.85, 1.0])
lives = st.sampled_from([0.0, 0.1, 0.7, 2.0, 8.0])
grades = st.sampled_from("ABCD")


def _subset(draw: st.DrawFn, options: tuple[Any, ...], most: int, least: int = 0) -> list[Any]:
    return draw(st.lists(st.sampled_from(options), min_size=least, max_size=most, unique=True))


def _shares(draw: st.DrawFn, count: int, *, rounding: bool) -> list[float]:
    """Shares that sum to at most 1, or with `rounding` to a little more."""
    left, parts = UNIT, []
    for _ in range(count):
        parts.append(draw(st.integers(0, left)))
        left -= parts[-1]
    scale = 1.004 if rounding and left == 0 else 1.0
    return [min(1.0, part / UNIT * scale) for part in parts]


def _sources(draw: st.DrawFn, *, rounding: bool) -> list[Table]:
    suppliers = _subset(draw, (*COMPANIES, COMMONS, *STATES), 4, least=1)
    shares = _shares(draw, len(suppliers), rounding=rounding)
    return [{"supplier": s, "share": q, "grade": draw(grades)} for s, q in zip(suppliers, shares, strict=True)]


def _component_rows(draw: st.DrawFn, mixes: tuple[str, ...], *, rounding: bool) -> list[Table]:
    options = [{"supplier": s, "access": a} for s in (*COMPANIES, COMMONS, *STATES) for a in ACCESS]
    keys = _subset(draw, tuple(range(len(options))), 4, least=1)
    rows = [dict(options[key]) for key in keys]
    rows += [{"mix": mix} for mix in mixes if draw(st.booleans())]
    for row, share in zip(rows, _shares(draw, len(rows), rounding=rounding), strict=True):
        row |= {"share": share, "grade": draw(grades)}
    return rows


def _needs(draw: st.DrawFn, contexts_of: Any, *, rounding: bool) -> list[Table]:
    needs = []
    for name in _subset(draw, INPUTS, 3):
        need = {"input": name, "essential": draw(fractions), "life_years": draw(lives), **contexts_of(name)}
        if draw(st.integers(0, 3)) == 0:
            need["from"] = _sources(draw, rounding=rounding)
        needs.append(need)
    return needs


@st.composite
def trees(draw: st.DrawFn, *, rounding: bool = True) -> Tree:
    """Random systems of four components and up to three tiers of inputs.

    With `rounding` some shares sum to a little over 1. An input is needed only by components and by inputs before it,
    so that needs never run in a circle.
    """

    def contexts_of(name: str) -> Table:
        before = (*COMPONENTS, *INPUTS[: INPUTS.index(name)])
        unless = _subset(draw, before, 3)
        return {"for": [context for context in before if context not in unless]}

    weights = weights_table(
        horizon_years=draw(st.sampled_from([0.0, 0.5, 1.0, 3.0])),
        exponent=draw(st.sampled_from([1.0, 2.0, [1.0, 1.7, 4.0]])),
        surge_limit=draw(st.sampled_from([0.1, 0.25, 1.0])),
    )
    for layer in weights["layers"].values():
        layer["weight"] = draw(st.integers(1, 5))
        for component in layer["components"].values():
            component["weight"] = draw(st.integers(1, 3))
            component["demand_growth"] = draw(st.sampled_from([0.0, 0.002, 0.1, 1.5]))
            component["surge"] = draw(st.sampled_from([0.0, 0.1, 0.6]))
            component["service_life_years"] = draw(lives)
    for name in weights["indicators"]:
        weights["indicators"][name] = draw(st.integers(1, 4))
    for mode in ("licensed", "open-weights"):
        weights["access"][mode]["life_years"] = draw(lives)

    suppliers: Table = {COMMONS: {"name": "Nobody's", "kind": "commons"}}
    for name in COMPANIES:
        state = draw(st.sampled_from(STATES))
        reach = [{"by": by, "strength": draw(fractions)} for by in _subset(draw, STATES, 2)]
        needs = _needs(draw, contexts_of, rounding=rounding)
        suppliers[name] = company(state, reach=reach, needs=needs) | {
            "kind": draw(st.sampled_from(["company", "state"]))
        }
    mix = [dict(row) for row in _component_rows(draw, (), rounding=rounding)]
    tree = Tree(
        weights=weights,
        profile=profile_table(),
        suppliers=suppliers,
        inputs={name: {"name": name, "sources": _sources(draw, rounding=rounding)} for name in INPUTS},
        shared_needs={
            component: {"needs": _needs(draw, lambda _: {}, rounding=rounding)}
            for component in _subset(draw, COMPONENTS, 2)
        },
        mixes={"world": {"name": "World", "sources": mix}},
        laws={"XBB": {"compels_disclosure_abroad": True}, "XCC": {"compels_disclosure_abroad": False}},
    )
    for component in COMPONENTS:
        if draw(st.integers(0, 5)):  # else nothing is known of it
            tree.rows(component).extend(_component_rows(draw, ("world",), rounding=rounding))
    return tree
