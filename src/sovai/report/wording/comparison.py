"""A comparison with scenarios or countries as rows and sentences, the same on the screen and on a page."""

from __future__ import annotations

from collections.abc import Iterator

from sovai.model.scenario import AnyChange, Cut, Price, Set
from sovai.report import numbers, phrases
from sovai.results.comparison import Account, Baseline, Change, Compared, Comparison, LeverChange

LAYER_COLUMNS = ("", "before:r", "after:r", "change:r", "interval:r", "sign holds:r")
LEVER_COLUMNS = ("State", "loss before:r", "after:r", "change:r", "interval:r", "rank", "vetoes")
ACCOUNT_COLUMNS = ("Layer", "part:r", "of which")
_SHOWN = 0.05
_LEVERS = 6
_VETOES = 2
_MOST = 4


def title(comparison: Comparison) -> str:
    """Return what is compared."""
    what = "scenarios" if comparison.kind == "scenarios" else "other countries"
    return f"{comparison.country.name} ({comparison.country.code}) beside {what}"


def heading(comparison: Comparison) -> str:
    """Return what was computed, in a line."""
    home = numbers.listed(comparison.home, most=4)
    return f"data of {numbers.day(comparison.data_as_of)} · home: {home} · {phrases.cutoff(comparison.horizon_years)}"


