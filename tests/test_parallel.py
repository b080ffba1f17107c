"""Workers: the same bytes from this process, from processes, from a map of the caller's and from a Dask cluster."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sovai
from conftest import SMALL, Run
from sovai.assessment.panel import Panel
from sovai.assessment.setting import settle
from sovai.engine.clocks import horizon_times
from sovai.engine.compiled import System
from sovai.engine.cutoff import expose, indicators
from sovai.engine.parallel import Workers, map_blocks, map_units
from sovai.engine.scoring import published, score
from sovai.engine.streams import BLOCK, Block
from sovai.engine.together import draw_together
from sovai.engine.worlds import CountryWorld, DrawnWorld
from sovai.errors import SovaiError, UsageError
from sovai.loading import load_model, load_profile
from sovai.report.data import to_json

DRAWS = 2 * BLOCK + 100


@pytest.fixture(scope="module")
def pool() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        yield pool


SCENARIO = """
schema = 1

[scenario]
id = "more-at-home"
title = "A larger service at home, which chips of one maker would serve"
description = "A part of what is bought from one provider would come from home."
status = "hypothetical"
checked_on = 2026-01-31

[[changes]]
kind = "shift"
component = "cloud.infrastructure"
from = "cloudco"
to = "homecloud"
part = [0.1, 0.2, 0.4]
judgement = true

[[changes]]
kind = "set"
parameter = "model.surge_limit"
value = 0.4
judgement = true

