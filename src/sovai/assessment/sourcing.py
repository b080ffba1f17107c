"""Whom a country gets each component from, and who stands behind them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sovai.assessment.grading import effective_grade
from sovai.assessment.universe import Universe, parameter_of
from sovai.engine.compiled import Factor, ShareGroup
from sovai.model.profile import Profile, Source
from sovai.model.tree import Model
from sovai.model.vocabulary import HOME, AccessMode, Grade

if TYPE_CHECKING:
    from sovai.model.changes import Move, Shift


@dataclass(frozen=True)
class Expanded:
    """A source of a component, mixes written out: whose it is, how it is obtained, where its share comes from."""

    supplier: str
    access: AccessMode
    own: tuple[ShareGroup, int]
    within: tuple[ShareGroup, int] | None
    grade: Grade
    evidence: tuple[str, ...]
    factors: tuple[Factor, ...] = ()

    def times(self, factor: Factor) -> Expanded:
        """Return the source with a part of its share."""
        return replace(self, factors=(*self.factors, factor))


class Sources:
    """Where a country gets each component from."""

    def __init__(self, profile: Profile, universe: Universe) -> None:
        self.profile, self.universe, self.catalogue = profile, universe, universe.catalogue
        self._sources: dict[str, tuple[Expanded, ...]] = {}
        self._groups: dict[str, ShareGroup] = {}

    def of(self, component: str) -> tuple[Expanded, ...]:
        """Return the sources of a component, mixes written out, as the profile's moves leave them."""
        if component not in self._sources:
            sources = list(self._recorded(self.group(component), self.profile.sources(component)))
            for move in self.profile.moves:
                if move.component in (component, None):
                    sources = list(self._moved(component, sources, move))
            self._sources[component] = tuple(sources)
        return self._sources[component]

    def group(self, component: str) -> ShareGroup:
        """Return the shares of a component's own rows."""
        if component not in self._groups:
            rows, code = self.profile.sources(component), self.profile.country.code
            self._groups[component] = self.universe.group(
                f"shares/{code}/{component}", rows, [row.label for row in rows]
            )
        return self._groups[component]

    def holders(self, components: Iterable[str], access: Collection[str] = ()) -> Iterator[tuple[str, str]]:
        """Yield every supplier and state that appears in a source or behind it, with what it supplies there."""
        seen: set[tuple[str, str]] = set()
        queue = [
            (source.supplier, component)
            for component in components
            for source in self.of(component)
            if not access or source.access in access
        ]
        while queue:
            supplier, context = queue.pop()
            if (supplier, context) not in seen:
                seen.add((supplier, context))
                yield from ((context, label) for label, _ in self.universe.holders_labels(supplier))
                for need in self.catalogue.needs_of(supplier, context):
                    queue += [(row.supplier, need.input) for row in self.catalogue.sources_of(need)]

    def _recorded(self, group: ShareGroup, rows: Sequence[Source]) -> Iterator[Expanded]:
        for i, row in enumerate(rows):
            grade = effective_grade(row, self.catalogue)
            within = None if row.mix is None else self.universe.mix(row.mix)
            for j, source in enumerate((row,) if row.mix is None else self.catalogue.mixes[row.mix].sources):
                assert source.supplier is not None and source.access is not None  # checked on loading
                yield Expanded(
                    supplier=self._resident(source.supplier),
                    access=source.access,
                    own=(group, i),
                    within=None if within is None else (within, j),
                    grade=grade,
                    evidence=tuple(dict.fromkeys((*row.evidence, *source.evidence))),
                )

    def _resident(self, supplier: str) -> str:
        """Return the supplier; the country's own code for producers at home."""
        return self.profile.country.code if supplier == HOME else supplier

    def _moved(self, component: str, sources: Sequence[Expanded], move: Move) -> Iterator[Expanded]:
        """Yield the sources of a component after a change; shares that it does not name keep their draws."""
        if move.kind == "add":
            assert move.source is not None  # other additions are to the catalogue
            group = self.universe.group(f"added/{component}/{move.source.label}", [move.source], [move.source.label])
            yield from (source.times(Factor(group, rest=True)) for source in sources)
            yield from self._recorded(group, [move.source])
            return
        party = self._resident(move.from_ if move.kind == "shift" else move.supplier)
        for source in sources:
            if not self.catalogue.is_of(source.supplier, party):
                yield source
            elif move.kind == "shift":
                yield from self._shifted(component, source, move)
            elif move.kind == "access":
                yield replace(source, access=move.access)

    def _shifted(self, component: str, source: Expanded, move: Shift) -> Iterator[Expanded]:
        to, access = self._resident(move.to), move.access or source.access
        if (to, access) == (source.supplier, source.access):
            yield source
            return
        part = parameter_of(f"shift/{component}/{move.from_}/{move.to}", move.part)
        if part.low < 1.0:
            yield source.times(Factor(part, rest=True))
        evidence = tuple(dict.fromkeys((*source.evidence, *move.evidence)))
        yield replace(source.times(Factor(part, rest=False)), supplier=to, access=access, evidence=evidence)


def suppliers_of(profile: Profile, model: Model, component: str) -> frozenset[tuple[str, AccessMode]]:
    """Return who supplies a component, and how it is obtained, mixes written out."""
    return frozenset((found.supplier, found.access) for found in Sources(profile, Universe(model)).of(component))


def holders_behind(profile: Profile, model: Model, limits: Collection[str], access: Collection[str]) -> frozenset[str]:
    """Return every supplier and state that could stop something of the sources with these modes of access.

    Parameters
    ----------
    profile : Profile
    model : Model
    limits : collection of str
        Components with all that is behind them, and inputs; empty: everything.
    access : collection of str
        Empty: all.
    """
    sources = Sources(profile, Universe(model))
    ids = model.weights.component_ids()
    components = [component for component in ids if not limits or component in limits]
    whole = {label for _, label in sources.holders(components, access)}
    return frozenset(whole | {label for context, label in sources.holders(ids, access) if context in limits})
