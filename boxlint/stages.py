"""Where the time of a run goes, stage by stage: written down where somebody asks, and free where nobody does."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from time import perf_counter, process_time
from typing import Final

from msgspec import Struct, field

_MEBIBYTE: Final = 2**20
_LEAST: Final = 0.001
"""Share of the time from which a stage is listed by its name: a run has hundreds of them."""


class Times(Struct):
    """Wall and processor time of this process in seconds, without that of stages within."""

    wall: float = 0.0
    processor: float = 0.0


class Profile(Struct):
    """The time of each stage by its name, in the order in which they were first entered.

    A stage that is entered within another one interrupts it, so that the times add up to those of the run.
    """

    stages: dict[str, Times] = field(default_factory=dict)
    _running: list[str] = field(default_factory=list)
    _since: Times = field(default_factory=Times)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what happens within as a stage."""
        self._turn_to(name)
        try:
            yield
        finally:
            self._turn_back()

    def _turn_to(self, name: str) -> None:
        self._count()
        self._running.append(name)

    def _turn_back(self) -> None:
        self._count()
        self._running.pop()

    def _count(self) -> None:
        """Give the time since the last turn to the stage that was running."""
        _await_device()
        now = Times(perf_counter(), process_time())
        if self._running:
            times = self.stages.setdefault(self._running[-1], Times())
            times.wall += now.wall - self._since.wall
            times.processor += now.processor - self._since.processor
        self._since = now

    def as_lines(self) -> Iterator[str]:
        """A table of the stages, the most expensive first, and what the whole run took, workers included."""
        total = _sum(self.stages.values())
        listed = {name: times for name, times in self.stages.items() if times.wall >= _LEAST * total.wall}
        others = [times for name, times in self.stages.items() if name not in listed]
        entries = [*sorted(listed.items(), key=lambda entry: -entry[1].wall), (f"{len(others)} others", _sum(others))]
        width = max(len(name) for name, _ in entries)
        yield f"{'stage':<{width}}  {'wall, s':>10}  {'processor, s':>12}  {'share':>7}"
        for name, times in entries:
            share = times.wall / total.wall if total.wall else 0.0
            yield f"{name:<{width}}  {times.wall:>10.4f}  {times.processor:>12.4f}  {share:>7.1%}"
        yield f"{'in all':<{width}}  {total.wall:>10.4f}  {total.processor:>12.4f}"
        yield from _usage()


def _sum(stages: Iterable[Times]) -> Times:
    found = list(stages)
    return Times(sum(times.wall for times in found), sum(times.processor for times in found))


_OFF: Final[AbstractContextManager[None]] = nullcontext()
_profile: Profile | None = None


def stage(*words: str) -> AbstractContextManager[None]:
    """A context that counts as the stage of this name, such as ("rule", "BX101"), if the run is profiled."""
    return _OFF if _profile is None else _profile.stage(" ".join(words))


def is_profiled() -> bool:
    """Whether the run is profiled: then one thread does all, so that the times of stages add up."""
    return _profile is not None


@contextmanager
def profiled() -> Iterator[Profile]:
    """Profile what happens within; what is in no stage is "the rest"."""
    global _profile  # noqa: PLW0603 — handed through every call, it would cost those who do not ask
    outer, _profile = _profile, Profile()
    try:
        with _profile.stage("the rest"):
            yield _profile
    finally:
        _profile = outer


def _await_device() -> None:
    """A GPU works on after the call that tells it to; the time belongs to the stage that told it."""
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_initialized():
        torch.cuda.synchronize()


def _usage() -> list[str]:
    """What the system counted for this process and for its workers that have ended; nothing on Windows."""
    lines: list[str] = []
    if sys.platform != "win32":
        from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

        # Linux counts the peak in kibibytes, macOS in bytes
        unit = 1 if sys.platform == "darwin" else 1024
        for who, name in ((RUSAGE_SELF, "this process, start included"), (RUSAGE_CHILDREN, "its workers")):
            used = getrusage(who)
            seconds, peak = used.ru_utime + used.ru_stime, used.ru_maxrss * unit / _MEBIBYTE
            lines.append(f"{name}: {seconds:.2f} s processor, at most {peak:,.0f} MiB resident in one process")
    return lines
