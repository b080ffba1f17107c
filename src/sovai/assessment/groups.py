"""The groups whose part in an uncertainty is asked for, and what they are called."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from sovai.assessment.names import label_name, stack_names
from sovai.engine.compiled import System
from sovai.engine.quantities import Quantity, quantities
from sovai.engine.swapping import Group
from sovai.errors import UsageError
from sovai.model import countries
from sovai.model.tree import Model

_CHOICES = {"weights": ("layers", "components", "indicators"), "exponent": ("exponent",)}
"""Groups of choices, and the fields of a weighting that each swaps."""


class Grouping:
    """All groups of a run, some of them divided into their parts.

    Parameters
    ----------
    systems, codes : sequences
        Countries.
    country : int
        Whose figure it is; the own rows of the others are the group ``reference``.
    split : str or iterable of str
        Groups to be divided.
    """

    def __init__(
        self, systems: Sequence[System], codes: Sequence[str], country: int, split: str | Iterable[str] = ()
    ) -> None:
        self._systems, self._codes, self._country = systems, codes, country
        self.split = tuple(dict.fromkeys([split] if isinstance(split, str) else split))
        whole = [f"shares.{layer}" for layer in systems[0].layers]
        whole += ["mixes", "control", "lives", "surge", *(["reference"] if len(systems) > 1 else [])]
        self._check([*whole, *(id_ for id_, fields in _CHOICES.items() if len(fields) > 1)])
        found = {id_: self._nothing() for id_ in whole if id_ not in self.split}
        for i, c, id_, quantity in self._assigned():
            found.setdefault(id_, self._nothing())[i][c].add(quantity)
        self.data = [Group(id_, touched) for id_, touched in found.items()]

    @property
    def choices(self) -> dict[str, tuple[str, ...]]:
        """Fields of a weighting by group of choices."""
        found: dict[str, tuple[str, ...]] = {}
        for id_, fields in _CHOICES.items():
            if id_ in self.split:
                found |= {f"{id_}.{field}": (field,) for field in fields}
            else:
                found[id_] = fields
        return found

    @property
    def choice_sizes(self) -> dict[str, int]:
        """How many weights, or exponents, vary in each group of choices."""
        system = self._systems[0]
        sizes = {
            "layers": len(system.layers),
            "components": len(system.components),
            "indicators": len(system.indicator_weights),
            "exponent": int(not system.exponent.certain),
        }
        return {id_: sum(sizes[field] for field in fields) for id_, fields in self.choices.items()}

    def names(self, model: Model) -> dict[str, str]:
        """Return the names of what the groups' ids are made of."""
        found = stack_names(model)
        for id_ in (group.id for group in self.data):
            kind, _, place = id_.partition(".")
            if kind == "mixes" and place:
                found[place] = model.catalogue.mixes[place].name
            elif kind == "reference" and place:
                found[place] = countries.name_of(place)
            elif kind == "shares" and place.count("."):
                label = place.split(".", 2)[2]
                mix = label.removeprefix("mix:")
                supplier = label.partition("/")[0]
                found[label] = (
                    model.catalogue.mixes[mix].name if mix != label else label_name(supplier, model.catalogue)
                )
        return found

    def _nothing(self) -> list[defaultdict[int, set[Quantity]]]:
        return [defaultdict(set) for _ in self._systems]

    def _check(self, known: Sequence[str]) -> None:
        for id_ in self.split:
            if id_ not in known:
                near = difflib.get_close_matches(id_, known, n=1, cutoff=0.4)
                hint = f"did you mean {near[0]}? – " if near else ""
                raise UsageError(f"no group {id_!r} to divide; {hint}there are {', '.join(known)}")

    def _assigned(self) -> Iterator[tuple[int, int, str, Quantity]]:
        """Yield country, component and group of every quantity."""
        for i, system in enumerate(self._systems):
            for c, component in enumerate(system.components):
                for quantity in quantities(component):
                    group, part = quantity.group, quantity.part
                    if i != self._country and group.startswith("shares."):
                        group, part = "reference", f"reference.{self._codes[i]}"
                    yield i, c, part if group in self.split else group, quantity
