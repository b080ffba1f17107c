"""What can go wrong, said once: where, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

WarningKind = Literal["no edition", "old source", "measure", "judgement", "weak source", "scenario"]


@dataclass(frozen=True, order=True)
class Fault:
    """One fault of one file.

    Attributes
    ----------
    file : str
        The file as the user named it or as it lies in the data tree.
    path : str
        The place inside the file, for example ``cloud.infrastructure[2].share``; empty for the file as a whole.
    what : str
        What is wrong.
    remedy : str
        What to do about it.
    """

    file: str
    path: str
    what: str
    remedy: str

    def __str__(self) -> str:
        """Return ``file: path: what is wrong; what to do``."""
        where = f"{self.file}: {self.path}" if self.path else self.file
        return f"{where}: {self.what}; {self.remedy}"


@dataclass(frozen=True, order=True)
class UpkeepWarning(Fault):
    """Something of a tree without faults that needs a look, told as a fault is.

    Attributes
    ----------
    kind : {'no edition', 'old source', 'measure', 'judgement', 'weak source', 'scenario'}
    """

    kind: WarningKind


class SovaiError(Exception):
    """Base class of every error that sovai raises on purpose."""


class DataError(SovaiError):
    """A data file, or several, with every fault that was found in one run.

    Attributes
    ----------
    faults : tuple of Fault
        All faults, in the order of reading.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(dict.fromkeys(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class UsageError(SovaiError):
    """A request that cannot be met as it stands: an unknown country, an interval outside 0–1, and the like."""
