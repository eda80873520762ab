"""The formats of the files of one folder: told by content, and settled among neighbours where the content is silent."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Final

from boxlint.file_walk import suffix_of
from boxlint.formats import detect_head
from boxlint.formats.format import Format
from boxlint.formats.registry import FORMATS, find_format
from boxlint.formats.xml_kind import is_broken_xml
from boxlint.syntax.json.text import is_json
from boxlint.text.lfs import is_lfs_pointer
from boxlint.text.source import read_head, read_source

_NEIGHBOURS: Final = 20
_FOLDERS: Final = 2
"""Names at the end of a path that tell what the files there are: `labels/train`."""
_LARGEST_JUDGED: Final = 2**20
_TEXTS: Final = frozenset({"classes", "license", "names", "readme", "requirements"})
"""What text files are called that lie in many datasets, and never hold labels."""
_CLASS_LISTS: Final = re.compile(r"classes\.csv|.*class-descriptions.*\.csv")
"""What lists of classes are called that are read with the tables beside them."""
_NO_LABELS: Final = _TEXTS | {"labels", "notes", "obj", "test", "train", "trainval", "val"}
_DEFAULTS: Final = {suffix: format.name for format in FORMATS if format.is_default for suffix in format.suffixes}
_SILENT: Final = frozenset({"empty", "pointer", "broken"})
_RESEMBLING: Final = "resembling "
"""What is told of a file that no format takes begins with this where it may be a faulty one; their names follow."""
_CANDIDATES: Final = {
    suffix: [format for format in FORMATS if suffix in format.suffixes]
    for suffix in frozenset().union(*(format.suffixes for format in FORMATS))
}


Remember = Callable[[str, Sequence[str], Callable[[Sequence[str]], list[str | None]]], list[str | None]]
"""What the last argument, a function like `tell_all`, says of the files (N,) of a folder; it need not ask it."""


class FolderFormats:
    """Settles the formats of a folder's files; `forced` is the format that the user named, if any."""

    def __init__(self, forced: Format | None = None, remember: Remember | None = None) -> None:
        self._forced = forced
        self._remember = remember

    def settle(self, folder: str, paths: Sequence[str], *, are_named: bool) -> list[str | None]:
        """The name of each file's format, None for a file that is no annotation file."""
        if self._forced is not None:
            name = self._forced.name
            return [name if are_named or not _is_known_text(path) else None for path in paths]
        told = self._remember(folder, paths, tell_all) if self._remember else tell_all(paths)
        own = _format_by_name(os.path.basename(folder).lower())
        if own is not None:
            # whatever is wrong with them, the labels of a folder of this name are of this format
            told = [
                own.name if kind != own.name and suffix_of(path) in own.suffixes and not _is_known_text(path) else kind
                for path, kind in zip(paths, told, strict=True)
            ]
        suffixes = [suffix_of(path) for path in paths]
        pairs = [*zip(suffixes, told, strict=True)]
        counts = Counter(pairs)
        if are_named and any(map(_is_silent, told)):
            neighbours = _neighbours(folder, set(suffixes), set(paths))
            counts.update((suffix_of(path), tell(path)) for path in neighbours)
        settled = {pair: _settle_one(*pair, counts, folder, is_named=are_named) for pair in set(pairs)}
        return [settled[pair] for pair in pairs]


def tell_all(paths: Sequence[str]) -> list[str | None]:
    """What the first bytes of each file say, as `tell`."""
    return [tell(path) for path in paths]


def tell(path: str) -> str | None:
    """What the first bytes of a file say: the name of a format, why they are silent (see `_is_silent`), or None."""
    suffix = suffix_of(path)
    head = read_head(path)
    if is_lfs_pointer(head):
        return "pointer"
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        return None if _is_known_text(path) else "empty"
    found = detect_head(head, path, _CANDIDATES.get(suffix, FORMATS))
    if found is not None:
        return found.name
    if (suffix == ".xml" and is_broken_xml(head)) or (suffix == ".json" and _is_broken_json(path)):
        return "broken"
    if _is_known_text(path):
        return None
    alike = [format.name for format in _CANDIDATES.get(suffix, ()) if format.resembles(head)]
    return _RESEMBLING + " ".join(alike) if alike else None


