"""Missing figures in words: what is not known, what it would be worth to know it, and where to look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sovai.report import numbers, phrases
from sovai.report.columns import right
from sovai.report.language import _, marked, ngettext, pgettext, term
from sovai.results.base import PartyKind
from sovai.results.gaps import Gap, Gaps, LeverDoubt

_NOTICED = 0.05  # a part of the draws, or of the variance, that is worth a sentence
_MEASURED_SHOWN = 3

STATISTICS = {
    "chips.accelerators": marked(
        "AI accelerators installed or bought, by maker: inventories of data-centre operators, universities and public "
        "computing programmes, or customs declarations by brand"
    ),
    "chips.semiconductors": marked(
        "imports of integrated circuits (HS 8542) by country of origin, and home production less exports"
    ),
    "hardware.computers": marked(
        "imports of computers and servers (HS 8471) by country of origin, and home production less exports"
    ),
    "hardware.networking": marked(
        "imports of network equipment other than telephones (HS 8517) by country of origin, and the equipment of "
        "operators by maker"
    ),
    "energy.power-equipment": marked(
        "imports of transformers and converters (HS 8504) by country of origin, and home production less exports"
    ),
    "energy.batteries": marked(
        "imports of accumulators (HS 8507) by country of origin, and home production less exports"
    ),
    "energy.photovoltaics": marked(
        "imports of cells and modules (HS 8541.4) by country of origin, and home production less exports"
    ),
    "models.assistants": marked(
        "use of AI assistants and model services by provider: a survey of firms and households, web traffic by "
        "country, or the invoices of public bodies"
    ),
    "models.foundation": marked(
        "base models that are run locally, by developer: a survey of public bodies, firms and universities, or "
        "downloads by country"
    ),
    "cloud.infrastructure": marked(
        "spending on cloud infrastructure by provider: a market study of the regulator or competition authority, the "
        "statistics office's survey of ICT use, or public procurement"
    ),
}
"""What would measure a component."""


def title(found: Gaps) -> str:
    """Return what was looked for."""
    country = phrases.named(found.country.code, found.country.name)
    return _("What is not known about {country}, and what it would be worth to know").format(country=country)


def heading(found: Gaps) -> str:
    """Return on what it rests."""
    return f"{phrases.rests_on(found.data_as_of, found.home)} · {phrases.cutoff(found.horizon_years)}"


def opening(found: Gaps) -> Iterator[str]:
    """Yield what can be quoted: how wide the answer is, and on what it rests."""
    share = numbers.percent(found.interval)
    yield _(
        "In at least {share} of draws the score lies between {low} and {high}, whoever supplies what is attributed to "
        "nobody: that is how wide the answer is."
    ).format(share=share, low=numbers.points(found.span.low), high=numbers.points(found.span.high))
    yield _(
        "The uncertainty of the figures alone leaves it within {interval}; who supplies the unattributed part could "
        "move the score of the recorded figures within {bounds}."
    ).format(
        interval=numbers.points_range(found.score.low, found.score.high),
        bounds=numbers.points_range(found.bounds.low, found.bounds.high),
    )
    grounds, country = found.grounds, phrases.named(found.country.code, found.country.name)
    yield _(
        "Of the score, {measured} rests on figures measured for {country}, {proxies} on market mixes that stand in for "
        "them, {judgement} on judgement about {country}, {estimates} on weaker estimates and {nobody} on nobody."
    ).format(
        country=country,
        measured=numbers.percent(grounds.measured),
        proxies=numbers.percent(grounds.proxies),
        judgement=numbers.percent(grounds.judgement),
        estimates=numbers.percent(grounds.estimates),
        nobody=numbers.percent(grounds.nobody),
    )
    if grounds.judged_proxies >= 0.005:
        yield _("Mixes that are themselves a judgement carry {share} of it.").format(
            share=numbers.percent(grounds.judged_proxies)
        )
    if found.together:
        width = found.span.high - found.span.low
        yield ngettext(
            "One figure would narrow the answer most: {left} of its width would be left.",
            "{count} figures together would narrow the answer most: {left} of its width would be left.",
            len(found.together),
        ).format(
            count=numbers.count(len(found.together)),
            left=numbers.percent(found.together[-1].span_left.value / width if width > 0.0 else 0.0),
        )


def steps(found: Gaps) -> Iterator[str]:
    """Yield the figures that together narrow the answer most: what is missing, what it is worth, where to look."""
    looked_for: dict[str, int] = {}
    for number, step in enumerate(found.together, start=1):
        gap = found.gaps[step.gap]
        same = looked_for.setdefault(gap.component, number)
        yield " ".join(
            [
                sentence(gap, found),
                _("Known, it would by itself take {points} points off the answer and {share} off the variance.").format(
                    points=numbers.tenths(gap.span.value), share=numbers.percent(max(0.0, gap.variance.value))
                ),
                _("To look for: {statistic}.").format(statistic=_(STATISTICS[gap.component]))
                if same == number
                else _("To look for: the same as under {number}.").format(number=numbers.count(same)),
                place(gap),
            ]
        )


def sentence(gap: Gap, found: Gaps) -> str:
    """Return what is missing as a sentence."""
    component, share = found.names[gap.component], numbers.percent(gap.share)
    country = phrases.named(found.country.code, found.country.name)
    if gap.kind == "unattributed":
        return _("Who supplies the {share} of {component} that is attributed to nobody.").format(
            share=share, component=component
        )
    if gap.kind == "proxy":
        assert gap.row is not None  # a mix is a row
        return _(
            "Who supplies {component} in {country}: {share} of it follows the mix “{mix}” (grade {grade})."
        ).format(component=component, country=country, share=share, mix=found.names[gap.row], grade=gap.grade)
    return _("How much of {component} comes from {supplier}: {share} is recorded, of grade {grade}.").format(
        component=component, supplier=supplier(gap, found), share=share, grade=gap.grade
    )


def place(gap: Gap) -> str:
    """Return where the figure belongs."""
    if gap.row is None:
        return _("It belongs in {file}, as further rows of [[{key}]].").format(file=gap.file, key=gap.component)
    return _("It belongs in {file}, [[{key}]], where {row} stands.").format(
        file=gap.file, key=gap.component, row=_key(gap.row)
    )


def _key(row: str) -> str:
    """Return a row as it is written in a profile."""
    if row.startswith("mix:"):
        return f'mix = "{row.removeprefix("mix:")}"'
    return f'supplier = "{row.partition("/")[0]}"'


def supplier(gap: Gap, found: Gaps) -> str:
    """Return the supplier of a row; producers where only a country is known."""
    label, _slash, access = (gap.row or "").partition("/")
    name = found.names[label]
    if label == found.country.code:
        return _("producers at home ({access})").format(access=term("access", access))
    return name


def lever_sentences(found: Gaps) -> Iterator[str]:
    """Yield whether a missing figure could change who holds the largest lever."""
    for kind, leader in found.levers.items():
        yield from _lever_sentence(found, kind, leader)


def _lever_sentence(found: Gaps, kind: PartyKind, leader: str) -> Iterator[str]:
    doubts = [(gap, doubt) for gap in found.gaps for doubt in gap.levers if doubt.kind == kind]
    if not doubts:
        return
    gap, doubt = max(doubts, key=lambda pair: pair[1].certainty_known.value)
    name = phrases.mentioned(leader, found.names[leader])
    settled, open_ = _LEVERS[kind]
    yield _(open_ if _telling(doubt) else settled).format(
        party=phrases.opening(name),
        certainty=numbers.percent(doubt.certainty),
        figure=in_words(gap, found),
        known=numbers.percent(doubt.certainty_known.value),
        overturned=numbers.percent(doubt.overturned),
        others=numbers.listed((found.names[party] for party in doubt.instead), most=3),
    )
    for one, _doubt in doubts:
        holders = [found.names[party] for party in one.could_lead if party.isupper() == (kind == "jurisdiction")]
        if holders:
            yield _(
                "What is attributed to nobody in {component} could by itself make another the largest, if it were all "
                "in one hand: {others}."
            ).format(component=found.names[one.component], others=numbers.listed(holders, most=4))


_LEVERS: dict[PartyKind, tuple[str, str]] = {
    "jurisdiction": (
        marked(
            "{party} is the largest lever among states in {certainty} of draws; no missing figure is expected to name "
            "another."
        ),
        marked(
            "{party} is the largest lever among states in {certainty} of draws; if “{figure}” were known, one could "
            "be {known} sure which one is, and in {overturned} of cases it would be another ({others})."
        ),
    ),
    "company": (
        marked(
            "{party} is the largest lever among companies in {certainty} of draws; no missing figure is expected to "
            "name another."
        ),
        marked(
            "{party} is the largest lever among companies in {certainty} of draws; if “{figure}” were known, one "
            "could be {known} sure which one is, and in {overturned} of cases it would be another ({others})."
        ),
    ),
}
"""What is said where missing figures leave the largest lever as it is, and where they may name another."""


def _telling(doubt: LeverDoubt) -> bool:
    return doubt.overturned >= _NOTICED and bool(doubt.instead)


def other_sentences(found: Gaps) -> Iterator[str]:
    """Yield what lies outside the profile's missing figures."""
    if found.measured:
        first, *others = sorted(found.measured, key=lambda gap: -gap.variance.value)[:_MEASURED_SHOWN]
        shown = [
            _("{supplier} in {component} ({share})").format(
                supplier=supplier(gap, found),
                component=found.names[gap.component],
                share=numbers.percent(gap.variance.value),
            )
            for gap in (first, *(gap for gap in others if gap.variance.value >= _NOTICED))
        ]
        yield _(
            "Of the figures that are measured, better ones would take most off the variance for: {figures}."
        ).format(figures=numbers.listed(shown))
    yield _(
        "About {share} of the variance comes from figures that are the same for every country: inputs, reach, lives, "
        "growth and surge."
    ).format(share=numbers.percent(max(0.0, found.common.value)))


