"""A comparison with scenarios or countries as rows and sentences, the same on the screen and on a page."""

from __future__ import annotations

from collections.abc import Iterator

from sovai.model.changes import AnyChange, Cut, Price, Set
from sovai.report import numbers, phrases
from sovai.report.columns import right
from sovai.report.language import _, pgettext, term
from sovai.results.comparison import Account, Baseline, Change, Compared, Comparison, LeverChange

_SHOWN = 0.05
_LEVERS = 6
_VETOES = 2
_MOST = 4


def layer_columns(other: Compared, comparison: Comparison) -> tuple[str, ...]:
    """Return the headers of the table of layers."""
    scenario = comparison.kind == "scenarios"
    return (
        "",
        right(pgettext("column", "before") if scenario else comparison.baseline.id),
        right(pgettext("column", "after") if scenario else other.id),
        right(_differing(comparison)),
        right(pgettext("column", "interval")),
        right(pgettext("column", "sign holds")),
    )


def lever_columns(other: Compared, comparison: Comparison) -> tuple[str, ...]:
    """Return the headers of the table of states."""
    scenario, loss = comparison.kind == "scenarios", pgettext("column", "loss in {country}")
    return (
        pgettext("column", "State"),
        right(pgettext("column", "loss before") if scenario else loss.format(country=comparison.baseline.id)),
        right(pgettext("column", "after") if scenario else loss.format(country=other.id)),
        right(_differing(comparison)),
        right(pgettext("column", "interval")),
        pgettext("column", "rank"),
        pgettext("column", "vetoes"),
    )


def _differing(comparison: Comparison) -> str:
    """Return what the second side less the first is called."""
    return pgettext("column", "change") if comparison.kind == "scenarios" else pgettext("column", "difference")


def account_columns() -> tuple[str, ...]:
    """Return the headers of an account."""
    return (pgettext("column", "Layer"), right(pgettext("column", "part")), pgettext("column", "of which"))


def title(comparison: Comparison) -> str:
    """Return what is compared."""
    if comparison.kind == "scenarios":
        heading = _("{country} ({code}) beside scenarios")
    else:
        heading = _("{country} ({code}) beside other countries")
    return heading.format(country=comparison.country.name, code=comparison.country.code)


def heading(comparison: Comparison) -> str:
    """Return what was computed, in a line."""
    if comparison.kind == "countries" and set(comparison.home) == {comparison.country.code}:
        basis = _("data of {day} · each country its own home").format(day=numbers.day(comparison.data_as_of))
    else:
        basis = phrases.rests_on(comparison.data_as_of, comparison.home)
    return f"{basis} · {phrases.cutoff(comparison.horizon_years)}"


