"""The command line, called in this process."""

from __future__ import annotations

from click.testing import CliRunner, Result

from boxlint.cli import commands


def boxlint_says(*arguments: str) -> Result:
    """What a command answers; it is called `boxlint` in its messages."""
    return CliRunner().invoke(commands, arguments, prog_name="boxlint")
