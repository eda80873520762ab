"""Peak memory of a process and all that it starts, sampled while they run.

Proportional set size counts a page that several processes share once: each has its part of it. Only Linux tells it.
"""

from __future__ import annotations

import re
import threading
import time
from pathlib import Path
from typing import Final, Self

PROC: Final = Path("/proc")
INTERVAL: Final = 0.02
"""Seconds between samples, if a sample costs less than that."""
IS_AVAILABLE: Final = (PROC / "self/smaps_rollup").exists()
_SIZE: Final = re.compile(rb"^Pss: *(\d+) kB", re.MULTILINE)


class Sampler:
    """A context that samples the memory of a process tree; `peak` in bytes is known after it."""

    def __init__(self, process: int) -> None:
        self.process = process
        self.peak = 0
        self.samples = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _sample(self) -> None:
        pause = 0.0
        while not self._ended.wait(pause):
            start = time.perf_counter()
            self.peak = max(self.peak, proportional_size(self.process))
            self.samples += 1
            # the kernel walks the pages, 10 ms a gigabyte, and the process cannot map memory meanwhile
            pause = max(INTERVAL, time.perf_counter() - start)


def proportional_size(process: int) -> int:
    """Proportional set size in bytes of a process and its descendants, as far as they still run."""
    total = 0
    for number in descendants(process):
        try:
            found = _SIZE.search((PROC / str(number) / "smaps_rollup").read_bytes())
        except OSError:
            continue
        total += int(found[1]) * 1024 if found else 0
    return total


def descendants(process: int) -> list[int]:
    """A process and all processes that it started, and these in turn; none that has ended."""
    found = [process]
    for number in found:
        try:
            lists = [(thread / "children").read_text() for thread in (PROC / str(number) / "task").iterdir()]
        except OSError:
            continue
        found += [int(child) for text in lists for child in text.split()]
    return found
