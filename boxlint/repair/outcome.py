"""What a fix run did: the edits file by file, what each rule fixed, what was left alone and why."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct

from boxlint.formats.registry import find_format

if TYPE_CHECKING:
    from boxlint.edits import Edit
    from boxlint.edits.stamps import Stamp
    from boxlint.report import Report


class FileRepair(Struct, frozen=True):
    """One file with its edits, in order; `shown` is its path as reports show it, `encoding` Python's name of its codec.

    Edits count in the bytes of the file, or in its text where it is none (see `Format.rendered`).
    `stamp` is what it was when it was read, by which a change in the meantime is seen.
    For each edit, `before` is what stood there, as text, and `labels` names its record for people ("annotation 918").
    """

    path: Path
    shown: str
    stamp: Stamp | None
    encoding: str
    edits: tuple[Edit, ...]
    before: tuple[str, ...]
    labels: tuple[str, ...]
    removed: int
    """How many annotations go."""
    fixed: Mapping[str, int]
    """By rule code, how many findings in this file the edits mend."""
    format: str = ""

    @property
    def rendering(self) -> ModuleType | None:
        """What gives the text of a file that is none, and writes it anew; None for a file that is text."""
        found = find_format(self.format)
        return found.module("rendering") if found is not None and found.is_rendered(self.path) else None

    def open(self) -> BinaryIO:
        """The text of the file before its edits. Raises OSError where it cannot be read."""
        return open(self.path, "rb") if self.rendering is None else BytesIO(self.rendering.render(self.path))


class LeftAlone(Struct, frozen=True):
    """A file or folder that was not touched although fixes were asked for, and why, in one sentence."""

    path: str
    reason: str


class Outcome(Struct, frozen=True, eq=False):
    """The result of `boxlint.fix`.

    `report` holds what is left, as `boxlint.check` would find it now. `emptied` names, by file, the images that
    lost all their annotations, `deleted` the files that were deleted for it. `written`: whether files were changed,
    or would only have been (a dry run).
    """

    repairs: tuple[FileRepair, ...]
    left_alone: tuple[LeftAlone, ...]
    emptied: Mapping[str, tuple[str, ...]]
    deleted: tuple[str, ...]
    report: Report
    written: bool
    exit_code: int

    @property
    def removed(self) -> int:
        """How many annotations were removed."""
        return sum(repair.removed for repair in self.repairs)

    @property
    def fixed(self) -> dict[str, int]:
        """By rule code, how many findings were fixed."""
        counts: dict[str, int] = {}
        for repair in self.repairs:
            for code, count in repair.fixed.items():
                counts[code] = counts.get(code, 0) + count
        return dict(sorted(counts.items()))
