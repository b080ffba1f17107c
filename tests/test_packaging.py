"""The built wheel, in a clean environment."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from sovai._version import __version__
from sovai.loading import data_root

ROOT = Path(__file__).parents[1]
UV = shutil.which("uv")

pytestmark = [pytest.mark.wheel, pytest.mark.skipif(UV is None, reason="uv builds and installs the wheel")]


def call(*command: str | Path, folder: Path = ROOT) -> str:
    environment = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    call(UV or "", "build", "--wheel", "--out-dir", folder)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_carries_the_data_and_the_types(wheel: Path) -> None:
    assert wheel.name == f"sovai_risk-{__version__}-py3-none-any.whl"
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = [path.relative_to(data_root()).as_posix() for path in (data_root() / "profiles").rglob("*.toml")]
    assert {f"sovai/data/{file}" for file in shipped} <= names
    assert {"sovai/data/weights.toml", "sovai/py.typed"} <= names
    assert {"sovai/report/locales/de.po", "sovai/report/locales/de.mo"} <= names
    assert {name.split("/")[0] for name in names} == {"sovai", f"sovai_risk-{__version__}.dist-info"}


def test_the_installed_wheel_gives_the_same_result_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    clean = tmp_path / "clean"
    call(UV or "", "venv", "--quiet", clean)
    programs = clean / ("Scripts" if os.name == "nt" else "bin")
    call(UV or "", "pip", "install", "--quiet", "--python", programs / "python", wheel)
    text = call(programs / "sovai", "score", "DEU", "--draws", "0", folder=tmp_path)
    assert text.startswith("Germany (DEU)")
    german = call(programs / "sovai", "score", "DEU", "--draws", "0", "--lang", "de", folder=tmp_path)
    assert german.startswith("Deutschland (DEU)")
    assert call(programs / "sovai", "check", "--strict", folder=tmp_path).startswith("no faults\n")

    ours = json.loads(call(Path(sys.executable).with_name("sovai"), "score", "DEU", "--draws", "0", "--json"))
    theirs = json.loads(call(programs / "sovai", "score", "DEU", "--draws", "0", "--json", folder=tmp_path))
    assert theirs["provenance"]["digest"] == ours["provenance"]["digest"]
    assert theirs["score"]["nominal"] == pytest.approx(ours["score"]["nominal"], rel=1e-9)
