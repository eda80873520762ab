"""Where the image files are: folders walked once, and names looked up in them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import Final

from msgspec import Struct

from boxlint.errors import UserError

SUFFIXES: Final = frozenset({
    ".bmp", ".dib", ".gif", ".jfif", ".jp2", ".jpe", ".jpeg", ".jpg", ".mpo", ".pbm", ".pgm", ".png", ".pnm", ".ppm",
    ".tif", ".tiff", ".webp",
})  # fmt: skip
"""What the names of images end with whose headers are read, in lower case."""
_SEPARATORS: Final = re.compile(r"[\\/]+")


class ImageName(Struct, frozen=True):
    """What tells the file of an image: its name as written, the annotation file, and whether that lists images.

    Where it does not, it is one file for one image, and both mostly have the same stem.
    """

    written: str
    annotation_file: str
    is_listed: bool


def require_folders(folders: Sequence[str]) -> None:
    """Raise `UserError` for a folder that is none."""
    for folder in folders:
        if not os.path.isdir(folder):
            raise UserError(f"there is no folder {folder} with images; mend --images, or `images` in the configuration")


class ImagePlaces:
    """The files below some folders, by name and by stem.

    Frames of videos share a few names in many folders, so what is looked up often is looked up in sets of folders,
    and the same question is answered once.
    """

    def __init__(self, folders: Sequence[str]) -> None:
        self._roots = [os.path.abspath(folder) for folder in folders]
        self._by_name: dict[str, list[str]] = {}
        for folder, names in _walk(self._roots):
            for name in names:
                self._by_name.setdefault(name, []).append(folder)
        self._having: dict[tuple[str, ...], frozenset[str]] = {}
        self._endings: dict[int, dict[tuple[str, ...], set[str]]] = {}
        self._telling: dict[str, frozenset[str]] = {}
        self._known: dict[tuple[tuple[str, ...], tuple[str, ...], frozenset[str]], tuple[str, ...]] = {}

    def find(self, name: ImageName) -> tuple[str, ...] | None:
        """The files that an image may be, all of them as likely; None where it has no name.

        Most likely is the file in the folder that the name says, below one of the roots; then the one with which
        the name shares the longest end; then the one whose folders have most names in common with those of the
        annotation file. Where each image has an annotation file of its own, a name without its suffix or with another
        is looked for by its stem, and the file with the stem of the annotation file is as likely.
        """
        *parts, last = [part for part in _SEPARATORS.split(name.written) if part != "."] or [""]
        folders = tuple(part for part in parts if part)
        if name.is_listed and not last:
            return None
        named = (last,) if last in self._by_name else ()
        if name.is_listed:
            return self._best(named, folders, name.annotation_file)
        stem, suffix = os.path.splitext(last)
        stem = stem if suffix.lower() in SUFFIXES else last
        own = os.path.splitext(os.path.basename(name.annotation_file))[0]
        found = self._best(named or self._by_stem.get(stem, ()), folders, name.annotation_file)
        if stem == own:
            return found
        # some loaders go by the name, and others by the stem of the annotation file
        return found + self._best(self._by_stem.get(own, ()), folders, name.annotation_file)

    @cached_property
    def _by_stem(self) -> dict[str, tuple[str, ...]]:
        """The names of images with each stem."""
        stems: dict[str, tuple[str, ...]] = {}
        for name in self._by_name:
            stem, suffix = os.path.splitext(name)
            if suffix.lower() in SUFFIXES:
                stems[stem] = (*stems.get(stem, ()), name)
        return stems

    def _best(self, names: tuple[str, ...], folders: tuple[str, ...], annotation_file: str) -> tuple[str, ...]:
        """The files of these names that are most likely meant by a path through these folders."""
        if not names:
            return ()
        if len(names) == 1 and len(self._by_name[names[0]]) == 1:
            return (os.path.join(self._by_name[names[0]][0], names[0]),)
        telling = self._telling_parts(os.path.dirname(annotation_file))
        question = names, folders, telling
        if question not in self._known:
            likely = self._most_in_common(self._named(self._with_any(names), folders), telling)
            places = [(folder, name) for folder in likely for name in names if folder in self._with_any((name,))]
            self._known[question] = tuple(sorted(os.path.join(*place) for place in places))
        return self._known[question]

    def _with_any(self, names: tuple[str, ...]) -> AbstractSet[str]:
        """The folders that have a file of one of these names."""
        if names not in self._having:
            self._having[names] = frozenset(folder for name in names for folder in self._by_name[name])
        return self._having[names]

    def _named(self, among: AbstractSet[str], folders: tuple[str, ...]) -> AbstractSet[str]:
        """Those of some folders that are named: the whole path below a root, else with the longest end."""
        whole = {os.path.join(root, *folders) for root in self._roots} & among
        if whole:
            return whole
        for length in range(len(folders), 0, -1):
            ending = self._ending(length).get(folders[-length:], frozenset()) & among
            if ending:
                return ending
        return among

    def _ending(self, length: int) -> Mapping[tuple[str, ...], AbstractSet[str]]:
        """The folders by the last so many parts of their paths."""
        if length not in self._endings:
            endings = self._endings[length] = {}
            for folder, parts in self._parts.items():
                endings.setdefault(parts[-length:], set()).add(folder)
        return self._endings[length]

    def _most_in_common(self, among: AbstractSet[str], telling: frozenset[str]) -> AbstractSet[str]:
        """Those of some folders with the most of these parts in their paths."""
        if len(among) < 2:
            return among
        holding = sorted((self._by_part[part] for part in telling), key=len)
        shared: dict[str, int] = {}
        for number, folders in enumerate(holding):
            # a folder that has none of the rarer parts has at most those that are left
            if max(shared.values(), default=0) > len(holding) - number:
                break
            for folder in (folders & among) - shared.keys():
                shared[folder] = sum(folder in others for others in holding)
        most = max(shared.values(), default=0)
        return {folder for folder, count in shared.items() if count == most} if shared else among

    def _telling_parts(self, folder: str) -> frozenset[str]:
        """The parts of a folder's path that some of the folders of images have in theirs, and others lack."""
        if folder not in self._telling:
            parts = _SEPARATORS.split(os.path.abspath(folder))
            self._telling[folder] = frozenset(part for part in parts if part in self._by_part)
        return self._telling[folder]

    @cached_property
    def _parts(self) -> dict[str, tuple[str, ...]]:
        """The parts of each folder's path."""
        folders = dict.fromkeys(folder for found in self._by_name.values() for folder in found)
        return {folder: tuple(_SEPARATORS.split(folder)) for folder in folders}

    @cached_property
    def _by_part(self) -> dict[str, set[str]]:
        """The folders that have a part in their path, but for parts that all have."""
        folders: dict[str, set[str]] = {}
        for folder, parts in self._parts.items():
            for part in parts:
                folders.setdefault(part, set()).add(folder)
        return {part: having for part, having in folders.items() if len(having) < len(self._parts)}


def _walk(roots: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Each folder below the roots with the names of its files; linked folders too, each folder once."""
    seen = set()
    for root in roots:
        for folder, below, names in os.walk(root, followlinks=True):
            real = os.path.realpath(folder)
            if real in seen:
                below.clear()
                continue
            seen.add(real)
            yield folder, names
