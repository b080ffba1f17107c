"""Names of a package, looked up in its modules when first asked for: starting costs only what is used."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping


def lookup(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """Return a module's ``__getattr__`` (PEP 562).

    Parameters
    ----------
    package : str
        The package's name.
    homes : mapping of str to str
        The module of each public name.
    """

    def resolve(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(importlib.import_module(homes[name]), name)

    return resolve
