"""Robustness of one country's findings in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sovai.report import numbers, phrases
from sovai.report.columns import right
from sovai.report.language import _, marked, pgettext, term
from sovai.results.base import PartyKind
from sovai.results.robustness import (
    Audit,
    CentralWeights,
    PartyRobustness,
    Robustness,
    UnderWeights,
    WeightSetName,
)

SURE = 0.995
"""What holds in so many draws holds throughout, as far as draws can say."""

_NAMED = 3  # alternatives in a sentence
_HEAVIER = 0.02  # than an even weight: what is worth naming
_LAYERS = 2  # layers of a central weight vector that are named

KINDS: dict[PartyKind, str] = {"jurisdiction": marked("States"), "company": marked("Companies")}


def title(found: Robustness) -> str:
    """Return what was asked."""
    country = phrases.named(found.country.code, found.country.name)
    return _("Whether the findings on {country} hold whatever the weights").format(country=country)


def heading(found: Robustness) -> str:
    """Return on what it rests."""
    return f"{phrases.rests_on(found.data_as_of, found.home)} · {phrases.cutoff(found.horizon_years)}"


def opening(found: Robustness) -> Iterator[str]:
    """Yield what can be quoted."""
    yield _level(found)
    yield _weakest(found)
    yield from leaders(found)
    yield _exponents(found)
    yield _left_out(found)


def leaders(found: Robustness) -> Iterator[str]:
    """Yield who is the largest lever of each kind, and who else under other weights."""
    return (_leader(found, kind) for kind in found.headline.largest)


def _shares(share: Mapping[WeightSetName, float]) -> dict[str, str]:
    return {weight_set: numbers.percent(value) for weight_set, value in share.items()}


def _level(found: Robustness) -> str:
    level = found.headline.level
    shares = {under.weight_set: under.levels.get(level, 0.0) for under in found.under}
    ranges = {under.weight_set: numbers.points_range(under.score.low, under.score.high) for under in found.under}
    text = _(
        "The level is {level}: in {published} of draws around the published weights (score {near}), in {equal} with "
        "equal weights, and in {all} of all weights there are (score {far})."
    )
    return text.format(level=term("level", level), near=ranges["published"], far=ranges["all"], **_shares(shares))


def _weakest(found: Robustness) -> str:
    layer = found.headline.weakest_layer
    shares = {under.weight_set: under.weakest_layers.get(layer, 0.0) for under in found.under}
    text = _(
        "{layer} is the weakest layer in {published} of draws around the published weights, in {equal} with equal "
        "weights, and in {all} of all weights."
    )
    return text.format(layer=found.names[layer], **_shares(shares))


def _leader(found: Robustness, kind: PartyKind) -> str:
    leaders = found.headline.largest[kind]
    if not leaders:
        return _NOBODY[kind]
    shares = {under.weight_set: under.largest[kind].get(leaders[0], 0.0) for under in found.under}
    name = phrases.mentioned(leaders[0], found.names[leaders[0]])
    text = _(_LEADER[kind]).format(party=phrases.opening(name), **_shares(shares))
    others = {p: s for p, s in _under(found, "all").largest[kind].items() if p != leaders[0]}
    if shares["all"] >= SURE or not others:
        return text
    rivals = [
        _("{party} {share}").format(party=found.names[party], share=numbers.percent(share))
        for party, share in list(others.items())[:_NAMED]
    ]
    return " ".join([text, _("Under all weights others lead as well: {others}.").format(others=numbers.listed(rivals))])


_NOBODY: dict[PartyKind, str] = {
    "jurisdiction": marked("No state causes a loss within the horizon, whatever the weights."),
    "company": marked("No company causes a loss within the horizon, whatever the weights."),
}
_LEADER: dict[PartyKind, str] = {
    "jurisdiction": marked(
        "{party} is the largest lever among states in {published} of draws around the published weights, in {equal} "
        "with equal weights, and in {all} of all weights."
    ),
    "company": marked(
        "{party} is the largest lever among companies in {published} of draws around the published weights, in {equal} "
        "with equal weights, and in {all} of all weights."
    ),
}


def _exponents(found: Robustness) -> str:
    first, last = found.exponents[0], found.exponents[-1]
    text = _(
        "With exponents from {low} to {high} the score goes from {first} to {last}, the level from {level} to {other}."
    )
    if len({at.level for at in found.exponents}) == 1:
        text = _("With exponents from {low} to {high} the score goes from {first} to {last}; the level stays {level}.")
    return text.format(
        low=numbers.plain(first.exponent),
        high=numbers.plain(last.exponent),
        first=numbers.points(first.score),
        last=numbers.points(last.score),
        level=term("level", first.level),
        other=term("level", last.level),
    )


def _left_out(found: Robustness) -> str:
    changing = [audit for audit in found.audits if audit.changed]
    if not changing:
        return _("No finding changes where any one component or indicator is left out.")
    names = numbers.listed((audited(audit, found) for audit in changing), most=4)
    return _("Leaving one part out changes a finding in {count} of {all} cases: {names}.").format(
        count=numbers.count(len(changing)), all=numbers.count(len(found.audits)), names=names
    )


def _under(found: Robustness, weight_set: WeightSetName) -> UnderWeights:
    return next(under for under in found.under if under.weight_set == weight_set)


def audited(audit: Audit, found: Robustness) -> str:
    """Return what is left out."""
    return found.names[audit.id] if audit.left_out == "component" else _(INDICATORS[audit.id])


INDICATORS = {
    "outside": marked("indicator outside"),
    "single_hand": marked("indicator single hand"),
    "cutoff": marked("indicator cutoff"),
}


def party_columns(kind: PartyKind) -> tuple[str, ...]:
    """Return the headers of the table of parties; ``:r`` marks a column of figures."""
    return (
        _(KINDS[kind]),
        right(pgettext("column", "loss")),
        right(pgettext("column", "published")),
        right(pgettext("column", "equal")),
        right(pgettext("column", "all")),
        right(pgettext("column", "second")),
        pgettext("column", "weights that favour it"),
    )


def party_row(party: PartyRobustness, found: Robustness) -> tuple[str, ...]:
    """Return the cells of a party."""
    *_others, under_all = shares = under_each(party)
    return (
        found.names[party.id],
        numbers.percent(party.loss),
        *(numbers.percent(_at(ranks, 0)) for ranks in shares),
        numbers.percent(_at(under_all, 1)),
        central(party.central_weights, found.names),
    )


def under_each(party: PartyRobustness) -> tuple[tuple[float, ...], ...]:
    """Return the parts of the draws with each rank: near the published weights, under equal ones, under all."""
    published, equal, every = (party.rank_acceptability[name] for name in ("published", "equal", "all"))
    return published, equal, every


def _at(shares: tuple[float, ...], place: int) -> float:
    return shares[place] if place < len(shares) else 0.0


def central(weights: CentralWeights | None, names: Mapping[str, str]) -> str:
    """Return the layers that weigh most where somebody is favoured."""
    if weights is None:
        return _("none")
    even = 1.0 / len(weights.layers)
    heavy = [item for item in weights.layers.items() if item[1] >= even + _HEAVIER]
    if not heavy:
        return _("even ones")
    return ", ".join(
        _("{layer} {share}").format(layer=names[layer], share=numbers.percent(share))
        for layer, share in sorted(heavy, key=lambda item: -item[1])[:_LAYERS]
    )


def audit_columns() -> tuple[str, ...]:
    """Return the headers of the table of what may be left out."""
    return (
        pgettext("column", "Without"),
        right(pgettext("column", "score")),
        pgettext("column", "level"),
        pgettext("column", "weakest layer"),
        pgettext("column", "largest state"),
        pgettext("column", "largest company"),
    )


def audit_row(audit: Audit | None, found: Robustness) -> tuple[str, ...]:
    """Return the cells of an audit, of the findings as published without one; ``*`` marks what changes."""
    headline = found.headline if audit is None else audit.headline
    changed = () if audit is None else audit.changed

    def marking(key: str, text: str) -> str:
        return f"{text} *" if key in changed else text

    def leaders(kind: PartyKind) -> str:
        return numbers.listed((found.names[party] for party in headline.largest.get(kind, ())), most=2) or "–"

    return (
        _("nothing") if audit is None else audited(audit, found),
        numbers.points(headline.score),
        marking("level", term("level", headline.level)),
        marking("weakest_layer", found.names[headline.weakest_layer]),
        marking("jurisdiction", leaders("jurisdiction")),
        marking("company", leaders("company")),
    )


def notes(found: Robustness) -> Iterator[str]:
    """Yield how to read the tables."""
    yield _(
        "Published, equal, all: part of the draws in which it is the largest of its kind, around the published "
        "weights, with equal weights, and with all weights equally likely. Second: the second rank, under all weights. "
        "Weights that favour it: layers that weigh most in the mean of those under which it is the largest."
    )
    yield _(
        "Indicators: outside, how much comes under outside power at all; single hand, how much one outside state could "
        "withhold; cutoff, how much of the need would go unmet if the worst single party stopped supply."
    )
    yield " ".join([choices_only(found), _("*: other than as published.")])


def choices_only(found: Robustness) -> str:
    """Return what varies here, and what does not."""
    return _(
        "Data are at their nominal values: what varies are choices, and intervals ({share} of draws) are not those of "
        "the data. The exponent is drawn as published."
    ).format(share=numbers.percent(found.interval))


def citation(found: Robustness) -> str:
    """Return the line that identifies the result."""
    what = _("robustness of {code}").format(code=found.country.code)
    return phrases.identity(what, found.data_as_of, found.provenance)
