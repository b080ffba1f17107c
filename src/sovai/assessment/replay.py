"""`replay`: an edition computed again, and whether the same comes out."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator, Mapping

import numpy as np

from sovai._version import __version__
from sovai.assessment.agreement import NOMINAL_TOLERANCE, SIMULATED_TOLERANCE, compare_figures
from sovai.assessment.drawing import Drawing
from sovai.assessment.freeze import FrozenResult, results_of
from sovai.engine.parallel import Workers
from sovai.loading import load_model, root_of
from sovai.loading.digests import tree_digests
from sovai.model.tree import Model
from sovai.results.edition import Edition, FileChange, Replay, Replayed


def replay(
    edition: Edition,
    *,
    model: Model | None = None,
    workers: Workers = 1,
    progress: Callable[[int], None] | None = None,
) -> Replay:
    """Compute an edition again from its data, and compare every country with what was frozen.

    Parameters
    ----------
    edition : Edition
        From `sovai.read_edition` or `sovai.freeze`.
    model : Model, optional
        Of the edition's data; without it the shipped one is loaded.
    workers : int or callable
        Processes, or a map-like callable as for `sovai.assess`; the result does not depend on it.
    progress : callable, optional
        Called with the number of countries done since the last call.

    Returns
    -------
    Replay
        Where the data are not those of the edition it names the files, and nothing is computed.

    Raises
    ------
    DataError
        If a file of the tree has faults.
    """
    model = load_model() if model is None else model
    files = tuple(_changed(edition.digests, tree_digests(root_of(model))))
    drawing = Drawing(edition.draws, edition.seed, edition.interval, workers)
    found = () if files else results_of(model, drawing, progress=progress)
    return Replay(
        edition=edition,
        version=__version__,
        numpy=np.__version__,
        machine=platform.machine(),
        nominal_tolerance=NOMINAL_TOLERANCE,
        simulated_tolerance=SIMULATED_TOLERANCE,
        files=files,
        countries=tuple(_compared(result, edition) for result in found),
    )


def _compared(found: FrozenResult, edition: Edition) -> Replayed:
    """Compare a result by its digest and by the figures that people read, which a hand may have changed."""
    if edition.results[found.code] == found.digest and edition.figures[found.code] == found.figures:
        return Replayed(code=found.code, agreement="same bytes", nominal=0.0, simulated=0.0, deviations=())
    return compare_figures(found.code, edition.figures[found.code], found.figures, draws=edition.draws)


def _changed(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[FileChange]:
    for file in sorted(old.keys() | new.keys()):
        if old.get(file) != new.get(file):
            yield FileChange(
                file=file, change="added" if file not in old else "removed" if file not in new else "changed"
            )