def possible(path: str) -> list[str]:
    """The names of the formats that a file may be of if a user says so, where it tells none itself."""
    head = read_head(path)
    return [format.name for format in _CANDIDATES.get(suffix_of(path), ()) if format.could_be(head)]


def _is_silent(told: str | None) -> bool:
    """Whether what is told of a file names no format, though it may be an annotation file all the same."""
    return told in _SILENT or (told or "").startswith(_RESEMBLING)


def _format_by_name(folder: str) -> Format | None:
    """The format of which the files of a folder of this name are."""
    return next((format for format in FORMATS if format.folders and folder.startswith(format.folders)), None)


def _settle_one(
    suffix: str, kind: str | None, counts: Counter[tuple[str, str | None]], folder: str, *, is_named: bool
) -> str | None:
    known = {format.name: counts[suffix, format.name] for format in FORMATS if counts[suffix, format.name]}
    if not _is_silent(kind):
        return _settled(kind, known, folder)
    alike = (kind or "").removeprefix(_RESEMBLING).split() if kind not in _SILENT else [*known]
    likely = [name for name in known if name in alike]
    if likely:
        return _settled(max(likely, key=lambda name: known[name]), known, folder)
    silent = None if known else _silent_format(suffix, folder, alike if kind not in _SILENT else None)
    if silent is not None:
        return silent
    default = _DEFAULTS.get(suffix)
    if kind == "pointer":
        return default if suffix != ".txt" or is_named else None
    return default if is_named and suffix != ".txt" else None


def _settled(name: str | None, known: Mapping[str, int], folder: str) -> str | None:
    """The format of files that were told to be of one, given how many of their folder were told to be of which."""
    format = find_format(name) if name else None
    return format.settle(known, folder) if format else name


def _silent_format(suffix: str, folder: str, alike: Sequence[str] | None) -> str | None:
    """The format of files that say nothing, by the folders that they are in; `alike`: one of these, None for any."""
    for part in reversed(folder.lower().split("/")[-_FOLDERS:]):
        for format in _CANDIDATES.get(suffix, ()):
            if format.silent_folders and part.startswith(format.silent_folders):
                return format.name if alike is None or format.name in alike else None
    return None


def _neighbours(folder: str, suffixes: set[str], known: set[str]) -> list[str]:
    """The first files beside those that were named, to tell by them what an empty or broken one is."""
    try:
        names = sorted(os.listdir(folder or "/"))
    except OSError:
        return []
    paths = (f"{folder}/{name}" for name in names if suffix_of(name) in suffixes)
    # a pipe or device could wait for ever
    return [*islice((path for path in paths if path not in known and os.path.isfile(path)), _NEIGHBOURS)]


def _is_broken_json(path: str) -> bool:
    """Whether a file, if it is small enough to be read for that, is no JSON at all."""
    try:
        if os.path.getsize(path) > _LARGEST_JUDGED:
            return False
        data = read_source(path).data
    except OSError:
        return False
    return not is_json(bytes(data))


def is_companion(path: str) -> bool:
    """Whether a file's name says what it is, and that it never holds labels: `README.txt`, `classes.csv`."""
    name = os.path.basename(path).lower()
    return (name[-4:] == ".txt" and name[:-4] in _TEXTS) or bool(_CLASS_LISTS.fullmatch(name))


def _is_known_text(path: str) -> bool:
    """Whether a text file's name says that it holds no labels: `README.txt`, `classes.txt`, lists of images."""
    return path[-4:].lower() == ".txt" and os.path.basename(path).lower()[:-4] in _NO_LABELS