def overview(comparison: Comparison) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return columns and rows of the scores side by side."""
    joint = any(other.joint_loss is not None for other in comparison.others)
    header = [
        "",
        right(pgettext("column", "score")),
        right(pgettext("column", "interval")),
        right(pgettext("column", "difference")),
        right(pgettext("column", "interval")),
        right(pgettext("column", "sign holds")),
    ]
    rows: list[tuple[str, ...]] = [(comparison.baseline.name, *_score(comparison.baseline), "", "", "")]
    rows += [(other.name, *_score(other), *_change(other.difference)) for other in comparison.others]
    if joint:
        header.append(right(pgettext("column", "joint loss")))
        losses = ["", *(_joint(other) for other in comparison.others)]
        rows = [(*row, loss) for row, loss in zip(rows, losses, strict=True)]
    return tuple(header), rows


def _score(side: Baseline) -> tuple[str, str]:
    if not side.comparable:
        bounds = numbers.points_range(side.bounds.low, side.bounds.high)
        return "–", _("bounds {range}").format(range=bounds)
    return numbers.tenths(side.score.nominal), numbers.points_range(side.score.low, side.score.high)


def _change(change: Change) -> tuple[str, str, str]:
    if change.nominal == change.low == change.high == 0.0:  # nothing has no sign that could hold
        return numbers.change(0.0), "–", "–"
    return (
        numbers.change(change.nominal),
        numbers.change_range(change.low, change.high),
        numbers.percent_or_dash(change.probability),
    )


def _joint(other: Compared) -> str:
    return "–" if other.joint_loss is None else phrases.share(other.joint_loss)


def subtitle(other: Compared, comparison: Comparison) -> str:
    """Return the heading of one of the compared."""
    if comparison.kind == "scenarios":
        return other.name
    title = _("{other} less {baseline}").format(
        other=phrases.mentioned(other.id, other.name),
        baseline=phrases.mentioned(comparison.baseline.id, comparison.baseline.name),
    )
    return phrases.opening(title)


def differs(other: Compared) -> bool:
    """Whether there is anything to show of the score."""
    return bool(other.account.parts) or any(abs(change.nominal) > 0.0 for change in other.layer_differences.values())


def sentences(other: Compared, comparison: Comparison) -> Iterator[str]:
    """Yield what a scenario says, what it found, and what its cuts would leave unmet."""
    if other.description:
        yield other.description
    if other.joint_loss is not None:
        yield _("If that happened, {share} of the weighted need of {country} would go unmet {period}.").format(
            share=phrases.share(other.joint_loss),
            country=phrases.named(comparison.country.code, comparison.country.name),
            period=phrases.period(comparison.horizon_years),
        )
        if not differs(other):
            yield _("The score stays: it says how dependent a country is, and a stop of supply does not change that.")
    for change in other.changes:
        if not change.found:
            yield _("Change {position} ({change}) found nothing in this country.").format(
                position=change.position, change=_named(change.change)
            )
    if any(isinstance(change.change, Price) for change in other.changes):
        yield _(
            "A higher price is no outage and changes neither score nor losses; '{command}' shows what it costs."
        ).format(command="sovai whatif")
    if other.data_moved:
        yield _("The data have moved since the scenario was written; check its numbers.")


def _named(change: AnyChange) -> str:
    """Return what a change is about."""
    kind = term("change", change.kind)
    if isinstance(change, Set):
        return f"{kind} {change.parameter}"
    if isinstance(change, Cut | Price):
        by = _("{change} by {parties} of {goods}") if change.components else _("{change} by {parties}")
        return by.format(change=kind, parties=numbers.listed(change.parties), goods=numbers.listed(change.components))
    return f"{kind} {change.component or getattr(change, 'supplier', None) or ''}".rstrip()


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
    before, after = (("–" if rank is None else str(rank)) for rank in (lever.rank_before, lever.rank_after))
    vetoes = [f"+{comparison.names[key]}" for key in lever.vetoes_gained]
    vetoes += [f"−{comparison.names[key]}" for key in lever.vetoes_lost]
    return (
        lever.name,
        numbers.percent(lever.before),
        numbers.percent(lever.after),
        numbers.share_change(lever.change.nominal),
        numbers.share_change_range(lever.change.low, lever.change.high),
        before if before == after else f"{before} → {after}",
        numbers.enumerated(vetoes, most=_VETOES if len(vetoes) <= _VETOES else 1),
    )


def account_title(account: Account) -> str:
    """Return what adds up to what, and how."""
    score = account.unit == "0-100"
    return _account_title(account, score=score).format(
        total=numbers.change(account.total) if score else numbers.percent(account.total), orders=account.orders
    )


def _account_title(account: Account, *, score: bool) -> str:
    if account.method == "sampled" and score:
        return _("What the difference of the score of {total} is made of, over {orders} sampled orders of the changes")
    if account.method == "sampled":
        return _("What the joint loss of {total} is made of, over {orders} sampled orders of the changes")
    if account.method == "shapley" and len(account.by_change) > 1:
        if score:
            return _("What the difference of the score of {total} is made of, over all orders of the changes")
        return _("What the joint loss of {total} is made of, over all orders of the changes")
    if score:
        return _("What the difference of the score of {total} is made of")
    return _("What the joint loss of {total} is made of")


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
    return [*rows, (pgettext("row", "Together"), _part(account.total, account), "")]


def by_change(account: Account, other: Compared) -> Iterator[str]:
    """Yield what each change of a scenario contributes, where there are several."""
    if len(account.by_change) > 1:
        changes = {change.position: change.change for change in other.changes}
        for position, part in account.by_change.items():
            yield _("change {position} ({change}): {part}").format(
                position=position, change=_named(changes[position]), part=_part(part, account)
            )


def _part(value: float, account: Account) -> str:
    return numbers.hundredths(value) if account.unit == "0-100" else numbers.percent_hundredths(value)


def notes(comparison: Comparison) -> Iterator[str]:
    """Yield how to read the tables."""
    drawn = comparison.provenance.draws > 0
    if drawn:
        yield _(
            "Differences are paired draw by draw; intervals hold {percent} of the draws. Sign holds: in how many draws "
            "the difference has the sign shown."
        ).format(percent=numbers.percent(comparison.interval))
    if comparison.kind == "countries" and drawn:
        yield _(
            "Countries on the same market mix may be taken to be alike, from 0 (not at all) to 1: intervals take "
            "{correlation}; the sign is tried with {under}, and the least of the shares of draws is shown."
        ).format(
            correlation=numbers.written(comparison.correlation or 0.0),
            under=numbers.listed(map(numbers.written, comparison.probability_under)),
        )
    if any(other.levers for other in comparison.others):
        yield _("pp: percentage points of the weighted need.")
        if comparison.kind == "countries":
            yield _(
                "Rank: among the states that could stop supply, in {baseline} → in the other country. Vetoes: + only "
                "over the other country, − only over {baseline}."
            ).format(baseline=comparison.baseline.id)
    if comparison.kind == "countries" and not all(s.comparable for s in (comparison.baseline, *comparison.others)):
        yield _("WARNING: of who has a dash only the bounds may be quoted, and no difference to it.")
    yield _("Parts add up to the nominal difference; a component that is the same on both sides has none.")


def citation(comparison: Comparison) -> str:
    """Return the line that identifies the result."""
    others = numbers.listed((other.id for other in comparison.others), most=_MOST)
    what = _("{country} beside {others}").format(country=comparison.country.code, others=others)
    return phrases.identity(what, comparison.data_as_of, comparison.provenance)