[[changes]]
kind = "cut"
parties = ["USA"]
strength = [0.2, 0.5, 0.9]
judgement = true
"""


def asked(workers: Workers, folder: Path) -> dict[str, Callable[[], Any]]:
    """Every function that draws, on the small tree."""
    model = load_model(SMALL)
    profile = load_profile("DEU", model=model)
    scenario, lever = folder / "more-at-home.toml", folder / "lever.toml"
    scenario.write_text(SCENARIO, encoding="utf-8")
    lever.write_text(
        SCENARIO.split('[[changes]]\nkind = "cut"')[0]
        .replace("[scenario]", "[lever]")
        .replace('status = "hypothetical"\nchecked_on = 2026-01-31', 'kind = "domestic"'),
        encoding="utf-8",
    )
    options: dict[str, Any] = {"model": model, "draws": DRAWS, "workers": workers}
    return {
        "assess": lambda: sovai.assess(profile, **options),
        "rank": lambda: sovai.rank(**options),
        "leverage": lambda: sovai.leverage("USA", **options),
        "compare countries": lambda: sovai.compare(profile, "FRA", **options),
        "compare scenarios": lambda: sovai.compare(profile, scenario, **options),
        "what_if": lambda: sovai.what_if(profile, scenario=scenario, **options),
        "levers": lambda: sovai.levers(profile, lever, **options),
    }


ASKED = ["assess", "rank", "leverage", "compare countries", "compare scenarios", "what_if", "levers"]


@pytest.mark.parametrize("what", ASKED)
def test_results_are_the_same_bytes_on_processes(what: str, pool: ProcessPoolExecutor, tmp_path: Path) -> None:
    here, there = (to_json(asked(workers, tmp_path)[what]()) for workers in (1, pool.map))
    assert here == there
    assert f'"draws": {DRAWS}' in here


def test_processes_of_its_own_give_the_same_bytes_and_report_progress() -> None:
    model, seen = load_model(SMALL), list[int]()
    alone = sovai.leverage("USA", model=model, draws=DRAWS)
    several = sovai.leverage("USA", model=model, draws=DRAWS, workers=2, progress=seen.append)
    assert to_json(alone) == to_json(several)
    assert seen == [BLOCK, BLOCK, 100]


def test_units_come_in_order_whoever_maps_them(pool: ProcessPoolExecutor) -> None:
    units = list(range(50))
    for workers in (1, pool.map, map, lambda work, units: [pool.submit(work, unit) for unit in units]):
        assert list(map_units(str, units, workers=workers)) == list(map(str, units))


def test_more_processes_than_units_or_draws_do_no_harm() -> None:
    assert list(map_units(str, [], workers=-1)) == []
    assert list(map_units(str, [7], workers=64)) == ["7"]
    assert list(map_blocks(str, 0)) == []
    assert list(map_blocks(Block.__str__, 10)) == [str(Block(0, 10))]


def begin(folder: Path, unit: int) -> int:
    """Leave a trace of having been begun."""
    (folder / str(unit)).touch()
    return unit


def taken_slowly(results: Iterator[int], folder: Path) -> Iterator[tuple[int, int]]:
    """Yield how many results were taken, and how many units had been begun a good while later."""
    for taken, _ in enumerate(results, start=1):
        time.sleep(0.15)
        yield taken, len(list(folder.iterdir()))


@pytest.mark.parametrize("engine", ["processes", "pool", "submit", "map"])
def test_no_more_units_are_in_flight_than_asked_for(engine: str, pool: ProcessPoolExecutor, tmp_path: Path) -> None:
    """Whoever takes the results is slow; what is begun, and not taken, stays bounded, and yet nobody waits for work."""
    engines: dict[str, Workers] = {
        "processes": 2,
        "pool": pool.map,
        "submit": lambda work, units: [pool.submit(work, unit) for unit in units],
        "map": map,
    }
    list(pool.map(str, range(2)))  # the processes are there
    units, ahead = list(range(14)), 4
    results = map_units(partial(begin, tmp_path), units, workers=engines[engine], ahead=ahead)
    seen = list(taken_slowly(results, tmp_path))
    assert [taken for taken, _ in seen] == list(range(1, 15))
    assert all(begun <= taken + ahead for taken, begun in seen)
    if engine != "map":  # which begins a unit when it is taken
        assert all(begun > taken for taken, begun in seen[:-1])
        assert max(begun - taken for taken, begun in seen) >= ahead - 1


@pytest.mark.parametrize("ahead", [2, 3, 5, 100])
def test_units_come_in_order_however_they_are_handed_out(ahead: int, pool: ProcessPoolExecutor) -> None:
    for units in (list(range(23)), [1], []):
        for workers in (1, 2, pool.map, map):
            assert list(map_units(str, units, workers=workers, ahead=ahead)) == list(map(str, units))


@pytest.mark.parametrize("workers", [0, -2, 1.5, True, None, "two"])
def test_other_numbers_of_workers_are_refused(workers: Any) -> None:
    with pytest.raises(UsageError, match="give a number of processes from 1 on"):
        map_units(str, [1, 2], workers=workers)
    with pytest.raises(UsageError, match="give a number of processes from 1 on"):
        sovai.leverage("USA", model=load_model(SMALL), draws=10, workers=workers)


def test_an_error_of_a_unit_is_raised_here_and_a_lost_process_is_told() -> None:
    with pytest.raises(ZeroDivisionError):
        list(map_units(partial(divmod, 1), [1, 0], workers=2))
    with pytest.raises(SovaiError, match="a process ended before its work was done"):
        list(map_units(os._exit, [3, 3], workers=2))


BUSY = """
import os, sys, threading, time
from pathlib import Path
from sovai.engine.parallel import map_units

def be_named_and_busy(folder):
    (Path(folder) / str(os.getpid())).touch()
    time.sleep(600)

if __name__ == "__main__":
    if sys.argv[2] == "afresh":  # a process with threads is not copied
        threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
    list(map_units(be_named_and_busy, [sys.argv[1]] * 4, workers=2))
