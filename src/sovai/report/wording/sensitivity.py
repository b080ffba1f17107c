"""What drives an uncertainty, as rows and sentences, the same on the screen and on a page."""

from __future__ import annotations

from collections.abc import Iterator

from sovai.report import numbers, phrases
from sovai.report.language import _, marked, ngettext, pgettext, term
from sovai.results.sensitivity import GroupIndices, Sensitivity, SobolIndex, VarianceParts

BAR = 16
_NAMED = 3
"""Groups named in the sentence on top …"""
_LEAST = 0.05
"""… if they explain at least that much."""

_GROUPS = {
    "mixes": marked("market mixes"),
    "control": marked("control: reach, needs, input shares"),
    "control.reach": marked("control: reach of laws"),
    "control.essential": marked("control: essential parts of needs"),
    "control.inputs": marked("control: who makes the inputs"),
    "lives": marked("lives and growth"),
    "lives.growth": marked("growth of the need"),
    "lives.service": marked("lives of what is installed"),
    "lives.access": marked("lives of licences and weights"),
    "lives.inputs": marked("lives of inputs in stock"),
    "surge": marked("surge: what others could add"),
    "reference": marked("figures of the reference set"),
    "weights": marked("weights"),
    "weights.layers": marked("weights of layers"),
    "weights.components": marked("weights of components"),
    "weights.indicators": marked("weights of indicators"),
    "exponent": marked("exponent"),
}


def columns() -> tuple[str, ...]:
    """Return the headers of a table; ``:r`` marks a column of figures."""
    interval = pgettext("column", "interval:r")
    return (
        pgettext("column", "group"),
        "",
        pgettext("column", "alone:r"),
        interval,
        pgettext("column", "in all:r"),
        interval,
        pgettext("column", "figures:r"),
    )


def reference(found: Sensitivity) -> str:
    """Return the reference set as it was asked for; a long list in short."""
    return numbers.listed((found.against or "").split(","), most=4)


def group(id_: str, found: Sensitivity) -> str:
    """Return what a group is called."""
    if id_ in _GROUPS:
        return _(_GROUPS[id_])
    kind, __, place = id_.partition(".")
    if kind == "mixes":
        return _("mix: {name}").format(name=found.names[place])
    if kind == "reference":
        return _("figures for {country}").format(country=phrases.named(place, found.names[place]))
    if kind == "surge":
        return _("surge: {component}").format(component=found.names[place])
    if place in found.names:
        return _("shares: {layer}").format(layer=found.names[place])
    layer, component, label = place.split(".", 2)
    access = label.partition("/")[2]
    source = f"{found.names[label]} ({term('access', access)})" if access else found.names[label]
    alone = sum(key.startswith(f"{layer}.") for key in found.names) == 1
    return source if alone else f"{source}, {found.names[f'{layer}.{component}']}"


def title(found: Sensitivity) -> str:
    """Return what was divided."""
    country = phrases.named(found.country.code, found.country.name)
    if found.unit == "0-1":
        party = phrases.named(found.of.removeprefix("party:"), found.of_name)
        return _("What the uncertainty comes from: loss for {country} if {party} stopped supply").format(
            country=country, party=party
        )
    if found.of == "score":
        return _("What the uncertainty comes from: dependency score for {country}").format(country=country)
    return _("What the uncertainty comes from: score for {country}, layer {layer}").format(
        country=country, layer=found.of_name
    )


def heading(found: Sensitivity) -> str:
    """Return on what it rests."""
    return _("data of {day} · home: {home} · {cutoff}").format(
        day=numbers.day(found.data_as_of),
        home=numbers.listed(found.home, most=4),
        cutoff=phrases.cutoff(found.horizon_years),
    )


def sections(found: Sensitivity) -> tuple[tuple[str, VarianceParts], ...]:
    """Return the two kinds of uncertainty with their headings."""
    return (
        (_("Data: shares and parameters vary, weights as published"), found.data),
        (_("Choices, apart: weights and exponent vary, data as recorded"), found.choices),
    )


def summary(parts: VarianceParts, found: Sensitivity) -> str:
    """Return the figure with its interval, and which groups explain most of its variance.

    A score is not given where only its bounds may be quoted.
    """
    if parts.constant:
        return _("The figure is the same in all draws, so that there is no variance to divide.")
    first = [(g, g.first_order) for g in parts.groups if g.first_order is not None and g.first_order.value >= _LEAST]
    named = numbers.listed(f"{group(g.id, found)} ({numbers.part(index.value)})" for g, index in first[:_NAMED])
    sentence = (
        _("What explains most of its variance by itself: {groups}.").format(groups=named)
        if named
        else _("No group explains much of its variance by itself.")
    )
    quotable = found.comparable or found.of != "score"
    return f"{_in_numbers(parts, found)}. {sentence}" if quotable else sentence


