"""Text to the terminal, a pipe or a file: in colour or not, and quiet where the reader has gone."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import Final

import click

from boxlint.errors import UserError

_BATCH: Final = 1000
"""Pieces written at a time: every write to the terminal is flushed."""


def use_color(choice: str) -> bool:
    """Whether to write colours: as `--color` says; auto asks NO_COLOR, FORCE_COLOR, the terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def terminal_width() -> int:
    """Columns to fill: the terminal's, 100 in a pipe or file."""
    if not sys.stdout.isatty():
        return 100
    from shutil import get_terminal_size

    return get_terminal_size((100, 24)).columns


def print_text(pieces: Iterable[str], *, color: bool = False) -> bool:
    """Write text to stdout, where characters that it cannot show become `?`. False: the reader has gone."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    return _print(_batches(pieces), color=color)


def print_utf8(pieces: Iterable[str]) -> bool:
    """Write text to stdout as UTF-8, whatever its encoding. False: the reader has gone."""
    return _print((text.encode("utf-8", "replace") for text in _batches(pieces)), color=None)


def print_bytes(pieces: Iterable[bytes]) -> bool:
    """Write bytes to stdout as they are. False: the reader has gone."""
    return _print(pieces, color=None)


def write_file(path: Path, pieces: Iterable[str], option: str = "--output-file") -> None:
    """Write text to the file that an option names, as UTF-8. Raises `UserError` where that cannot be."""
    try:
        with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.writelines(pieces)
    except OSError as error:
        raise UserError(f"{option} {path}: cannot be written: {error.strerror}") from None


def require_writable(path: Path, option: str = "--output-file") -> None:
    """Raise `UserError` now, before the work, where a file cannot be written later, or another thing is meant by it."""
    if str(path) == "-":
        raise UserError(f"{option} -: expected a file; stdout has no name here")
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise UserError(f"{option} {path}: {'is a folder' if path.is_dir() else 'its folder does not exist'}")


def require_new(path: Path, option: str) -> None:
    """Raise `UserError` where a file is there already: it may be the only word of what was removed before."""
    if path.is_file():
        raise UserError(f"{option} {path}: is there already; name a new file")


def require_other_file(path: Path, checked: Iterable[str], own: Iterable[Path], option: str = "--output-file") -> None:
    """Raise `UserError` where the report would overwrite a file that it is about, or boxlint's own."""
    if not path.exists():
        return
    there = path.stat()
    for files, what in ((own, "the configuration or the baseline"), (checked, "one of the checked files")):
        if any(os.path.exists(file) and os.path.samestat(os.stat(file), there) for file in files):
            raise UserError(f"{option} {path}: is {what}; name another")


def _print(pieces: Iterable[str | bytes], *, color: bool | None) -> bool:
    try:
        for text in pieces:
            click.echo(text, nl=False, color=color)
        sys.stdout.flush()
    except BrokenPipeError:
        # the reader (`head`) has all it wants; Python would complain again when it flushes at the end
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return False
    except OSError as error:
        raise UserError(f"the report cannot be written: {error.strerror}") from None
    return True


def _batches(pieces: Iterable[str]) -> Iterator[str]:
    iterator = iter(pieces)
    while batch := list(islice(iterator, _BATCH)):
        yield "".join(batch)
