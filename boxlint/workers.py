"""Worker processes that share the reading: started on first use, and only where there is more than one core."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

Task = TypeVar("Task")
Result = TypeVar("Result")

CAN_FORK: Final = sys.platform == "linux"
"""Where a worker costs some milliseconds, and needs nothing of the program that starts it.

Elsewhere it is a new interpreter, which imports the main module: a script without a `__main__` guard would run twice.
"""
MOST: Final = 8
"""More are not started unasked: each has its own memory, and who joins their results keeps up with no more."""


class Workers:
    """A number of processes, this one alone if `count` is 1; a context that ends them."""

    def __init__(self, count: int = 1) -> None:
        self.count = count
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def map(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """The results of a function of a module on tasks, in their order.

        Tasks and results are pickled, unless there is one process only. What a process that was killed
        (for its memory, mostly) leaves undone is done in this one. An error of the function is raised here.
        """
        waiting = list(tasks)
        if self.count < 2 or len(waiting) < 2:
            yield from map(function, waiting)
            return
        from concurrent.futures.process import BrokenProcessPool

        from boxlint.parcels import unpack

        done = 0
        try:
            for packed in self._started().map(partial(_packed, function), waiting):
                yield unpack(packed)
                done += 1
        except BrokenProcessPool:
            self.close()
            self.count = 1
            yield from map(function, islice(waiting, done, None))

    def close(self) -> None:
        """End the processes; what they have not begun is dropped."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            from concurrent.futures import ProcessPoolExecutor
            from multiprocessing import get_context

            context = get_context("fork" if CAN_FORK else "spawn")
            self._pool = ProcessPoolExecutor(self.count, mp_context=context, initializer=_start)
        return self._pool


def _packed(function: Callable[[Task], Any], task: Task) -> bytes:
    from boxlint.parcels import pack

    return pack(function(task))


def default_count(*, is_program: bool) -> int:
    """How many processes are worth it where nobody says: the cores at hand, up to `MOST`.

    `is_program`: boxlint is the program itself, not a library in another one, so that it may start interpreters.
    """
    if not (CAN_FORK or is_program):
        return 1
    # the cores of the machine may be more than this process may use
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST)


def _start() -> None:
    """What a worker does first: an interrupt is the parent's to handle, and without it there is no more work."""
    from multiprocessing import parent_process
    from threading import Thread

    from boxlint.allocation import keep_freed_memory

    keep_freed_memory()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with, args=(parent_process(),), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)
