"""Coordinates that are written as fractions of the sides of their image become pixels.

Readers know no sizes, so they give such an image a nominal side. Where its size is known, boxes are scaled to it;
elsewhere the image counts as one of nominal size, in which 1 px is 0.005 of a side.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from boxlint.schema import GEOMETRY
from boxlint.splicing import with_columns
from boxlint.tables import Tables

NOMINAL_SIDE: Final = 200.0
"""Pixels of a side whose length is not known: what is within 1 px is within 0.005 of the side."""
_ACROSS: Final = frozenset({"x_min", "x_max", "x", "x1", "x2", "x3", "x4", "center_x", "width"})
_DOWN: Final = frozenset({"y_min", "y_max", "y", "y1", "y2", "y3", "y4", "center_y", "height"})


def in_pixels(tables: Tables) -> Tables:
    """The dataset as its readers gave it, with the sizes of images known by now, in pixels."""
    images = tables.images
    fractions = images["has_fractions"]
    if not len(images) or not fractions.any():
        return tables
    is_known = np.isfinite(images["width"]) & np.isfinite(images["height"])
    sizes = {side: np.where(fractions & ~is_known, NOMINAL_SIDE, images[side]) for side in ("width", "height")}
    tables = with_columns(tables, "image", {**sizes, "size_is_assumed": fractions & ~is_known})
    image = tables.annotations["image"]
    is_scaled = (image >= 0) & (fractions & is_known)[image] if len(image) else np.zeros(0, np.bool_)
    factors = (np.where(is_scaled, sizes[side][image] / NOMINAL_SIDE, 1.0) for side in ("width", "height"))
    return scaled(tables, *factors)


def scaled(tables: Tables, across: Any, down: Any) -> Tables:
    """The dataset with the shapes of each annotation larger by its factors (N,), across and down."""
    if not ((across != 1) | (down != 1)).any():
        return tables
    for name in sorted(GEOMETRY - {"mask", "cuboid"}):
        table = tables[name]
        owner = table["annotation"]
        if not len(table):
            continue
        columns = {
            column: values * (across if column in _ACROSS else down)[owner]
            for column, values in table.columns.items()
            if column in _ACROSS or column in _DOWN
        }
        tables = with_columns(tables, name, columns)
    return tables
