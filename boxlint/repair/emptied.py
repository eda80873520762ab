"""Images that lose all their annotations, and files that hold no object any more."""

from __future__ import annotations

from typing import Any

import numpy as np

from boxlint.formats.registry import WHOLE_DATASETS
from boxlint.repair.attempt import Attempt
from boxlint.tables import Tables


def emptied_images(attempt: Attempt) -> Any:
    """The images that had annotations and have none any more. Shape (M,), int64."""
    removed = sorted(attempt.changes.removed["annotation"])
    image = attempt.tables.annotations["image"]
    had = np.unique(image[removed])
    left = np.unique(np.delete(image, removed))
    return np.setdiff1d(had[had >= 0], left)


def deletable_files(attempt: Attempt) -> set[int]:
    """The files that hold no object any more and may be deleted for it."""
    if not attempt.permission.deletes:
        return set()
    emptied = emptied_images(attempt)
    return set(attempt.tables.images["file"][emptied[~in_lists(attempt.tables, emptied)]].tolist())


def removable_images(attempt: Attempt) -> Any:
    """The emptied images that are records of a list and may go from it. Shape (M,), int64."""
    tables, emptied = attempt.tables, emptied_images(attempt)
    return emptied[in_lists(tables, emptied) & (tables.images["start"][emptied] >= 0)]


def in_lists(tables: Tables, images: Any) -> Any:
    """Which of these images are records of a list, and not a file each. Shape (M,), bool."""
    formats = tables.files["format"]
    return np.array([formats.at(int(file)) in WHOLE_DATASETS for file in tables.images["file"][images]], np.bool_)


def image_names(tables: Tables, images: Any) -> dict[str, tuple[str, ...]]:
    """The names of images by the file that they are in."""
    names: dict[str, list[str]] = {}
    for row in images.tolist():
        path = tables.files["path"].at(int(tables.images["file"][row]))
        names.setdefault(path, []).append(tables.images["file_name"].at(row) or str(tables.images["id"].at(row)))
    return {path: tuple(listed) for path, listed in names.items()}
