"""The nominal method a second time, to compare with: dictionaries and recursion, no arrays, nothing of `sovai`.

Written from the description of the method alone. Control and unmet need are dictionaries `{party: value}`; a party that
is not in one has nothing of it.
"""

from __future__ import annotations

import copy
import tomllib
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Power = dict[str, float]

CATALOGUE = ("suppliers", "inputs", "mixes", "circles", "jurisdictions", "evidence")
MODES = {
    "hosted": "outage",
    "licensed": "lapse",
    "purchased": "new-supply stop",
    "open-weights": "freeze",
    "open-source": "none",
    "owned": "none",
}


def number(value: Any) -> float:
    """The nominal value of a parameter: a number, the middle one of three, or that of a table's `value`."""
    value = plain(value)
    return float(value[1] if isinstance(value, list) else value)


def plain(value: Any) -> Any:
    return value["value"] if isinstance(value, dict) else value


def retained(t: float, life: float, growth: float) -> float:
    """R(t; L, g): what is left at t, relative to the need by then."""
    if life == 0 or t >= life:
        return 0.0
    if growth == 0:
        return 1 - t / life
    end = (1 + growth) ** -life
    return ((1 + growth) ** -t - end) / (1 - end)


def normalised(rows: list[Row]) -> list[Row]:
    """Shares that sum to a little over 1 are brought to 1; what is missing stays missing."""
    total = max(1.0, sum(row["share"] for row in rows))
    return [{**row, "share": row["share"] / total} for row in rows]


def power_mean(weights: Power, values: Power, exponent: float) -> float:
    total = sum(weights.values())
    return sum(weights[key] / total * values[key] ** exponent for key in weights) ** (1 / exponent)


class World:
    """The scoring model and the catalogue, as read from their files."""

    def __init__(self, weights: dict[str, Any], **catalogue: dict[str, Any]) -> None:
        self.weights = weights
        for name in CATALOGUE:
            catalogue.setdefault(name, {}).pop("schema", None)
        self.suppliers, self.mixes = catalogue["suppliers"], catalogue["mixes"]
        self.circles, self.laws, self.evidence = (catalogue[name] for name in ("circles", "jurisdictions", "evidence"))
        self.inputs = catalogue["inputs"].get("inputs", {})
        self.shared_needs = catalogue["inputs"].get("components", {})
        self.model = {key: plain(value) for key, value in weights["model"].items()}
        self.exponent = number(weights["model"]["exponent"])
        self.settings = {
            f"{layer}.{name}": settings
            for layer, entry in weights["layers"].items()
            for name, settings in entry["components"].items()
        }
        self._memory: dict[Any, Power] = {}

    @classmethod
    def read(cls, folder: Path) -> World:
        def tables(path: Path) -> dict[str, Any]:
            return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}

        catalogue = {name: tables(folder / "profiles" / "catalogue" / f"{name}.toml") for name in CATALOGUE}
        return cls(tables(folder / "weights.toml"), **catalogue)

    def jurisdiction(self, supplier: str) -> str | None:
        """The state that can compel a supplier; a country code is that state."""
        return self.suppliers[supplier].get("jurisdiction") if supplier in self.suppliers else supplier

    def needs(self, supplier: str, context: str) -> list[Row]:
        """The needs that hold for a supplier's output in a component or an input."""
        written = self.suppliers.get(supplier, {}).get("needs", [])
        own = [need for need in written if not need.get("for") or context in need["for"]]
        covered = {need["input"] for need in own}
        shared = self.shared_needs.get(context, {}).get("needs", [])
        return own + [need for need in shared if need["input"] not in covered]

    def makers(self, need: Row) -> list[Row]:
        return normalised(need.get("from") or self.inputs[need["input"]]["sources"])

    def direct(self, supplier: str) -> Power:
        """The supplier itself, its state, and the states that reach it."""
        record = self.suppliers.get(supplier, {})
        power = {reach["by"]: number(reach["strength"]) for reach in record.get("reach", [])}
        state = self.jurisdiction(supplier)
        if state is not None:  # a commons has none, and is nobody's
            power[supplier] = power[state] = 1.0
        return power

    def control(
        self, supplier: str, context: str, *, t: float | None = None, growth: float = 0.0, revocable: bool = True
    ) -> Power:
        """Kappa of every party over a supplier in a context; with `t`, lambda: each need on the way runs down first."""
        key = (supplier, context, t, growth, revocable)
        if key in self._memory:
            return self._memory[key]
        power = dict(self.direct(supplier)) if revocable else {}
        for need in self.needs(supplier, context):
            bite = number(need["essential"])
            if t is not None:
                bite *= 1 - retained(t, number(need["life_years"]), growth)
            within: Power = {}
            for maker in self.makers(need):
                for party, value in self.control(maker["supplier"], need["input"], t=t, growth=growth).items():
                    within[party] = within.get(party, 0.0) + maker["share"] * value
            for party, value in within.items():
                power[party] = max(power.get(party, 0.0), bite * value)
        self._memory[key] = power
        return power

    def appearing(self, supplier: str, context: str, found: set[str], seen: set[tuple[str, str]]) -> None:
        """Collect everyone who appears in a supplier's output or behind it."""
        if (supplier, context) in seen:
            return
        seen.add((supplier, context))
        found.update(self.direct(supplier))
        for need in self.needs(supplier, context):
            for maker in self.makers(need):
                self.appearing(maker["supplier"], need["input"], found, seen)


