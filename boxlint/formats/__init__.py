"""The annotation formats: which there are, how a file's is told, and how files become tables."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from boxlint.formats.format import Format
from boxlint.formats.registry import FORMATS, WHOLE_DATASETS, find_format
from boxlint.formats.text import read_head
from boxlint.workers import Workers

if TYPE_CHECKING:
    from boxlint.tables import Tables


class SourceFile(Struct, frozen=True, gc=False):
    """An annotation file: where it is, how it is shown (with "/", relative where possible), and its format.

    `content` is its text where it is not the one on disk: UTF-8 bytes. The garbage collector does not look at them: it
    would do so again and again, and they hold nothing that it could find.
    """

    location: Path | str
    shown: str
    format: str
    content: bytes | None = None

    @property
    def path(self) -> Path:
        """Where it is, as a path: to make one of each of many files costs more than to read them."""
        return Path(self.location)


def _tell_nobody(_: int) -> None:
    """Progress that nobody watches."""


class ReadOptions(Struct, frozen=True):
    """What the configuration tells readers: class names, additional fields, and the costly columns that are read."""

    classes: tuple[str, ...] | None = None
    known_fields: frozenset[str] = frozenset()
    wanted: frozenset[str] = frozenset()
    coordinates: int | None = None
    """The numbers of a COCO box, 4 or 5, where they are known; otherwise what most boxes of a file have."""
    box_mode: str = "auto"
    """How 3-D boxes are written, where that is known: see `boxlint.formats.monai.modes`."""
    box_space: str = "auto"
    """What their coordinates are, where that is known: voxel, lps or ras."""
    progress: Callable[[int], None] = _tell_nobody
    """Told by the readers how many files they have read since they last told it."""
    workers: Workers = Workers()
    """The processes that share the reading; a task that is sent to one takes the options `alone`."""

    def alone(self) -> ReadOptions:
        """The options for a worker: it has no workers itself, and tells nobody."""
        return replace(self, progress=_tell_nobody, workers=Workers())


def detect(path: Path) -> Format | None:
    """The format of a file by suffix and content, None if it is no annotation file that we know."""
    suffix = path.suffix.lower()
    candidates = [format for format in FORMATS if suffix in format.suffixes]
    return detect_head(read_head(path), path, candidates) if candidates else None


def detect_head(head: bytes, path: Path | str, candidates: Iterable[Format] = FORMATS) -> Format | None:
    """The first format among `candidates` that takes the file, by its first bytes."""
    return next((format for format in candidates if format.sniff(head, path)), None)


ReadSet = Callable[[str, Sequence[SourceFile], ReadOptions], "Tables"]
"""Reads the files of one file set, all of the format of this name, as `read_set` does."""


def read_set(name: str, files: Sequence[SourceFile], options: ReadOptions) -> Tables:
    """The tables of the files of one file set, by the reader of their format."""
    format = find_format(name)
    if format is None:
        raise ValueError(f"no format is called {name!r}")
    tables: Tables = format.module("read").read(files, options)
    return tables


def read_files(files: Sequence[SourceFile], options: ReadOptions, read: ReadSet = read_set) -> Tables:
    """The tables of all files, file set after file set, each by `read`."""
    from boxlint.joining import concatenate

    groups: dict[tuple[str, str], list[SourceFile]] = {}
    for file in files:
        place = os.fspath(file.location)
        if file.format not in WHOLE_DATASETS:
            # what `os.path.dirname` does with a path with "/", in a fifth of its time
            place = place.rpartition("/")[0] or os.path.dirname(place)
        groups.setdefault((file.format, place), []).append(file)
    return concatenate([read(name, group, options) for (name, _), group in groups.items()])
