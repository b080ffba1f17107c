"""Findings as sentences: neutral, conditional, the same for every state and company."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sovai.explain import FELT, Caveat, CaveatKind, Effect, Lever, Pace, Route, hardly_measured
from sovai.model import countries
from sovai.report import numbers, phrases
from sovai.report.language import _, marked, ngettext, term
from sovai.report.wording.figures import MEASURES
from sovai.results.assessment import Assessment, LayerResult, Party, WithoutLargest


def in_text(party: Party) -> str:
    """Return a party's name as it stands within a sentence."""
    return phrases.named(party.id, party.name)


def lever_title(party: Party, assessment: Assessment) -> str:
    """Return a heading for all that is behind one lever."""
    country = assessment.country
    title = _("{party} over {country}").format(
        party=phrases.mentioned(party.id, party.name), country=phrases.mentioned(country.code, country.name)
    )
    return phrases.opening(title)


def rank_among(party: Party) -> str:
    """Return the rank of a party among those of its kind."""
    among = _("rank {rank} among companies") if party.kind == "company" else _("rank {rank} among states")
    return among.format(rank=party.rank)


def lever_sentence(lever: Lever, assessment: Assessment, *, effects: int = 3) -> str:
    """Return what would happen if a party stopped supply, in a sentence that can be quoted."""
    felt = [effect for effect in lever.effects if effect.at_horizon > 0.005][:effects]
    if felt:
        sentence = _("If {party} stopped supply, {share} of the weighted need would go unmet {period}: {effects}.")
    else:
        sentence = _("If {party} stopped supply, {share} of the weighted need would go unmet {period}.")
    said = sentence.format(
        party=in_text(lever.party),
        share=phrases.share(lever.party.loss),
        period=phrases.period(assessment.horizon_years),
        effects="; ".join(effect_clause(effect, assessment) for effect in felt),
    )
    return " ".join(filter(None, (said, tie_sentence(lever))))


def tie_sentence(lever: Lever) -> str:
    """Return a sentence on who else could hold the first rank, where that is not clear."""
    if not lever.tied_with:
        return ""
    others = numbers.listed(
        _("{party} in {share}").format(
            party=phrases.mentioned(other.id, other.name), share=numbers.percent(other.probability_largest or 0.0)
        )
        for other in lever.tied_with
    )
    own = numbers.percent(lever.party.probability_largest or 0.0)
    return _("No single lever is clearly the largest: this one is in {share} of draws, {others}.").format(
        share=own, others=others
    )


def without_largest_line(assessment: Assessment) -> str:
    """Return in one line how many components other states could veto; nothing where no state causes a loss."""
    found = assessment.without_largest
    if found is None:
        return ""
    total = sum(len(layer.components) for layer in assessment.layers)
    paired = len(found.pairs.keys() - found.alone.keys())
    rest = total - len(found.alone) - paired
    if rest == total:
        line = _("Without {largest}, no state and no pair of states could veto any of {total} components.")
    elif not found.alone:
        line = _("Without {largest}, no single state could veto any of {total} components, and a pair {paired}.")
    elif paired and rest:
        line = _(
            "Without {largest}, {alone} of {total} components could be vetoed by one state, {paired} by two, "
            "{rest} by no two."
        )
    elif paired:
        line = _(
            "Without {largest}, {alone} of {total} components could be vetoed by one state, the other {paired} by two."
        )
    elif rest:
        line = _(
            "Without {largest}, {alone} of {total} components could be vetoed by one state, the other {rest} by no two."
        )
    else:
        line = _("Without {largest}, each of {total} components could still be vetoed by one state.")
    largest = phrases.named(found.largest, assessment.names[found.largest])
    return line.format(largest=largest, alone=len(found.alone), paired=paired, rest=rest, total=total)


def without_largest_sentence(assessment: Assessment) -> str:
    """Return which other states could hold a veto, alone or two together, or nothing where no state causes a loss."""
    found = assessment.without_largest
    if found is None:
        return ""
    largest = phrases.named(found.largest, assessment.names[found.largest])
    share = numbers.percent(assessment.veto_threshold)
    clauses = list(_without_largest_clauses(found, assessment, share))
    if not found.alone and not found.pairs:
        return _("Without {largest}, no state and no pair of states controls {share} or more of any component.").format(
            largest=largest, share=share
        )
    return _("Without {largest}, {clauses}.").format(largest=largest, clauses="; ".join(clauses))


