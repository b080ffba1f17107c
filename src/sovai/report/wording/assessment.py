"""Findings as sentences: neutral, conditional, the same for every state and company."""

from __future__ import annotations

from collections.abc import Iterable

from sovai.explain import Caveat, CaveatKind, Effect, Lever, Pace, Route
from sovai.report import numbers, phrases
from sovai.report.language import _, marked
from sovai.results.assessment import Assessment, Party


def in_text(party: Party) -> str:
    """Return a party's name as it stands within a sentence."""
    return phrases.named(party.id, party.name)


def lever_sentence(lever: Lever, assessment: Assessment, *, effects: int = 3) -> str:
    """Return what would happen if a party stopped supply, in a sentence that can be quoted."""
    loss = lever.party.loss
    spread = f" ({numbers.percent_range(loss.low, loss.high)})" if loss.low is not None else ""
    opening = (
        f"If {in_text(lever.party)} stopped supply, {numbers.percent(loss.nominal)}{spread} of the weighted need "
        f"would go unmet {phrases.period(assessment.horizon_years)}"
    )
    felt = [effect for effect in lever.effects if effect.at_horizon > 0.005][:effects]
    tail = ": " + "; ".join(effect_clause(effect) for effect in felt) if felt else ""
    return f"{opening}{tail}.{tie_sentence(lever)}"


def tie_sentence(lever: Lever) -> str:
    """Return a sentence on who else could hold the first rank, where that is not clear."""
    if not lever.tied_with:
        return ""
    others = numbers.listed(
        f"{in_text(other)} in {numbers.percent(other.probability_largest or 0.0)}" for other in lever.tied_with
    )
    own = numbers.percent(lever.party.probability_largest or 0.0)
    return f" No single lever is clearly the largest: this one is in {own} of draws, {others}."


def without_largest_line(assessment: Assessment) -> str:
    """Return in one line how many components other states could veto; nothing where no state causes a loss."""
    found = assessment.without_largest
    if found is None:
        return ""
    largest = phrases.named(found.largest, assessment.names[found.largest])
    total = sum(len(layer.components) for layer in assessment.layers)
    paired = len(found.pairs.keys() - found.alone.keys())
    rest = total - len(found.alone) - paired
    if rest == total:
        return f"Without {largest}, no state and no pair of states could veto any of {total} components."
    counts = f"one state could veto {len(found.alone)} of {total} components, a pair {paired} more, no pair {rest}"
    return f"Without {largest}, {counts}."


def without_largest_sentence(assessment: Assessment) -> str:
    """Return which other states could hold a veto, alone or two together, or nothing where no state causes a loss."""
    found = assessment.without_largest
    if found is None:
        return ""
    name = {code: phrases.named(code, known) for code, known in assessment.names.items()}
    components = {c.id: c.name for layer in assessment.layers for c in layer.components}
    opening = f"Without {name[found.largest]},"
    share = f"{numbers.percent(assessment.veto_threshold)} or more"
    singles = dict.fromkeys(state for states in found.alone.values() for state in states)
    paired = [component for component in found.pairs if component not in found.alone]
    if not singles and not paired:
        return f"{opening} no state and no pair of states controls {share} of any component."
    clauses = []
    if singles:
        who = numbers.listed((name[state] for state in singles), most=3)
        clauses += [f"single states control {share} of {len(found.alone)} of {len(components)} components ({who})"]
    if paired:
        of = numbers.listed(f"{components[c]} ({' with '.join(name[p] for p in found.pairs[c][0])})" for c in paired)
        clauses += [f"pairs of states also of {of}" if singles else f"only pairs of states control {share} of {of}"]
    rest = len(components) - len(found.alone) - len(paired)
    clauses += [f"no pair of states does of the other {rest if rest > 1 else 'one'}"] if rest else []
    return f"{opening} {'; '.join(clauses)}."