def overview(comparison: Comparison) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return columns and rows of the scores side by side."""
    joint = any(other.joint_loss is not None for other in comparison.others)
    header = ["", "score:r", "interval:r", "difference:r", "interval:r", "sign holds:r"]
    rows: list[tuple[str, ...]] = [(comparison.baseline.name, *_score(comparison.baseline), "", "", "")]
    rows += [(other.name, *_score(other), *_change(other.difference)) for other in comparison.others]
    if joint:
        header.append("joint loss:r")
        losses = ["", *(_joint(other) for other in comparison.others)]
        rows = [(*row, loss) for row, loss in zip(rows, losses, strict=True)]
    return tuple(header), rows


def _score(side: Baseline) -> tuple[str, str]:
    if not side.comparable:
        return "–", f"bounds {numbers.points_range(side.bounds.low, side.bounds.high)}"
    return numbers.tenths(side.score.nominal), numbers.points_range(side.score.low, side.score.high)


def _change(change: Change) -> tuple[str, str, str]:
    return (
        numbers.change(change.nominal),
        numbers.change_range(change.low, change.high),
        numbers.percent_or_dash(change.probability),
    )


def _joint(other: Compared) -> str:
    loss = other.joint_loss
    if loss is None:
        return "–"
    return numbers.percent(loss.nominal) + (
        f" ({numbers.percent_range(loss.low, loss.high)})" if loss.low is not None else ""
    )


def subtitle(other: Compared, comparison: Comparison) -> str:
    """Return the heading of one of the compared."""
    return other.name if comparison.kind == "scenarios" else f"{other.name} less {comparison.baseline.name}"


def differs(other: Compared) -> bool:
    """Whether there is anything to show of the score."""
    return bool(other.account.parts) or any(abs(change.nominal) > 0.0 for change in other.layer_differences.values())


def sentences(other: Compared, comparison: Comparison) -> Iterator[str]:
    """Yield what a scenario says, what it found, and what its cuts would leave unmet."""
    if other.description:
        yield other.description
    if (loss := other.joint_loss) is not None:
        spread = f" ({numbers.percent_range(loss.low, loss.high)})" if loss.low is not None else ""
        yield (
            f"If that happened, {numbers.percent(loss.nominal)}{spread} of the weighted need of "
            f"{phrases.named(comparison.country.code, comparison.country.name)} would go unmet "
            f"{phrases.period(comparison.horizon_years)}."
        )
        if not differs(other):
            yield "The score stays: it says how dependent a country is, and a stop of supply does not change that."
    for change in other.changes:
        if not change.found:
            yield f"Change {change.position} ({_named(change.change)}) found nothing in this country."
    if any(isinstance(change.change, Price) for change in other.changes):
        yield "A higher price is no outage and changes neither score nor losses; 'sovai whatif' shows what it costs."
    if other.data_moved:
        yield "The data have moved since the scenario was written; check its numbers."


def _named(change: AnyChange) -> str:
    """Return what a change is about."""
    if isinstance(change, Set):
        return f"set {change.parameter}"
    if isinstance(change, Cut | Price):
        where = f" of {numbers.listed(change.components)}" if change.components else ""
        return f"{change.kind} by {numbers.listed(change.parties)}{where}"
    return f"{change.kind} {change.component or getattr(change, 'supplier', None) or ''}".rstrip()


def layer_rows(other: Compared, comparison: Comparison) -> list[tuple[str, ...]]:
    """Return the layers that differ."""
    return [
        (
            comparison.names[layer],
            numbers.tenths(comparison.baseline.layers[layer].nominal),
            numbers.tenths(other.layers[layer].nominal),
            *_change(change),
        )
        for layer, change in other.layer_differences.items()
        if change.nominal != 0.0
    ]


def lever_rows(other: Compared, comparison: Comparison) -> list[tuple[str, ...]]:
    """Return the states of which the power differs most."""
    return [_lever(lever, comparison) for lever in other.levers[:_LEVERS]]


def _lever(lever: LeverChange, comparison: Comparison) -> tuple[str, ...]:
    low, high = lever.change.low, lever.change.high
    spread = None if low is None or high is None else (100.0 * low, 100.0 * high)
    before, after = (("–" if rank is None else str(rank)) for rank in (lever.rank_before, lever.rank_after))
    gained = [f"+{comparison.names[key]}" for key in lever.vetoes_gained]
    lost = [f"−{comparison.names[key]}" for key in lever.vetoes_lost]
    return (
        lever.name,
        numbers.percent(lever.before),
        numbers.percent(lever.after),
        numbers.percent_change(lever.change.nominal),
        "–" if spread is None else numbers.change_range(*spread),
        before if before == after else f"{before} → {after}",
        numbers.listed([*gained, *lost], most=_VETOES),
    )


def account_title(account: Account) -> str:
    """Return what adds up to what, and how."""
    total = numbers.change(account.total) if account.unit == "0-100" else numbers.percent(account.total)
    what = "What the difference of the score" if account.unit == "0-100" else "What the joint loss"
    how = {
        "direct": "",
        "shapley": ", over all orders of the changes" if len(account.by_change) > 1 else "",
        "sampled": f", over {account.orders} sampled orders of the changes",
    }[account.method]
    return f"{what} of {total} is made of{how}"


def account_rows(account: Account, comparison: Comparison) -> list[tuple[str, ...]]:
    """Return the parts by layer with their components, then a total."""
    rows = []
    for layer, part in account.by_layer.items():
        inside = {key: value for key, value in account.by_component.items() if key.split(".", 1)[0] == layer}
        shown = [
            f"{comparison.names[key]} {_part(value, account)}"
            for key, value in sorted(inside.items(), key=lambda item: -abs(item[1]))
            if value != 0.0
        ]
        if shown:
            rows.append((comparison.names[layer], _part(part, account), ", ".join(shown)))
    return [*rows, ("Together", _part(account.total, account), "")]


def by_change(account: Account, other: Compared) -> Iterator[str]:
    """Yield what each change of a scenario contributes, where there are several."""
    if len(account.by_change) > 1:
        changes = {change.position: change.change for change in other.changes}
        for position, part in account.by_change.items():
            yield f"change {position} ({_named(changes[position])}): {_part(part, account)}"


def _part(value: float, account: Account) -> str:
    return numbers.hundredths(value) if account.unit == "0-100" else numbers.percent_hundredths(value)


def notes(comparison: Comparison) -> Iterator[str]:
    """Yield how to read the tables."""
    drawn = comparison.provenance.draws > 0
    if drawn:
        yield (
            f"Differences are paired draw by draw; intervals hold {numbers.percent(comparison.interval)} of the draws. "
            "Sign holds: in how many draws the difference has the sign shown."
        )
    if comparison.kind == "countries" and drawn:
        under = numbers.listed(f"{each:g}" for each in comparison.probability_under)
        yield (
            f"Intervals: mixes alike between countries to {comparison.correlation:g}. Sign holds: the least of {under}."
        )
    if comparison.kind == "countries" and not all(s.comparable for s in (comparison.baseline, *comparison.others)):
        yield "WARNING: of who has a dash only the bounds may be quoted, and no difference to it."
    yield "Parts add up to the nominal difference; a component that is the same on both sides has none."


def citation(comparison: Comparison) -> str:
    """Return the line that identifies the result."""
    others = numbers.listed((other.id for other in comparison.others), most=_MOST)
    return phrases.identity(f"{comparison.country.code} beside {others}", comparison.data_as_of, comparison.provenance)
