"""Worker processes that share the reading: started on first use, and only where there is more than one core."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar
from warnings import catch_warnings, simplefilter

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
IMPORTING: Final = Lock()
"""Held while processes are started: another thread that imports modules meanwhile would leave them locked in each."""


class Workers:
    """A number of processes, this one alone if `count` is 1; a context that ends them."""

    def __init__(self, count: int = 1) -> None:
        self.count = count
        self._pool: ProcessPoolExecutor | None = None
        self._size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def map(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """The results of a function of a module on tasks, in their order.

        Tasks and results are pickled, unless there is one process only. Where no process is to be had, or one was
        killed (for its memory, mostly), this one does what is left. An error of the function is raised here.
        """
        waiting = list(tasks)
        pool = self._started(len(waiting)) if self.count > 1 and len(waiting) > 1 else None
        done = 0
        if pool:
            from concurrent.futures.process import BrokenProcessPool

            from boxlint.parcels import unpack

            try:
                for packed in pool.map(partial(_packed, function), waiting):
                    yield unpack(packed)
                    done += 1
            except BrokenProcessPool:
                self._give_up()
        yield from map(function, islice(waiting, done, None))

    def close(self) -> None:
        """End the processes; what they have not begun is dropped."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
            self._pool, self._size = None, 0

    def _started(self, tasks: int) -> ProcessPoolExecutor | None:
        """Processes for some tasks, no more than these; None where there can be none, as in some containers.

        A daemon, such as a worker of a data loader, may have none either.
        """
        from multiprocessing import active_children, current_process, get_context

        if current_process().daemon:
            return None
        wanted = min(self.count, tasks)
        if wanted > self._size:
            from concurrent.futures import ProcessPoolExecutor

            self.close()
            before = active_children()
            context = get_context("fork" if CAN_FORK else "spawn")
            try:
                self._pool = ProcessPoolExecutor(wanted, mp_context=context, initializer=_start)
                with IMPORTING, catch_warnings():
                    # Python 3.12 warns of any fork beside another thread; what runs in ours is safe to leave behind
                    simplefilter("ignore", DeprecationWarning)
                    # the processes are started with the first task
                    self._pool.submit(os.getpid).result()
                self._size = wanted
            except (OSError, NotImplementedError, RuntimeError):
                # those that could be started would wait for tasks for ever
                for process in set(active_children()) - set(before):
                    process.kill()
                    process.join()
                self._give_up()
        return self._pool

    def _give_up(self) -> None:
        self.close()
        self.count = 1


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