def _without_largest_clauses(found: WithoutLargest, assessment: Assessment, share: str) -> Iterator[str]:
    name = {code: phrases.mentioned(code, known) for code, known in assessment.names.items()}
    components = {c.id: c.name for layer in assessment.layers for c in layer.components}
    paired = [component for component in found.pairs if component not in found.alone]
    if found.alone:
        singles = dict.fromkeys(state for states in found.alone.values() for state in states)
        yield _("single states control {share} or more of {count} of {total} components ({states})").format(
            share=share,
            count=len(found.alone),
            total=len(components),
            states=numbers.listed((name[state] for state in singles), most=3),
        )
    if paired:
        of = numbers.listed(
            _("{component} ({first} with {second})").format(
                component=components[key], first=name[found.pairs[key][0][0]], second=name[found.pairs[key][0][1]]
            )
            for key in paired
        )
        if found.alone:
            yield _("pairs of states also of {components}").format(components=of)
        else:
            yield _("only pairs of states control {share} or more of {components}").format(share=share, components=of)
    rest = len(components) - len(found.alone) - len(paired)
    if rest:
        yield ngettext(
            "no pair of states does of the other one", "no pair of states does of the other {count}", rest
        ).format(count=rest)


def effect_clause(effect: Effect, assessment: Assessment) -> str:
    """Return what would happen to one component."""
    clause = _effect_clause(effect.pace, through=bool(effect.through and not effect.input), input=bool(effect.input))
    return clause.format(
        share=numbers.percent(effect.at_once if effect.pace is Pace.AT_ONCE else effect.control),
        component=effect.name,
        suppliers=numbers.listed((assessment.names.get(key, key) for key in effect.through), most=2),
        input=effect.input,
    )


def _effect_clause(pace: Pace, *, through: bool, input: bool) -> str:
    match pace, through:
        case Pace.AT_ONCE, True:
            return _("{share} of {component} would stop at once ({suppliers})")
        case Pace.AT_ONCE, False:
            return _("{share} of {component} would stop at once")
        case Pace.LAPSES, True:
            return _("{share} of {component} would lapse as licences end ({suppliers})")
        case Pace.LAPSES, False:
            return _("{share} of {component} would lapse as licences end")
        case Pace.NEW_SUPPLY_ENDS, True:
            return _(
                "new supply of {share} of {component} would end while what is installed keeps running ({suppliers})"
            )
        case Pace.NEW_SUPPLY_ENDS, False:
            return _("new supply of {share} of {component} would end while what is installed keeps running")
        case Pace.FREEZES, True:
            return _("{share} of {component} would keep working but not be renewed ({suppliers})")
        case Pace.FREEZES, False:
            return _("{share} of {component} would keep working but not be renewed")
    if input:
        return _("{share} of {component} would run down for want of {input}")
    return _("{share} of {component} would run down")


def pace(found: Pace) -> str:
    """Return how a hold would be felt, in short."""
    return _(_PACES[found])


_PACES = {
    Pace.AT_ONCE: marked("stops at once"),
    Pace.LAPSES: marked("lapses as licences end"),
    Pace.NEW_SUPPLY_ENDS: marked("no new supply"),
    Pace.FREEZES: marked("works on, not renewed"),
    Pace.RUNS_DOWN: marked("runs down for want of inputs"),
}


def pace_by_layer(lever: Lever) -> str:
    """Return the layers hit and how fast, in short: ``cloud, models stop at once; chips: no new supply``."""
    shown: dict[Pace, list[str]] = {}
    for effect in lever.effects:
        felt = effect.at_horizon >= 0.02 or effect.veto
        if felt and not any(effect.layer in layers for layers in shown.values()):
            shown.setdefault(effect.pace, []).append(effect.layer)
    said = [
        _(_SHORT[pace]).format(layers=", ".join(term("layer", layer) for layer in layers))
        for pace, layers in shown.items()
    ]
    return "; ".join(said) or _("little within that time")


