"""Orders of countries that hold in enough paired draws, and the groups that they make."""

from __future__ import annotations

import numpy as np
import pytest

from sovai.engine.comparison import higher, indistinguishable


def relation(above: str) -> np.ndarray:
    """A relation from lines such as ``a > b c``."""
    pairs = [line.split(" > ") for line in above.splitlines()]
    names = sorted({name for a, others in pairs for name in (a, *others.split())})
    established = np.zeros((len(names), len(names)), dtype=bool)
    for a, others in pairs:
        for b in others.split():
            established[names.index(a), names.index(b)] = True
    return established


def test_countries_in_an_established_order_are_groups_of_their_own() -> None:
    assert indistinguishable(relation("b > a c\na > c")) == [[1], [0], [2]]


def test_countries_without_any_established_order_are_one_group() -> None:
    assert indistinguishable(np.zeros((3, 3), dtype=bool)) == [[0, 1, 2]]
    assert indistinguishable(np.zeros((0, 0), dtype=bool)) == []


def test_a_chain_without_an_order_between_neighbours_is_one_group() -> None:
    assert indistinguishable(relation("a > c d\nb > d")) == [[0, 1, 2, 3]]


def test_who_stands_between_two_that_are_not_told_apart_is_in_their_group() -> None:
    # a > b and b > c are established, a > c is not: b cannot be a group between a and c.
    assert indistinguishable(relation("a > b\nb > c")) == [[0, 1, 2]]


@pytest.mark.parametrize("seed", range(20))
def test_groups_are_in_order_and_cannot_be_split(seed: int) -> None:
    rng = np.random.default_rng(seed)
    figures = rng.normal(size=(3, 12, 40)) + rng.normal(scale=4.0, size=12)[None, :, None]
    established = higher(figures) >= 0.9
    assert not (established & established.T).any()
    groups = indistinguishable(established)
    assert sorted(a for group in groups for a in group) == list(range(12))
    for place, group in enumerate(groups):
        later = [b for other in groups[place + 1 :] for b in other]
        assert established[np.ix_(group, later)].all()
        ordered = sorted(group, key=lambda a: -established[a, group].sum())
        assert not any(established[np.ix_(ordered[:k], ordered[k:])].all() for k in range(1, len(group)))


def test_an_order_must_hold_under_every_correlation() -> None:
    a, b = np.zeros(10), np.array([1.0] * 9 + [-1.0])
    assert higher(np.array([[b, a]]))[0, 1] == 0.9
    assert higher(np.array([[b, a], [a, a]]))[0, 1] == 0.0  # equal is not higher