def columns() -> tuple[str, ...]:
    """Return the headers of the table; ``:r`` marks a column of figures."""
    return (
        pgettext("column", "Not known"),
        right(pgettext("column", "need")),
        right(pgettext("column", "score")),
        right(pgettext("column", "best–worst")),
        right(pgettext("column", "variance")),
        right(pgettext("column", "interval")),
        right(pgettext("column", "answer")),
        right("±"),
    )


def row(gap: Gap, found: Gaps) -> tuple[str, ...]:
    """Return the cells of a gap."""
    return (
        short(gap, found),
        numbers.percent(gap.share),
        numbers.percent(gap.score_share),
        numbers.points_range(gap.bounds.low, gap.bounds.high),
        numbers.percent(max(0.0, gap.variance.value)),
        numbers.change(-gap.interval.value),
        numbers.change(-gap.span.value),
        numbers.tenths(gap.span.standard_error),
    )


def short(gap: Gap, found: Gaps) -> str:
    """Return a gap in a few words."""
    component = found.names[gap.component]
    if gap.kind == "unattributed":
        return _("{component}: nobody’s share").format(component=component)
    if gap.kind == "proxy":
        assert gap.row is not None  # a mix is a row
        return _("{component}: mix “{mix}”, {grade}").format(
            component=component, mix=found.names[gap.row], grade=gap.grade
        )
    return _("{component}: {supplier}, {grade}").format(
        component=component, supplier=supplier(gap, found), grade=gap.grade
    )