_SHORT = {
    Pace.AT_ONCE: marked("{layers} at once"),
    Pace.LAPSES: marked("{layers} as licences end"),
    Pace.NEW_SUPPLY_ENDS: marked("{layers}: no new supply"),
    Pace.FREEZES: marked("{layers} not renewed"),
    Pace.RUNS_DOWN: marked("{layers} gradually"),
}


def lever_notes(assessment: Assessment) -> Iterator[str]:
    """Yield what the columns of a table of levers say."""
    yield _("Need unmet: part of the weighted need, an average over the horizon and an index of the stack.")
    yield _("Time to impact: until {share} of the need of some component would go unmet.").format(
        share=numbers.percent(FELT)
    )
    yield _("Veto: control of at least {share} of a component in the end.").format(
        share=numbers.percent(assessment.veto_threshold)
    )


def through_whom(lever: Lever, assessment: Assessment) -> str:
    """Return the suppliers that a party acts on or through, in short."""
    party = lever.party
    if not party.through:
        return "–"
    if party.kind == "company" and party.through[0].channel == "source":
        return _("itself")
    suppliers = dict.fromkeys(t.supplier if not t.path or t.path[-1] == party.id else t.path[-1] for t in party.through)
    names = producers_by_country(suppliers, assessment.names)
    first, *others = [names.get(key, key) for key in suppliers if key != party.id] or [_("producers there")]
    return f"{first}, {others[0]}" if others and len(first) + len(others[0]) <= _SHORT_NAMES else first


_SHORT_NAMES = 12
"""Letters up to which two names stand side by side in a narrow column."""


def acted_on(effect: Effect, party: Party, assessment: Assessment) -> str:
    """Return the input through which a party mostly acts on a component, or the suppliers: its own, or others."""
    if effect.input:
        return effect.input
    names = producers_by_country(effect.through, assessment.names)
    own = _("producers there") if party.kind == "jurisdiction" else _("itself")
    found = [own if key == party.id else names.get(key, key) for key in effect.through]
    return numbers.listed(found, most=2) or _("none of its largest ways")


def producers_by_country(keys: Iterable[str], names: Mapping[str, str]) -> dict[str, str]:
    """Return names of suppliers: a code among them means the producers of that country."""
    codes = {key for key in keys if countries.is_iso(key) or countries.is_user_assigned(key)}
    return {**names, **{code: _("producers: {country}").format(country=names.get(code, code)) for code in codes}}


def route(way: Route, party: Party) -> str:
    """Return the sources that a party holds in one way, and what lies behind them."""
    sources = [f"{name} {numbers.percent(held)}" for name, held in way.sources]
    steps = " → ".join([numbers.listed(sources), *way.path])
    if way.channel == "reach":
        how = _("{access}; {party} by reach").format(
            access=term("access", way.access), party=phrases.mentioned(party.id, party.name)
        )
    else:
        how = term("access", way.access)
    return f"{steps} ({how})"


def caveat_sentence(caveat: Caveat, assessment: Assessment) -> str:
    """Return a limit of the answer as a sentence."""
    sentence = _caveat_sentence(caveat.kind, named=bool(caveat.subjects))
    return sentence.format(
        share=numbers.percent(caveat.number),
        subjects=numbers.listed(caveat.subjects, most=3),
        country=phrases.named(assessment.country.code, assessment.country.name),
        reasons=obstacles(caveat.subjects, assessment) if caveat.kind is CaveatKind.NOT_COMPARABLE else "",
    )


def _caveat_sentence(kind: CaveatKind, *, named: bool) -> str:
    if kind is CaveatKind.NOT_COMPARABLE:
        return _("Not comparable with other countries ({reasons}): only the bounds may be quoted.")
    match kind, named:
        case CaveatKind.PROXIES, True:
            return _(
                "{share} of the weighted need follows regional or world mixes, not figures for {country}, "
                "above all {subjects}."
            )
        case CaveatKind.PROXIES, False:
            return _("{share} of the weighted need follows regional or world mixes, not figures for {country}.")
        case CaveatKind.UNATTRIBUTED, True:
            return _(
                "{share} of the weighted need is attributed to nobody, most in {subjects}: it counts as outside, "
                "in no party's loss."
            )
        case CaveatKind.UNATTRIBUTED, False:
            return _("{share} of the weighted need is attributed to nobody: it counts as outside, in no party's loss.")
        case CaveatKind.JUDGEMENT, True:
            return _("{share} of the weighted need rests on judgement ({subjects}).")
        case CaveatKind.JUDGEMENT, False:
            return _("{share} of the weighted need rests on judgement.")
    return _("Legal reach rests in part on measures that have run out or whose state is not known: {subjects}.")


