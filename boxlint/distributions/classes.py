"""How often classes occur: classes are names, whatever files and ids they have."""

from __future__ import annotations

from typing import Any

import numpy as np
from msgspec import Struct

from boxlint.columns import Columns
from boxlint.distributions.model import ClassCount
from boxlint.tables import Text


class Labels(Struct, frozen=True):
    """The class of each of A annotations as a number into `names`, whose last one is empty: of those without a class.

    `pair_image` and `pair_class` are the pairs of an image and a class that occur, each once.
    """

    names: tuple[str, ...]
    classes: Any
    pair_image: Any
    pair_class: Any


def labels(columns: Columns, is_counted: Any) -> Labels:
    """The classes of a dataset and the pairs among the annotations that are counted."""
    column: Text = columns("annotation", "category_name")
    names = (*column.values, "")
    classes = np.where(column.codes < 0, len(column.values), column.codes).astype(np.int64)
    image = columns("annotation", "image")
    is_placed = is_counted & (image >= 0)
    pairs = np.sort(image[is_placed] * len(names) + classes[is_placed])
    pairs = pairs[np.diff(pairs, prepend=-1) != 0]
    return Labels(names, classes, pairs // len(names), pairs % len(names))


def class_counts(labels: Labels, is_counted: Any, is_image: Any) -> tuple[ClassCount, ...]:
    """The classes by how often the counted annotations have them, the most frequent first, also those with none."""
    annotations = np.bincount(labels.classes[is_counted], minlength=len(labels.names)).tolist()
    images = np.bincount(labels.pair_class[is_image[labels.pair_image]], minlength=len(labels.names)).tolist()
    counts = map(ClassCount, labels.names, annotations, images)
    told = [count for count in counts if count.name or count.annotations]
    return tuple(sorted(told, key=lambda count: (-count.annotations, count.name)))
