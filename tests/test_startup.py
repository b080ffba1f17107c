"""The public names, and what starting costs: nothing is imported before it is used."""

from __future__ import annotations

import importlib.resources
import subprocess
import sys

import pytest

import sovai

PUBLIC = [
    "Assessment",
    "Citation",
    "Comparison",
    "CutSets",
    "DataError",
    "Difference",
    "Edition",
    "Explanation",
    "Fault",
    "FlipPoints",
    "Gaps",
    "Leverage",
    "Levers",
    "Model",
    "Profile",
    "Profiles",
    "RankRobustness",
    "Ranking",
    "Replay",
    "Report",
    "Robustness",
    "Scenario",
    "Sensitivity",
    "SovaiError",
    "Study",
    "UsageError",
    "WhatIf",
    "__version__",
    "assess",
    "cite",
    "compare",
    "compose_circle_report",
    "compose_report",
    "cut_sets",
    "diff",
    "flip_points",
    "freeze",
    "gaps",
    "leverage",
    "levers",
    "load_model",
    "load_profile",
    "load_scenario",
    "profiles",
    "rank",
    "rank_robustness",
    "read_edition",
    "replay",
    "robustness",
    "sensitivity",
    "study",
    "what_if",
    "write_edition",
]


def modules_after(statements: str) -> set[str]:
    """Top-level modules that a fresh interpreter has loaded after some statements, beyond those it starts with."""
    script = (
        f"import sys; before = set(sys.modules)\n{statements}\nprint('\\n'.join(sorted(set(sys.modules) - before)))"
    )
    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    return set(printed.split("\0")[-1].split())


def outside(modules: set[str]) -> set[str]:
    """The packages among modules that the standard library does not have."""
    top = {module.split(".")[0] for module in modules}
    return {name for name in top if name not in sys.stdlib_module_names and not name.startswith("_")}


def command(arguments: str) -> str:
    """Statements that run a command line and end what it prints with a zero byte."""
    return (
        f"from sovai.cli import main\ntry: main({arguments.split()!r})\nexcept SystemExit as end: assert not end.code\n"
        "print(end='\\0')"
    )


def test_the_public_names() -> None:
    assert sovai.__all__ == PUBLIC
    assert dir(sovai) == sorted(PUBLIC)
    for name in PUBLIC:
        assert getattr(sovai, name) is not None
    with pytest.raises(AttributeError, match="module 'sovai' has no attribute 'nothing'"):
        _ = sovai.nothing


def test_the_package_says_that_it_is_typed() -> None:
    assert importlib.resources.files("sovai").joinpath("py.typed").is_file()


def test_importing_sovai_loads_nothing_else() -> None:
    assert outside(modules_after("import sovai")) == {"sovai"}


def test_help_loads_click_alone() -> None:
    assert outside(modules_after(command("--help"))) == {"click", "sovai"}
    assert outside(modules_after(command("score --help"))) == {"click", "sovai"}


def test_a_score_loads_no_statistics_and_no_console_that_it_does_not_need() -> None:
    loaded = modules_after(command("score DEU --draws 50 --json"))
    assert "numpy" in loaded
    assert "scipy.stats" not in loaded
    assert "rich" not in loaded
    assert "scipy.stats" not in modules_after(command("score DEU --draws 50"))
