"""Levers as rows and sentences, the same on the screen and on a page."""

from __future__ import annotations

from collections.abc import Iterator

from sovai.report import numbers, phrases
from sovai.report.columns import right
from sovai.report.language import _, marked, ngettext, pgettext
from sovai.results.levers import LeverEffect, Levers, Obstacle, PairEffect, Range

FRONT = "◆"
ELSEWHERE = "†"
NOT_OPEN = marked("Not open to this country")
_SHOWN = 0.05
_PAIRS = 5


def columns() -> tuple[str, ...]:
    """Return the headers of the table."""
    return (
        pgettext("column", "Lever"),
        right(pgettext("column", "score")),
        right(pgettext("column", "interval")),
        right(pgettext("column", "top loss")),
        right(pgettext("column", "M€")),
        right(pgettext("column", "years")),
        "",
        pgettext("column", "down ↓ and up ↑"),
    )


def title(levers: Levers) -> str:
    """Return what is shown."""
    return _("Levers for {country}").format(country=phrases.named(levers.country.code, levers.country.name))


def heading(levers: Levers) -> str:
    """Return what was computed, in a line."""
    return f"{phrases.rests_on(levers.data_as_of, levers.home)} · {phrases.cutoff(levers.horizon_years)}"


def summary(levers: Levers) -> Iterator[str]:
    """Yield the figures that the levers are set against; of who is not comparable, the bounds alone."""
    if levers.comparable:
        yield _("Dependency score as recorded: {score}.").format(score=phrases.score(levers.score))
    else:
        bounds = numbers.points_range(levers.bounds.low, levers.bounds.high)
        yield _(
            "Dependency score as recorded: within {bounds}, not comparable; only these bounds may be quoted."
        ).format(bounds=bounds)
    if (top := levers.top_state) is not None:
        yield _("Top loss: if {party} stopped supply, {share} of the weighted need would go unmet.").format(
            party=phrases.named(top.id, top.name), share=phrases.share(top.loss)
        )


def sections(levers: Levers, top: int | None = None) -> Iterator[tuple[str, list[LeverEffect]]]:
    """Yield headings with their levers, those with an effect first; sections without any are left out."""
    country = phrases.named(levers.country.code, levers.country.name)
    groups: dict[str, list[LeverEffect]] = {
        _("Open to {country}").format(country=country): [],
        _("Switching vendors: the jurisdiction stays, only a company's power over the country falls"): [],
        _("Beyond the budget or the time asked for"): [],
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
        "–" if lever.top_loss is None else numbers.share_change(lever.top_loss.nominal),
        cost_in_words(lever),
        "?" if lever.years_to_effect is None else range_in_words(lever.years_to_effect),
        FRONT if lever.on_front else "",
        arrows(lever, levers),
    )


def cost_in_words(lever: LeverEffect) -> str:
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
            loss = _("loss by {party} {change}").format(
                party=phrases.mentioned(key, levers.names[key]),
                party_in_text=phrases.named(key, levers.names[key]),
                change=numbers.share_change(value),
            )
            shown.append(f"{sign} {loss}")
    return ", ".join(shown) or _("nothing that shows")


def not_open(levers: Levers) -> Iterator[str]:
    """Yield the levers that are not open to the country, each with what keeps it from using them."""
    yield from (closed(lever, levers) for lever in levers.levers if not lever.is_open)


def closed(lever: LeverEffect, levers: Levers) -> str:
    """Return a lever that is not open to the country, with what keeps it from using it."""
    return f"{lever.title}: {' '.join(_obstacle(each, lever, levers) for each in lever.obstacles)}"


def _obstacle(obstacle: Obstacle, lever: LeverEffect, levers: Levers) -> str:
    """Return in a sentence what keeps a country from using a lever."""
    if obstacle.kind == "home":
        return _("It moves supply from producers at home to others abroad.")
    if obstacle.kind == "means" and lever.cost_million_euros is not None:
        return _(
            "At the lowest it costs {amount} million euros, {share} of gross domestic product in each year until it "
            "takes effect; {limit} is taken as the limit, a judgement."
        ).format(
            amount=numbers.roughly(lever.cost_million_euros.low),
            share=numbers.percent_plain(obstacle.of_gdp or 0.0),
            limit=numbers.percent_plain(levers.means),
        )
    return obstacle.why


def _quoted(title: str) -> str:
    """Return a title as it stands in a list within a sentence."""
    return _("“{title}”").format(title=title)


