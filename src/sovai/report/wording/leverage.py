"""One party's leverage as rows and sentences, the same on the screen and on a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sovai.model.vocabulary import COMPONENTS
from sovai.report import numbers, phrases
from sovai.results.ranking import Leverage, LeverageEntry, VetoCount

COLUMNS = ("Country", "loss:r", "range:r", "control:r", "loss most in", "vetoes", "half in")
VETO_COLUMNS = ("Veto over", "countries:r", "half unmet in")
_MOST = 2


def title(leverage: Leverage) -> str:
    """Return whose leverage it is."""
    state = leverage.jurisdiction
    return f"Leverage of {party(leverage)}" + (f" ({state})" if state and state != leverage.party else "")


def party(leverage: Leverage) -> str:
    """Return the party's name as it stands within a sentence."""
    return phrases.named(leverage.party, leverage.name)


def heading(leverage: Leverage) -> str:
    """Return over how many countries, and under what."""
    found = len(held(leverage))
    parts = [f"over {found} countries" if found != 1 else "over 1 country"]
    parts += [f"at home for each other: {numbers.listed(leverage.home, most=3)}"] if leverage.home else []
    return " · ".join([*parts, phrases.cutoff(leverage.horizon_years)])


def held(leverage: Leverage) -> list[LeverageEntry]:
    """Return the countries over which the party holds anything."""
    return [entry for entry in leverage.entries if entry.control > 0.0]


def summary(leverage: Leverage) -> str:
    """Return the span of its power, in a sentence that can be quoted."""
    losses = [entry.loss.nominal for entry in held(leverage)]
    control = [entry.control for entry in held(leverage)]
    return (
        f"If {party(leverage)} stopped supply, {_span(losses)} of the weighted need of these countries would go unmet "
        f"{phrases.period(leverage.horizon_years)}; in the end it could withhold {_span(control)}."
    )


def _span(shares: Iterable[float]) -> str:
    found = sorted(shares)
    low, high = numbers.percent(found[0]), numbers.percent(found[-1])
    return low if low == high else f"{low} to {high}"


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
        ", ".join(f"{layer} {numbers.percent(loss)}" for layer, loss in most if loss > 0.0) or "–",
        ", ".join(_short(veto.component for veto in entry.vetoes)) or "–",
        _half(min(times, default=None), leverage) if entry.vetoes else "–",
    )


def _short(components: Iterable[str]) -> Iterator[str]:
    """Yield components in short: a layer where it is held in all its components, else their ids within the layer."""
    found = list(components)
    for layer, names in COMPONENTS.items():
        among = [name for name in names if f"{layer}.{name}" in found]
        yield from [layer] if len(among) == len(names) else among


def _half(years: float | None, leverage: Leverage) -> str:
    return f">{numbers.years(leverage.course_years[-1])}" if years is None else numbers.years(years)


def notes(leverage: Leverage, top: int | None = None) -> Iterator[str]:
    """Yield how to read the table."""
    found = held(leverage)
    if any(entry.loss.low is not None for entry in found):
        yield (
            f"Range: {numbers.percent(leverage.interval)} of draws. Countries stand in the order of the nominal loss, "
            "then of control; where ranges overlap, the order is not settled."
        )
    yield (
        "Control: weighted part of the need that could be withheld in the end. Veto: control of "
        f"{numbers.percent(leverage.veto_threshold)} or more of a component. Half in: the shortest time until half of "
        "a component so held is unmet."
    )
    if top is not None and top < len(found):
        yield f"The first {top} of {len(found)} countries are shown."
    if any(not entry.comparable for entry in found[:top]):
        yield "* WARNING: not comparable, since too little is known of the country; its figures are not for comparison."
    without = [entry.country.name for entry in leverage.entries if entry.control <= 0.0]
    if without:
        yield f"No hold on {numbers.listed(without, most=12)}."


def citation(leverage: Leverage) -> str:
    """Return the line that identifies the result."""
    what = f"leverage of {leverage.party} over {len(held(leverage))} countries"
    return phrases.identity(what, leverage.edition, leverage.provenance)
