"""A ranking as rows and sentences, the same on the screen and on a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from sovai.report import numbers, phrases
from sovai.results.base import CountryName
from sovai.results.ranking import Incomparable, RankEntry, Ranking

WARNING = "WARNING: not comparable, so without a rank; only the bounds of the score may be quoted"


def title(ranking: Ranking) -> str:
    """Return what is ranked."""
    if ranking.by == "score":
        return "Dependence on others for AI"
    if ranking.unit == "0-1":
        party = phrases.named(ranking.by.removeprefix("party:"), ranking.by_name)
        return f"Weighted need that would go unmet if {party} stopped supply"
    return f"Dependence on others for AI: {ranking.by_name}"


def heading(ranking: Ranking) -> str:
    """Return how many countries are ranked, and under what."""
    found = len(ranking.entries)
    parts = [f"{found} countries ranked" if found != 1 else "1 country ranked"]
    parts += [f"{len(ranking.not_comparable)} not comparable"] if ranking.not_comparable else []
    parts += [f"at home for each other: {numbers.listed(ranking.home, most=3)}"] if ranking.home else []
    return " · ".join([*parts, phrases.cutoff(ranking.horizon_years)])


def columns(ranking: Ranking) -> tuple[str, ...]:
    """Return the headers of the table; ``:r`` marks a column of figures."""
    value = "loss" if ranking.unit == "0-1" else ranking.by
    beside = "bounds:r" if ranking.by == "score" else "score:r"
    return (
        "Country", f"{value}:r", "interval:r", beside, *(["alone:r"] if ranking.home else []), "measured:r",
        "weakest", "top lever", "rank:r", "higher:r", "lower:r",
    )  # fmt: skip


def row(entry: RankEntry, ranking: Ranking) -> tuple[str, ...]:
    """Return the cells of a country."""
    losses = ranking.unit == "0-1"
    ranged = numbers.percent_range if losses else numbers.points_range
    single = numbers.percent if losses else numbers.points
    if ranking.by == "score":
        beside = numbers.points_range(entry.bounds.low, entry.bounds.high)
    else:
        beside = numbers.points(entry.score.nominal)
    alone = ["–" if entry.alone is None else single(entry.alone)] if ranking.home else []
    lever = entry.top_lever
    return (
        entry.country.name,
        single(entry.value.nominal),
        ranged(entry.value.low, entry.value.high),
        beside,
        *alone,
        numbers.percent(entry.measured),
        f"{entry.weakest_layer.id} {numbers.points(entry.weakest_layer.score)}",
        "–" if lever is None else f"{lever.id} {numbers.percent(lever.probability)}",
        numbers.ranks(entry.rank_low, entry.rank_high),
        str(len(entry.higher_than)),
        str(len(entry.lower_than)),
    )


def groups(ranking: Ranking, top: int | None = None) -> Iterator[tuple[str, list[RankEntry]]]:
    """Yield each group with its heading; of a long ranking only the `top` countries whose ranks begin first."""
    first = sorted(ranking.entries, key=lambda e: (e.rank_low, e.rank_high, e.country.name))[:top]
    count = max((entry.group for entry in ranking.entries), default=0)
    for group, members in groupby(ranking.entries, key=lambda entry: entry.group):
        found = list(members)
        shown = [entry for entry in found if entry in first]
        size = f"{len(found)} countries, not distinguishable as a group" if len(found) > 1 else "1 country"
        order = ", in alphabetical order" if len(shown) > 1 else ""
        part = f" ({len(shown)} shown)" if 0 < len(shown) < len(found) else ""
        if shown:
            yield f"Group {group} of {count}: {size}{order}{part}", shown


def notes(ranking: Ranking, top: int | None = None) -> Iterator[str]:
    """Yield how to read the table."""
    share = numbers.percent(ranking.established_at)
    if ranking.entries:
        value = "loss" if ranking.unit == "0-1" else "score"
        yield (
            f"Rank 1 is the most dependent. Interval and rank: {numbers.percent(ranking.interval)} of draws. Higher, "
            f"lower: than how many others, at least, its {value} is established as higher or as lower."
        )
        yield (
            f"An order is established if it holds in at least {share} of paired draws, whether countries that follow "
            "the same market mix are taken to be alike, half alike or not alike. Every order between two groups is; "
            "within a group some are."
        )
        yield (
            "Top lever: the state whose stop would cost most, and the part of draws in which it is the largest. "
            "Measured: part of the weighted need with figures of the country's own."
        )
    if ranking.home:
        yield "Alone: with only the country itself at home."
    if top is not None and top < len(ranking.entries):
        yield f"Shown are the {top} of {len(ranking.entries)} countries whose intervals of ranks begin first."
    if ranking.unit == "0-1" and ranking.entries and not any(entry.value.nominal for entry in ranking.entries):
        party = ranking.by.removeprefix("party:")
        yield f"Nothing would go unmet within the horizon; 'sovai leverage {party}' shows control in the end."


def reason(apart: Incomparable, ranking: Ranking) -> str:
    """Return why a country is not comparable."""
    words = {"coverage": "too little of the need is attributed", "spread": "the bounds are too far apart"}
    layers = [ranking.names[key.removeprefix("layer:")] for key in apart.because if key not in words]
    found = [words[key] for key in apart.because if key in words]
    return numbers.listed([*found, *([f"nothing is attributed in {numbers.listed(layers)}"] if layers else [])])


def reasons(ranking: Ranking) -> Iterator[tuple[str, list[Incomparable]]]:
    """Yield the countries that are not comparable by reason, the most frequent first."""
    by_reason: dict[str, list[Incomparable]] = {}
    for apart in ranking.not_comparable:
        by_reason.setdefault(reason(apart, ranking), []).append(apart)
    yield from sorted(by_reason.items(), key=lambda item: (-len(item[1]), item[0]))


def left_out(at_home: Sequence[CountryName], without_profile: Sequence[CountryName]) -> Iterator[str]:
    """Yield who was asked for and is not in the table."""
    if at_home:
        yield f"Left out, since the party is at home there: {numbers.listed(country.name for country in at_home)}."
    if without_profile:
        yield f"No profile: {numbers.listed((country.name for country in without_profile), most=12)}."


def citation(ranking: Ranking) -> str:
    """Return the line that identifies the result."""
    what = f"{len(ranking.entries)} countries ranked by {ranking.by}"
    return phrases.identity(what, ranking.edition, ranking.provenance)