def not_found(levers: Levers) -> Iterator[str]:
    """Yield which levers or changes have nothing, or too little, to act on in this country."""
    usable = [lever for lever in levers.levers if lever.is_open]
    whole = [lever.title for lever in usable if len(lever.nothing_found) == lever.changes]
    if whole:
        yield _("Nothing to act on in this country: {levers}.").format(levers=numbers.listed(map(_quoted, whole)))
    small = [e.title for e in usable if len(e.nothing_found) < e.changes and not shows(e)]
    if small:
        yield _("Too little to show within this horizon: {levers}.").format(levers=numbers.listed(map(_quoted, small)))
    for lever in usable:
        if lever.nothing_found and len(lever.nothing_found) < lever.changes:
            yield ngettext(
                "{lever}: change {places} of {count} found nothing in this country.",
                "{lever}: changes {places} of {count} found nothing in this country.",
                len(lever.nothing_found),
            ).format(lever=lever.title, places=numbers.listed(map(str, lever.nothing_found)), count=lever.changes)


def pairs(levers: Levers) -> Iterator[str]:
    """Yield pairs that do more together than apart, and the pair that overlaps most."""
    titles = {lever.id: lever.title for lever in levers.levers}
    shown = [pair for pair in levers.pairs if numbers.change(pair.together) != numbers.change(pair.apart)]
    gaining = [pair for pair in shown if pair.interaction <= -_SHOWN][:_PAIRS]
    for pair in gaining:
        yield _pair(pair, titles, _("{levers}: {together} together, {apart} as a sum (more than apart)."))
    if shown and shown[-1].interaction >= _SHOWN:
        overlap = _("{levers}: {together} together, {apart} as a sum (the two overlap).")
        yield _pair(shown[-1], titles, overlap)
    if levers.pairs and not gaining:
        yield _("No pair of the levers with the largest effects does clearly more together than the sum of the two.")


def _pair(pair: PairEffect, titles: dict[str, str], sentence: str) -> str:
    return sentence.format(
        levers=f"{titles[pair.first]} + {titles[pair.second]}",
        together=numbers.change(pair.together),
        apart=numbers.change(pair.apart),
    )


def conditions(lever: LeverEffect) -> Iterator[str]:
    """Yield under which conditions a lever would work, and what it would make worse."""
    if lever.conditions:
        yield _("Needs: {sentences}").format(sentences=" ".join(lever.conditions))
    if lever.worsens:
        yield _("Makes worse: {sentences}").format(sentences=" ".join(lever.worsens))
    if (scaling := lever.cost_scaling) is not None and lever.cost_published is not None:
        sentence = (
            _(
                "Cost: {amount} million euros as published, times {factor}, the country's gross domestic product over "
                "that of where it was published."
            )
            if scaling.by == "gdp"
            else _(
                "Cost: {amount} million euros as published, times {factor}, the country's population over that of "
                "where it was published."
            )
        )
        yield sentence.format(amount=range_in_words(lever.cost_published), factor=numbers.plain(scaling.factor))
    if lever.note:
        yield lever.note


def notes(levers: Levers) -> Iterator[str]:
    """Yield how to read the tables."""
    if levers.score.low is None:
        reading = _("score: change in points if the lever worked as described.")
    else:
        reading = _(
            "score: change in points if the lever worked as described, with the {percent} interval of paired draws."
        ).format(percent=numbers.percent(levers.interval))
    others = _(
        "top loss: change of the loss above, in percentage points (pp). M€ and years: most likely cost and time to "
        "effect, ~ with a range, ? not known. Parts of most levers are judgement; the files say which."
    )
    yield f"{reading} {others}"
    yield _(
        "M€: published costs of other countries or circles are scaled by gross domestic product or population where "
        "they grow with the country; {mark} not scaled."
    ).format(mark=ELSEWHERE)
    yield from closing_notes(levers)


def closing_notes(levers: Levers) -> Iterator[str]:
    """Yield what holds whatever the columns of a table are called."""
    yield _(
        "{mark} no other lever open to the country with known cost and time does as much for less and sooner."
    ).format(mark=FRONT)
    limits = []
    if levers.budget_million_euros is not None:
        limits.append(_("cost up to {amount} million euros").format(amount=numbers.amount(levers.budget_million_euros)))
    if levers.years is not None:
        limits.append(_("effect within {time}").format(time=numbers.years(levers.years)))
    if limits:
        kept = _("Asked for: {limits}. Levers of which that is not known are kept.")
        yield kept.format(limits=numbers.listed(limits))
    yield _("Effects do not add up; pairs are nominal, the first lever applied before the second.")


def details_hint(levers: Levers) -> str:
    """Return how to see what a lever needs and makes worse."""
    first = next((lever for lever in levers.levers if lever.is_open), levers.levers[0]).id
    return _("What a lever needs and makes worse: {command}, or --format markdown").format(
        command=f"sovai levers {levers.country.code} --lever {first}"
    )


def citation(levers: Levers) -> str:
    """Return the line that identifies the result."""
    what = _("{country} levers, {count} of them").format(country=levers.country.code, count=len(levers.levers))
    return phrases.identity(what, levers.data_as_of, levers.provenance)
