"""Where the image files are: folders walked once, and names looked up in them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
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
    """The files below some folders, by name and by stem."""

    def __init__(self, folders: Sequence[str]) -> None:
        self._roots = [os.path.abspath(folder) for folder in folders]
        self._by_name: dict[str, list[str]] = {}
        for folder, names in _walk(self._roots):
            for name in names:
                self._by_name.setdefault(name, []).append(folder)
        self._known: dict[ImageName, tuple[str, ...] | None] = {}

    def find(self, name: ImageName) -> tuple[str, ...] | None:
        """The files that an image may be, all of them as likely; None where it has no name.

        Most likely is the file in the folder that the name says, below one of the roots; then the one with which
        the name shares the longest end; then the one whose folders have most names in common with those of the
        annotation file. Where each image has an annotation file of its own, a name without its suffix or with another
        is looked for by its stem, and the file with the stem of the annotation file is as likely.
        """
        # frames of videos may share a few names, and those are looked up long
        if name not in self._known:
            self._known[name] = self._find(name)
        return self._known[name]

    def _find(self, name: ImageName) -> tuple[str, ...] | None:
        *folders, last = [part for part in _SEPARATORS.split(name.written) if part != "."] or [""]
        folders = [part for part in folders if part]
        if name.is_listed and not last:
            return None
        places = [os.path.join(folder, last) for folder in self._by_name.get(last, ())]
        if name.is_listed:
            return self._best(places, folders, name.annotation_file)
        stem, suffix = os.path.splitext(last)
        stem = stem if suffix.lower() in SUFFIXES else last
        own = os.path.splitext(os.path.basename(name.annotation_file))[0]
        found = self._best(places or self._by_stem.get(stem, ()), folders, name.annotation_file)
        if stem == own:
            return found
        # some loaders go by the name, and others by the stem of the annotation file
        return found + self._best(self._by_stem.get(own, ()), folders, name.annotation_file)

    @cached_property
    def _by_stem(self) -> dict[str, list[str]]:
        stems: dict[str, list[str]] = {}
        for name, folders in self._by_name.items():
            stem, suffix = os.path.splitext(name)
            if suffix.lower() in SUFFIXES:
                stems.setdefault(stem, []).extend(os.path.join(folder, name) for folder in folders)
        return stems

    def _best(self, places: Sequence[str], folders: Sequence[str], annotation_file: str) -> tuple[str, ...]:
        """Those of some files that are most likely meant by a name in these folders."""
        if len(places) < 2:
            return tuple(places)
        named = {os.path.join(root, *folders) for root in self._roots}
        around = set(_SEPARATORS.split(os.path.dirname(os.path.abspath(annotation_file))))

        def likelihood(place: str) -> tuple[bool, int, int]:
            folder = os.path.dirname(place)
            parts = _SEPARATORS.split(folder)
            return folder in named, _shared_end(parts, folders), len(around.intersection(parts))

        most = max(map(likelihood, places))
        return tuple(place for place in places if likelihood(place) == most)


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


def _shared_end(parts: Sequence[str], others: Sequence[str]) -> int:
    """How many parts two paths have in common at their end."""
    count = 0
    for part, other in zip(reversed(parts), reversed(others), strict=False):
        if part != other:
            break
        count += 1
    return count
