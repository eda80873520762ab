"""The annotation formats: which there are, how a file's is told, and how files become tables."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from boxlint.formats.coco.sniff import sniff as sniff_coco
from boxlint.formats.dior.sniff import sniff as sniff_dior
from boxlint.formats.dota.sniff import sniff as sniff_dota
from boxlint.formats.rolabelimg.sniff import sniff as sniff_rolabelimg
from boxlint.formats.text import read_head
from boxlint.formats.voc.sniff import sniff as sniff_voc
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
    progress: Callable[[int], None] = _tell_nobody
    """Told by the readers how many files they have read since they last told it."""
    workers: Workers = Workers()
    """The processes that share the reading; a task that is sent to one takes the options `alone`."""

    def alone(self) -> ReadOptions:
        """The options for a worker: it has no workers itself, and tells nobody."""
        return replace(self, progress=_tell_nobody, workers=Workers())


class Format(Struct, frozen=True):
    """An annotation format.

    `sniff` tells from the first 64 KiB of a file and its path whether it is of this format. `package` has the
    modules `read` (`read(files, options) -> Tables`) and `edit`, imported on first use. `whole_dataset`: one file is
    one file set; otherwise the files of a folder are.
    """

    name: str
    title: str
    suffixes: frozenset[str]
    sniff: Callable[[bytes, Path | str], bool]
    package: str
    whole_dataset: bool = False


_JSON: Final = frozenset({".json"})
_XML: Final = frozenset({".xml"})
_TEXT: Final = frozenset({".txt"})

# a format that is told by more of the content comes before the one that it resembles
FORMATS: Final[tuple[Format, ...]] = (
    Format("coco", "COCO JSON", _JSON, sniff_coco, "boxlint.formats.coco", whole_dataset=True),
    Format("dior", "DIOR-R XML (robndbox with corners)", _XML, sniff_dior, "boxlint.formats.dior"),
    Format("rolabelimg", "roLabelImg XML (robndbox with angle)", _XML, sniff_rolabelimg, "boxlint.formats.rolabelimg"),
    Format("voc", "Pascal VOC XML", _XML, sniff_voc, "boxlint.formats.voc"),
    Format("dota", "DOTA text", _TEXT, sniff_dota, "boxlint.formats.dota"),
)
"""Every format, in the order in which a file is tried."""
WHOLE_DATASETS: Final = frozenset(format.name for format in FORMATS if format.whole_dataset)
"""The formats of which one file is one file set."""


def find_format(name: str) -> Format | None:
    """The format of a name, None if there is none."""
    return next((format for format in FORMATS if format.name == name), None)


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
    tables: Tables = import_module(f"{format.package}.read").read(files, options)
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
