"""One party's leverage as rows and sentences, the same on the screen and on a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sovai.model.vocabulary import COMPONENTS
from sovai.report import numbers, phrases
from sovai.report.columns import right
from sovai.report.language import _, ngettext, pgettext, term
from sovai.report.wording.ranking import home_for_each_other
from sovai.results.ranking import Leverage, LeverageEntry, VetoCount

_MOST = 2


def columns() -> tuple[str, ...]:
    """Return the headers of the table of countries."""
    return (
        pgettext("column", "Country"),
        right(pgettext("column", "loss")),
        right(pgettext("column", "range")),
        right(pgettext("column", "control")),
        pgettext("column", "loss most in"),
        pgettext("column", "vetoes"),
        pgettext("column", "half in"),
    )


def veto_columns() -> tuple[str, ...]:
    """Return the headers of the table of vetoes."""
    return (
        pgettext("column", "Veto over"),
        right(pgettext("column", "countries")),
        pgettext("column", "half unmet in"),
    )


def title(leverage: Leverage) -> str:
    """Return whose leverage it is."""
    state = leverage.jurisdiction
    if state and state != leverage.party:
        return _("Leverage of {party} ({state})").format(party=party(leverage), name=leverage.name, state=state)
    return _("Leverage of {party}").format(party=party(leverage), name=leverage.name)


def party(leverage: Leverage) -> str:
    """Return the party's name as it stands within a sentence."""
    return phrases.named(leverage.party, leverage.name)


def heading(leverage: Leverage) -> str:
    """Return over how many countries, and under what."""
    found = len(held(leverage))
    parts = [ngettext("over {count} country", "over {count} countries", found).format(count=found)]
    parts += [home_for_each_other(leverage.home)] if leverage.home else []
    return " · ".join([*parts, phrases.cutoff(leverage.horizon_years)])


def held(leverage: Leverage) -> list[LeverageEntry]:
    """Return the countries over which the party holds anything."""
    return [entry for entry in leverage.entries if entry.control > 0.0]


def summary(leverage: Leverage) -> str:
    """Return the span of its power, in a sentence that can be quoted."""
    losses = [entry.loss.nominal for entry in held(leverage)]
    control = [entry.control for entry in held(leverage)]
    return _(
        "If {party} stopped supply, {loss} of the weighted need of these countries would go unmet {period}; "
        "in the end it could withhold {control}."
    ).format(
        party=party(leverage),
        loss=_span(losses),
        period=phrases.period(leverage.horizon_years),
        control=_span(control),
    )


def _span(shares: Iterable[float]) -> str:
    found = sorted(shares)
    low, high = numbers.percent(found[0]), numbers.percent(found[-1])
    return low if low == high else numbers.between(low, high)


def veto_row(veto: VetoCount, leverage: Leverage) -> tuple[str, ...]:
    """Return the cells of a component."""
    return leverage.names[veto.component], str(veto.countries), _half(veto.time_to_half_years, leverage)


def row(entry: LeverageEntry, leverage: Leverage) -> tuple[str, ...]:
    """Return the cells of a country."""
    times = [veto.time_to_half_years for veto in entry.vetoes if veto.time_to_half_years is not None]
    most = sorted(entry.by_layer.items(), key=lambda item: -item[1])[:_MOST]
    return (
        entry.country.name if entry.comparable else f"{entry.country.name} *",
        numbers.percent(entry.loss.nominal),
        numbers.percent_range(entry.loss.low, entry.loss.high),
        numbers.percent(entry.control),
        ", ".join(f"{term('layer', layer)} {numbers.percent(loss)}" for layer, loss in most if loss > 0.0) or "–",
        ", ".join(_short(veto.component for veto in entry.vetoes)) or "–",
        _half(min(times, default=None), leverage) if entry.vetoes else "–",
    )


def _short(components: Iterable[str]) -> Iterator[str]:
    """Yield components in short: a layer where it is held in all its components, else their ids within the layer."""
    found = list(components)
    for layer, names in COMPONENTS.items():
        among = [name for name in names if f"{layer}.{name}" in found]
        if len(among) == len(names):
            yield term("layer", layer)
        else:
            yield from (term("component", name) for name in among)


def _half(years: float | None, leverage: Leverage) -> str:
    return f">{numbers.years(leverage.course_years[-1])}" if years is None else numbers.years(years)


def notes(leverage: Leverage, top: int | None = None) -> Iterator[str]:
    """Yield how to read the table."""
    found = held(leverage)
    if any(entry.loss.low is not None for entry in found):
        yield _(
            "Range: {percent} of draws. Countries stand in the order of the nominal loss, then of control; "
            "where ranges overlap, the order is not settled."
        ).format(percent=numbers.percent(leverage.interval))
    yield _(
        "Control: weighted part of the need that could be withheld in the end. Veto: control of {share} or more of a "
        "component. Half in: the shortest time until half of a component so held is unmet."
    ).format(share=numbers.percent(leverage.veto_threshold))
    if top is not None and top < len(found):
        yield _("The first {top} of {count} countries are shown.").format(top=top, count=len(found))
    if any(not entry.comparable for entry in found[:top]):
        yield _(
            "* WARNING: not comparable, since too little is known of the country; its figures are not for comparison."
        )
    without = [entry.country.name for entry in leverage.entries if entry.control <= 0.0]
    if without:
        yield _("No hold on {countries}.").format(countries=numbers.listed(without, most=12))


def citation(leverage: Leverage) -> str:
    """Return the line that identifies the result."""
    what = _("leverage of {party} over {count} countries").format(party=leverage.party, count=len(held(leverage)))
    return phrases.identity(what, leverage.edition, leverage.provenance)
