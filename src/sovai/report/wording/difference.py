"""A comparison of two data trees in words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from sovai.report import numbers
from sovai.results.difference import CountryDifference, Difference, FigureChange, ScoreStanding, Value

READING = (
    "Scores are nominal; read a change beside the interval that 'sovai score' gives. Each effect is that of one part "
    "put alone into the old tree; the effects need not add up to the change, and 'together' is what they leave over."
)
_SIGNS = {"added": "+ ", "removed": "− ", "changed": ""}
_LEAST = 0.05


def summary(difference: Difference) -> Iterator[str]:
    """Yield what was changed, in a few sentences."""
    figures, notes = len(difference.figures), sum(difference.notes_changed.values())
    files = len({figure.file for figure in difference.figures})
    yield f"{_counted(figures, 'figure')} changed in {_counted(files, 'file')}; {_counted(notes, 'note')} reworded."
    for title, countries in (
        ("New countries", difference.added_countries),
        ("Countries no longer there", difference.removed_countries),
    ):
        if countries:
            yield f"{title}: {numbers.listed(f'{country.name} ({country.code})' for country in countries)}."
    changed = len(difference.countries)
    yield f"Of {_counted(difference.compared, 'country', 'countries')} in both, {changed} changed in score."


def trees(difference: Difference) -> str:
    """Return which trees are compared."""
    old, new = difference.old, difference.new
    dated = [f"{t.label}" + (f" ({numbers.day(t.edition)})" if t.edition else "") for t in (old, new)]
    return " → ".join(dated)


def by_file(difference: Difference) -> Iterator[tuple[str, list[list[FigureChange]]]]:
    """Yield each file with its changes by record."""
    for file, found in groupby(difference.figures, key=lambda figure: figure.file):
        yield file, [list(group) for _entry, group in groupby(found, key=lambda figure: figure.entry)]


def record(changes: list[FigureChange]) -> str:
    """Return the place of a record, with a sign where it is new or gone."""
    return _SIGNS[changes[0].status] + (changes[0].entry or "the file")


def figures(changes: list[FigureChange]) -> str:
    """Return the changed figures of a record and what they rest on."""
    evidence = dict.fromkeys(key for change in changes for key in change.evidence)
    cited = f" [{', '.join(evidence)}]" if evidence else ""
    shown = [text for change in changes if (text := _figure(change))]
    return ("; ".join(shown) or "nothing but what it cites") + cited


def _figure(change: FigureChange) -> str:
    name, old, new = change.field, change.old, change.new
    if change.status != "changed":
        return "" if name == "evidence" else f"{name} {_value(new if old is None else old)}"
    before, after = _words(old), _words(new)
    if before or after:
        signs = [f"+{word}" for word in after if word not in before]
        signs += [f"−{word}" for word in before if word not in after]
        return f"{name} {', '.join(signs) or 'in another order'}"
    return f"{name} {_value(old)} → {_value(new)}"


def _words(value: Value) -> tuple[str, ...]:
    """Return the words of a list of words; none of anything else."""
    return tuple(part for part in value if isinstance(part, str)) if isinstance(value, tuple) else ()


def _value(value: Value) -> str:
    """Return a figure as the file has it."""
    if isinstance(value, tuple):
        return ", ".join(_words(value)) or f"[{', '.join(map(_value, value))}]"
    if value is None:
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def score(country: CountryDifference) -> str:
    """Return old and new score; a dash where it may not be compared."""
    return _both(*(numbers.tenths(s.score) if s.comparable else "–" for s in (country.old, country.new)))


def bounds(country: CountryDifference) -> str:
    """Return old and new bounds."""
    return _both(*(numbers.points_range(s.bounds.low, s.bounds.high) for s in (country.old, country.new)))


def rank(country: CountryDifference) -> str:
    """Return old and new rank; a dash where the score may not be compared."""
    return _both(_rank(country.old), _rank(country.new))


def _rank(standing: ScoreStanding) -> str:
    return "–" if standing.rank is None else str(standing.rank)


def _both(old: str, new: str) -> str:
    return old if old == new else f"{old} → {new}"


def steps(country: CountryDifference, *, most: int = 5) -> str:
    """Return what moved the score, each part alone, the largest first."""
    parts = [(step.step, step.effect) for step in country.steps]
    shown = [
        f"{name} {numbers.change(effect)}" if effect is not None else f"{name}: not to be had alone"
        for name, effect in (*parts[:most], ("together", country.together if len(parts) > 1 else 0.0))
        if effect is None or abs(effect) >= _LEAST
    ]
    return ", ".join(shown) or "small changes"


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{numbers.count(number)} {one if number == 1 else many or one + 's'}"
