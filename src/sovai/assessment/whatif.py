"""`what_if`: one country under scenarios or refusals – what would stop, run down and go on, and for how long."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from sovai.assessment.asking import TIMES, ask_for_outsiders, at_home_of, cut_of, limits_of, own_options, times_of
from sovai.assessment.cited import cited_sources
from sovai.assessment.command import option
from sovai.assessment.courses import Courses
from sovai.assessment.drawing import Drawing
from sovai.assessment.interrupting import NominalRun, Run
from sovai.assessment.names import label_name
from sovai.assessment.precedents import on_record_of, precedent_of
from sovai.assessment.provenance import has_moved, provenance_of
from sovai.assessment.refusals import Asked, asked_of, changes_of
from sovai.assessment.scenarios import apply
from sovai.assessment.setting import settle
from sovai.engine.parallel import Workers
from sovai.errors import UsageError
from sovai.loading import load_scenario
from sovai.model.changes import AnyChange
from sovai.model.profile import Profile
from sovai.model.scenario import Scenario
from sovai.model.tree import Model
from sovai.model.vocabulary import AccessMode
from sovai.results.base import CountryName
from sovai.results.whatif import ChangeFound, LayerCourse, OnRecord, ScenarioFound, WhatIf


def what_if(
    profile: Profile,
    *,
    scenario: str | Path | Scenario | Iterable[str | Path | Scenario] = (),
    cut: str | Iterable[str] = (),
    components: Iterable[str] = (),
    access: Iterable[AccessMode] = (),
    strength: float | Sequence[float] = 1.0,
    at: str | Iterable[float] = TIMES,
    model: Model | None = None,
    home: str | Iterable[str] = (),
    horizon_years: float | None = None,
    draws: int = 2000,
    seed: int = 0,
    interval: float = 0.9,
    workers: Workers = 1,
    progress: Callable[[int], None] | None = None,
) -> WhatIf:
    """Show what would follow for a country if parties stopped supply, or under scenarios.

    Parameters
    ----------
    profile : Profile
        From `sovai.load_profile`.
    scenario : str, path, Scenario or iterable of them
        Ids of the model's tree, paths of files, or scenarios from `sovai.load_scenario`; together where there are
        several.
    cut : str or iterable of str
        Parties that would stop supply, all together: states, suppliers, circles (``"USA"``, ``"nvidia,tsmc"``,
        ``"EU"``).
    components : iterable of str
        Limits what `cut` stops: components with all that is behind them, layers, or inputs.
    access : iterable of str
        Limits what `cut` stops to sources with these modes of access.
    strength : float or sequence of three floats
        How far the parties of `cut` carry it out, 0–1: a number, or lowest, most likely and highest.
    at : str or iterable of float
        Times after supply stops: years, or text such as ``"0,30d,1y"`` (d days, w weeks, m months, y years).
    model : Model, optional
        From `sovai.load_model`; without it the shipped one is loaded.
    home : str or iterable of str
        Circles and countries that count as home beside the country itself. What is at home cannot be cut.
    horizon_years : float, optional
        Length of the cut-off over which losses are averaged, in years from 0 to 100; without it that of the model.
    draws : int
        Monte Carlo draws; 0: nominal figures only.
    seed : int
        Seed of the draws, from 0 on.
    interval : float
        Width of the central intervals, between 0 and 1.
    workers : int or callable
        As in SciPy: processes for the draws, -1 for one per core, or a map-like callable such as ``pool.map``; see
        `sovai.engine.parallel.Workers`. The result does not depend on it.
    progress : callable, optional
        Called with the number of draws done since the last call.

    Returns
    -------
    WhatIf
        Changes that find nothing in the profile are among `changes`, with ``found`` false.

    Raises
    ------
    UsageError
        If an argument is out of bounds, a name unknown, nothing is asked, or all parties of a cut are at home.
    DataError
        If a scenario or the shipped model has faults.
    """
    setting = settle(model, home=home, horizon_years=horizon_years)
    model = setting.model
    drawing = Drawing(draws, seed, interval, workers, progress)
    at_home = setting.home_of(profile)
    scenarios = [scenario] if isinstance(scenario, str | Path | Scenario) else list(scenario)
    asked_cuts = [cut] if isinstance(cut, str) else list(cut)
    limits, modes = limits_of(components, model), tuple(access)
    refused = [cut_of(text, limits, modes, strength, model) for text in asked_cuts]
    if not scenarios and not refused:
        raise UsageError("nothing is asked: name a scenario, or parties that would stop supply with --cut")
    for asked in refused:
        ask_for_outsiders(asked, at_home, model, profile)
    loaded = [item if isinstance(item, Scenario) else load_scenario(item, model=model) for item in scenarios]
    changes = [asked for found in loaded for asked in changes_of(found)] + asked_of(refused)

    applied = apply([asked.change for asked in changes], profile, model)
    under = setting.under(applied.model)
    run = Run(under.compile(applied.profile), applied.model, changes, times_of(at))
    drawn = run.draw(drawing) if draws else None
    found = run.nominal()
    courses = Courses(run, found, drawn, interval, at_home)
    command = [
        "whatif",
        profile.named,
        *(item.scenario.id if isinstance(item, Scenario) else str(item) for item in scenarios),
        *option("--cut", asked_cuts),
        *own_options(limits, modes, strength, run.years),
        *setting.options(interval),
    ]
    provenance = provenance_of(
        model,
        [profile],
        command,
        files={f"scenarios/{item.scenario.id}.toml": item.digest for item in loaded},
        seed=seed,
        draws=draws,
    )
    shown = [_change_found(asked, i not in applied.unmatched, at_home, model) for i, asked in enumerate(changes)]
    layers = courses.layers()
    on_record = on_record_of(refused, model.catalogue)
    cited = _evidence(loaded, on_record, changes, run, found)
    return WhatIf(
        country=CountryName.of(profile),
        home=tuple(sorted(at_home)),
        horizon_years=under.horizon_years,
        data_as_of=profile.country.as_of,
        edition=model.weights.model.as_of,
        interval=interval,
        scenarios=tuple(_scenario_found(item, model) for item in loaded),
        changes=tuple(shown),
        on_record=on_record,
        years=run.years,
        curve_years=run.curve_years,
        loss=courses.loss(),
        stack=courses.of(run.stack),
        layers=layers,
        prices=tuple(courses.prices()),
        names={**_names(shown, layers, applied.model), profile.country.code: profile.country.name},
        evidence=cited_sources(model, cited),
        provenance=provenance,
    )


def _scenario_found(scenario: Scenario, model: Model) -> ScenarioFound:
    return ScenarioFound(
        head=scenario.scenario,
        precedents=tuple(
            precedent_of(one.title, one.start, one.end, one.evidence, one.note) for one in scenario.precedents
        ),
        data_moved=has_moved(scenario.scenario.digest, model),
    )


def _change_found(asked: Asked, found: bool, at_home: frozenset[str], model: Model) -> ChangeFound:
    return ChangeFound(
        scenario=asked.scenario,
        position=asked.position,
        change=asked.change,
        found=found,
        at_home=at_home_of(asked.change, at_home, model),
    )


def _evidence(
    scenarios: Iterable[Scenario], on_record: OnRecord, changes: Iterable[Asked], run: Run, found: NominalRun
) -> dict[str, None]:
    """Return the evidence of precedents and changes, then that of the sources that would stop, largest first."""
    precedents = [key for scenario in scenarios for one in scenario.precedents for key in one.evidence]
    precedents += [key for one in on_record.ended for key in one.evidence]
    stopped = [
        (float(part), row.evidence)
        for component, one in zip(run.system.components, found.interruptions, strict=True)
        for row, part in zip(component.rows, one.stopped[:, -1, 0], strict=True)
        if part > 0.0
    ]
    sources = [key for _, evidence in sorted(stopped, key=lambda pair: -pair[0]) for key in evidence]
    return dict.fromkeys((*precedents, *(key for asked in changes for key in asked.change.evidence), *sources))


def _names(changes: Iterable[ChangeFound], layers: Iterable[LayerCourse], model: Model) -> dict[str, str]:
    catalogue = model.catalogue
    names: dict[str, str] = {}
    for layer in layers:
        names |= {layer.id: layer.name} | {component.id: component.name for component in layer.components}
    mentioned = [key for layer in layers for component in layer.components for key in component.replaced_by]
    mentioned += [key for found in changes for key in (*found.at_home, *_mentioned(found.change))]
    for key in mentioned:
        circle = catalogue.circles.get(key)
        names.setdefault(key, label_name(key, catalogue) if circle is None else circle.name)
    return dict(sorted(names.items()))


def _mentioned(change: AnyChange) -> Iterator[str]:
    """Yield the suppliers, states, circles, components and inputs that a change names."""
    for place in ("parties", "components"):
        yield from getattr(change, place, ())
    source, reach, need = (getattr(change, place, None) for place in ("source", "reach", "need"))
    inside = ((source, "supplier"), (source, "mix"), (reach, "by"), (need, "input"))
    own = ((change, place) for place in ("from_", "to", "supplier", "input", "reach_by"))
    yield from filter(None, (getattr(record, place, None) for record, place in (*own, *inside)))