def obstacles(keys: Iterable[str], assessment: Assessment) -> str:
    """Return why a country is not comparable."""
    names = {layer.id: layer.name for layer in assessment.layers}
    words = []
    for key in keys:
        if key == "coverage":
            share = numbers.percent(assessment.coverage)
            words.append(_("only {share} of the weighted need is attributed").format(share=share))
        elif key == "spread":
            words.append(_("the bounds are too far apart"))
        else:
            layer = names[key.removeprefix("layer:")]
            words.append(_("nothing is attributed in {layers}").format(layers=layer))
    return numbers.listed(words)


def gaps_hint(assessment: Assessment) -> str:
    """Return which figures are missing and who ranks them; nothing where much is measured and the bounds are narrow."""
    command = f"sovai gaps {assessment.country.code}"
    if hardly := hardly_measured(assessment):
        layers = numbers.listed(
            _("{layer} ({figures})").format(
                layer=term("layer", found.layer.id), figures="; ".join(_(MEASURES[c.id]) for c in found.components)
            )
            for found in hardly
        )
        return _("Hardly measured: {layers}. '{command}' ranks what is missing and says where to look.").format(
            layers=layers, command=command
        )
    score, width = assessment.score, assessment.bounds.high - assessment.bounds.low
    interval = None if score.low is None or score.high is None else score.high - score.low
    if assessment.comparable and (interval is None or width < _WIDE * interval):
        return ""
    return _("The bounds are wide: '{command}' names the missing figures that would narrow them most.").format(
        command=command
    )


_WIDE = 1.7
"""So many times as wide as the interval, bounds make one ask which figure is missing."""


def levers_key(assessment: Assessment) -> str:
    """Return how to read the last two columns of the tables of levers."""
    return _(
        "Vetoes: components it controls to {share} or more in the end. Largest: in how many draws it leads."
    ).format(share=numbers.percent(assessment.veto_threshold))


def headline(assessment: Assessment) -> str:
    """Return the score with its interval and level, or why there is none."""
    if assessment.comparable:
        return _("{score} of 100, {level}").format(
            score=phrases.score(assessment.score), level=term("level", assessment.level)
        )
    bounds = numbers.points_range(assessment.bounds.low, assessment.bounds.high)
    return _("within {bounds} of 100, not comparable").format(bounds=bounds)


def weakest_layer(assessment: Assessment, known: str, as_far_as_known: str, unknown: str) -> str:
    """Return which of three messages fits the weakest layer: a layer that nothing is known of could be the weakest."""
    attributed = {layer.id: layer.coverage > 0.0 for layer in assessment.layers}
    if not attributed[assessment.weakest_layer.id]:
        return unknown
    return known if all(attributed.values()) else as_far_as_known


def coverage_note() -> str:
    """Return what the columns on the grounds of a figure say."""
    return _(
        "Attributed: part of the need of which suppliers are recorded. Measured: part with figures of the country's "
        "own."
    )


def layer_figures(layer: LayerResult) -> tuple[str, str, str, str]:
    """Return score, interval, level and part of the score of a layer; of one that nothing is known of, none.

    Unknown supply counts as outside and in no party's hand, which by itself would look like a low dependency.
    """
    if layer.coverage == 0.0:
        return "–", "–", _("not known"), "–"
    return (
        numbers.points(layer.score.nominal),
        numbers.points_range(layer.score.low, layer.score.high),
        term("level", layer.level),
        numbers.tenths(layer.contribution),
    )


def citation(assessment: Assessment) -> str:
    """Return the line that identifies and reproduces the result."""
    if assessment.comparable:
        figure = phrases.score(assessment.score)
    else:
        bounds = numbers.points_range(assessment.bounds.low, assessment.bounds.high)
        figure = _("bounds {range}").format(range=bounds)
    return phrases.identity(f"{assessment.country.code} {figure}", assessment.data_as_of, assessment.provenance)
