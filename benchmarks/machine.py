"""The machine that results were measured on, as far as it matters for them; no name, no path."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct


class Machine(Struct, frozen=True, tag="machine"):
    """Cores that this process may use, memory in bytes (0 unknown), and versions."""

    cores: int
    processor: str
    memory: int
    system: str
    python: str
    packages: dict[str, str]
    device: str = ""

    def as_text(self) -> str:
        """One sentence, and one for the packages."""
        memory = f", {self.memory / 2**30:.0f} GiB" if self.memory else ""
        device = f", {self.device}" if self.device else ""
        packages = ", ".join(f"{name} {version}" for name, version in self.packages.items())
        return (
            f"{self.cores} cores of {self.processor}{memory}{device}, {self.system}, Python {self.python}. {packages}."
        )


def describe(packages: Mapping[str, str], device: str = "") -> Machine:
    """The machine that this process runs on, as far as it may use it."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Machine(
        cores=usable,
        processor=_processor(),
        memory=_memory(),
        system=f"{platform.system()} {platform.release().partition('-')[0]}",
        python=platform.python_version(),
        packages=dict(packages),
        device=device,
    )


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    found = re.search(r"^model name\s*: (.+)$", information.read_text(), re.MULTILINE) if information.exists() else None
    return found[1].strip() if found else platform.processor() or platform.machine()


def _memory() -> int:
    memory = 0
    if sys.platform != "win32":
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return memory
