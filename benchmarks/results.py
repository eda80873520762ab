"""What was measured, a line of JSON each: kept in a file, so that tables and plots can be made of it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median
from typing import Final

import msgspec
from msgspec import Struct

from benchmarks.machine import Machine
from benchmarks.processes import Measurement


class Run(Struct, frozen=True, tag="run"):
    """One run of a command in a round; `total` is how many of `unit` its data has."""

    workload: str
    command: str
    round: int
    total: int
    unit: str
    measured: Measurement


class Absence(Struct, frozen=True, tag="absence"):
    """Why a command of a workload has no runs, or no more."""

    workload: str
    command: str
    reason: str


class Evaluation(Struct, frozen=True, tag="evaluation"):
    """One evaluation in memory: seconds of each part of it, and the bytes that it cannot do without.

    `device` is "numpy" or torch's; `bandwidth` is that of a plain copy there, bytes read and written a second.
    """

    work: str
    device: str
    total: int
    round: int
    transfer: float
    evaluate: float
    fetch: float
    needed_bytes: int
    bandwidth: float


Record = Machine | Run | Absence | Evaluation

_ENCODER: Final = msgspec.json.Encoder()
_DECODER: Final = msgspec.json.Decoder(Record)


class Summary(Struct, frozen=True):
    """Medians over the runs of a command: seconds and bytes; `is_proportional` says which memory it is."""

    command: str
    wall: float
    processor: float
    memory: float
    is_proportional: bool
    total: int
    unit: str


def append(path: Path, record: Record) -> None:
    """Add a record to a file."""
    with path.open("ab") as file:
        file.write(_ENCODER.encode(record) + b"\n")


def load(path: Path) -> list[Record]:
    """The records of a file; raises msgspec.ValidationError for a line that is none."""
    return [_DECODER.decode(line) for line in path.read_bytes().splitlines()]


def summarize(measured: Iterable[Run]) -> Iterator[Summary]:
    """The commands of runs in the order in which they were measured first.

    Times are of the runs that were not sampled, memory of those that were, where there are any.
    """
    runs: dict[str, list[Run]] = {}
    for run in measured:
        runs.setdefault(run.command, []).append(run)
    for command, own in runs.items():
        sampled = [run.measured for run in own if run.measured.samples]
        timed = [run.measured for run in own if not run.measured.samples] or sampled
        memory = [run.proportional for run in sampled] or [run.resident for run in timed]
        yield Summary(
            command=command,
            wall=median(run.wall for run in timed),
            processor=median(run.processor for run in timed),
            memory=median(memory),
            is_proportional=bool(sampled),
            total=own[0].total,
            unit=own[0].unit,
        )
