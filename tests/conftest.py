"""The shipped model, small data trees to break, and the command line to break them with."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, settings

from sovai.cli import main
from sovai.loading import check_tree, load_model
from sovai.model.tree import Model

# Properties are about results: how fast a busy machine makes examples says nothing about them. A gate tries the same
# examples each time; a developer's run tries new ones.
settings.register_profile(
    "sovai", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
)
settings.load_profile("sovai")


SMALL = Path(__file__).parent / "trees" / "small"
"""Two countries, five components, every file of the catalogue; without faults."""


@cache
def shipped() -> Model:
    """Return the shipped model, read once for all tests of a process."""
    return load_model()


class Tree:
    """A copy of the small tree that a test may change."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(SMALL, root)

    def write(self, file: str, content: str | bytes) -> Path:
        path = self.root / file
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def replace(self, file: str, old: str, new: str) -> None:
        """Replace the first occurrence of a text that must occur."""
        before = (self.root / file).read_text(encoding="utf-8")
        assert old in before
        self.write(file, before.replace(old, new, 1))

    def faults(self, *, strict: bool = False) -> list[str]:
        return [str(fault) for fault in check_tree(data=self.root, strict=strict)]


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path / "tree")


Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """Run a command in this process; an exception that it lets through fails the test."""

    def invoke(*arguments: str | Path) -> Result:
        result = CliRunner().invoke(main, [str(argument) for argument in arguments])
        if not (result.exception is None or isinstance(result.exception, SystemExit)):
            raise result.exception
        return result

    return invoke
