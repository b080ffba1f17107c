"""A real Dask cluster of this machine gives the same bytes, and what is missing is said plainly."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from distributed import Client, LocalCluster

import sovai
from conftest import SMALL, Run
from sovai.engine.parallel import map_units
from sovai.loading import load_model
from sovai.report.data import to_json
from test_parallel import begin, taken_slowly
from test_study import PLAN, contents

DRAWS = 5000


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    """Two worker processes; ports that are free, since other tests may have a cluster at the same time."""
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50) as cluster:
        yield cluster


def test_a_dask_client_maps_the_draws(cluster: LocalCluster) -> None:
    model = load_model(SMALL)
    profile = sovai.load_profile("DEU", model=model)
    with Client(cluster) as client:
        for found in (
            lambda **options: sovai.rank(model=model, draws=DRAWS, **options),
            lambda **options: sovai.assess(profile, model=model, draws=DRAWS, **options),
        ):
            assert to_json(found(workers=client.map)) == to_json(found(workers=1))


def test_the_command_line_draws_on_a_cluster(cluster: LocalCluster, run: Run) -> None:
    arguments = ["leverage", "USA", "--data", SMALL, "--draws", str(DRAWS), "--json"]
    there = run(*arguments, "--dask", cluster.scheduler_address)
    assert there.exit_code == 0, there.output
    assert there.stdout == run(*arguments, "--workers", "1").stdout


def test_a_study_on_a_cluster_leaves_the_same_folder(cluster: LocalCluster, run: Run, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(PLAN.replace('["more-at-home"]', "[]").replace("3_000", "20_000"), encoding="utf-8")
    arguments = ["study", plan, "--data", SMALL, "--files", "csv"]
    assert run(*arguments, "--into", tmp_path / "there", "--dask", cluster.scheduler_address).exit_code == 0
    assert run(*arguments, "--into", tmp_path / "here", "--workers", "1").exit_code == 0
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


def test_a_cluster_holds_no_more_units_than_asked_for(cluster: LocalCluster, tmp_path: Path) -> None:
    with Client(cluster) as client:
        results = map_units(partial(begin, tmp_path), list(range(14)), workers=client.map, ahead=4)
        seen = list(taken_slowly(results, tmp_path))
        assert len(seen) == 14
        assert all(taken <= begun <= taken + 4 for taken, begun in seen)
        assert max(begun - taken for taken, begun in seen) >= 3


def test_without_dask_one_sentence_says_what_to_install(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    result = run("leverage", "USA", "--data", SMALL, "--draws", "10", "--dask", "tcp://127.0.0.1:8786")
    assert result.exit_code == 1
    assert result.stderr == ("sovai: --dask needs the extra sovai-risk[dask]; install it here and on the cluster\n")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nowhere", "127.0.0.1:port", "tcp://127.0.0.1:99999999"])
def test_an_address_where_nobody_answers_is_told(address: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sovai.cli.cluster.SECONDS", 0.3)
    result = run("leverage", "USA", "--data", SMALL, "--draws", "10", "--dask", address)
    assert result.exit_code == 1
    assert result.stderr == (
        f"sovai: --dask {address}: no Dask scheduler answers there; give its address, tcp://HOST:PORT\n"
    )
