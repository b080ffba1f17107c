"""Levers as rows and sentences, the same on the screen and on a page."""

from __future__ import annotations

from collections.abc import Iterator

from sovai.report import numbers, phrases
from sovai.results.levers import LeverEffect, Levers, Obstacle, PairEffect, Range

COLUMNS = ("Lever", "score:r", "interval:r", "top loss:r", "M€:r", "years:r", "", "down ↓ and up ↑")
FRONT = "◆"
ELSEWHERE = "†"
NOT_OPEN = "Not open to this country"
_SHOWN = 0.05
_PAIRS = 5


def title(levers: Levers) -> str:
    """Return what is shown."""
    return f"Levers for {phrases.named(levers.country.code, levers.country.name)}"


def heading(levers: Levers) -> str:
    """Return what was computed, in a line."""
    home = numbers.listed(levers.home, most=4)
    return f"data of {numbers.day(levers.data_as_of)} · home: {home} · {phrases.cutoff(levers.horizon_years)}"


def summary(levers: Levers) -> Iterator[str]:
    """Yield the figures that the levers are set against; of who is not comparable, the bounds alone."""
    if levers.comparable:
        score = f"{numbers.points(levers.score.nominal)}{phrases.in_brackets(levers.score)}"
        yield f"Dependency score as recorded: {score}."
    else:
        bounds = numbers.points_range(levers.bounds.low, levers.bounds.high)
        yield f"Dependency score as recorded: within {bounds}, not comparable; only these bounds may be quoted."
    if (top := levers.top_state) is not None:
        spread = f" ({numbers.percent_range(top.loss.low, top.loss.high)})" if top.loss.low is not None else ""
        yield (
            f"Top loss: if {phrases.named(top.id, top.name)} stopped supply, {numbers.percent(top.loss.nominal)}"
            f"{spread} of the weighted need would go unmet."
        )


def sections(levers: Levers, top: int | None = None) -> Iterator[tuple[str, list[LeverEffect]]]:
    """Yield headings with their levers, those with an effect first; sections without any are left out."""
    country = phrases.named(levers.country.code, levers.country.name)
    groups: dict[str, list[LeverEffect]] = {
        f"Open to {country}": [],
        "Switching vendors: the jurisdiction stays, only a company's power over the country falls": [],
        "Beyond the budget or the time asked for": [],
    }
    within, vendors, beyond = groups.values()
    for lever in levers.levers:
        if not lever.is_open or not shows(lever):
            continue
        outside = lever.within_budget is False or lever.within_years is False
        (beyond if outside else vendors if lever.vendors_only else within).append(lever)
    for name, found in groups.items():
        if found:
            yield name, found[:top]


def shows(lever: LeverEffect) -> bool:
    """Whether any change of a lever is large enough to be seen in a table."""
    parties = (*lever.by_state.values(), *lever.by_company.values())
    return any(abs(value) >= _SHOWN for value in lever.by_layer.values()) or any(
        abs(value) >= _SHOWN / 100.0 for value in parties
    )


def row(lever: LeverEffect, levers: Levers) -> tuple[str, ...]:
    """Return a lever as the cells of a table."""
    return (
        lever.title,
        numbers.change(lever.score.nominal),
        numbers.change_range(lever.score.low, lever.score.high),
        "–" if lever.top_loss is None else numbers.percent_change(lever.top_loss.nominal),
        _cost(lever),
        "?" if lever.years_to_effect is None else range_in_words(lever.years_to_effect),
        FRONT if lever.on_front else "",
        arrows(lever, levers),
    )


def _cost(lever: LeverEffect) -> str:
    """Return the most likely cost, marked where it is that of another country or circle."""
    if lever.cost_million_euros is None:
        return "?"
    if lever.cost_scaling is None:
        return f"{range_in_words(lever.cost_million_euros)}{ELSEWHERE}"
    return f"~{numbers.roughly(lever.cost_million_euros.mode)}"


def range_in_words(found: Range) -> str:
    """Return the most likely number, marked where it has a range."""
    number = numbers.amount(found.mode)
    return number if found.low == found.high else f"~{number}"


def arrows(lever: LeverEffect, levers: Levers) -> str:
    """Return what falls most and what rises most: layers in points, then losses to states or companies."""
    layers = sorted(lever.by_layer.items(), key=lambda item: item[1])
    parties = lever.by_company if lever.vendors_only else lever.by_state
    losses = sorted(parties.items(), key=lambda item: item[1])
    shown = []
    for sign, way in (("↓", -1.0), ("↑", 1.0)):
        moved = [(key, value) for key, value in layers if way * value >= _SHOWN]
        if moved:
            key, value = max(moved, key=lambda item: abs(item[1]))
            shown.append(f"{sign} {levers.names[key]} {numbers.change(value)}")
        held = [(key, value) for key, value in losses if way * value >= _SHOWN / 100.0]
        if held and (way > 0.0 or lever.vendors_only):
            key, value = max(held, key=lambda item: abs(item[1]))
            shown.append(f"{sign} loss by {levers.names[key]} {numbers.percent_change(value)}")
    return ", ".join(shown) or "nothing that shows"