def _in_numbers(parts: VarianceParts, found: Sensitivity) -> str:
    """Return the figure with its interval."""
    nominal, losses, width = found.nominal, found.unit == "0-1", numbers.percent(found.interval)
    if found.against:
        signed, ranged = (
            (numbers.share_change, numbers.share_change_range) if losses else (numbers.change, numbers.change_range)
        )
        return _("{value} against the median of {reference} ({width} interval {interval})").format(
            value=signed(nominal),
            reference=reference(found),
            width=width,
            interval=ranged(parts.low, parts.high),
        )
    return _("{value} ({width} interval {interval})").format(
        value=numbers.percent(nominal) if losses else numbers.points(nominal),
        width=width,
        interval=(numbers.percent_range if losses else numbers.points_range)(parts.low, parts.high),
    )


def row(entry: GroupIndices, found: Sensitivity) -> tuple[str, ...]:
    """Return the cells of a group."""
    return (
        group(entry.id, found),
        bar(entry),
        *_cells(entry.first_order),
        *_cells(entry.total_order),
        numbers.count(entry.quantities),
    )


def _cells(index: SobolIndex | None) -> tuple[str, str]:
    return ("–", "–") if index is None else (numbers.part(index.value), numbers.part_range(index.low, index.high))


def bar(entry: GroupIndices) -> str:
    """Return what the group explains alone as full blocks, and what it does with others as lighter ones."""
    if entry.first_order is None or entry.total_order is None:
        return "·" * BAR
    alone, whole = (round(min(max(index.value, 0.0), 1.0) * BAR) for index in (entry.first_order, entry.total_order))
    return "█" * alone + "▒" * (whole - alone) + "·" * (BAR - max(alone, whole))


def notes(found: Sensitivity) -> Iterator[str]:
    """Yield how to read the tables."""
    yield _(
        "Alone (first order, █): part of the variance that would go if the group were known exactly. In all (total "
        "order, with ▒): part that would stay if everything else were known. Intervals: {width}, of sampling alone. "
        "Figures: how many uncertain ones are in the group."
    ).format(width=numbers.percent(found.interval))
    yield from additive(found)
    if found.data.negative or found.choices.negative:
        yield _(
            "Where an index is small, its estimate may by chance fall below 0; the index itself never does. More "
            "samples (--samples) bring the estimate closer."
        )
    if found.reference:
        yield ngettext(
            "The median is that of {count} comparable country: {reference}.",
            "The median is that of {count} comparable countries: {reference}.",
            len(found.reference),
        ).format(count=len(found.reference), reference=reference(found))
    if found.not_comparable:
        yield _("Left out, since only bounds of their scores may be quoted: {countries}.").format(
            countries=numbers.listed((country.name for country in found.not_comparable), most=8)
        )
    if found.without_profile:
        yield _("No profile: {countries}.").format(
            countries=numbers.listed((country.name for country in found.without_profile), most=8)
        )
    if not found.comparable:
        yield _(
            "{country} is not comparable: only the bounds of its score may be quoted. The tables divide the spread of "
            "the draws, which does not hold what the unattributed share hides."
        ).format(country=found.country.name)


def additive(found: Sensitivity) -> Iterator[str]:
    """Yield how much the groups explain one by one."""
    if (data := found.data.additive) is not None:
        sentence = (
            _("Data: one by one the groups explain {share} ({interval}); what is missing to 100% they do together.")
            if data.high < 1.0
            else _("Data: one by one the groups explain {share} ({interval}); no effect of several together shows.")
        )
        yield sentence.format(share=numbers.part(data.value), interval=numbers.part_range(data.low, data.high))
    if (choices := found.choices.additive) is not None:
        sentence = (
            _("Choices: one by one they explain {share} ({interval}); what is missing to 100% they do together.")
            if choices.high < 1.0
            else _("Choices: one by one they explain {share} ({interval}); no effect of several together shows.")
        )
        yield sentence.format(share=numbers.part(choices.value), interval=numbers.part_range(choices.low, choices.high))


def citation(found: Sensitivity) -> str:
    """Return the line that identifies the result."""
    what = _("sensitivity of {country}").format(country=found.country.code)
    return phrases.identity(what, found.data_as_of, found.provenance, sampled=True)
