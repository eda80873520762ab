"""How reports for people are laid out."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct


class Layout(Struct, frozen=True):
    """How the report is laid out. `examples` 0 shows all; `command` ends the commands in hints: options and paths."""

    examples: int = 5
    width: int = 100
    color: bool = False
    command: str = "."


def command_paths(paths: Sequence[str], most: int = 3) -> str:
    """The paths of a run as a shell takes them, cut after some."""
    from shlex import quote

    return " ".join([*map(quote, paths[:most]), *(["..."] if len(paths) > most else [])]) or "."
