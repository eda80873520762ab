"""What a dataset looks like, in numbers: for `boxlint stats` and for charts. Nothing here judges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from boxlint.columns import Columns
from boxlint.distributions.bins import count_edges
from boxlint.distributions.classes import class_counts, labels
from boxlint.distributions.images import boxes_per_image, image_sizes
from boxlint.distributions.model import Description, Distributions, Unreadable
from boxlint.distributions.shapes import shapes
from boxlint.distributions.sizes import angles, centers, measured, sizes
from boxlint.segments import segment_count
from boxlint.split_names import TEST, TRAIN, TRAINVAL, VAL
from boxlint.tables import Table, Tables, Text

__all__ = ["WANTED", "Description", "Distributions", "distributions"]

WANTED: Final = frozenset({"image.width", "image.height"})
"""What is read here of the columns that readers make only where they are wanted."""
_ORDER: Final = (TRAIN, VAL, TRAINVAL, TEST)


def distributions(tables: Tables) -> Distributions:
    """What is told of a dataset and of each of its splits."""
    described = _Describer(tables)
    everything = described.of(*(np.ones(len(table), np.bool_) for table in (tables.files, tables.images)))
    splits = {
        name: everything if is_file.all() and is_image.all() else described.of(is_file, is_image)
        for name, is_file, is_image in _splits(tables)
    }
    return Distributions(everything, splits, tuple(_unreadable(tables.files)))


def _splits(tables: Tables) -> Iterator[tuple[str, Any, Any]]:
    """Each split: its name, whether each file is of it, and whether each image is.

    A file is of the splits of its images; one without images is of its own.
    """
    of_file, of_image = tables.files["split"], tables.images["split"]
    file, count = tables.images["file"], len(tables.files)
    is_bare = segment_count(file, count) == 0
    rank = {name: place for place, name in enumerate(_ORDER)}
    for name in sorted(_names(of_file) | _names(of_image), key=lambda name: (rank.get(name, len(rank)), name)):
        is_image = _are(of_image, name)
        is_file = (segment_count(file, count, is_image) > 0) | (is_bare & _are(of_file, name))
        if is_file.any():
            yield name, is_file, is_image


def _names(split: Text) -> set[str]:
    return {split.values[code] for code in set(split.codes.tolist()) if code >= 0}


def _are(split: Text, name: str) -> Any:
    """Which texts are this one. Shape (N,), bool."""
    return np.isin(split.codes, [code for code, value in enumerate(split.values) if value == name])


def _unreadable(files: Table) -> Iterator[Unreadable]:
    for row in np.flatnonzero(files["is_unreadable"] | files["is_lfs_pointer"]).tolist():
        is_pointer = bool(files["is_lfs_pointer"][row])
        problem = (
            "a Git LFS pointer; fetch the file itself with git lfs pull" if is_pointer else files["problem"].at(row)
        )
        yield Unreadable(files["path"].at(row), problem)


class _Describer:
    """What is made once of a dataset, and counted for it and for each split."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.columns = Columns(tables)
        self.is_target = tables.annotations["is_target"]
        image, count = tables.annotations["image"], len(tables.images)
        self.targets_per_image = segment_count(image, count, self.is_target)
        self.count_edges = count_edges(self.targets_per_image)
        self.is_without = segment_count(image, count) == 0
        self.labels = labels(self.columns, self.is_target)
        self.shapes, self.directions = shapes(tables)
        self.measured = measured(self.shapes, self.columns)
        # a size that only stands for one that nobody knows is none
        is_assumed = tables.images["size_is_assumed"]
        self.image_sides = {side: np.where(is_assumed, np.nan, tables.images[side]) for side in ("width", "height")}

    def of(self, is_file: Any, is_image: Any) -> Description:
        """The files and images whose flag is set, and what is in them; annotations without an image go by the file."""
        tables = self.tables
        image = tables.annotations["image"]
        is_annotation = np.where(image >= 0, _within(is_image, image), _within(is_file, tables.annotations["file"]))
        is_counted = is_annotation & self.is_target
        count = int(is_counted.sum())
        is_member = is_counted[self.measured.annotation]
        drawn = {found.kind: int(is_counted[found.annotation].sum()) for found in self.shapes}
        return Description(
            files=int(is_file.sum()),
            images=int(is_image.sum()),
            images_without_annotations=int((self.is_without & is_image).sum()),
            annotations=int(is_annotation.sum()),
            ignored=int(is_annotation.sum()) - count,
            shapes={**drawn, "none": count - sum(drawn.values())},
            classes=class_counts(self.labels, is_counted, is_image),
            boxes_per_image=boxes_per_image(self.targets_per_image[is_image], self.count_edges),
            image_sizes=image_sizes(*(self.image_sides[side][is_image] for side in ("width", "height"))),
            sizes=sizes(self.measured, is_member, count),
            centers=centers(self.measured, is_member, count),
            angles=angles(self.directions, is_counted),
        )


def _within(is_parent: Any, parent: Any) -> Any:
    """Whether each row's parent is one of those. Shape (N,)."""
    return np.append(is_parent, False)[parent]