"""


@pytest.mark.parametrize("started", ["as a copy", "afresh"])
def test_processes_end_when_the_one_that_started_them_is_killed(started: str, tmp_path: Path) -> None:
    script, folder = tmp_path / "busy.py", tmp_path / "processes"
    script.write_text(BUSY, encoding="utf-8")
    folder.mkdir()
    process = subprocess.Popen([sys.executable, str(script), str(folder), started])

    def is_there(number: str) -> bool:
        status = Path("/proc") / number / "stat"
        return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"

    def soon(met: Callable[[], bool]) -> bool:
        began = time.monotonic()
        while not met() and time.monotonic() - began < 100.0:
            time.sleep(0.05)
        return met()

    assert soon(lambda: len(list(folder.iterdir())) == 2)
    assert all(is_there(path.name) for path in folder.iterdir())
    process.kill()
    process.wait()
    assert soon(lambda: not any(is_there(path.name) for path in folder.iterdir()))


def test_the_command_line_takes_a_number_of_workers(run: Run) -> None:
    arguments = ["leverage", "USA", "--data", SMALL, "--draws", "3000", "--json", "--workers"]
    assert run(*arguments, "1").output == run(*arguments, "2").output
    refused = run(*arguments, "0")
    assert refused.exit_code == 1
    assert refused.stderr == (
        "sovai: workers 0: give a number of processes from 1 on, -1 for one per core, or a map-like callable\n"
    )


# What is not computed twice


def plainly(systems: list[System], names: list[str], block: Block, correlation: float) -> list[tuple[Any, ...]]:
    """Scores, layers and losses of each country by itself: everything for every party, in one piece."""
    found = []
    for system, name in zip(systems, names, strict=True):
        world = CountryWorld(DrawnWorld(3, block.number, block.size), name, correlation)
        measured = np.zeros((len(system.components), 3, block.size))
        losses = np.zeros((len(system.parties), block.size))
        for c, component in enumerate(system.components):
            exposure = expose(component, system, world, horizon_times(system.horizon_years))
            lost = exposure.losses()
            measured[c] = indicators(exposure, lost, system)
            weight = system.layer_weights[system.layer_of[c]] * system.component_weights[c]
            for party, loss in lost.items():
                losses[party] += weight * loss
        scores = score(measured, published(system), system)
        found.append((scores.country, scores.layers, dict(zip(system.parties, losses, strict=True))))
    return found


def test_countries_drawn_together_are_exactly_those_drawn_one_by_one() -> None:
    """A mix of one component and of several, windows of a block, few parties and all: none may change a digit."""
    panel = Panel(["DEU", "FRA", "KEN", "CHN"], settle(home="EU", horizon_years=1.0))
    correlations, block = (0.0, 0.3, 0.5, 1.0), Block(2, 1100)
    cohort = panel.cohort(range(4), ["USA", "TWN", "NLD", "nvidia", "asml", "nobody"])
    together = draw_together(cohort, block, seed=3, correlations=correlations)
    for correlation, countries in zip(correlations, together, strict=True):
        alone = plainly(panel.systems, list(cohort.names), block, correlation)
        for drawn, (country, layers, losses) in zip(countries, alone, strict=True):
            np.testing.assert_array_equal(drawn.score, country)
            np.testing.assert_array_equal(drawn.layers, layers)
            assert set(drawn.losses) >= {"USA", "asml", "nobody"}
            for party, loss in drawn.losses.items():
                np.testing.assert_array_equal(loss, losses.get(party, np.zeros(block.size)), err_msg=party)


def test_where_no_process_can_be_started_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError("no semaphores")

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", refused)
    assert list(map_units(abs, [-1, 2, -3], workers=2)) == [1, 2, 3]


@pytest.mark.parametrize("start", ["copied", "afresh"])
def test_processes_give_the_same_however_they_start(start: str, tmp_path: Path) -> None:
    """A process with one thread is copied, one with more starts others afresh."""
    settled = "import os; os.environ['OPENBLAS_NUM_THREADS'] = '1'\n" if start == "copied" else ""
    waits = "import threading; threading.Thread(target=threading.Event().wait, daemon=True).start()\n"
    waiting = "" if start == "copied" else waits
    script = tmp_path / "script.py"
    script.write_text(
        settled + waiting + "from sovai.engine.parallel import copies_cheaply, map_units\n"
        "if __name__ == '__main__':\n"
        "    import numpy\n"
        "    print(copies_cheaply(), list(map_units(abs, [-1, 2, -3], workers=2)))\n",
        encoding="utf-8",
    )
    shown = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True).stdout
    copied = start == "copied" and Path("/proc/self/task").exists()
    assert shown == f"{copied} [1, 2, 3]\n"
