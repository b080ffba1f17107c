"""A data tree as it lies in a folder, or as a git revision holds it; nothing is ever written into the repository."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from sovai.errors import UsageError
from sovai.loading.locate import data_root

_PARTS = ("weights.toml", "profiles", "scenarios", "levers")


@contextmanager
def data_tree(wanted: str | Path) -> Iterator[Path]:
    """Yield the folder of a data tree named by its path or by a git revision.

    A folder wins over a revision of the same name. A revision is looked up in the repository of the current folder, and
    its tree at the repository's root; ``REVISION:FOLDER`` names a tree elsewhere in it. It is copied into a temporary
    folder, which is removed afterwards.

    Raises
    ------
    UsageError
        If there is neither such a folder nor such a revision, or it holds no data tree.
    """
    text = str(wanted)
    if Path(text).exists() or isinstance(wanted, Path):
        yield data_root(wanted)
        return
    with tempfile.TemporaryDirectory(prefix="sovai-") as folder:
        _copy(text, Path(folder))
        yield Path(folder)


def _copy(revision: str, folder: Path) -> None:
    """Write the data files of a revision into a folder."""
    git = shutil.which("git")
    if git is None:
        raise UsageError(f"{revision} is not a folder, and git, which could know it as a revision, is not installed")
    top = _run(git, "rev-parse", "--show-toplevel")
    if isinstance(top, str):
        raise UsageError(f"{revision} is not a folder, and the current folder is in no git repository ({top})")
    repository = (git, "-C", top.decode().strip())
    tree = _run(*repository, "rev-parse", "--verify", "--end-of-options", revision)
    if isinstance(tree, str):
        raise UsageError(
            f"{revision} is neither a folder nor a revision of this repository; "
            "give the path of a data tree, or a branch, tag or commit such as HEAD~1"
        )
    tree_id = tree.decode().split()[-1]
    entries = _run(*repository, "ls-tree", "--name-only", tree_id)
    there = () if isinstance(entries, str) else entries.decode().split("\n")
    # The first two make a data tree, so that their absence is a fault; the others may be missing.
    parts = [part for part in _PARTS if part in _PARTS[:2] or part in there]
    archive = _run(*repository, "archive", "--format=tar", tree_id, "--", *parts)
    if isinstance(archive, str):
        raise UsageError(
            f"{revision} holds no data tree: weights.toml and profiles/ are wanted ({archive}); "
            "REVISION:FOLDER names a tree that does not lie at the root of the repository"
        )
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        for entry in files:
            content = files.extractfile(entry) if entry.isfile() else None
            name = PurePosixPath(entry.name)
            if content is not None and name.suffix == ".toml" and ".." not in name.parts and not name.is_absolute():
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content.read())


def _run(*command: str) -> bytes | str:
    """Return what git prints, or as text the first line of why it does not."""
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode == 0:
        return done.stdout
    return (done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"])[0]
