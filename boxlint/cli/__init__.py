"""The command line: one module a command, imported when it is called; what is heavy, when it runs.

Exit codes: 0 clean, 1 findings at or above `--fail-on`, 2 could not run, 130 interrupted.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any, Final, NoReturn

import click

from boxlint import __version__
from boxlint.errors import Interruption, UserError

_COMMANDS: Final = ("check", "fix", "stats", "report", "baseline", "explain", "rules", "frameworks", "schema", "clean")


class Failure(click.ClickException):
    """boxlint could not run; the message goes to stderr."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        """Print the message."""
        from boxlint.reports.values import printable

        # a file's name may hold what a terminal obeys
        lines = [printable(line) for line in self.message.split("\n")]
        click.echo("boxlint: " + "\n".join(lines), err=True, file=file)


class Commands(click.Group):
    """The commands by name; whatever goes wrong in one becomes a sentence and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names of all commands."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of a name, imported now."""
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"boxlint.cli.{cmd_name}").command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """The command that the arguments name; an unknown one with the nearest."""
        name = args[0]
        # a shell that asks how a line goes on is told nothing of its faults
        if name not in _COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            from boxlint.errors import did_you_mean

            hint = did_you_mean(name, _COMMANDS) or f"; there are {', '.join(_COMMANDS)}"
            raise Failure(f"no command {name}{hint}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except UserError as error:
            raise Failure(str(error)) from None
        except KeyboardInterrupt as stopped:
            if isinstance(stopped, Interruption):
                click.echo(f"boxlint: {stopped}", err=True)
            ctx.exit(130)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            raise
        except Exception as error:  # noqa: BLE001 — no traceback ever reaches a user
            _fail_unexpectedly(error)


def _fail_unexpectedly(error: Exception) -> NoReturn:
    if os.environ.get("BOXLINT_TRACEBACK"):
        from traceback import print_exc

        print_exc()
    what = f"{type(error).__name__}: {error}".splitlines()[0]
    if isinstance(error, FileNotFoundError) and not _has_working_directory():
        raise Failure("the working directory does not exist any more; change to one that does") from None
    if isinstance(error, MemoryError):
        raise Failure("not enough memory; check fewer files at a time") from None
    raise Failure(
        f"failed unexpectedly ({what}); please report this, with what BOXLINT_TRACEBACK=1 in the environment shows"
    ) from None


def _has_working_directory() -> bool:
    try:
        os.getcwd()
    except OSError:
        return False
    return True


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="boxlint %(version)s")
def commands() -> None:
    """boxlint: the linter for object-detection annotations."""