def named(gap: Gap, found: Gaps) -> str:
    """Return a gap with the name of its mix and its grade, for a table with room."""
    if gap.kind == "unattributed":
        return short(gap, found)
    component = found.names[gap.component]
    if gap.kind == "proxy":
        return _("{component}: mix “{mix}”, grade {grade}").format(
            component=component, mix=found.names[gap.row or ""], grade=gap.grade
        )
    return _("{component}: {supplier}, grade {grade}").format(
        component=component, supplier=supplier(gap, found), grade=gap.grade
    )


def in_words(gap: Gap, found: Gaps) -> str:
    """Return a gap as those read it who do not know the files."""
    component = found.names[gap.component]
    if gap.kind == "unattributed":
        return _("{component} (attributed to nobody)").format(component=component)
    if gap.kind == "proxy":
        return _("{component} (a market mix stands in)").format(component=component)
    rest = (
        _("{component} ({supplier}, judgement)") if gap.grade == "D" else _("{component} ({supplier}, coarse figure)")
    )
    return rest.format(component=component, supplier=supplier(gap, found))


def notes(found: Gaps, shown: Sequence[Gap]) -> Iterator[str]:
    """Yield how to read the table."""
    yield _(
        "Need: part of the component. Score: part of the score that the figure brings. Best–worst: the score if all of "
        "it were in the country's own hands, and in those of the state that raises the score most."
    )
    yield worth_note(found)
    if len(shown) < len(found.gaps):
        yield _("Shown are {shown} of {count} figures; --top N shows more.").format(
            shown=numbers.count(len(shown)), count=numbers.count(len(found.gaps))
        )


def worth_note(found: Gaps) -> str:
    """Return what the columns on the worth of a figure say."""
    return _(
        "Variance, interval, answer: what is expected to go of the variance, of the {interval} interval and of the "
        "answer as a whole, in points, if the figure were known; ±: standard error of the last."
    ).format(interval=numbers.percent(found.interval))


def citation(found: Gaps) -> str:
    """Return the line that identifies the result."""
    return phrases.identity(_("gaps of {code}").format(code=found.country.code), found.data_as_of, found.provenance)
