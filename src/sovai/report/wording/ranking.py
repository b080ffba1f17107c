"""A ranking as rows and sentences, the same on the screen and on a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from sovai.report import numbers, phrases
from sovai.report.columns import right
from sovai.report.language import _, alphabetical, marked, ngettext, pgettext, term
from sovai.results.base import CountryName
from sovai.results.ranking import Incomparable, RankEntry, Ranking

WARNING = marked("WARNING: not comparable, so without a rank; only the bounds of the score may be quoted")


def title(ranking: Ranking) -> str:
    """Return what is ranked."""
    if ranking.by == "score":
        return _("Dependence on others for AI")
    if ranking.unit == "0-1":
        party = phrases.named(ranking.by.removeprefix("party:"), ranking.by_name)
        return _("Weighted need that would go unmet if {party} stopped supply").format(party=party)
    return _("Dependence on others for AI: {layer}").format(layer=ranking.by_name)


def heading(ranking: Ranking) -> str:
    """Return how many countries are ranked, and under what."""
    found = len(ranking.entries)
    parts = [ngettext("{count} country ranked", "{count} countries ranked", found).format(count=found)]
    if ranking.not_comparable:
        parts.append(_("{count} not comparable").format(count=len(ranking.not_comparable)))
    parts += [home_for_each_other(ranking.home)] if ranking.home else []
    return " · ".join([*parts, phrases.cutoff(ranking.horizon_years)])


def home_for_each_other(home: Sequence[str]) -> str:
    """Return whose members count as home for each other."""
    return _("at home for each other: {circle}").format(circle=numbers.listed(home, most=3))


def columns(ranking: Ranking) -> tuple[str, ...]:
    """Return the headers of the table; ``:r`` marks a column of figures."""
    score = pgettext("column", "score")
    if ranking.unit == "0-1":
        value, beside = pgettext("column", "loss"), score
    elif ranking.by == "score":
        value, beside = score, pgettext("column", "bounds")
    else:
        value, beside = term("layer", ranking.by), score
    return (
        pgettext("column", "Country"),
        right(value),
        right(pgettext("column", "interval")),
        right(beside),
        *([right(pgettext("column", "alone"))] if ranking.home else []),
        right(pgettext("column", "measured")),
        pgettext("column", "weakest"),
        pgettext("column", "top lever"),
        right(pgettext("column", "rank")),
        right(pgettext("column", "higher")),
        right(pgettext("column", "lower")),
    )


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
        f"{term('layer', entry.weakest_layer.id)} {numbers.points(entry.weakest_layer.score)}",
        "–" if lever is None else f"{lever.id} {numbers.percent(lever.probability)}",
        numbers.ranks(entry.rank_low, entry.rank_high),
        str(len(entry.higher_than)),
        str(len(entry.lower_than)),
    )


def groups(ranking: Ranking, top: int | None = None) -> Iterator[tuple[str, list[RankEntry]]]:
    """Yield each group with its heading; of a long ranking only the `top` countries whose ranks begin first."""
    first = sorted(ranking.entries, key=lambda e: (e.rank_low, e.rank_high, alphabetical(e.country.name)))[:top]
    count = max((entry.group for entry in ranking.entries), default=0)
    for group, members in groupby(ranking.entries, key=lambda entry: entry.group):
        found = sorted(members, key=lambda entry: alphabetical(entry.country.name))
        shown = [entry for entry in found if entry in first]
        if shown:
            heading = _group_heading(len(found), len(shown)) if count > 1 else _only_heading(len(found), len(shown))
            yield heading.format(group=group, groups=count, count=len(found), shown=len(shown)), shown


def _group_heading(countries: int, shown: int) -> str:
    if countries == 1:
        return _("Group {group} of {groups}: 1 country")
    if shown == countries:
        return _("Group {group} of {groups}: {count} countries, not distinguishable as a group, in alphabetical order")
    if shown > 1:
        return _(
            "Group {group} of {groups}: {count} countries, not distinguishable as a group, in alphabetical order "
            "({shown} shown)"
        )
    return _("Group {group} of {groups}: {count} countries, not distinguishable as a group ({shown} shown)")


def _only_heading(countries: int, shown: int) -> str:
    """Return the heading where there is one group."""
    if countries == 1:
        return _("1 country, with no other to be ranked against")
    if shown == countries:
        return _("In alphabetical order: the data do not divide these {count} countries into groups")
    return _("{shown} of {count} countries in alphabetical order: the data do not divide them into groups")


def notes(ranking: Ranking, top: int | None = None) -> Iterator[str]:
    """Yield how to read the table of `columns`."""
    if ranking.entries:
        beside = [_("Score: of all layers.")] if _of_layer(ranking) else []
        yield " ".join([ranks_note(ranking), orders_note(ranking), *beside])
        yield established_note(ranking)
        lever = _("Top lever: the state whose stop would cost most, and the part of draws in which it is the largest.")
        yield f"{lever} {measured_note()}"
    if ranking.home:
        yield _("Alone: with only the country itself at home.")
    if top is not None and top < len(ranking.entries):
        yield _("Shown are the {top} of {count} countries whose intervals of ranks begin first.").format(
            top=top, count=len(ranking.entries)
        )
    yield from nothing_unmet(ranking)


def _of_layer(ranking: Ranking) -> bool:
    return ranking.unit == "0-100" and ranking.by != "score"


def ranks_note(ranking: Ranking) -> str:
    """Return what ranks and intervals say."""
    if _of_layer(ranking):
        note = _("Rank 1 is the most dependent in this layer. Interval and rank: {percent} of draws.")
    else:
        note = _("Rank 1 is the most dependent. Interval and rank: {percent} of draws.")
    return note.format(percent=numbers.percent(ranking.interval))


def orders_note(ranking: Ranking) -> str:
    """Return what the numbers of countries above and below say of what is ranked."""
    if ranking.unit == "0-1":
        return _("Higher, lower: how many others its loss is established to lie above or below.")
    if ranking.by == "score":
        return _("Higher, lower: how many others its score is established to lie above or below.")
    return _("Higher, lower: how many others its score in this layer is established to lie above or below.")


def established_note(ranking: Ranking) -> str:
    """Return when an order of two countries counts as established."""
    established = (
        _(
            "An order is established if it holds in at least {share} of paired draws, whether countries that "
            "follow the same market mix are taken to be alike, half alike or not alike. Every order between two "
            "groups is; within a group some may be."
        )
        if any(entry.group > 1 for entry in ranking.entries)
        else _(
            "An order is established if it holds in at least {share} of paired draws, whether countries that "
            "follow the same market mix are taken to be alike, half alike or not alike."
        )
    )
    return established.format(share=numbers.percent(ranking.established_at))


def measured_note() -> str:
    """Return what counts as measured."""
    return _("Measured: part of the weighted need with figures of the country's own.")


def nothing_unmet(ranking: Ranking) -> Iterator[str]:
    """Yield where to look if the party that countries are ranked by would cause no loss to any of them."""
    if ranking.unit == "0-1" and ranking.entries and not any(entry.value.nominal for entry in ranking.entries):
        command = f"sovai leverage {ranking.by.removeprefix('party:')}"
        yield _("Nothing would go unmet within the horizon; '{command}' shows control in the end.").format(
            command=command
        )


def reason(apart: Incomparable, ranking: Ranking) -> str:
    """Return why a country is not comparable."""
    words = {"coverage": _("too little of the need is attributed"), "spread": _("the bounds are too far apart")}
    layers = [ranking.names[key.removeprefix("layer:")] for key in apart.because if key not in words]
    found = [words[key] for key in apart.because if key in words]
    if layers:
        found.append(_("nothing is attributed in {layers}").format(layers=numbers.listed(layers)))
    return numbers.listed(found)


def reasons(ranking: Ranking) -> Iterator[tuple[str, list[Incomparable]]]:
    """Yield the countries that are not comparable by reason, the most frequent first."""
    by_reason: dict[str, list[Incomparable]] = {}
    for apart in ranking.not_comparable:
        by_reason.setdefault(reason(apart, ranking), []).append(apart)
    yield from sorted(by_reason.items(), key=lambda item: (-len(item[1]), item[0]))


def left_out(at_home: Sequence[CountryName], without_profile: Sequence[CountryName]) -> Iterator[str]:
    """Yield who was asked for and is not in the table."""
    if at_home:
        names = numbers.listed(country.name for country in at_home)
        yield _("Left out, since the party is at home there: {countries}.").format(countries=names)
    if without_profile:
        names = numbers.listed((country.name for country in without_profile), most=12)
        yield _("No profile: {countries}.").format(countries=names)


def citation(ranking: Ranking) -> str:
    """Return the line that identifies the result."""
    found = len(ranking.entries)
    if ranking.unit == "0-1":
        party = ranking.by.removeprefix("party:")
        what = ngettext(
            "{count} country ranked by the loss if {party} stopped supply",
            "{count} countries ranked by the loss if {party} stopped supply",
            found,
        ).format(count=found, party=phrases.named(party, ranking.by_name))
    else:
        what = ngettext("{count} country ranked by {by}", "{count} countries ranked by {by}", found).format(
            count=found, by=term("ranked by", ranking.by)
        )
    return phrases.identity(what, ranking.edition, ranking.provenance)
