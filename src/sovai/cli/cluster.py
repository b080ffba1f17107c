"""Draws on a Dask cluster that is already there."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sovai.errors import UsageError

SECONDS = 10.0
"""How long a scheduler may take to answer."""


class Cluster:
    """The ``map`` of a client, and how many calls of it are computed at once."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.threads = sum(client.nthreads().values())

    def __call__(self, work: Callable[[Any], Any], units: Iterable[Any]) -> Any:
        """Return futures of the work on each unit."""
        return self._client.map(work, units)


@contextmanager
def connected(address: str) -> Iterator[Cluster]:
    """Yield the cluster with a scheduler at an address.

    Raises
    ------
    UsageError
        If Dask is not installed, or nobody answers at the address.
    """
    try:
        from distributed import Client
    except ImportError:
        raise UsageError("--dask needs the extra sovai-risk[dask]; install it here and on the cluster") from None
    try:
        _knock(address)
        client = Client(address, timeout=SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError):
        raise UsageError(
            f"--dask {address}: no Dask scheduler answers there; give its address, tcp://HOST:PORT"
        ) from None
    with client:
        yield Cluster(client)


def _knock(address: str) -> None:
    """Raise `OSError` or `ValueError` where nobody listens at an address of TCP or TLS.

    A client that fails to connect tries to close itself again when it is collected, waits, and prints a traceback; so
    none is made before somebody is known to be there.
    """
    scheme, _, place = address.rpartition("://")
    if scheme in ("", "tcp", "tls"):
        host, _, port = place.rpartition(":")
        socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS).close()
