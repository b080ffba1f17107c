"""`freeze`: every country of a data tree assessed, with what it takes to compute the same again."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np

from sovai._version import __version__
from sovai.assessment.agreement import quoted_figures
from sovai.assessment.assess import assess
from sovai.assessment.drawing import Drawing
from sovai.assessment.provenance import digest_of
from sovai.assessment.setting import settle
from sovai.engine.parallel import Workers, map_units
from sovai.engine.streams import BLOCK
from sovai.loading import load_model, load_profile, profile_codes, root_of
from sovai.loading.digests import tree_digests
from sovai.model.tree import Model
from sovai.results.edition import Edition


@dataclass(frozen=True)
class FrozenResult:
    """A country's result: the digest of all of it, and the figures that people quote."""

    code: str
    digest: str
    figures: dict[str, Any]


def freeze(
    *,
    model: Model | None = None,
    draws: int = 2000,
    seed: int = 0,
    interval: float = 0.9,
    workers: Workers = 1,
    progress: Callable[[int], None] | None = None,
) -> Edition:
    """Assess every country of a data tree, and return the results with all it takes to compute them again.

    Parameters
    ----------
    model : Model, optional
        From `sovai.load_model`; without it the shipped one is loaded.
    draws, seed, interval : as for `sovai.assess`
        The settings with which every country is assessed.
    workers : int or callable
        Processes, or a map-like callable as for `sovai.assess`; the result does not depend on it.
    progress : callable, optional
        Called with the number of countries done since the last call.

    Returns
    -------
    Edition
        `sovai.write_edition` writes it to a folder, `sovai.replay` computes it again.

    Raises
    ------
    DataError
        If a file of the tree has faults.
    UsageError
        If an argument is out of bounds.
    """
    model = settle(model).model
    found = list(results_of(model, Drawing(draws, seed, interval, workers), progress=progress))
    digests = tree_digests(root_of(model))
    return Edition(
        as_of=model.weights.model.as_of,
        version=__version__,
        numpy=np.__version__,
        machine=platform.machine(),
        draws=draws,
        seed=seed,
        interval=interval,
        block=BLOCK,
        digest=digest_of(digests),
        digests=digests,
        results={result.code: result.digest for result in found},
        figures={result.code: result.figures for result in found},
    )


def results_of(
    model: Model, drawing: Drawing, *, progress: Callable[[int], None] | None = None
) -> Iterator[FrozenResult]:
    """Yield the result of each country of a model's tree, by code; workers share the countries."""
    root = root_of(model)
    work = partial(_assess, root=root, drawing=replace(drawing, workers=1))
    for result in map_units(work, profile_codes(root), workers=drawing.workers):
        yield result
        if progress is not None:
            progress(1)


@cache
def _model(root: Path) -> Model:
    """Return the model of a tree, the same wherever it lies: the command of a result names no folder."""
    return replace(load_model(root), options=())


def _assess(code: str, *, root: Path, drawing: Drawing) -> FrozenResult:
    model = _model(root)
    found = assess(
        load_profile(code, model=model),
        model=model,
        draws=drawing.draws,
        seed=drawing.seed,
        interval=drawing.interval,
    )
    return FrozenResult(code, hashlib.sha256(found.to_json().encode()).hexdigest(), quoted_figures(found))