def effect_clause(effect: Effect) -> str:
    """Return what would happen to one component."""
    name, share = effect.name, numbers.percent(effect.control)
    through = f" ({numbers.listed(effect.through, most=2)})" if effect.through and not effect.input else ""
    if effect.pace is Pace.AT_ONCE:
        return f"{numbers.percent(effect.at_once)} of {name} would stop at once{through}"
    if effect.pace is Pace.LAPSES:
        return f"{share} of {name} would lapse as licences end{through}"
    if effect.pace is Pace.NEW_SUPPLY_ENDS:
        return f"new supply of {share} of {name} would end while what is installed keeps running{through}"
    if effect.pace is Pace.FREEZES:
        return f"{share} of {name} would keep working but not be renewed{through}"
    needed = f" for want of {effect.input}" if effect.input else ""
    return f"{share} of {name} would run down{needed}"


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
    phrases = [_SHORT[pace].format(", ".join(layers)) for pace, layers in shown.items()]
    return "; ".join(phrases) or "little within that time"


_SHORT = {
    Pace.AT_ONCE: "{} at once",
    Pace.LAPSES: "{} as licences end",
    Pace.NEW_SUPPLY_ENDS: "{}: no new supply",
    Pace.FREEZES: "{} not renewed",
    Pace.RUNS_DOWN: "{} run down",
}


def through_whom(lever: Lever, assessment: Assessment) -> str:
    """Return the suppliers that a party acts on or through, in short."""
    party = lever.party
    if not party.through:
        return "–"
    if party.kind == "company" and party.through[0].channel == "source":
        return "its own supply"
    acted_on = dict.fromkeys(t.supplier if not t.path or t.path[-1] == party.id else t.path[-1] for t in party.through)
    first, *others = [assessment.names.get(key, key) for key in acted_on if key != party.id] or ["producers there"]
    return f"{first}, {others[0]}" if others and len(first) + len(others[0]) < 15 else first


def route(way: Route, party: Party) -> str:
    """Return the sources that a party holds in one way, and what lies behind them."""
    sources = [f"{name} {numbers.percent(held)}" for name, held in way.sources]
    steps = [numbers.listed(sources), *way.path]
    by_reach = f"; {party.name} by reach" if way.channel == "reach" else ""
    return f"{' → '.join(steps)} ({way.access}{by_reach})"


def caveat_sentence(caveat: Caveat, assessment: Assessment) -> str:
    """Return a limit of the answer as a sentence."""
    share, subjects = numbers.percent(caveat.number), numbers.listed(caveat.subjects, most=3)
    country = phrases.named(assessment.country.code, assessment.country.name)
    if caveat.kind is CaveatKind.NOT_COMPARABLE:
        reasons = obstacles(caveat.subjects, assessment)
        return f"Not comparable with other countries ({reasons}): only the bounds may be quoted."
    if caveat.kind is CaveatKind.PROXIES:
        about = f", above all {subjects}" if subjects else ""
        return f"{share} of the weighted need follows regional or world mixes, not figures for {country}{about}."
    if caveat.kind is CaveatKind.UNATTRIBUTED:
        about = f", most in {subjects}" if subjects else ""
        return f"{share} of the weighted need is attributed to nobody{about}: it counts as outside, in no party's loss."
    if caveat.kind is CaveatKind.JUDGEMENT:
        about = f" ({subjects})" if subjects else ""
        return f"{share} of the weighted need rests on judgement{about}."
    return f"Legal reach rests in part on measures that have run out or whose state is not known: {subjects}."


def obstacles(keys: Iterable[str], assessment: Assessment) -> str:
    """Return why a country is not comparable."""
    names = {layer.id: layer.name for layer in assessment.layers}
    words = []
    for key in keys:
        if key == "coverage":
            words.append(f"only {numbers.percent(assessment.coverage)} of the weighted need is attributed")
        elif key == "spread":
            words.append("the bounds are too far apart")
        else:
            words.append(f"nothing is attributed in {names[key.removeprefix('layer:')]}")
    return numbers.listed(words)


def citation(assessment: Assessment) -> str:
    """Return the line that identifies and reproduces the result."""
    provenance, score = assessment.provenance, assessment.score
    if assessment.comparable:
        spread = f" ({numbers.points_range(score.low, score.high)})" if score.low is not None else ""
        figure = f"{numbers.points(score.nominal)}{spread}"
    else:
        figure = f"bounds {numbers.points_range(assessment.bounds.low, assessment.bounds.high)}"
    return phrases.identity(f"{assessment.country.code} {figure}", assessment.data_as_of, provenance)
