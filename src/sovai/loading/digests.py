"""Which files a data tree is made of, and their digests."""

from __future__ import annotations

import hashlib
from pathlib import Path

_FOLDERS = ("profiles", "scenarios", "levers")


def tree_files(root: Path) -> tuple[str, ...]:
    """Return the data files of a tree by their paths within it, sorted: weights, profiles, catalogue and what-ifs."""
    found = [path for folder in _FOLDERS for path in (root / folder).rglob("*.toml")]
    names = [path.relative_to(root).as_posix() for path in found]
    return tuple(sorted(["weights.toml", *names]))


def tree_digests(root: Path) -> dict[str, str]:
    """Return the SHA-256 of each data file of a tree, as ``sha256sum`` prints it."""
    return {name: hashlib.sha256((root / name).read_bytes()).hexdigest() for name in tree_files(root)}
