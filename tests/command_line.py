"""The command line, called in this process or in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from click.testing import CliRunner, Result

from boxlint.cli import commands

ROOT: Final = Path(__file__).parent.parent


def boxlint_says(*arguments: str) -> Result:
    """What a command answers; it is called `boxlint` in its messages."""
    return CliRunner().invoke(commands, arguments, prog_name="boxlint")


def with_closed_pipe(*arguments: str) -> tuple[int, str]:
    """The exit code of a command whose reader goes after the first line, and what it says on stderr."""
    command = [sys.executable, "-m", "boxlint", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.readline()
        program.stdout.close()
        complaints = program.stderr.read().decode()
    return program.returncode, complaints
