"""The progress bar: on a terminal, on stderr, and only for work that takes more than a second."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, Timer
from typing import TYPE_CHECKING, Any, Final

from boxlint.workers import IMPORTING

if TYPE_CHECKING:
    from boxlint.session import Watch

PATIENCE: Final = 1.0
"""Seconds without a bar."""


class _Bar:
    """Files read of files in all; shown by the timer's thread, so that quick runs never import rich."""

    def __init__(self, total: int) -> None:
        self.total, self.done = total, 0
        self.bar: Any = None
        self.is_closed = False
        self.lock = Lock()

    def show(self) -> None:
        with IMPORTING:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = [
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("files"),
            TimeElapsedColumn(),
        ]
        with self.lock:
            if not self.is_closed:
                self.bar = Progress(*columns, console=Console(file=sys.stderr), transient=True)
                self.bar.add_task("Checking", total=self.total, completed=self.done)
                self.bar.start()

    def advance(self, count: int) -> None:
        with self.lock:
            self.done += count
            if self.bar:
                self.bar.update(self.bar.task_ids[0], completed=self.done)

    def close(self) -> None:
        with self.lock:
            self.is_closed = True
            if self.bar:
                self.bar.stop()


def progress(options: dict[str, Any]) -> Watch | None:
    """What shows how far the reading is, if anything does."""
    return progress_bar if sys.stderr.isatty() and not options["no_progress"] else None


@contextmanager
def progress_bar(total: int) -> Iterator[Callable[[int], None]]:
    """A bar for `total` files; what it yields takes the number of files done since the last call."""
    bar = _Bar(total)
    timer = Timer(PATIENCE, bar.show)
    timer.daemon = True
    timer.start()
    try:
        yield bar.advance
    finally:
        timer.cancel()
        bar.close()
