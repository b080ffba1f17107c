"""What a data tree needs looked at: figures that age, measures to check again, judgements without a word, weak sources.

None of it is a fault: the tree can be computed with. The rules are those of ``docs/how-to/upkeep.md``.
"""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sovai.assessment.grading import FRESH_YEARS, age_years, effective_grade, widening
from sovai.assessment.provenance import digest_of, has_moved
from sovai.errors import UpkeepWarning
from sovai.loading import load_model, load_profile, load_scenario, profile_codes, profile_path, scenario_ids
from sovai.loading.scenarios import holds_changes
from sovai.loading.toml import Location, Reader, spell
from sovai.model.catalogue import Catalogue, Measure, Need
from sovai.model.profile import Profile, Row
from sovai.model.scenario import Scenario
from sovai.model.tree import Model
from sovai.model.vocabulary import COMPONENT_IDS

_CATALOGUE = "profiles/catalogue"
_YEAR = dt.timedelta(days=366)


@dataclass(frozen=True)
class _Place:
    """A row and where it stands."""

    file: str
    where: Location
    row: Row

    def __str__(self) -> str:
        return f"{self.file}: {spell(self.where)}"


def review(files: Sequence[str | Path] = (), *, data: str | Path | None = None) -> tuple[UpkeepWarning, ...]:
    """Return every warning of a tree without faults, or of the named profiles alone.

    Parameters
    ----------
    files : sequence of paths, optional
        Profiles (paths, codes or names) and scenario files; without them all of the tree, and its catalogue.
    data : path, optional
        The tree; without it the shipped one.

    Raises
    ------
    DataError
        If the tree has faults.
    """
    model = load_model(data)
    assert model.root is not None  # it was read from there
    if files:
        kinds = {path: holds_changes(path) for path in (profile_path(file, model.root) for file in files)}
        described = [path for path, kind in kinds.items() if kind is None]
        asking = [path for path, kind in kinds.items() if kind == "scenario"]
    else:
        described = [profile_path(code, model.root) for code in profile_codes(model.root)]
        asking = [model.root / "scenarios" / f"{key}.toml" for key in scenario_ids(model.root)]
    name = Reader(model.root).name
    return upkeep(
        model,
        {name(path): load_profile(path, model=model) for path in described},
        scenarios={name(path): load_scenario(path, model=model) for path in asking},
        catalogue=not files,
    )


def upkeep(
    model: Model,
    profiles: Mapping[str, Profile],
    *,
    scenarios: Mapping[str, Scenario] | None = None,
    catalogue: bool = True,
) -> tuple[UpkeepWarning, ...]:
    """Return every warning of profiles and scenarios, named by their files, and of the catalogue; grouped by kind.

    The age of anything is counted to the edition's date (``model.as_of`` of the weights), never to today, so that the
    same tree always gives the same warnings.
    """
    places = [*_profile_rows(profiles), *(_catalogue_rows(model.catalogue) if catalogue else ())]
    edition = model.weights.model.as_of
    return (
        *_aged(places, model, edition),
        *(_measures(model.catalogue, edition) if catalogue else ()),
        *_judgements(places, model.catalogue),
        *_weak(places, model.catalogue),
        *_scenarios(scenarios or {}, model, edition),
    )


def _profile_rows(profiles: Mapping[str, Profile]) -> Iterator[_Place]:
    for file, profile in profiles.items():
        for component in COMPONENT_IDS:
            yield from _rows(file, tuple(component.split(".", 1)), profile.sources(component))


def _catalogue_rows(catalogue: Catalogue) -> Iterator[_Place]:
    """Yield every row with a share: of mixes, of inputs, and of needs that name their own sources."""
    inputs, suppliers = f"{_CATALOGUE}/inputs.toml", f"{_CATALOGUE}/suppliers.toml"
    for key, mix in catalogue.mixes.items():
        yield from _rows(f"{_CATALOGUE}/mixes.toml", (key, "sources"), mix.sources)
    for key, entry in catalogue.inputs.items():
        yield from _rows(inputs, ("inputs", key, "sources"), entry.sources)
    for key, extra in catalogue.components.items():
        yield from _rows_of_needs(inputs, ("components", key), extra.needs)
    for key, supplier in catalogue.suppliers.items():
        yield from _rows_of_needs(suppliers, (key,), supplier.needs)


def _rows_of_needs(file: str, where: Location, needs: Sequence[Need]) -> Iterator[_Place]:
    for i, need in enumerate(needs):
        yield from _rows(file, (*where, "needs", i, "from"), need.from_)


def _rows(file: str, where: Location, rows: Sequence[Row]) -> Iterator[_Place]:
    return (_Place(file, (*where, i), row) for i, row in enumerate(rows))


