"""An edition computed again, as sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sovai.report import numbers
from sovai.report.language import _, ngettext, pgettext
from sovai.results.edition import Replay, Replayed

_FEW = 5


def title(replay: Replay) -> str:
    """Return which edition was computed again, and when it is from."""
    if replay.edition.as_of is None:
        return _("Edition without a date, computed again")
    return _("Edition of {day}, computed again").format(day=numbers.day(replay.edition.as_of))


def program(replay: Replay) -> Iterator[str]:
    """Yield what is not as it was when the edition was made."""
    frozen = replay.edition
    for what, old, new in (
        ("sovai", frozen.version, replay.version),
        ("NumPy", frozen.numpy, replay.numpy),
        (_("processor"), frozen.machine, replay.machine),
    ):
        if old != new:
            yield _("{what}: {new} (the edition: {old})").format(what=what, new=new, old=old)


def verdict(replay: Replay) -> str:
    """Return in a sentence whether the same came out."""
    if replay.files:
        return ngettext(
            "Nothing was computed: {count} data file is not as in the edition. "
            "Name its data with --data DIR or --data REVISION.",
            "Nothing was computed: {count} data files are not as in the edition. "
            "Name its data with --data DIR or --data REVISION.",
            len(replay.files),
        ).format(count=numbers.count(len(replay.files)))
    count = Counter(country.agreement for country in replay.countries)
    total = len(replay.countries)
    if count["same bytes"] == total:
        return ngettext(
            "The {total} result is the same to the byte.", "All {total} results are the same to the byte.", total
        ).format(total=numbers.count(total))
    return _(
        "Results that are the same to the byte: {same}; within the tolerance: {near}; different: {different}."
    ).format(
        same=numbers.count(count["same bytes"]),
        near=numbers.count(count["within tolerance"]),
        different=numbers.count(count["different"]),
    )


def tolerance(replay: Replay) -> str:
    """Return how far figures may be apart where the bytes are not the same; nothing where all are."""
    if all(country.agreement == "same bytes" for country in replay.countries):
        return ""
    return _(
        "Tolerance: {nominal} for nominal figures and {simulated} for figures of the simulation, relative to the "
        "larger of 1 and the figure. Largest deviations: {largest_nominal} and {largest_simulated}."
    ).format(
        nominal=f"{replay.nominal_tolerance:.0e}",
        simulated=f"{replay.simulated_tolerance:.0e}",
        largest_nominal=f"{max(country.nominal for country in replay.countries):.1e}",
        largest_simulated=f"{max(country.simulated for country in replay.countries):.1e}",
    )


def files(replay: Replay) -> list[str]:
    """Return the data files that are not as in the edition."""
    words = {
        "changed": pgettext("file", "changed"),
        "added": pgettext("file", "added"),
        "removed": pgettext("file", "removed"),
    }
    return [f"{file.file}: {words[file.change]}" for file in replay.files]


def different(replay: Replay) -> list[Replayed]:
    """Return the countries with figures beyond the tolerance."""
    return [country for country in replay.countries if country.agreement == "different"]


def deviations(country: Replayed) -> list[str]:
    """Return the first figures of a country that differ."""
    found = [
        _("{figure}: {frozen} became {found}").format(figure=d.figure, frozen=_value(d.frozen), found=_value(d.found))
        for d in country.deviations[:_FEW]
    ]
    more = len(country.deviations) - len(found)
    return [*found, _("and {count} more").format(count=numbers.count(more))] if more else found


def _value(value: object) -> str:
    return f"{value:.9g}" if isinstance(value, float) else str(value)


def citation(replay: Replay) -> str:
    """Return the line that identifies what was computed again."""
    frozen = replay.edition
    return ngettext(
        "sovai {version}, digest {digest}, seed {seed}, {draws} draws, {countries} country",
        "sovai {version}, digest {digest}, seed {seed}, {draws} draws, {countries} countries",
        len(frozen.results),
    ).format(
        version=replay.version,
        digest=frozen.digest[:12],
        seed=frozen.seed,
        draws=numbers.count(frozen.draws),
        countries=numbers.count(len(frozen.results)),
    )
