"""Run a command as a process of its own, and measure it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryFile

from msgspec import Struct

from benchmarks.memory import IS_AVAILABLE, Sampler


class Measurement(Struct, frozen=True):
    """One run: wall and processor time in seconds, those of its own processes included, and memory in bytes.

    `resident` is the largest resident size of a single process. `proportional` is that of all processes together, 0
    where it was not sampled; then the times are not to be used, for sampling takes some.
    """

    wall: float
    processor: float
    resident: int
    proportional: int = 0
    samples: int = 0


class CommandError(Exception):
    """A measured command failed; the text ends with the last line of what it said."""


def measure(
    command: Sequence[str],
    *,
    is_sampled: bool = False,
    accepts: Sequence[int] = (0,),
    says: str = "",
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Measurement:
    """One run of a command in a folder.

    Raises CommandError where its exit code is not among those accepted, or what it writes lacks the text that it `says`
    where it has done its work: a refusal is quick.
    """
    variables = {**os.environ, **(environment or {})}
    with TemporaryFile() as output:
        start = time.perf_counter()
        with subprocess.Popen(command, stdout=output, stderr=output, cwd=folder, env=variables) as process:
            sampler = Sampler(process.pid) if is_sampled and IS_AVAILABLE else None
            with sampler or nullcontext():
                # Windows has no such call: there is nothing to measure with
                _, status, usage = os.wait4(process.pid, 0)  # type: ignore[attr-defined, unused-ignore]
                wall = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read().decode(errors="replace").strip()
    last = said.rpartition("\n")[2].strip()
    if process.returncode not in accepts:
        raise CommandError(f"exit code {process.returncode}: {last}")
    if says not in said:
        raise CommandError(f"it does not say {says!r}; its last line: {last}")
    # Linux counts the peak in kibibytes, macOS in bytes
    unit = 1 if sys.platform == "darwin" else 1024
    return Measurement(
        wall=wall,
        processor=usage.ru_utime + usage.ru_stime,
        resident=usage.ru_maxrss * unit,
        proportional=sampler.peak if sampler else 0,
        samples=sampler.samples if sampler else 0,
    )
