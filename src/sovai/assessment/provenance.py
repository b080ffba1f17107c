"""What a run was asked for, and what it takes to compute the same bytes again."""

from __future__ import annotations

import hashlib
import math
import shlex
from collections.abc import Iterable, Mapping

import numpy as np

from sovai._version import __version__
from sovai.engine.draws import BLOCK
from sovai.engine.parallel import Workers, check_workers
from sovai.errors import UsageError
from sovai.model.profile import Profile
from sovai.model.tree import Model
from sovai.results.base import Provenance

MAXIMUM_HORIZON_YEARS = 100.0
MAXIMUM_DRAWS = 100_000_000
"""More take hours and tell nothing more: the error of a simulation falls with the square root of the draws."""


def check_arguments(horizon_years: float, draws: int, seed: int, interval: float, workers: Workers = 1) -> None:
    """Raise `UsageError` for a number that is out of bounds."""
    if not (math.isfinite(horizon_years) and 0.0 <= horizon_years <= MAXIMUM_HORIZON_YEARS):
        raise UsageError(f"a horizon of {horizon_years} years is not between 0 and {MAXIMUM_HORIZON_YEARS:g}")
    if not 0 <= draws <= MAXIMUM_DRAWS:
        raise UsageError(f"{draws} draws: give 0 (nominal only) to {MAXIMUM_DRAWS:,}")
    if seed < 0:
        raise UsageError(f"seed {seed}: give a whole number from 0 on")
    check_workers(workers)
    if not 0.0 < interval < 1.0:
        raise UsageError(f"an interval of {interval} is not between 0 and 1 (0.9 is the central 90 %)")


def provenance_of(
    model: Model,
    profiles: Iterable[Profile],
    command: Iterable[str],
    *,
    seed: int = 0,
    draws: int | None = None,
    counted: str = "--draws",
) -> Provenance:
    """Return where a result comes from; `command` is the command without draws, seed and data.

    Without `draws` the command is one that never draws; `counted` is its option for how many.
    """
    drawing = () if draws is None else (counted, str(draws), "--seed", str(seed))
    digests = {**model.digests, **{f"profiles/{p.country.code}.toml": p.digest for p in profiles}}
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


def options(home: str, horizon_years: float | None, interval: float) -> list[str]:
    """Return the options of a command that are not at their defaults."""
    given = ["--home", home] if home else []
    given += ["--horizon", f"{horizon_years:g}"] if horizon_years is not None else []
    return given + (["--interval", f"{interval:g}"] if interval != 0.9 else [])


def digest_of(digests: Mapping[str, str]) -> str:
    """Return one digest for all files: SHA-256 over the sorted lines of ``sha256sum``."""
    lines = "".join(f"{digest}  {file}\n" for file, digest in sorted(digests.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def has_moved(digest: str | None, model: Model) -> bool:
    """Whether a digest, or the beginning of one, is not that of the model's weights and catalogue."""
    return digest is not None and not digest_of(model.digests).startswith(digest)
