"""Circles of needs, of which a catalogue must have none."""

from __future__ import annotations

from itertools import chain

from sovai.model.catalogue import Catalogue, Need


def cycles(catalogue: Catalogue) -> list[list[str]]:
    """Return the circles of needs, each as input → supplier → input … back to where it starts.

    The graph's nodes are inputs as some need supplies them: the input's own sources, or those named with ``from``.
    """
    found: dict[frozenset[str], list[str]] = {}
    done: set[tuple[str, tuple[str, ...]]] = set()

    def visit(name: str, suppliers: tuple[str, ...], trail: list[str]) -> None:
        if name in trail:
            cycle = [*trail[trail.index(name) :], name]
            found.setdefault(frozenset(cycle), cycle)
        elif (name, suppliers) not in done:
            for supplier in suppliers:
                for need in catalogue.needs_of(supplier, name):
                    follow(need, [*trail, name, supplier])
            done.add((name, suppliers))

    def follow(need: Need, trail: list[str]) -> None:
        visit(need.input, tuple(row.supplier for row in catalogue.sources_of(need)), trail)

    for name, entry in sorted(catalogue.inputs.items()):
        visit(name, tuple(row.supplier for row in entry.sources), [])
    recorded = [supplier.needs for supplier in catalogue.suppliers.values()]
    recorded += [component.needs for component in catalogue.components.values()]
    for need in chain.from_iterable(recorded):
        follow(need, [])
    return list(found.values())
