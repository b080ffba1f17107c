"""What a file may refer to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sovai.model import countries
from sovai.model.catalogue import Catalogue
from sovai.model.profile import Country
from sovai.model.tree import Model
from sovai.model.weights import Weights


class Unread(frozenset[str]):
    """The ids of a file that cannot be read: nothing can be said to be missing from it."""

    def __contains__(self, wanted: object) -> bool:
        return True

    def __or__(self, other: object) -> Unread:
        return self


@dataclass(frozen=True)
class Known:
    """What a file may refer to; ids include those of faulty records, so that one fault is not told twice."""

    weights: Weights | None
    catalogue: Catalogue
    ids: Mapping[str, frozenset[str]]
    own_codes: bool

    @classmethod
    def of_model(cls, model: Model) -> Known:
        """Return what a loaded model makes known."""
        catalogue = model.catalogue
        ids = {name: frozenset(getattr(catalogue, name)) for name in Catalogue.model_fields}
        return cls(model.weights, catalogue, ids, model.own_codes)

    def beside(self, country: Country | None) -> Known:
        """Return what is known to the profile of a country, which may be an invented one."""
        invented = country is not None and countries.is_user_assigned(country.code)
        return replace(self, own_codes=self.own_codes or invented)

    def of_kind(self, kind: str) -> frozenset[str]:
        """Return the ids of a kind."""
        return self.ids.get(kind, frozenset())
