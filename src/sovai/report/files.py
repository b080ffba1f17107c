"""Files are written as a whole or not at all, several of them together."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sovai.errors import UsageError


def write_whole(files: Mapping[str, bytes]) -> None:
    """Write files; if one of them cannot be written, none is.

    Raises
    ------
    UsageError
        If a file cannot be written; it says which and why.
    """
    waiting: dict[str, tuple[Path, Path]] = {}
    try:
        for name, content in files.items():
            target = Path(name)
            with _named(name):
                if target.exists() and not target.is_file():  # a device or a pipe takes it as it comes
                    target.write_bytes(content)
                    continue
                target = target.resolve()  # a link stays a link
                handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
                waiting[name] = (Path(temporary), target)
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                Path(temporary).chmod(0o644)
        for name, (temporary_path, target) in waiting.items():
            with _named(name):
                temporary_path.replace(target)
    finally:
        for temporary_path, _target in waiting.values():
            temporary_path.unlink(missing_ok=True)


@contextmanager
def _named(name: str) -> Iterator[None]:
    """Say of which file a fault is."""
    try:
        yield
    except OSError as error:
        reason = f"{name} cannot be written ({error.strerror}); name a file in a folder that exists"
        raise UsageError(reason) from None
