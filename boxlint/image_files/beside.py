"""Images that lie beside their labels, one of the same stem for each: paired as YOLO trainers pair them."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from boxlint.image_files.places import SUFFIXES
from boxlint.splicing import with_columns
from boxlint.tables import Tables

_LABEL: Final = ".txt"
_COUNTS: Final = ("labels_without_image", "images_without_label")


class ImagesBeside:
    """The images of folders of labels: in the folder whose path has `images` for the last `labels`, or in their own.

    Each folder is listed once.
    """

    def __init__(self) -> None:
        self._images: dict[str, dict[str, tuple[str, ...]]] = {}

    def find(self, label: str) -> tuple[str, ...] | None:
        """The images of a file of labels; None where there is none."""
        folder, name = os.path.split(label)
        return self.of_folder(folder).get(os.path.splitext(name)[0])

    def of_folder(self, folder: str) -> dict[str, tuple[str, ...]]:
        """By stem, the images of a folder of labels."""
        if folder not in self._images:
            place = _images_of(os.path.abspath(folder))
            by_stem = defaultdict(list)
            for name in sorted(_names_in(place)):
                stem, suffix = os.path.splitext(name)
                if suffix.lower() in SUFFIXES:
                    by_stem[stem].append(os.path.join(place, name))
            self._images[folder] = {stem: tuple(paths) for stem, paths in by_stem.items()}
        return self._images[folder]


def with_pairs(tables: Tables, wanted: Iterable[str]) -> Tables:
    """The dataset with how many labels have no image, and how many images no label, where images lie beside labels.

    Nothing is looked at unless `wanted` names one of the columns.
    """
    if not {f"file_set.{name}" for name in _COUNTS} & {*wanted}:
        return tables
    places, files = ImagesBeside(), tables.files
    columns = {name: np.full(len(tables.file_sets), np.nan) for name in _COUNTS}
    for row in sets_with_images_beside(tables):
        folder = tables.file_sets["path"].at(row)
        images = places.of_folder(folder)
        if not images:
            continue
        paths = (files["path"].at(file) for file in np.flatnonzero(files["file_set"] == row).tolist())
        labels = {os.path.splitext(name)[0] for name in _names_in(folder) if name.endswith(_LABEL)}
        columns[_COUNTS[0]][row] = sum(places.find(path) is None for path in paths)
        columns[_COUNTS[1]][row] = len(images.keys() - labels)
    return with_columns(tables, "file_set", columns)


def sets_with_images_beside(tables: Tables) -> Sequence[int]:
    """The file sets of formats whose images lie beside the labels."""
    from boxlint.formats.registry import FORMATS

    names = {format.name for format in FORMATS if format.has_images_beside}
    formats = tables.file_sets["format"]
    return [row for row in range(len(formats)) if formats.at(row) in names]


def _images_of(labels: str) -> str:
    """The folder of the images of a folder of labels; its own where there is no other."""
    before, part, after = f"{labels}{os.sep}".rpartition(f"{os.sep}labels{os.sep}")
    images = f"{before}{os.sep}images{os.sep}{after}".rstrip(os.sep)
    return images if part and os.path.isdir(images) else labels


def _names_in(folder: str) -> list[str]:
    try:
        return os.listdir(folder or ".")
    except OSError:
        return []
