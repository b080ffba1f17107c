"""`cite`: what to name when a figure is quoted."""

from __future__ import annotations

from sovai._version import __version__
from sovai.assessment.provenance import digest_of
from sovai.errors import UsageError
from sovai.loading import load_model, root_of
from sovai.loading.digests import tree_digests
from sovai.model.tree import Model
from sovai.results.base import Presentable
from sovai.results.citation import Citation


def cite(result: Presentable | None = None, *, model: Model | None = None) -> Citation:
    """Return what to cite: the program, the edition of the data and, with a result, the run that computed it.

    Parameters
    ----------
    result : Assessment, Ranking or another result, optional
        With it the run is cited too.
    model : Model, optional
        The model that the result was computed with; without it the shipped one is loaded.

    Returns
    -------
    Citation
        ``to_bibtex()`` and ``to_csl()`` hand it on.

    Raises
    ------
    UsageError
        If the result does not say how it was computed.
    """
    if result is not None and not hasattr(result, "provenance"):
        raise UsageError(
            f"a {type(result).__name__} names no run that could be cited; cite one of its countries' scores"
        )
    model = load_model() if model is None else model
    return Citation(
        version=__version__,
        edition=model.weights.model.as_of,
        digest=digest_of(tree_digests(root_of(model))),
        result=result,
    )
