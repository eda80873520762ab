"""Run the commands of a workload by turns, so that a slow moment of the machine meets all of them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

import boxlint
from benchmarks.data import Dataset, prepare
from benchmarks.memory import IS_AVAILABLE
from benchmarks.processes import CommandError, Measurement, measure
from benchmarks.programs import Programs
from benchmarks.results import Absence, Record, Run
from benchmarks.workloads import Command, Workload

_CACHE: Final = ".boxlint_cache"


class Comparison:
    """The rounds of one workload.

    The first `sampled` rounds are those in which memory is sampled, which slows what is measured: their times do not
    count. They also bring the files into the system's cache.
    """

    def __init__(self, name: str, workload: Workload, programs: Programs, data: Path, scale: float = 1.0) -> None:
        self.name = name
        self.commands = [(command, dataset.scaled(scale)) for command, dataset in workload.commands]
        self.programs = programs
        self.data = data.absolute()

    def run(self, rounds: int, sampled: int = 1, only: Collection[str] = ()) -> Iterator[Record]:
        """Each run as it ends; of a command that is not installed or fails, why."""
        missing: dict[str, str] = {}
        for command, _ in self.commands:
            if (reason := self.programs.missing(command)) and (not only or command.name in only):
                missing[command.name] = reason
                yield Absence(self.name, command.name, reason)
        sampled = sampled if IS_AVAILABLE else 0
        for number in range(sampled + rounds):
            for command, dataset in self.commands:
                if command.name in missing or (only and command.name not in only):
                    continue
                path = prepare(dataset, self.data)
                try:
                    measured = self._measure(command, dataset, path, is_sampled=number < sampled)
                except CommandError as error:
                    # results name no path of this machine
                    missing[command.name] = str(error).replace(str(self.data), "DATA")
                    yield Absence(self.name, command.name, missing[command.name])
                    continue
                print(f"{self.name}: {command.name}: {measured.wall:.2f} s", file=sys.stderr)
                yield Run(self.name, command.name, number, dataset.total, dataset.unit, measured)

    def _measure(self, command: Command, dataset: Dataset, path: Path, *, is_sampled: bool) -> Measurement:
        root = self.data / dataset.name
        if command.forgets:
            for folder in (self.data, root):
                shutil.rmtree(folder / _CACHE, ignore_errors=True)
        is_own = command.words[0] == "{own}"
        return measure(
            self.programs.words(command, path, root),
            is_sampled=is_sampled,
            accepts=command.accepts,
            says=command.says.format(total=dataset.total, unit=dataset.unit, path=path),
            folder=self.data,
            # the folder of the data is not that of the sources
            environment={"PYTHONPATH": str(Path(boxlint.__file__).parents[1])} if is_own else None,
        )
