"""The same work on many units, in order: here, on processes of this machine, or on whatever else maps them.

Nothing is scheduled here: `map`, `concurrent.futures` or the caller's own map-like callable does that. A unit carries
all that its result depends on, so that results are the same bytes whoever computes them, and in whatever number.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sovai.engine.streams import Block
from sovai.errors import SovaiError, UsageError

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

Unit = TypeVar("Unit")
Found = TypeVar("Found")

Workers = int | Callable[..., Iterable[Any]]
"""As in SciPy: how many processes, −1 for one per core, or a map-like callable such as ``pool.map``.

The callable is called with a function and a sequence of units, all of which can be pickled, and gives the results in
the order of the units. It may give futures of them, as the ``map`` of a Dask client does.
"""

_LONGEST_CHUNK = 4  # units handed to a process at once: their results are held until all of them are done
_CHUNKS_PER_PROCESS = 4  # enough that none is idle for long at the end


def check_workers(workers: Workers) -> None:
    """Raise `UsageError` if `workers` is neither a number of processes nor a map-like callable."""
    if callable(workers):
        return
    if isinstance(workers, bool) or not isinstance(workers, int) or workers < -1 or workers == 0:
        raise UsageError(
            f"workers {workers!r}: give a number of processes from 1 on, -1 for one per core, or a map-like callable"
        )


def processes_of(workers: int) -> int:
    """Return how many processes a number of workers stands for."""
    return _cores() if workers == -1 else workers


def map_units(
    work: Callable[[Unit], Found], units: Sequence[Unit], *, workers: Workers = 1, ahead: int | None = None
) -> Iterator[Found]:
    """Return what `work` makes of each unit, in order and as it comes.

    Processes and a map-like callable begin at once; with one worker each unit is done when its result is asked for.

    Parameters
    ----------
    work : callable
        With more than one worker it and the units are pickled: a function of a module, or a `functools.partial` of one.
    units : sequence
    workers : int or callable
        See `Workers`. With processes, a script must start from ``if __name__ == "__main__"``, as always in Python.
    ahead : int, optional
        How many units, from 2 on, may be under way or wait to be taken: what bounds the memory where results are large
        and whoever takes them is slow. Without it any number.

    Raises
    ------
    UsageError
        If `workers` is none of these.
    SovaiError
        If a process ends before its work is done, for example for lack of memory.
    """
    check_workers(workers)
    if callable(workers):
        return _handed_out(partial(workers, _Work(work)), units, ahead)
    processes = min(processes_of(workers), len(units))
    return map(work, units) if processes <= 1 else _on_processes(work, units, processes, ahead)


def map_blocks(
    work: Callable[[Block], Found],
    draws: int,
    *,
    workers: Workers = 1,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Found]:
    """Return what `work` makes of each block of draws, in order; as for `map_units`, it may begin at once.

    Parameters
    ----------
    work, workers
        As for `map_units`.
    draws : int
    progress : callable, optional
        Called with the number of draws done since the last call.
    """
    blocks = Block.of(draws)
    return _counted(blocks, map_units(work, blocks, workers=workers), progress)


def _counted(
    blocks: Sequence[Block], results: Iterator[Found], progress: Callable[[int], None] | None
) -> Iterator[Found]:
    for block, found in zip(blocks, results, strict=True):
        yield found
        if progress is not None:
            progress(block.size)


def copies_cheaply() -> bool:
    """Return whether a process can be started as a copy of this one, which takes milliseconds.

    A copy of a process with several threads may wait for ever for a lock that another thread held: such a process has
    to start others afresh, and these load everything again.
    """
    try:
        return len(list(Path("/proc/self/task").iterdir())) == 1
    except OSError:  # not on every system
        return False


def _on_processes(
    work: Callable[[Unit], Found], units: Sequence[Unit], processes: int, ahead: int | None
) -> Iterator[Found]:
    import multiprocessing  # costs as much to load as many a small run
    from concurrent.futures import ProcessPoolExecutor

    chunk = min(_LONGEST_CHUNK, max(1, len(units) // (processes * _CHUNKS_PER_PROCESS))) if ahead is None else 1
    start = multiprocessing.get_context("fork" if copies_cheaply() else "spawn")
    try:
        pool = ProcessPoolExecutor(processes, mp_context=start, initializer=_end_with_parent)
        return _until_done(pool, _handed_out(partial(pool.map, work, chunksize=chunk), units, ahead))
    except (OSError, ImportError, NotImplementedError):  # a sandbox without semaphores, or no further process allowed
        return map(work, units)


def _until_done(pool: ProcessPoolExecutor, results: Iterator[Found]) -> Iterator[Found]:
    from concurrent.futures.process import BrokenProcessPool

    try:
        yield from results
    except BrokenProcessPool:
        raise SovaiError(
            "a process ended before its work was done, most often for lack of memory; give fewer workers"
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)  # where nobody takes the results any more, none is begun


def _end_with_parent() -> None:
    """Let this process end with the one that started it, which, when it is killed, cannot tell it to."""
    import multiprocessing
    import threading

    parent = multiprocessing.parent_process()

    def end() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=end, daemon=True).start()


def _handed_out(hand_out: Callable[..., Iterable[Any]], units: Sequence[Any], ahead: int | None) -> Iterator[Any]:
    """Return results of units that are handed out at once, or in slices: the next but one when one has been taken.

    So there is always a slice to go on with, and no more than two of them are under way or wait to be taken.
    """
    if ahead is None:
        return _results(hand_out(units))
    length = max(1, ahead // 2)
    slices = [units[start : start + length] for start in range(0, len(units), length)]
    begun = deque(_results(hand_out(part)) for part in slices[:2])

    def taken() -> Iterator[Any]:
        for part in slices[2:]:
            yield from begun.popleft()
            begun.append(_results(hand_out(part)))
        while begun:
            yield from begun.popleft()

    return taken()


class _Work:
    """Work as it is handed to the caller's map.

    Dask names what it is to compute by going through it, node by node, which takes for ever in the graph of a country;
    so the name is said.
    """

    def __init__(self, work: Callable[[Any], Any]) -> None:
        self._work = work

    def __call__(self, unit: Any) -> Any:
        return self._work(unit)

    def __dask_tokenize__(self) -> str:
        return os.urandom(16).hex()


def _results(found: Iterable[Any]) -> Iterator[Any]:
    """Yield results, or those of futures; each is let go when it is handed on, so that a cluster can forget it."""
    if not isinstance(found, list):
        yield from map(_result, found)
        return
    waiting = deque(found)
    del found
    while waiting:
        yield _result(waiting.popleft())


def _result(found: Any) -> Any:
    return found.result() if callable(getattr(found, "result", None)) else found


def _cores() -> int:
    """Return how many cores this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)  # not on every system
    return len(allowed(0)) if allowed is not None else os.cpu_count() or 1
