"""What is asked of the records of any file: ids and codes that exist, shares that sum to 1, needs told apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sovai.loading.known import Known
from sovai.loading.toml import Location, Reader, suggest
from sovai.model import countries
from sovai.model.catalogue import Need
from sovai.model.profile import InputSource, Source
from sovai.model.vocabulary import COMPONENT_IDS

ROUNDING = 0.005
"""Shares may exceed 1 by this much: it is rounding, and is normalised."""


class Check:
    """Checks of one file; the subject of every fault is a place in it."""

    def __init__(self, reader: Reader, path: Path, known: Known) -> None:
        self.reader, self.path, self.known = reader, path, known
        self._none_of: set[str] = set()

    def fault(self, where: Location, what: str, remedy: str) -> None:
        """Add a fault at a place of the file."""
        self.reader.fault(self.path, where, what, remedy)

    def exists(self, where: Location, kind: str, wanted: str, what: str, *, place: str = "") -> None:
        """Ask that an id of a kind exists; that a tree has none of the kind is told once of each file."""
        ids = self.known.of_kind(kind)
        if wanted not in ids and kind not in self._none_of:
            self.fault(where, f"there is no {what} {wanted!r}{place}", suggest(wanted, ids))
            if not ids:
                self._none_of.add(kind)

    def evidence(self, where: Location, wanted: Iterable[str]) -> None:
        """Ask that evidence entries exist."""
        for i, key in enumerate(wanted):
            self.exists((*where, "evidence", i), "evidence", key, "evidence", place=" in catalogue/evidence.toml")

    def code(self, where: Location, code: str) -> None:
        """Ask for an ISO 3166-1 alpha-3 code of a state."""
        if countries.is_aggregate(code):
            self.fault(
                where,
                f"{code!r} is an aggregate of trade statistics, not a state",
                "name single states; leave the share out where the state is not known (it is then unattributed)",
            )
        elif countries.is_iso(code) or (self.known.own_codes and countries.is_user_assigned(code)):
            return
        elif countries.is_user_assigned(code):
            self.fault(
                where,
                f"{code!r} is a code left to users, and this tree defines no such country",
                "use an ISO 3166-1 alpha-3 code, or add a profile with that code",
            )
        else:
            near = countries.near_code(code)
            remedy = (
                f"did you mean {near!r} ({countries.name_of(near)})?"
                if near
                else "use an ISO 3166-1 alpha-3 code such as DEU"
            )
            self.fault(where, f"{code!r} is not an ISO 3166-1 alpha-3 code", remedy)

    def supplier(self, where: Location, wanted: str) -> None:
        """Ask for a supplier of the catalogue or a country code."""
        ids = self.known.of_kind("suppliers")
        if wanted in ids:
            return
        in_capitals = wanted.casefold() in ids and not countries.is_iso(wanted)
        coded = countries.looks_like_code(wanted) or countries.is_iso(wanted.upper()) or countries.is_aggregate(wanted)
        if coded and not in_capitals:
            self.code(where, wanted)
        else:
            self.exists(where, "suppliers", wanted, "supplier")

    def rows(self, where: Location, rows: Mapping[int, InputSource] | Mapping[int, Source]) -> None:
        """Ask of rows with shares, by position, that they sum to at most 1, appear once, and cite what exists."""
        total = sum(row.share for row in rows.values())
        if total > 1.0 + ROUNDING:
            self.fault(
                where,
                f"shares sum to {total:.4g}, above 1",
                "shares are parts of one need: lower them until they sum to at most 1",
            )
        seen: set[str] = set()
        for i, row in rows.items():
            if row.label in seen:
                self.fault(
                    (*where, i),
                    f"second row of {row.label.replace('/', ' with access ')}",
                    "merge the two rows into one",
                )
            seen.add(row.label)
            self.evidence((*where, i), row.evidence)

    def inputs(self, where: Location, rows: Sequence[InputSource]) -> None:
        """Check the sources of an input."""
        self.rows(where, dict(enumerate(rows)))
        for i, row in enumerate(rows):
            self.supplier((*where, i, "supplier"), row.supplier)

    def sources(self, where: Location, rows: Mapping[int, Source], *, mixes: bool) -> None:
        """Check the sources of a component or a mix, by position."""
        self.rows(where, rows)
        for i, row in rows.items():
            if row.supplier is not None:
                self.supplier((*where, i, "supplier"), row.supplier)
            elif row.mix is not None and mixes:
                self.exists((*where, i, "mix"), "mixes", row.mix, "mix")
            else:
                self.fault((*where, i, "mix"), "a mix within a mix", "write its suppliers out")

    def needs(self, where: Location, needs: Sequence[Need]) -> None:
        """Check needs: inputs and contexts that exist, one need of an input in a context, sources, evidence."""
        contexts = self.known.of_kind("inputs") | set(COMPONENT_IDS)
        for i, need in enumerate(needs):
            here = (*where, i)
            self.exists((*here, "input"), "inputs", need.input, "input")
            for j, context in enumerate(need.for_):
                if context not in contexts:
                    self.fault(
                        (*here, "for", j),
                        f"{context!r} is neither a component nor an input",
                        suggest(context, contexts),
                    )
            for other in needs[:i]:
                if other.input == need.input and (not other.for_ or not need.for_ or set(other.for_) & set(need.for_)):
                    self.fault(
                        (*here, "input"),
                        f"second need of {need.input!r} for the same supply",
                        "merge the two, or tell them apart with 'for'",
                    )
            self.inputs((*here, "from"), need.from_)
            self.evidence(here, need.evidence)
