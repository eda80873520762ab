"""The reports that a run may write: the formats, one table, and where each goes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct

from boxlint.errors import UserError, did_you_mean


class Writer(Struct, frozen=True):
    """What writes one format: a module of `boxlint.reports`, imported when it is used, and its function.

    `statistics` is the function of `boxlint.reports.statistics` that writes counts by rule, if the format has them.
    """

    module: str
    function: str = "write"
    statistics: str = ""
    takes_layout: bool = False
    is_for_terminals: bool = False
    """Whether people read it as it is: characters that the terminal lacks become `?`, and it comes with the totals."""
    has_totals: bool = False
    """Whether the totals are part of it."""


WRITERS: Final[Mapping[str, Writer]] = {
    "full": Writer("full", statistics="write", takes_layout=True, is_for_terminals=True, has_totals=True),
    "concise": Writer("concise", statistics="write", is_for_terminals=True),
    "json": Writer("json", statistics="write_json"),
    "jsonl": Writer("json", "write_lines", statistics="write_json_lines"),
    "sarif": Writer("sarif"),
    "github": Writer("github", has_totals=True),
    "gitlab": Writer("gitlab"),
    "junit": Writer("junit"),
    "markdown": Writer("markdown", takes_layout=True, has_totals=True),
}


class Target(Struct, frozen=True):
    """A format with the file that it goes to; None is stdout."""

    form: str
    file: Path | None = None

    def __str__(self) -> str:
        return self.form if self.file is None else f"{self.form}:{self.file}"


def parse_target(text: str, folder: Path | None = None) -> Target:
    r"""`FORMAT` or `FORMAT:FILE` as a target, a relative file of a setting below `folder`. Raises `UserError`.

    The first colon ends the format, so that `sarif:C:\x.sarif` has a file with a drive.
    """
    form, colon, file = text.partition(":")
    if form not in WRITERS:
        hint = did_you_mean(form, WRITERS) or f"; there are {', '.join(WRITERS)}"
        raise UserError(f"there is no format {form}{hint}")
    if colon and not file:
        raise UserError(f"{text} names no file: expected {form} or {form}:FILE")
    if not file:
        return Target(form)
    if folder is None:
        return Target(form, Path(file))
    return Target(form, Path(os.path.normpath(folder / Path(file).expanduser())))
