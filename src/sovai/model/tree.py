"""A data tree as a whole: the scoring model and the catalogue, with the digests of the files they came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sovai.model.catalogue import Catalogue
from sovai.model.weights import Weights


@dataclass(frozen=True)
class Model:
    """What every assessment shares: weights and catalogue.

    Attributes
    ----------
    weights : Weights
        The scoring model.
    catalogue : Catalogue
        Suppliers, inputs, mixes, evidence, circles, jurisdictions, economies, measures.
    root : Path or None
        The data tree it was read from.
    digests : mapping of str to str
        SHA-256 of each file, by its path within the tree.
    options : tuple of str
        The options of the command line that name the same files; none for the shipped ones.
    own_codes : bool
        Whether an invented country is defined, so that codes which ISO 3166 leaves to users may appear.
    """

    weights: Weights
    catalogue: Catalogue
    root: Path | None = None
    digests: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    own_codes: bool = False
