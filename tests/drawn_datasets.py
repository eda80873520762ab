"""Datasets of any shapes, classes and splits, for the tests of distributions and charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from hypothesis import strategies as st
from msgspec import Struct

from boxlint.tables import Tables, intern, make_table, make_tables

NUMBERS = st.one_of(
    st.floats(),
    st.floats(0.0, 5000.0),
    st.sampled_from([0.0, -1.0, 1.0, 32.0, 640.0, 1e-300, 1e300, float("nan"), float("inf"), float("-inf")]),
)
NAMES = st.one_of(
    st.sampled_from(
        ["ship", "bridge", "", "<script>alert(1)</script>", "سفينة", "船" * 100, "a" * 200, "\u202eship", "&'\"\x00"]
    ),
    st.text(max_size=12),
)


class Drawn(Struct, frozen=True):
    """An annotation: a box is x_min, y_min, width, height, a quad eight numbers, a rotated box five."""

    numbers: tuple[float, ...]
    image: int = 0
    category: int = 0
    is_target: bool = True


def dataset(
    drawn: Sequence[Drawn],
    *,
    names: Sequence[str] = ("ship", "bridge"),
    sizes: Sequence[tuple[float, float]] = ((640.0, 480.0), (640.0, 480.0)),
    splits: Sequence[str] = ("train", "val"),
) -> Tables:
    """Images of these sizes in turn in a file of each split."""
    count = len(drawn)
    files = np.arange(len(sizes)) % len(splits)
    image = np.array([each.image for each in drawn], np.int64)
    tables: dict[str, Any] = {
        "file_sets": make_table("file_set", 1, {"path": intern(["a"]), "format": intern(["voc"])}),
        "files": make_table(
            "file",
            len(splits),
            {
                "file_set": [0] * len(splits),
                "path": intern([f"{number}.xml" for number in range(len(splits))]),
                "format": intern(["voc"] * len(splits)),
                "split": intern(list(splits)),
            },
        ),
        "images": make_table(
            "image",
            len(sizes),
            {
                "file": files,
                "split": intern([splits[file] for file in files.tolist()]),
                "width": [width for width, _ in sizes],
                "height": [height for _, height in sizes],
            },
        ),
        "categories": make_table("category", len(names), {"file_set": [0] * len(names), "name": intern(list(names))}),
        "annotations": make_table(
            "annotation",
            count,
            {
                "file": np.where(image < 0, 0, files[image]) if len(sizes) else np.zeros(count, np.int64),
                "image": image,
                "category": np.array([each.category for each in drawn], np.int64),
                "is_target": [each.is_target for each in drawn],
            },
        ),
        "boxes": _boxes(drawn),
        "quads": _geometry("quad", drawn, 8),
        "rotated": _geometry("rotated", drawn, 5),
    }
    return make_tables(**tables)


def _boxes(drawn: Sequence[Drawn]) -> Any:
    rows = [row for row, each in enumerate(drawn) if len(each.numbers) == 4]
    x, y, width, height = np.array([drawn[row].numbers for row in rows], np.float64).reshape(-1, 4).T
    with np.errstate(all="ignore"):
        corners = {"x_min": x, "y_min": y, "x_max": x + width, "y_max": y + height}
    return make_table("box", len(rows), {"annotation": rows, **corners, "width": width, "height": height})


def _geometry(table: str, drawn: Sequence[Drawn], count: int) -> Any:
    rows = [row for row, each in enumerate(drawn) if len(each.numbers) == count]
    columns = np.array([drawn[row].numbers for row in rows], np.float64).reshape(-1, count).T
    names = {
        "quad": [f"{axis}{vertex}" for vertex in (1, 2, 3, 4) for axis in "xy"],
        "rotated": ["center_x", "center_y", "width", "height", "angle"],
    }
    return make_table(table, len(rows), {"annotation": rows, **dict(zip(names[table], columns, strict=True))})


@st.composite
def datasets(draw: st.DrawFn) -> Tables:
    """Any dataset: malformed shapes, unknown sizes, strange names, annotations without image or class."""
    names = draw(st.lists(NAMES, max_size=4, unique=True))
    sizes = draw(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=4))
    shapes = st.one_of(*(st.tuples(*[NUMBERS] * count) for count in (0, 4, 5, 8)))
    one = st.builds(Drawn, shapes, st.integers(-1, len(sizes) - 1), st.integers(-1, len(names) - 1), st.booleans())
    splits = draw(st.lists(st.sampled_from(["train", "val", "test", "", "<b>"]), min_size=1, max_size=3, unique=True))
    return dataset(draw(st.lists(one, max_size=12)), names=names, sizes=sizes, splits=splits)
