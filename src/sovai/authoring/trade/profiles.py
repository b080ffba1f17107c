"""Puts the rows that trade statistics give into the texts of profiles, and leaves everything else in them as it is."""

from __future__ import annotations

import dataclasses
import difflib
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sovai.authoring.text import replace_components
from sovai.authoring.trade.rows import component_rows, home_row
from sovai.authoring.trade.statistics import HEADINGS, Trade, is_transit
from sovai.errors import DataError, Fault, UsageError
from sovai.loading import load_profile, profile_codes, profile_path
from sovai.loading.toml import suggest
from sovai.model.profile import Source
from sovai.model.tree import Model


@dataclass(frozen=True)
class HomeShares:
    """Shares of each sector that are made at home, with their evidence.

    Attributes
    ----------
    by_sector : mapping of (str, str) to float
        Country and sector → share.
    evidence : tuple of str
        Ids of evidence entries.
    """

    by_sector: Mapping[tuple[str, str], float]
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rewritten:
    """One profile as it was and as it is to be.

    Attributes
    ----------
    path : Path
        The file.
    before, after : str
        Its text.
    remarks : tuple of str
        What was not as usual, one sentence each.
    """

    path: Path
    before: str
    after: str
    remarks: tuple[str, ...] = field(default=())

    def diff(self) -> str:
        """Return the change as a unified diff; empty where there is none."""
        lines = difflib.unified_diff(
            self.before.splitlines(keepends=True),
            self.after.splitlines(keepends=True),
            fromfile=f"a/profiles/{self.path.name}",
            tofile=f"b/profiles/{self.path.name}",
        )
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def profiles_to_write(root: Path, model: Model, wanted: str = "") -> tuple[Path, ...]:
    """Return the profiles of a list of circles and countries such as ``EU,CHE``, or all of the tree.

    Members of a circle that have no profile are passed over; a country that is named must have one.

    Raises
    ------
    UsageError
        If a country has no profile, or there is nothing to write to.
    """
    available = profile_codes(root)
    names = [name for part in wanted.split(",") if (name := part.strip())]
    paths = set() if names else {profile_path(code, root) for code in available}
    for name in names:
        circle = model.catalogue.circles.get(name.upper())
        members = (name,) if circle is None else sorted({*circle.members} & {*available})
        paths |= {profile_path(member, root) for member in members}
    if not paths:
        raise UsageError(f"there is no profile {f'of {wanted} ' if wanted else ''}in {root / 'profiles'}")
    return tuple(sorted(paths))


def rewrite(
    paths: Iterable[Path],
    trade: Trade,
    *,
    model: Model,
    evidence: str,
    home: HomeShares | None = None,
    components: Collection[str] = (),
) -> tuple[Rewritten, ...]:
    """Return profiles with the rows of traded components replaced; nothing is written.

    Parameters
    ----------
    paths : paths
        The profiles.
    trade : Trade
        Imports by heading.
    model : Model
        What the profiles refer to.
    evidence : str
        Id of the statistics' evidence entry.
    home : HomeShares, optional
        Without it the rows of national suppliers are kept as they are.
    components : collection of str
        Which of the traded components to write; empty: all that the model weighs.

    Raises
    ------
    DataError
        If a profile is faulty, before or after.
    UsageError
        If evidence or a component does not exist, or home supply cannot be told from the file.
    """
    for wanted in components:
        if wanted not in HEADINGS:
            raise UsageError(
                f"{wanted!r} is not a component with a heading in trade statistics; {suggest(wanted, HEADINGS)}"
            )
    components = components or [component for component in HEADINGS if _is_weighed(component, model)]
    known = model.catalogue.evidence
    for wanted in (evidence, *(home.evidence if home else ())):
        if wanted not in known:
            raise UsageError(f"there is no evidence {wanted!r} in catalogue/evidence.toml; {suggest(wanted, known)}")
    if home is not None:
        _require_world(trade, components)
    rewriter = _Rewriter(trade, model, evidence, home, components)
    changes = [rewriter.rewritten(path) for path in paths]
    _require_valid(changes, model)
    return tuple(changes)


def _is_weighed(component: str, model: Model) -> bool:
    layer, name = component.split(".")
    return layer in model.weights.layers and name in model.weights.layers[layer].components


def _require_world(trade: Trade, components: Collection[str]) -> None:
    for component in components:
        code = HEADINGS[component].code
        if HEADINGS[component].sector is not None and trade.imports.get(code) and not trade.covers_world(code):
            raise UsageError(
                f"the file holds the imports of {len(trade.imports[code])} countries under HS {code}, too few to tell "
                "shares of world exports; give the figures of all countries, or leave --domestic out to keep the rows "
                "of home supply as they are"
            )


@dataclass(frozen=True)
class _Rewriter:
    """Puts what statistics say into profiles."""

    trade: Trade
    model: Model
    evidence: str
    home: HomeShares | None
    components: Collection[str]

    def rewritten(self, path: Path) -> Rewritten:
        """Return a profile as it is and as it is to be."""
        profile = load_profile(path, model=self.model)
        country = profile.country.code
        text = path.read_bytes().decode()
        rows: dict[str, Sequence[Source]] = {}
        remarks = []
        for component, heading in HEADINGS.items():
            if component not in self.components:
                continue
            shares = self.trade.shares(country, heading.code)
            if not shares:
                remarks.append(f"{component}: the file has no imports under HS {heading.code}; left as it is")
                continue
            own = self._home_rows(country, component, profile.sources(component))
            if not own:
                remarks.append(f"{component}: no home supply; the imports stand for the whole need")
            hubs = sorted(origin for origin in shares if is_transit(origin, heading.code))
            blind = [hub for hub in hubs if not self.trade.shares(hub, heading.code)]
            if blind:
                remarks.append(
                    f"{component}: the file has no imports of {', '.join(blind)}; what came via there is unattributed"
                )
            rows[component] = component_rows(self.trade, country, component, home=own, evidence=(self.evidence,))
        return Rewritten(path, text, replace_components(text, rows), tuple(remarks))

    def _home_rows(self, country: str, component: str, present: Sequence[Source]) -> list[Source]:
        """Return the rows of national suppliers: those present, with the country's own row anew if there is a table."""
        catalogue, sector = self.model.catalogue, HEADINGS[component].sector
        national = [row for row in present if row.supplier and catalogue.jurisdiction_of(row.supplier) == country]
        if self.home is None or sector is None:
            return national
        named = [row for row in national if row.supplier != country]
        row = home_row(
            self.trade,
            country,
            component,
            self.home.by_sector.get((country, sector)),
            named=named,
            sector_evidence=self.home.evidence,
            trade_evidence=(self.evidence,),
        )
        return [row, *named] if row is not None else named


def _require_valid(changes: Iterable[Rewritten], model: Model) -> None:
    """Read each new text back as a profile; the faults of all name the files they are meant for."""
    faults: list[Fault] = []
    with tempfile.TemporaryDirectory() as folder:
        for change in changes:
            draft = Path(folder) / change.path.name
            draft.write_bytes(change.after.encode())
            try:
                load_profile(draft, model=model)
            except DataError as error:
                faults += [dataclasses.replace(fault, file=str(change.path)) for fault in error.faults]
    if faults:
        raise DataError(faults)
