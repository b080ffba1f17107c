"""What it takes to compute the same bytes again."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Iterable, Mapping

import numpy as np

from sovai._version import __version__
from sovai.engine.streams import BLOCK
from sovai.model.profile import Profile
from sovai.model.tree import Model
from sovai.results.base import Provenance


def provenance_of(
    model: Model,
    profiles: Iterable[Profile],
    command: Iterable[str],
    *,
    files: Mapping[str, str] | None = None,
    seed: int = 0,
    draws: int | None = None,
    counted: str = "--draws",
) -> Provenance:
    """Return where a result comes from; `command` is the command without draws, seed and data.

    `files` are the digests of what was read besides model and profiles.
    Without `draws` the command is one that never draws; `counted` is its option for how many.
    """
    drawing = () if draws is None else (counted, str(draws), "--seed", str(seed))
    digests = {**model.digests, **(files or {}), **{f"profiles/{p.country.code}.toml": p.digest for p in profiles}}
    return Provenance(
        version=__version__,
        numpy=np.__version__,
        seed=seed,
        draws=draws or 0,
        block=BLOCK,
        digest=digest_of(digests),
        digests=digests,
        command=shlex.join(["sovai", *command, *drawing, *model.options]),
    )


def digest_of(digests: Mapping[str, str]) -> str:
    """Return one digest for all files: SHA-256 over the sorted lines of ``sha256sum``."""
    lines = "".join(f"{digest}  {file}\n" for file, digest in sorted(digests.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def has_moved(digest: str | None, model: Model) -> bool:
    """Whether a digest, or the beginning of one, is not that of the model's weights and catalogue."""
    return digest is not None and not digest_of(model.digests).startswith(digest)
