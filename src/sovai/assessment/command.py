"""The command that computes a result again: its options, as far as they are not at their defaults."""

from __future__ import annotations

from collections.abc import Iterable


def option(name: str, value: float | str | Iterable[str] | None, default: float | str | None = None) -> list[str]:
    """Return an option with its value, once for each of several; nothing where it is at its default or empty.

    One that is true or false stands without a value.
    """
    if isinstance(value, bool):
        return [name] if value else []
    if value is None or value == default or value == "":
        return []
    if isinstance(value, int | float):
        return [name, f"{value:g}"]
    each = (value,) if isinstance(value, str) else value
    return [part for one in each for part in (name, one)]
