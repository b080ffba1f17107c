"""The figures of a data tree by file and record, and which of them differ between two trees."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sovai.loading.toml import spell
from sovai.model.base import Record
from sovai.model.catalogue import Catalogue, Need, Reach
from sovai.model.changes import Change, subjects_of
from sovai.model.lever import Lever, LeverHead, OpenTo
from sovai.model.profile import InputSource, Profile, Row, Source
from sovai.model.quantity import Quantity
from sovai.model.scenario import Precedent, Scenario, ScenarioHead
from sovai.model.tree import Model
from sovai.model.weights import Listed
from sovai.results.difference import FigureChange, FigureStatus, Value

_WORDS = ("note", "why", "judgement")
"""Keys that explain a figure and are none."""
_TITLES = ("title", "description", "caveats", "conditions", "worsens")
"""Keys of scenarios and levers that are texts about them."""
_PLACES = ("supplier", "mix", "input", "by")
"""Keys of rows, needs and reaches that are told by where these stand."""
_DETAIL = re.compile(r"/[^/\[\]]*\]$")


@dataclass
class Entry:
    """One record of a tree: its figures, what each rests on, and what is said about them."""

    figures: dict[str, Value] = field(default_factory=dict)
    evidence: dict[str, tuple[str, ...]] = field(default_factory=dict)
    words: dict[str, object] = field(default_factory=dict)


Entries = dict[tuple[str, str], Entry]
"""By file and place in it."""


def entries_of(model: Model, profiles: Mapping[str, Profile], asking: Mapping[str, Scenario | Lever] = {}) -> Entries:
    """Return every record of a tree; a row is placed by its supplier, for its number means nothing in another tree.

    `asking` are its scenarios and levers by file.
    """
    parts: list[tuple[str, Record | Mapping[str, Any], str]] = [("weights.toml", model.weights, "")]
    for name in Catalogue.model_fields:
        shared = name in ("inputs", "components")  # of one file
        file = f"profiles/catalogue/{'inputs' if shared else name}.toml"
        parts.append((file, getattr(model.catalogue, name), name if shared else ""))
    parts += [(f"profiles/{code}.toml", profile, "") for code, profile in profiles.items()]
    parts += [(file, found, "") for file, found in asking.items()]
    return {(file, place): entry for file, data, start in parts for place, entry in _entries(data, start)}


def _entries(data: Record | Mapping[str, Any], place: str) -> Iterator[tuple[str, Entry]]:
    """Yield a record and every record inside it."""
    entry = Entry()
    own = getattr(data, "evidence", ()) if isinstance(data, Record) else ()
    texts = (*_WORDS, *(_TITLES if isinstance(data, ScenarioHead | LeverHead | Precedent) else ()))
    inside: list[tuple[str, Record | Mapping[str, Any]]] = []
    for key, value in _items(data):
        here = f"{place}.{spell((key,))}" if place else spell((key,))
        if key in texts:
            entry.words[key] = value
        elif isinstance(value, Quantity | Listed):
            entry.figures[key] = _numbers(value)
            entry.evidence[key] = value.evidence or own
            entry.words |= {f"{key}.{word}": getattr(value, word) for word in ("why", "judgement")}
            if value.evidence:
                entry.figures[f"{key}.evidence"] = value.evidence
        elif isinstance(value, Record | Mapping):
            inside.append((here, value))
        elif isinstance(value, tuple) and value and isinstance(value[0], Record):
            inside += [(f"{here}[{_identity(row)}]", row) for row in value]
        elif value not in (None, (), ""):
            entry.figures[key] = value.isoformat() if isinstance(value, dt.date) else value
            entry.evidence[key] = own
    if entry.figures or entry.words:
        yield place, entry
    for here, part in inside:
        yield from _entries(part, here)


def _items(data: Record | Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    if isinstance(data, Mapping):
        yield from data.items()
    else:
        unseen = ("schema_", *(_PLACES if isinstance(data, Row | Need | Reach) else ()))
        yield from ((key.rstrip("_"), getattr(data, key)) for key in type(data).model_fields if key not in unseen)


def _numbers(value: Quantity | Listed) -> Value:
    if isinstance(value, Listed):
        return value.value
    return value.mode if value.certain else (value.low, value.mode, value.high)


def _identity(row: object) -> str:
    """Return what tells a row from the others of its list; a detail that may change alone stands after a slash."""
    match row:
        case Source() | InputSource():
            return row.label
        case Need():
            return f"{row.input}/{','.join(row.for_)}" if row.for_ else row.input
        case Reach():
            return row.by
        case Precedent():
            return row.title
        case OpenTo():
            return " ".join([*row.only, *(f"not {code}" for code in row.never)])
        case Change():
            return " ".join((row.kind, *subjects_of(row)))
    raise TypeError(type(row))


def changed_figures(old: Entries, new: Entries) -> tuple[tuple[FigureChange, ...], dict[str, int]]:
    """Return the figures that differ, by file, and how many notes and reasons were reworded in each."""
    renamed = _renamed(old, new)
    both = {renamed.get(key, key): key for key in old if renamed.get(key, key) in new}  # new key → old key
    gone = [key for key in old if renamed.get(key, key) not in new]
    found: list[FigureChange] = []
    notes: Counter[str] = Counter()
    for key in sorted([*new, *gone], key=lambda key: key[0]):  # stable: within a file as written, what is gone last
        before = old.get(both.get(key, key))
        after = new.get(key)
        found += _changes(*key, before, after)
        if before is not None and after is not None:
            words = dict.fromkeys([*before.words, *after.words])
            notes[key[0]] += sum((before.words.get(word) or "") != (after.words.get(word) or "") for word in words)
    return tuple(found), {file: count for file, count in notes.items() if count}


def _changes(file: str, place: str, before: Entry | None, after: Entry | None) -> Iterator[FigureChange]:
    status: FigureStatus = "added" if before is None else "removed" if after is None else "changed"
    before, after = before or Entry(), after or Entry()
    for key in dict.fromkeys([*after.figures, *before.figures]):
        old, new = before.figures.get(key), after.figures.get(key)
        if old != new:
            evidence = (after if key in after.figures or status == "changed" else before).evidence.get(key, ())
            yield FigureChange(file=file, entry=place, field=key, status=status, old=old, new=new, evidence=evidence)


def _renamed(old: Entries, new: Entries) -> dict[tuple[str, str], tuple[str, str]]:
    """Return the new places of rows of which only the detail (access, or where a need holds) changed."""
    gone, come = (_by_stem(key for key in some if key not in others) for some, others in ((old, new), (new, old)))
    return {
        gone[stem][0]: come[stem][0] for stem in gone.keys() & come.keys() if len(gone[stem]) == len(come[stem]) == 1
    }


def _by_stem(keys: Iterator[tuple[str, str]]) -> dict[tuple[str, str], list[tuple[str, str]]]:
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for file, place in keys:
        if _DETAIL.search(place) or place.endswith("]"):
            found.setdefault((file, _DETAIL.sub("]", place)), []).append((file, place))
    return found