class Country:
    """One profile in a world: its sources, its parties and what they could do."""

    def __init__(
        self, world: World, profile: dict[str, Any], *, home: tuple[str, ...] = (), horizon: float | None = None
    ) -> None:
        self.world = world
        self.horizon = float(world.model["horizon_years"] if horizon is None else horizon)
        members = [world.circles[name]["members"] if name in world.circles else [name] for name in home]
        self.home = {profile["country"]["code"]}.union(*members)
        self.rows = {context: self._expanded(profile, context) for context in world.settings}
        found: set[str] = set()
        seen: set[tuple[str, str]] = set()
        for context, rows in self.rows.items():
            for row in rows:
                world.appearing(row["supplier"], context, found, seen)
        self.parties = {party for party in found if world.jurisdiction(party) not in self.home}
        self.states = {party for party in self.parties if party not in world.suppliers}
        self._memory: dict[Any, Power] = {}

    def _expanded(self, profile: dict[str, Any], context: str) -> list[Row]:
        """The sources of a component, with mixes written out."""
        layer, name = context.split(".")
        result = []
        for row in normalised(profile.get(layer, {}).get(name, [])):
            # A row without evidence is D. Where no evidence is recorded at all, as in the worked example, whose Monte
            # Carlo figures use the grades as written, they stand.
            known = {"grade": row["grade"] if row.get("evidence") or not self.world.evidence else "D"}
            if "mix" not in row:
                result.append({**row, **known, "mixed": False})
                continue
            parts = normalised(self.world.mixes[row["mix"]]["sources"])
            result += [{**part, **known, "mixed": True, "share": row["share"] * part["share"]} for part in parts]
        return result

    # One component

    def _revocable(self, row: Row) -> bool:
        return bool(self.world.weights["access"][row["access"]]["revocable"])

    def _kept(self, row: Row, context: str, t: float) -> float:
        """ret_i(t): what the access leaves in hand."""
        if not self._revocable(row):
            return 0.0
        settings = self.world.settings[context]
        purchased = row["access"] == "purchased"
        life = (
            settings["service_life_years"] if purchased else self.world.weights["access"][row["access"]]["life_years"]
        )
        return retained(t, number(life), number(settings["demand_growth"]))

    def _held(self, row: Row, context: str, t: float | None = None) -> Power:
        """Kappa or, with `t`, lambda of the parties over a source."""
        if row.get("untouchable"):
            return {}
        key = (row["supplier"], row["access"], context, t)
        if key not in self._memory:
            growth = 0.0 if t is None else number(self.world.settings[context]["demand_growth"])
            power = self.world.control(row["supplier"], context, t=t, growth=growth, revocable=self._revocable(row))
            self._memory[key] = {party: value for party, value in power.items() if party in self.parties}
        return self._memory[key]

    def unmet(self, context: str, rows: list[Row], times: list[float]) -> list[Power]:
        """Unmet need at each time, by the party that stops supply."""
        settings = self.world.settings[context]
        growth, surge, limit = (
            number(settings["demand_growth"]),
            number(settings["surge"]),
            self.world.model["surge_limit"],
        )
        supply = sum(row["share"] for row in rows)
        tied: Power = {}  # supply that does not expand because the party controls it
        for row in rows:
            for party, value in self._held(row, context).items():
                tied[party] = tied.get(party, 0.0) + row["share"] * min(1.0, value / limit)
        result = []
        for t in times:
            cut = dict.fromkeys(tied, 0.0)
            for row in rows:
                gone = 1 - self._kept(row, context, t)
                for party, value in self._held(row, context, t).items():
                    cut[party] += row["share"] * value * gone
            added = surge * t * (1 + growth) ** -t
            result.append({party: max(0.0, cut[party] - added * (supply - tied[party])) for party in cut})
        return result

    def component(self, context: str, rows: list[Row]) -> dict[str, Any]:
        """Indicators, score, control and loss of a component with these sources."""
        unattributed = max(0.0, 1 - sum(row["share"] for row in rows))
        outside = unattributed
        control: Power = {}
        for row in rows:
            held = self._held(row, context)
            outside += row["share"] * max(held.values(), default=0.0)
            for party, value in held.items():
                control[party] = control.get(party, 0.0) + row["share"] * value
        m = self.unmet(context, rows, [k * self.horizon / 4 for k in range(5)])
        loss = {p: (m[0][p] + 4 * m[1][p] + 2 * m[2][p] + 4 * m[3][p] + m[4][p]) / 12 for p in m[0]}
        indicators = {
            "outside": outside,
            "single_hand": max((control[party] for party in control if party in self.states), default=0.0),
            "cutoff": max(loss.values(), default=0.0),
        }
        importance = {key: number(value) for key, value in self.world.weights["indicators"].items()}
        score = power_mean(importance, indicators, 1.0)
        return {**indicators, "score": score, "unattributed": unattributed, "control": control, "loss": loss}

    def hhi(self, context: str) -> float | None:
        """Concentration over foreign jurisdictions; the worked example has null where there is none."""
        foreign: Power = {}
        for row in self.rows[context]:
            state = self.world.jurisdiction(row["supplier"])
            if self._revocable(row) and state is not None and state not in self.home:
                foreign[state] = foreign.get(state, 0.0) + row["share"]
        total = sum(foreign.values())
        return sum((value / total) ** 2 for value in foreign.values()) if total else None

    def legal_access(self, context: str) -> float | None:
        """Share of the hosted need under a foreign law that can compel disclosure."""
        hosted = [row for row in self.rows[context] if row["access"] == "hosted"]
        states = [self.world.jurisdiction(row["supplier"]) for row in hosted]
        total = sum(row["share"] for row in hosted)
        reached = sum(
            row["share"]
            for row, state in zip(hosted, states, strict=True)
            if state not in self.home and self.world.laws.get(state, {}).get("compels_disclosure_abroad")
        )
        return reached / total if total else None

    # Everything

    def roll_up(self, values: Power) -> tuple[Power, float]:
        """Scores of the layers and of the country from those of the components, 0–1."""
        layers = {}
        for layer, entry in self.world.weights["layers"].items():
            weights = {f"{layer}.{name}": number(c["weight"]) for name, c in entry["components"].items()}
            layers[layer] = power_mean(weights, values, self.world.exponent)
        return layers, power_mean(self.layer_weights, layers, self.world.exponent)

    @property
    def layer_weights(self) -> Power:
        weights = {layer: number(entry["weight"]) for layer, entry in self.world.weights["layers"].items()}
        return {layer: weight / sum(weights.values()) for layer, weight in weights.items()}

    def weights_within(self, layer: str) -> Power:
        components = self.world.weights["layers"][layer]["components"]
        weights = {f"{layer}.{name}": number(c["weight"]) for name, c in components.items()}
        return {context: weight / sum(weights.values()) for context, weight in weights.items()}

    def bounds(self, components: dict[str, Any]) -> tuple[float, float]:
        """The score with what is unattributed in the country's own hands, and in those of the worst state.

        Where no state is a party the method names none to try. Not knowing must not look like independence, so an
        unnamed outside state is.
        """
        abroad = copy.copy(self)
        abroad.states = self.states or {"unnamed"}
        abroad.parties, abroad._memory = self.parties | abroad.states, {}
        low, high = {}, {}
        for context, component in components.items():
            extra = {"supplier": "", "share": component["unattributed"], "access": "owned", "untouchable": True}
            rows = self.rows[context]
            low[context] = self.component(context, [*rows, extra])["score"]
            access = "hosted" if context.split(".")[0] in ("models", "cloud") else "purchased"
            tried = [
                abroad.component(context, [*rows, {"supplier": s, "share": extra["share"], "access": access}])["score"]
                for s in (abroad.states if extra["share"] > 0 else ())
            ]
            high[context] = max(tried, default=component["score"])
        return 100 * self.roll_up(low)[1], 100 * self.roll_up(high)[1]

    def party(self, party: str, components: dict[str, Any], course: dict[str, list[Power]]) -> dict[str, Any]:
        by_layer = {
            layer: sum(w * components[c]["loss"].get(party, 0.0) for c, w in self.weights_within(layer).items())
            for layer in self.layer_weights
        }
        modes: dict[str, Power] = {}
        for context in components:
            for row in self.rows[context]:
                held = row["share"] * self._held(row, context).get(party, 0.0)
                by_mode = modes.setdefault(context, {})
                by_mode[MODES[row["access"]]] = by_mode.get(MODES[row["access"]], 0.0) + held
        return {
            "loss": sum(self.layer_weights[layer] * value for layer, value in by_layer.items()),
            "by_layer": by_layer,
            "by_component": {c: components[c]["loss"].get(party, 0.0) for c in components},
            "control": {c: components[c]["control"].get(party, 0.0) for c in components},
            "course": {c: [at.get(party, 0.0) for at in course[c]] for c in components},
            "modes": modes,
        }

    def assess(self) -> dict[str, Any]:
        """All that the nominal method says; scores 0–100, the rest as fractions."""
        components = {context: self.component(context, rows) for context, rows in self.rows.items()}
        layers, score = self.roll_up({context: component["score"] for context, component in components.items()})
        p = self.world.exponent
        within = {c: w for layer in layers for c, w in self.weights_within(layer).items()}
        parts = {
            layer: self.layer_weights[layer] * layers[layer] ** p / score ** (p - 1) if score else 0.0
            for layer in layers
        }
        years = self.world.model["course_years"]
        course = {context: self.unmet(context, rows, years) for context, rows in self.rows.items()}
        low, high = self.bounds(components)
        layer_coverage = {
            layer: sum(w * (1 - components[c]["unattributed"]) for c, w in self.weights_within(layer).items())
            for layer in layers
        }
        coverage = sum(self.layer_weights[layer] * value for layer, value in layer_coverage.items())
        for context, component in components.items():
            layer = context.split(".")[0]
            shown = {"hhi": self.hhi(context), "legal_access": self.legal_access(context)}
            shown["measured"] = sum(r["share"] for r in self.rows[context] if r["grade"] in "AB" and not r["mixed"])
            part = within[context] * component["score"] ** p / layers[layer] ** p if layers[layer] else 0.0
            components[context] = {**component, **shown, "contribution": 100 * parts[layer] * part}
        return {
            "score": 100 * score,
            "layers": {layer: 100 * value for layer, value in layers.items()},
            "contributions": {layer: 100 * value for layer, value in parts.items()},
            "components": components,
            "parties": {party: self.party(party, components, course) for party in sorted(self.parties)},
            "bounds": (low, high),
            "coverage": coverage,
            "layer_coverage": layer_coverage,
            "measured": sum(
                self.layer_weights[c.split(".")[0]] * within[c] * components[c]["measured"] for c in within
            ),
            "comparable": coverage >= self.world.model["minimum_coverage"]
            and min(layer_coverage.values()) > 0
            and high - low <= self.world.model["maximum_spread"],
        }