def _aged(places: Sequence[_Place], model: Model, edition: dt.date | None) -> Iterator[UpkeepWarning]:
    """Yield the sources that widen rows because nothing newer is cited; those that carry most rows first."""
    if edition is None:
        what = "is missing, so that no source is seen to age"
        yield UpkeepWarning(
            "weights.toml", "model.as_of", what, "give the day that the edition speaks of", "no edition"
        )
        return
    carried: dict[str, list[_Place]] = {}
    for place in places:
        if age_years(place.row, model.catalogue, edition) > FRESH_YEARS:
            newest = max(place.row.evidence, key=lambda key: model.catalogue.evidence[key].period_end)
            carried.setdefault(newest, []).append(place)
    for key, found in sorted(carried.items(), key=lambda item: (-len(item[1]), item[0])):
        age = age_years(found[0].row, model.catalogue, edition)
        one = len(found) == 1
        rows = f"{'1 row has' if one else f'{len(found)} rows have'} nothing newer and {'is' if one else 'are'} drawn"
        yield UpkeepWarning(
            f"{_CATALOGUE}/evidence.toml",
            spell((key, "period_end")),
            f"ends on {model.catalogue.evidence[key].period_end}, {age:.1f} years before the edition of {edition}; "
            f"{rows} {widening(age):.2f} times as wide (first: {found[0]})",
            "look for a newer figure, enter it as an entry of its own, and cite it in these rows",
            "old source",
        )


def _measures(catalogue: Catalogue, edition: dt.date | None) -> Iterator[UpkeepWarning]:
    """Yield the measures whose state is not known to hold at the edition; what has ended stays ended."""
    for key, measure in catalogue.measures.items():
        doubts = list(_doubts(measure, edition))
        if doubts:
            yield UpkeepWarning(
                f"{_CATALOGUE}/measures.toml",
                spell((key,)),
                f"{textwrap.shorten(measure.title, 70, placeholder=' …')!r}: {', '.join(doubts)}",
                "look up its state, then set status, valid_until and checked_on",
                "measure",
            )


def _doubts(measure: Measure, edition: dt.date | None) -> Iterator[str]:
    if measure.status == "ended":
        return
    if measure.status == "unknown":
        yield "its status is unknown"
    if measure.checked_on is None:
        yield "it has no checked_on"
    elif edition is not None and edition - measure.checked_on >= _YEAR:
        yield f"it was last checked on {measure.checked_on}, more than a year before the edition"
    if edition is not None and measure.valid_until is not None and measure.valid_until < edition:
        yield f"its valid_until {measure.valid_until} has passed"


def _judgements(places: Sequence[_Place], catalogue: Catalogue) -> Iterator[UpkeepWarning]:
    for place in places:
        if effective_grade(place.row, catalogue) == "D" and not place.row.note.strip():
            cites = "" if place.row.evidence else "no evidence, so "
            yield UpkeepWarning(
                place.file,
                spell((*place.where, "note")),
                f"{cites}grade D, without a note",
                "say in a note what the judgement rests on",
                "judgement",
            )


def _weak(places: Sequence[_Place], catalogue: Catalogue) -> Iterator[UpkeepWarning]:
    """Yield the rows whose only source is weak: second-hand, or of a date that is not known."""
    for place in places:
        if len(place.row.evidence) == 1:
            (key,) = place.row.evidence
            entry = catalogue.evidence[key]
            if entry.weak:
                yield UpkeepWarning(
                    place.file,
                    spell((*place.where, "evidence")),
                    f"the only source is {key!r}, of which its note says "
                    f"{textwrap.shorten(entry.note, 80, placeholder=' …')!r}",
                    "read and cite the source behind it, or a second one beside it",
                    "weak source",
                )


def _scenarios(scenarios: Mapping[str, Scenario], model: Model, edition: dt.date | None) -> Iterator[UpkeepWarning]:
    """Yield the scenarios that were written for other data, have run out, or were last looked at a year ago."""
    for file, scenario in scenarios.items():
        head = scenario.scenario
        doubts = []
        if has_moved(head.digest, model):
            doubts.append(
                f"it was written for data with the digest {head.digest}; now it is {digest_of(model.digests)[:12]}"
            )
        if edition is not None and head.valid_until is not None and head.valid_until < edition:
            doubts.append(f"its valid_until {head.valid_until} has passed")
        if edition is not None and head.checked_on is not None and edition - head.checked_on >= _YEAR:
            doubts.append(f"it was last checked on {head.checked_on}, more than a year before the edition")
        if doubts:
            yield UpkeepWarning(
                file,
                "scenario",
                ", ".join(doubts),
                "read its changes again, then set digest and checked_on",
                "scenario",
            )
