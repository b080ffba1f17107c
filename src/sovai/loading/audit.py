"""Every fault of a whole tree, or of some of its files, in one run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sovai.errors import Fault
from sovai.loading.changes import FOLDERS
from sovai.loading.locate import data_root, profile_codes, profile_path, weights_path
from sovai.loading.scenarios import holds_changes, read_changes
from sovai.loading.toml import Reader
from sovai.loading.tree import read_model, read_profile


def check_tree(
    files: Sequence[str | Path] = (), *, data: str | Path | None = None, strict: bool = False
) -> tuple[Fault, ...]:
    """Return every fault of a tree, or of the named files against it; empty where all is well.

    Parameters
    ----------
    files : sequence of paths, optional
        Profiles (paths, codes or names) and files of scenarios and levers; without them all of the tree.
    data : path, optional
        The tree; without it the shipped one.
    strict : bool
        Also ask of each parameter of the model for its reason and its evidence, as the shipped tree must.
    """
    root = data_root(data)
    _, known, faults = read_model(root, weights_path(root), strict=strict)
    if files:
        named = [profile_path(f, root) for f in files]
        asking = [path for path in named if path.parent.name in FOLDERS.values() or holds_changes(path)]
        profiles = [path for path in named if path not in asking]
    else:
        asking = [path for folder in FOLDERS.values() for path in sorted((root / folder).glob("*.toml"))]
        profiles = [root / "profiles" / f"{c}.toml" for c in profile_codes(root)]
    reader = Reader(root)
    for path in profiles:
        read_profile(reader, path, known)
    for path in asking:
        read_changes(reader, path, known)
    return tuple(dict.fromkeys([*faults, *reader.faults]))
