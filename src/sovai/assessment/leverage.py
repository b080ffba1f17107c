"""`leverage`: one party's power over countries – how much, of what, and how fast."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from sovai.assessment.drawing import Drawing
from sovai.assessment.estimates import estimate
from sovai.assessment.names import label_name, stack_names
from sovai.assessment.panel import Panel, Wanted, place_of
from sovai.assessment.parties import time_to_half
from sovai.assessment.provenance import provenance_of
from sovai.assessment.setting import settle
from sovai.engine.comparison import Pick, compare_countries
from sovai.engine.compiled import Floats
from sovai.engine.control import ControlSweep
from sovai.engine.cutoff import expose
from sovai.engine.parallel import Workers
from sovai.engine.simulation import VETO_TOLERANCE
from sovai.engine.worlds import NominalWorld
from sovai.model.tree import Model
from sovai.results.ranking import Leverage, LeverageEntry, Veto, VetoCount


def leverage(
    party: str,
    countries: Wanted | Iterable[Wanted] | None = None,
    *,
    model: Model | None = None,
    home: str | Iterable[str] = "",
    horizon_years: float | None = None,
    draws: int = 2000,
    seed: int = 0,
    interval: float = 0.9,
    workers: Workers = 1,
    progress: Callable[[int], None] | None = None,
) -> Leverage:
    """Show over which countries a state or supplier holds how much: the loss, the control in the end, the vetoes.

    Parameters
    ----------
    party : str
        A state (``"USA"``, ``"Netherlands"``) or a supplier (``"asml"``, ``"ASML"``).
    countries : str, path, Profile or iterable of them, optional
        Circles, codes, names, paths of profiles or profiles; without them all profiles of the model's tree. A file or
        record takes the place of the tree's own profile of that country.
    model : Model, optional
        From `sovai.load_model`; without it the shipped one is loaded.
    home : str or iterable of str
        A circle such as ``"EU"``, or countries: for each of them all of them are at home. Others keep to themselves.
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
    Leverage
        Profiles with faults are listed in ``failed`` and the others stand.

    Raises
    ------
    UsageError
        If an argument is out of bounds, a name unknown, or the party holds nothing of what the countries use.
    DataError
        If no profile is without faults, or the shipped model has to be loaded and has faults.
    """
    setting = settle(model, home=home, horizon_years=horizon_years)
    model = setting.model
    method = model.weights.model
    drawing = Drawing(draws, seed, interval, workers, progress)
    panel = Panel(countries, setting)
    label = panel.find_party(party)
    at_home = panel.at_home(label)
    places = {i: place_of(label, system) for i, system in enumerate(panel.systems) if i not in at_home}
    held = [i for i, place in places.items() if place is not None]
    drawn = _draw(panel, label, held, drawing)
    sweeps = panel.sweeps(np.array(method.course_years.value))
    entries = [_entry(panel, i, place, drawn.get(i), interval, sweeps) for i, place in places.items()]
    components = model.weights.component_ids()
    command = ["leverage", label, *panel.arguments, *setting.options(interval)]
    return Leverage(
        party=label,
        name=label_name(label, model.catalogue),
        kind="company" if label in model.catalogue.suppliers else "jurisdiction",
        jurisdiction=model.catalogue.jurisdiction_of(label),
        home=tuple(sorted(setting.circle)),
        horizon_years=setting.horizon_years,
        edition=method.as_of,
        interval=interval,
        veto_threshold=method.veto_threshold.mode,
        course_years=method.course_years.value,
        entries=tuple(_ranked(entries)),
        vetoes=tuple(_counted(entries, components)),
        at_home=tuple(panel.countries[i] for i in panel.by_name(at_home)),
        failed=panel.chosen.failed,
        without_profile=panel.chosen.without_profile,
        names=stack_names(model),
        provenance=provenance_of(model, panel.profiles, command, seed=seed, draws=draws),
    )


def _draw(panel: Panel, label: str, countries: Sequence[int], drawing: Drawing) -> dict[int, Floats]:
    """Return draws of the party's loss by country, as they are when a country is assessed by itself."""
    if not (drawing.draws and countries):
        return {}
    drawn = compare_countries(
        panel.cohort(countries),
        Pick(party=label),
        draws=drawing.draws,
        seed=drawing.seed,
        correlations=(1.0,),
        workers=drawing.workers,
        progress=drawing.progress,
    )
    return dict(zip(countries, drawn.figures[0], strict=True))


def _entry(
    panel: Panel, i: int, place: int | None, drawn: Floats | None, interval: float, sweeps: Sequence[ControlSweep]
) -> LeverageEntry:
    system, run = panel.systems[i], panel.nominal[i]
    weight, nothing = system.stack_weights, np.zeros(len(system.components))
    loss, control = (nothing, nothing) if place is None else (run.loss[:, place], run.control[:, place])
    return LeverageEntry(
        country=panel.countries[i],
        rank=1,
        loss=estimate(float(weight @ loss), drawn, interval),
        control=float(weight @ control),
        by_layer={
            layer: float((system.component_weights * loss)[system.layer_of == at].sum())
            for at, layer in enumerate(system.layers)
        },
        vetoes=() if place is None else tuple(_vetoes(panel, i, place, sweeps)),
        comparable=not panel.standings[i].obstacles,
    )


def _vetoes(panel: Panel, i: int, place: int, sweeps: Sequence[ControlSweep]) -> Iterator[Veto]:
    system, control = panel.systems[i], panel.nominal[i].control[:, place]
    years = np.array(system.course_years)
    for c in np.flatnonzero(control >= system.veto_threshold - VETO_TOLERANCE).tolist():
        component = system.components[c]
        unmet = expose(component, system, NominalWorld(), years, sweep=sweeps[c]).unmet[place][:, 0]
        yield Veto(
            component=component.id,
            control=float(control[c]),
            time_to_half_years=time_to_half(unmet, system),
        )


def _ranked(entries: Iterable[LeverageEntry]) -> Iterator[LeverageEntry]:
    """Yield entries with their ranks, the largest loss first, then the largest control; equals by name."""

    def power(entry: LeverageEntry) -> tuple[float, float]:
        return -entry.loss.nominal, -entry.control

    before: LeverageEntry | None = None
    for place, entry in enumerate(sorted(entries, key=lambda e: (*power(e), e.country.name)), start=1):
        shared = before is not None and power(before) == power(entry)
        before = entry.model_copy(update={"rank": before.rank if before is not None and shared else place})
        yield before


def _counted(entries: Sequence[LeverageEntry], components: Iterable[str]) -> Iterator[VetoCount]:
    for component in components:
        vetoes = [veto for entry in entries for veto in entry.vetoes if veto.component == component]
        if vetoes:
            times = [veto.time_to_half_years for veto in vetoes if veto.time_to_half_years is not None]
            yield VetoCount(component=component, countries=len(vetoes), time_to_half_years=min(times, default=None))
