"""Which uncertain quantities stand behind a component, and in which group each of them is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sovai.engine.compiled import Component, Need, Parameter, ShareGroup
from sovai.engine.streams import stick_fractions, stream_name


@dataclass(frozen=True)
class Quantity:
    """One uncertain quantity.

    Attributes
    ----------
    stream : str
        The name of its stream of random numbers.
    group : str
        The group that it is in.
    part : str
        The part of that group, one level deeper.
    """

    stream: str
    group: str
    part: str

    @property
    def in_front(self) -> bool:
        """Whether control behind the sources, and its clocks, are the same whatever its value."""
        return self.group in ("mixes", "surge") or self.group.startswith("shares.")


def quantities(component: Component) -> Iterator[Quantity]:
    """Yield the uncertain quantities of a component; some may come more than once.

    Figures of one whole are drawn one after the other, so the quantity of a row is its part of what the rows drawn
    before it leave.
    """
    shares, own = f"shares.{component.layer}", f"shares.{component.id}"
    yield from _parameter(component.growth, "lives", "lives.growth")
    yield from _parameter(component.surge, "surge", f"surge.{component.id}")
    wholes: dict[ShareGroup, None] = {component.shares: None}
    for row in component.rows:
        wholes[row.own[0]] = None
        if row.within is not None:
            wholes[row.within[0]] = None
        if row.life_years is not None:
            life = "lives.service" if row.access == "purchased" else "lives.access"
            yield from _parameter(row.life_years, "lives", life)
        for factor in row.factors:
            if isinstance(factor.part, Parameter):
                yield from _parameter(factor.part, shares, f"{own}.changes")
            else:
                wholes[factor.part] = None
        for holder in row.node.holders:
            if holder.strength is not None:
                yield from _parameter(holder.strength, "control", "control.reach")
    for whole in wholes:
        for stream, label in _rows(whole):
            if whole.mix:
                yield Quantity(stream, "mixes", whole.name.replace("mix/", "mixes."))
            else:
                yield Quantity(stream, shares, f"{own}.{label}")
    for need in component.needs_behind:
        yield from _of_need(need)


def _of_need(need: Need) -> Iterator[Quantity]:
    """Yield the quantities of a need and of those who make what is needed."""
    yield from _parameter(need.essential, "control", "control.essential")
    yield from _parameter(need.life_years, "lives", "lives.inputs")
    for stream, _ in _rows(need.supply.shares):
        yield Quantity(stream, "control", "control.inputs")
    for node in need.supply.nodes:
        for holder in node.holders:
            if holder.strength is not None:
                yield from _parameter(holder.strength, "control", "control.reach")


def _parameter(parameter: Parameter, group: str, part: str) -> Iterator[Quantity]:
    if not parameter.certain:
        yield Quantity(parameter.name, group, part)


def _rows(whole: ShareGroup) -> Iterator[tuple[str, str]]:
    """Yield stream and label of the rows of a whole that vary."""
    for row, _, beta in stick_fractions(whole):
        if beta is not None:
            yield stream_name(whole, row), whole.labels[row]
