"""Small datasets for tests of measures, and any of them evaluated on numpy and torch."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any, Final

import numpy as np

from boxlint.arrays import fetch
from boxlint.columns import Columns
from boxlint.schema import PLURALS, SCHEMA
from boxlint.tables import Column, Keys, Tables, Text, intern, make_table, make_tables

HAS_TORCH: Final = find_spec("torch") is not None
DEVICE: Final = os.environ.get("BOXLINT_TEST_DEVICE", "cpu")
"""The torch device that must give the bits of numpy; "cuda" where there is one at hand."""


def columns_of(table: str, rows: Sequence[Sequence[float]]) -> dict[str, Any]:
    """Columns of a geometry table, an annotation each; a box row is x_min, y_min, x_max, y_max; a cuboid has z too."""
    names = [name for name in SCHEMA[table] if name != "annotation"]
    width = {"box": 4, "rotated": 5, "cuboid": 6}.get(table, len(names))
    numbers = np.array(rows, np.float64).reshape(len(rows), width)
    with np.errstate(all="ignore"):
        if table in ("box", "cuboid"):
            starts, ends = np.hsplit(numbers, 2)
            numbers = np.column_stack([numbers, ends - starts])
        if table == "rotated":
            numbers = np.column_stack([numbers, np.cos(numbers[:, 4]), np.sin(numbers[:, 4])])
    return {"annotation": np.arange(len(rows)), **dict(zip(names, numbers.T, strict=True))}


def scene(
    table: str,
    rows: Sequence[Sequence[float]],
    *,
    image_size: tuple[float, ...] = (),
    spacing: tuple[float, ...] = (),
    images: Sequence[int] | None = None,
    categories: Sequence[int] | None = None,
    **annotation: Any,
) -> Tables:
    """Shapes of one table, in one file; in image and category 0 unless told otherwise."""
    count = len(rows)
    image = np.zeros(count, np.int64) if images is None else np.array(images, np.int64)
    category = np.zeros(count, np.int64) if categories is None else np.array(categories, np.int64)
    image_count, category_count = (max([0, *links.tolist()]) + 1 for links in (image, category))
    linked = {"file": [0] * count, "image": image, "category": category, "is_target": [True] * count}
    sizes = dict(zip(("width", "height", "depth"), image_size, strict=False))
    sizes |= dict(zip(("spacing_x", "spacing_y", "spacing_z"), spacing, strict=False))
    sides = {name: [side] * image_count for name, side in sizes.items()}
    return make_tables(
        file_sets=make_table("file_set", 1, {"path": intern(["a"]), "format": intern(["coco"])}),
        files=make_table("file", 1, {"file_set": [0], "path": intern(["a"])}),
        images=make_table("image", image_count, {"file": [0] * image_count, **sides}),
        categories=make_table("category", category_count, {"file_set": [0] * category_count}),
        annotations=make_table("annotation", count, {**linked, **annotation}),
        **{PLURALS[table]: make_table(table, count, columns_of(table, rows))},
    )


def measured(tables: Tables, table: str, name: str) -> Any:
    """A measure on numpy, having seen that torch, where it is installed, gives the very same bits."""
    with np.errstate(all="ignore"):
        answer = Columns(tables)(table, name)
        if HAS_TORCH:
            on_torch = Columns(tables, DEVICE)(table, name)
            pair = [_array_of(value) for value in (on_torch, answer)]
            np.testing.assert_array_equal(fetch(pair[0]), pair[1], strict=True)
    return answer


def _array_of(column: Column) -> Any:
    """The array behind a column of texts or ids."""
    return column.codes if isinstance(column, Text) else column.numbers if isinstance(column, Keys) else column
