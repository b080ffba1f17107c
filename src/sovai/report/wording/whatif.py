"""What would follow if supply stopped, in words: what is asked, the answer, and what qualifies it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sovai.model.changes import Cut
from sovai.report import numbers, phrases
from sovai.report.language import _
from sovai.report.wording import changes
from sovai.results.base import Estimate
from sovai.results.whatif import PriceEffect, ScenarioFound, WhatIf

_SOURCES = 6


def title(result: WhatIf) -> str:
    """Return the country and what is asked, as a heading."""
    return f"{result.country.name}: {asked(result)}"


def asked(result: WhatIf) -> str:
    """Return the titles of the scenarios and the refusals that were named without one."""
    titles = [scenario.head.title for scenario in result.scenarios]
    named = [found.change for found in result.changes if found.scenario is None]
    for cut in (change for change in named if isinstance(change, Cut)):
        whole = _("if {parties} stopped supply") if changes.is_whole(cut) else _("if {parties} stopped {supply}")
        titles.append(
            whole.format(parties=changes.parties(cut.parties, result.names), supply=changes.supply(cut, result.names))
        )
    return " + ".join(titles)


def heading(result: WhatIf) -> str:
    """Return what the answer rests on."""
    return phrases.rests_on(result.data_as_of, result.home)


def summary(result: WhatIf) -> str:
    """Return the answer for the stack as a whole, in sentences that can be quoted."""
    left = ", ".join(
        f"{estimate(course)} {numbers.after(at)}" for at, course in zip(result.years, result.stack.left, strict=True)
    )
    change = result.changes[0].change
    cut = change if isinstance(change, Cut) and len(result.changes) == 1 else None
    loss = _loss_sentence(cut, several=len(result.changes) > 1).format(
        loss=estimate(result.loss),
        period=phrases.period(result.horizon_years),
        parties=changes.parties(cut.parties, result.names) if cut else "",
        supply=changes.supply(cut, result.names) if cut else "",
    )
    return " ".join((loss, _("What would be left of it: {shares}.").format(shares=left)))


def _loss_sentence(cut: Cut | None, *, several: bool) -> str:
    if several:
        return _("If all of this happened together, {loss} of the weighted need would go unmet {period}.")
    if cut is None:
        return _("If this happened, {loss} of the weighted need would go unmet {period}.")
    if changes.is_whole(cut):
        return _("If {parties} stopped supply, {loss} of the weighted need would go unmet {period}.")
    return _("If {parties} stopped {supply}, {loss} of the weighted need would go unmet {period}.")


def estimate(found: Estimate) -> str:
    """Return a fraction in percent, with its interval in brackets."""
    spread = numbers.percent_span(found.low, found.high)
    return numbers.percent(found.nominal) + (f" ({numbers.percent_range(found.low, found.high)})" if spread else "")


def scenario_notes(scenario: ScenarioFound) -> Iterator[str]:
    """Yield what qualifies a scenario."""
    head = scenario.head
    if scenario.data_moved:
        yield _("{scenario} was written for other data than these: its numbers may no longer fit.").format(
            scenario=head.title
        )
    if head.duration_days is not None:
        low, mode, high = head.duration_days.low, head.duration_days.mode, head.duration_days.high
        lasting = (
            _("{scenario}: taken to last {days} days. Later times show what would follow if it went on.")
            if low == high
            else _(
                "{scenario}: taken to last {days} days, between {low} and {high}. Later times show what would follow "
                "if it went on."
            )
        )
        days, least, most = map(numbers.amount, (mode, low, high))
        yield lasting.format(scenario=head.title, days=days, low=least, high=most)
    yield from head.caveats


def price_sentence(found: PriceEffect, result: WhatIf) -> str:
    """Return what would cost more."""
    return _(
        "{component}: {share} comes from there; the cost as a whole would rise by {rise} if nothing else were bought "
        "instead."
    ).format(
        component=result.names[found.component],
        share=numbers.percent(found.share),
        rise=phrases.share(found.rise),
    )


def notes(result: WhatIf) -> Iterator[str]:
    """Yield what was not found and what was left out."""
    titles = {scenario.head.id: scenario.head.title for scenario in result.scenarios}
    for found in result.changes:
        label = (
            _("change {position} of “{scenario}”").format(position=found.position, scenario=titles[found.scenario])
            if found.scenario
            else _("the refusal asked for")
        )
        if not found.found:
            yield (
                _("Nothing is recorded here of what {label} is about.").format(label=label)
                if found.scenario
                else _("Nothing is recorded here of what {label} is about: {change}").format(
                    label=label, change=changes.in_words(found, result.names)
                )
            )
        if found.at_home:
            at_home = changes.parties(found.at_home, result.names, listed=True)
            yield _("{parties}: at home, so not cut ({label}).").format(parties=phrases.opening(at_home), label=label)


def sources(result: WhatIf) -> Sequence[str]:
    """Return the evidence of precedents and changes, then the first of the sources that would stop."""
    precedents = [key for scenario in result.scenarios for one in scenario.precedents for key in one.evidence]
    precedents += [key for one in result.on_record.ended[:3] for key in one.evidence]
    changed = [key for found in result.changes for key in found.change.evidence]
    first = [source.id for source in result.evidence]
    asked = list(dict.fromkeys((*precedents, *changed)))
    return asked or first[:_SOURCES]


def citation(result: WhatIf) -> str:
    """Return the line that identifies the result."""
    what = _("what if for {country}").format(country=result.country.code)
    return phrases.identity(what, result.data_as_of, result.provenance)
