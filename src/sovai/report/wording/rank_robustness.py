"""Robustness of an order of countries in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sovai.report import numbers, phrases
from sovai.report.columns import right
from sovai.report.language import _, marked, ngettext, pgettext
from sovai.report.wording.robustness import INDICATORS, central
from sovai.results.robustness import CountryRobustness, RankRobustness, RanksAt, WeightSetName

_SETTLED = 0.9  # part of the draws in which an order must hold to count as kept
_MOVERS = 2  # countries named for a change

TITLE = marked("Whether the order of countries holds whatever the weights")


def heading(found: RankRobustness) -> str:
    """Return how many countries are ranked, and under what."""
    count = len(found.countries)
    parts = [ngettext("{count} country", "{count} countries", count).format(count=numbers.count(count))]
    if found.home:
        parts.append(_("at home for each other: {members}").format(members=numbers.listed(found.home, most=3)))
    return " · ".join([*parts, phrases.cutoff(found.horizon_years)])


def opening(found: RankRobustness) -> Iterator[str]:
    """Yield what can be quoted."""
    if len(found.countries) < 2:
        yield _("There are not two comparable countries whose order could be asked for.")
        return
    kept = {weight_set: _pairs_settled(found, weight_set) for weight_set in ("published", "all")}
    pairs = len(found.countries) * (len(found.countries) - 1) // 2
    yield _(
        "Of {pairs} pairs of countries {published} keep their order in at least {share} of draws around the published "
        "weights, and {all} in at least {share} of all weights there are."
    ).format(
        share=numbers.percent(_SETTLED),
        pairs=numbers.count(pairs),
        published=numbers.count(kept["published"]),
        all=numbers.count(kept["all"]),
    )
    first = [entry for entry in found.countries if entry.rank == 1]
    for entry in first:
        yield _(
            "The most dependent by the published weights is {country}; it is so in {published} of draws around them, "
            "in {equal} with equal weights, and in {all} of all weights."
        ).format(
            country=phrases.mentioned(entry.country.code, entry.country.name),
            published=_first(entry, "published"),
            equal=_first(entry, "equal"),
            all=_first(entry, "all"),
        )
    if any(_moves(entry) for entry in found.countries):
        widest = max(found.countries, key=_moves)
        low, high = widest.ranks["all"]
        yield _("The widest range of ranks under all weights is that of {country}: {ranks}.").format(
            country=phrases.mentioned(widest.country.code, widest.country.name), ranks=numbers.ranks(low, high)
        )
    yield _("With exponents from {low} to {high} at least {share} of the pairs keep their order.").format(
        low=_exponent(found.exponents[0]),
        high=_exponent(found.exponents[-1]),
        share=numbers.percent(min(at.pairs_kept for at in found.exponents)),
    )
    worst = min(found.audits, key=lambda audit: audit.pairs_kept)
    yield _("Of what may be left out, {part} matters most: without it {share} of the pairs keep their order.").format(
        part=left_out(worst, found), share=numbers.percent(worst.pairs_kept)
    )


def _pairs_settled(found: RankRobustness, weight_set: WeightSetName) -> int:
    winning = next(pairs.winning for pairs in found.pairwise if pairs.weight_set == weight_set)
    return sum(
        winning[a][b] >= _SETTLED
        for a in range(len(found.countries))
        for b in range(a + 1, len(found.countries))  # in the order of the published scores
    )


def _first(entry: CountryRobustness, weight_set: WeightSetName) -> str:
    return numbers.percent(entry.rank_acceptability[weight_set][0])


def _moves(entry: CountryRobustness) -> int:
    low, high = entry.ranks["all"]
    return high - low


def _exponent(at: RanksAt) -> str:
    return numbers.plain(float(at.changed.partition(":")[2]))


def left_out(audit: RanksAt, found: RankRobustness) -> str:
    """Return what is left out."""
    kind, _colon, name = audit.changed.partition(":")
    return found.names[name] if kind == "component" else _(INDICATORS[name])


def columns() -> tuple[str, ...]:
    """Return the headers of the table of countries; ``:r`` marks a column of figures."""
    return (
        pgettext("column", "Country"),
        right(pgettext("column", "score")),
        right(pgettext("column", "rank")),
        right(pgettext("column", "published")),
        right(pgettext("column", "equal")),
        right(pgettext("column", "all")),
        right(pgettext("column", "first")),
        pgettext("column", "weights that make it the most dependent"),
    )


def row(entry: CountryRobustness, found: RankRobustness) -> tuple[str, ...]:
    """Return the cells of a country."""
    return (
        entry.country.name,
        numbers.points(entry.score),
        numbers.count(entry.rank),
        *(numbers.ranks(*entry.ranks[weight_set]) for weight_set in ("published", "equal", "all")),
        _first(entry, "all"),
        central(entry.central_weights, found.names),
    )


def change_columns() -> tuple[str, ...]:
    """Return the headers of the table of changes."""
    return (
        pgettext("column", "With"),
        right(pgettext("column", "pairs kept")),
        pgettext("column", "who moves most (rank before → after)"),
    )


def changes(found: RankRobustness) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each exponent and of each part left out."""
    for at in found.exponents:
        yield _change(_("exponent {number}").format(number=_exponent(at)), at, found)
    for audit in found.audits:
        yield _change(_("without {part}").format(part=left_out(audit, found)), audit, found)


def _change(name: str, at: RanksAt, found: RankRobustness) -> tuple[str, ...]:
    moved = sorted(
        (
            (abs(after - entry.rank), entry, after)
            for entry, after in zip(found.countries, at.ranks, strict=True)
            if after != entry.rank
        ),
        key=lambda move: (-move[0], move[1].rank),
    )
    shown = [f"{entry.country.name} {entry.rank} → {after}" for _by, entry, after in moved[:_MOVERS]]
    return (name, numbers.percent(at.pairs_kept), ", ".join(shown) or _("nobody"))


def notes(found: RankRobustness, shown: Sequence[CountryRobustness]) -> Iterator[str]:
    """Yield how to read the tables."""
    yield _(
        "Rank 1 is the most dependent. Published, equal, all: ranks in {share} of draws of weights around the "
        "published ones, with equal weights and with all weights equally likely; first: rank 1 under all weights. "
        "Weights: layers that weigh most in the mean of those under which the country has rank 1."
    ).format(share=numbers.percent(found.interval))
    yield _(
        "Data are at their nominal values: what varies are choices. Whether the data establish an order is shown by "
        "'sovai rank'."
    )
    if len(shown) < len(found.countries):
        yield _("Shown are {shown} of {count} countries.").format(
            shown=numbers.count(len(shown)), count=numbers.count(len(found.countries))
        )
    if found.not_comparable:
        yield _("Not comparable, so without a rank: {names}.").format(
            names=numbers.listed((apart.country.name for apart in found.not_comparable), most=12)
        )


def citation(found: RankRobustness) -> str:
    """Return the line that identifies the result."""
    count = len(found.countries)
    what = ngettext("robustness of the rank of {count} country", "robustness of the ranks of {count} countries", count)
    return phrases.identity(what.format(count=numbers.count(count)), found.edition, found.provenance)