def not_open(levers: Levers) -> Iterator[str]:
    """Yield the levers that are not open to the country, each with what keeps it from using them."""
    for lever in levers.levers:
        if not lever.is_open:
            yield f"{lever.title}: {' '.join(_obstacle(each, lever, levers) for each in lever.obstacles)}"


def _obstacle(obstacle: Obstacle, lever: LeverEffect, levers: Levers) -> str:
    """Return in a sentence what keeps a country from using a lever."""
    if obstacle.kind == "home":
        return "It moves supply from producers at home to others abroad."
    if obstacle.kind == "means" and lever.cost_million_euros is not None:
        return (
            f"At the lowest it costs {numbers.roughly(lever.cost_million_euros.low)} million euros, "
            f"{numbers.plain(100.0 * (obstacle.of_gdp or 0.0))}% of gross domestic product in each year until it takes "
            f"effect; {numbers.plain(100.0 * levers.means)}% is taken as the limit, a judgement."
        )
    return obstacle.why


def not_found(levers: Levers) -> Iterator[str]:
    """Yield which levers or changes have nothing, or too little, to act on in this country."""
    usable = [lever for lever in levers.levers if lever.is_open]
    whole = [lever.title for lever in usable if len(lever.nothing_found) == lever.changes]
    if whole:
        yield f"Nothing to act on in this country: {numbers.listed(whole)}."
    small = [e.title for e in usable if len(e.nothing_found) < e.changes and not shows(e)]
    if small:
        yield f"Too little to show within this horizon: {numbers.listed(small)}."
    for lever in usable:
        if lever.nothing_found and len(lever.nothing_found) < lever.changes:
            places = numbers.listed(map(str, lever.nothing_found))
            plural = "s" if len(lever.nothing_found) > 1 else ""
            yield f"{lever.title}: change{plural} {places} of {lever.changes} found nothing in this country."


def pairs(levers: Levers) -> Iterator[str]:
    """Yield pairs that do more together than apart, and the pair that overlaps most."""
    titles = {lever.id: lever.title for lever in levers.levers}
    gaining = [pair for pair in levers.pairs if pair.interaction <= -_SHOWN][:_PAIRS]
    for pair in gaining:
        yield _pair(pair, titles, "more than apart")
    if levers.pairs and levers.pairs[-1].interaction >= _SHOWN:
        yield _pair(levers.pairs[-1], titles, "the two overlap")
    if levers.pairs and not gaining:
        yield "No pair of the levers with the largest effects does clearly more together than the sum of the two."


def _pair(pair: PairEffect, titles: dict[str, str], what: str) -> str:
    return (
        f"{titles[pair.first]} + {titles[pair.second]}: {numbers.change(pair.together)} together, "
        f"{numbers.change(pair.apart)} as a sum ({what})."
    )


def conditions(lever: LeverEffect) -> Iterator[str]:
    """Yield under which conditions a lever would work, and what it would make worse."""
    if lever.conditions:
        yield f"Needs: {' '.join(lever.conditions)}"
    if lever.worsens:
        yield f"Makes worse: {' '.join(lever.worsens)}"
    if (scaling := lever.cost_scaling) is not None and lever.cost_published is not None:
        by = {"gdp": "gross domestic product", "population": "population"}[scaling.by]
        yield (
            f"Cost: {range_in_words(lever.cost_published)} million euros as published, times "
            f"{numbers.plain(scaling.factor)}, the country's {by} over that of where it was published."
        )
    if lever.note:
        yield lever.note


def notes(levers: Levers) -> Iterator[str]:
    """Yield how to read the tables."""
    drawn = levers.score.low is not None
    interval = f" with the {numbers.percent(levers.interval)} interval of paired draws" if drawn else ""
    yield (
        f"score: change in points if the lever worked as described{interval}. top loss: change of the loss above, in "
        "percentage points. M€ and years: most likely cost and time to effect, ~ with a range, ? not known. Parts of "
        "most levers are judgement; the files say which."
    )
    yield (
        "M€: published costs of other countries or circles are scaled by gross domestic product or population where "
        f"they grow with the country; {ELSEWHERE} not scaled."
    )
    yield f"{FRONT} no other lever open to the country with known cost and time does as much for less and sooner."
    limits = []
    if levers.budget_million_euros is not None:
        limits.append(f"cost up to {numbers.amount(levers.budget_million_euros)} million euros")
    if levers.years is not None:
        limits.append(f"effect within {numbers.years(levers.years)}")
    if limits:
        yield f"Asked for: {numbers.listed(limits)}. Levers of which that is not known are kept."
    yield "Effects do not add up; pairs are nominal, the first lever applied before the second."


def details_hint(levers: Levers) -> str:
    """Return how to see what a lever needs and makes worse."""
    first = next((lever for lever in levers.levers if lever.is_open), levers.levers[0]).id
    return (
        f"What a lever needs and makes worse: sovai levers {levers.country.code} --lever {first}, or --format markdown"
    )


def citation(levers: Levers) -> str:
    """Return the line that identifies the result."""
    what = f"{levers.country.code} levers, {len(levers.levers)} of them"
    return phrases.identity(what, levers.data_as_of, levers.provenance)
