"""Time and memory of boxlint on one COCO file, beside what its peers take to load the same file."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

COMMANDS: Final[dict[str, tuple[str, ...]]] = {
    "boxlint check": ("-m", "boxlint", "check", "{path}", "--exit-zero"),
    "pycocotools load": ("-c", "from pycocotools.coco import COCO; COCO({path!r})"),
    "json.load": ("-c", "import json; json.load(open({path!r}, 'rb'))"),
}
"""Name → arguments of the Python interpreter. Another peer is one more line."""

BASELINE: Final = "pycocotools load"
_MEBIBYTE: Final = 2**20


@dataclass(frozen=True, slots=True)
class Measurement:
    """One run of a command: wall and processor time in seconds, peak resident memory in bytes."""

    wall: float
    processor: float
    memory: int


def compare(path: Path, rounds: int, names: Sequence[str]) -> str:
    """Run the commands by turns, so that a slow moment of the machine meets all of them; the medians as Markdown."""
    runs: dict[str, list[Measurement]] = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            runs[name].append(measure(_command(name, path)))
    return as_table(runs)


def _command(name: str, path: Path) -> list[str]:
    return [sys.executable, *(part.format(path=str(path)) for part in COMMANDS[name])]


def measure(command: Sequence[str]) -> Measurement:
    """One run of a command as a process of its own; raises CalledProcessError if it fails."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        # Windows has no such call: there is nothing to measure with
        _, status, usage = os.wait4(process.pid, 0)  # type: ignore[attr-defined, unused-ignore]
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    # Linux counts the peak in kibibytes, macOS in bytes
    unit = 1 if sys.platform == "darwin" else 1024
    return Measurement(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit)


def as_table(runs: dict[str, list[Measurement]]) -> str:
    """Medians of the runs of each command, and how they compare with those of the baseline where it ran."""
    baseline = runs.get(BASELINE) or next(iter(runs.values()))
    lines = [
        "| command | wall, s | processor, s | peak memory, MiB | wall against baseline | memory against baseline |",
        "|---|---|---|---|---|---|",
    ]
    wall, memory = _median(baseline, lambda run: run.wall), _median(baseline, lambda run: run.memory)
    for name, measured in runs.items():
        own_wall, own_memory = _median(measured, lambda run: run.wall), _median(measured, lambda run: run.memory)
        processor = _median(measured, lambda run: run.processor)
        lines.append(
            f"| {name} | {own_wall:.2f} | {processor:.2f} | {own_memory / _MEBIBYTE:,.0f} "
            f"| {own_wall / wall:.3f} | {own_memory / memory:.3f} |"
        )
    return "\n".join(lines)


def _median(runs: Sequence[Measurement], value: Callable[[Measurement], float]) -> float:
    return statistics.median(map(value, runs))
