"""The programs that are measured: where they are, and which of them are installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from msgspec import Struct

from benchmarks.workloads import Command

_LIST: Final = (
    "import importlib.metadata, json;"
    "print(json.dumps({d.metadata['Name'].lower(): d.version for d in importlib.metadata.distributions()}))"
)
_TOLD: Final[tuple[str, ...]] = (
    *("boxlint", "numpy", "msgspec", "pysimdjson", "shapely", "torch"),
    *("hotcoco", "panlabel", "labellint", "datumaro", "pycocotools"),
)
"""Distributions whose versions go with the results."""


class Programs(Struct, frozen=True):
    """The interpreter that has the peers, and the versions of the distributions that it and this one have."""

    interpreter: str
    own: dict[str, str]
    theirs: dict[str, str]

    def missing(self, command: Command) -> str | None:
        """Why a command cannot be run, None where it can."""
        if command.needs and command.needs not in self.theirs:
            return f"{command.needs} is not installed"
        if not command.words[0].startswith("{") and self._find(command.words[0]) is None:
            return f"there is no program {command.words[0]}"
        return None

    def words(self, command: Command, path: Path, root: Path) -> list[str]:
        """The command with its program and its data."""
        program = {"{own}": sys.executable, "{peers}": self.interpreter}.get(command.words[0])
        places = {"path": str(path), "root": str(root), "labels": str(root / "labelTxt")}
        arguments = [word.format(**places) for word in command.words[1:]]
        return [program or self._find(command.words[0]) or command.words[0], *arguments]

    @property
    def versions(self) -> dict[str, str]:
        """The versions that matter for the results; where both interpreters have one, that of the peer."""
        found = {name: self.own[name] for name in _TOLD if name in self.own}
        return found | {name: self.theirs[name] for name in _TOLD if name in self.theirs and name not in found}

    def _find(self, program: str) -> str | None:
        """A program beside the peers' interpreter, or else the one that a shell would take."""
        beside = os.path.dirname(self.interpreter)
        return shutil.which(program, path=beside) or shutil.which(program)


def find_programs(interpreter: str) -> Programs:
    """What two interpreters have: this one, and that of the peers."""
    return Programs(interpreter, _distributions(sys.executable), _distributions(interpreter))


def _distributions(interpreter: str) -> dict[str, str]:
    found = subprocess.run([interpreter, "-c", _LIST], capture_output=True, check=True)
    versions: dict[str, str] = json.loads(found.stdout)
    return versions
