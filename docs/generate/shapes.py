"""The shapes of an example as outlines in image coordinates, with their numbers in words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from math import isfinite
from typing import Any, Final

from msgspec import Struct

from boxlint.formats.registry import find_format
from boxlint.tables import Tables, Text

Point = tuple[float, float]
_CORNER_FORMATS: Final = ("voc", "dior", "rolabelimg")
_DEPTH: Final = 0.4
"""How far the back of a cuboid is drawn from its front, to the right and up, for each voxel of depth."""


class Shape(Struct, frozen=True):
    """One shape. `table` and `row` say where it stands in the tables, `annotation` whose it is."""

    table: str
    row: int
    annotation: int
    words: str
    outline: tuple[Point, ...] = ()
    """The vertices of the closed outline, in the order written."""
    lines: tuple[tuple[Point, ...], ...] = ()
    """Open lines beside it: the far edges of a cuboid, the direction of a rotated box."""
    labels: tuple[tuple[Point, str], ...] = ()
    """Points with what is written beside them."""

    @property
    def points(self) -> tuple[Point, ...]:
        """Everything that has to be in the picture."""
        return (*self.outline, *(point for line in self.lines for point in line), *(point for point, _ in self.labels))

    @property
    def is_finite(self) -> bool:
        """Whether it can be drawn."""
        return all(isfinite(number) for point in self.points for number in point)


def number(value: float) -> str:
    """A number without noise and without needless zeros."""
    return f"{value:.10g}"


def example_shapes(tables: Tables, example: Mapping[str, Any]) -> list[Shape]:
    """All shapes of an example: of its tables, and the polygons that it writes."""
    by_corners = "corners" in example or example.get("format") in _CORNER_FORMATS
    return [
        *(_box(row, values, by_corners) for row, values in _rows(tables, "box")),
        *(_quad(row, values) for row, values in _rows(tables, "quad")),
        *(_rotated(row, values) for row, values in _rows(tables, "rotated")),
        *(_cuboid(row, values) for row, values in _rows(tables, "cuboid")),
        *(_keypoint(row, values) for row, values in _rows(tables, "keypoint")),
        *_polygons(tables, example),
    ]


def _rows(tables: Tables, table: str) -> Iterator[tuple[int, dict[str, float]]]:
    columns = {name: column for name, column in tables[table].columns.items() if not isinstance(column, Text)}
    for row in range(len(tables[table])):
        yield row, {name: column[row].item() for name, column in columns.items()}


def _box(row: int, of: Mapping[str, float], by_corners: bool) -> Shape:
    low, high = (of["x_min"], of["y_min"]), (of["x_max"], of["y_max"])
    outline = (low, (high[0], low[1]), high, (low[0], high[1]))
    is_reversed = high[0] < low[0] or high[1] < low[1]
    place = f"{_point(low)} to {_point(high)}" if by_corners else f"at {_point(low)}"
    return Shape(
        table="box",
        row=row,
        annotation=int(of["annotation"]),
        words=f"{number(of['width'])} × {number(of['height'])} px {place}",
        outline=outline,
        labels=((low, "min"), (high, "max")) if is_reversed else (),
    )


def _quad(row: int, of: Mapping[str, float]) -> Shape:
    vertices = tuple((of[f"x{vertex}"], of[f"y{vertex}"]) for vertex in range(1, 5))
    words = " ".join(f"{vertex}: {_point(point)}" for vertex, point in enumerate(vertices, 1))
    return Shape("quad", row, int(of["annotation"]), words, vertices, labels=_numbered(vertices))


def _rotated(row: int, of: Mapping[str, float]) -> Shape:
    """Half the width runs along the angle, half the height a quarter turn further, y down."""
    center = x, y = of["center_x"], of["center_y"]
    along = of["width"] / 2 * of["cosine"], of["width"] / 2 * of["sine"]
    across = -of["height"] / 2 * of["sine"], of["height"] / 2 * of["cosine"]
    outline = tuple(
        (x + a * along[0] + b * across[0], y + a * along[1] + b * across[1])
        for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    )
    size = f"{number(of['width'])} × {number(of['height'])} px"
    return Shape(
        table="rotated",
        row=row,
        annotation=int(of["annotation"]),
        words=f"{size} around {_point(center)}, angle {number(of['angle'])} rad",
        outline=outline,
        lines=((center, (x + along[0], y + along[1])),),
    )


def _cuboid(row: int, of: Mapping[str, float]) -> Shape:
    """The face with the least z, and the edges behind it to the right and up."""
    left, top, right, bottom = of["x_min"], of["y_min"], of["x_max"], of["y_max"]
    shift = _DEPTH * (of["z_max"] - of["z_min"])
    front = ((left, top), (right, top), (right, bottom), (left, bottom))
    back = tuple((x + shift, y - shift) for x, y in front)
    size = " × ".join(number(of[name]) for name in ("width", "height", "depth"))
    place = ", ".join(number(of[f"{axis}_min"]) for axis in "xyz")
    return Shape(
        table="cuboid",
        row=row,
        annotation=int(of["annotation"]),
        words=f"{size} voxels at ({place})",
        outline=front,
        lines=((*back, back[0]), *zip(front, back, strict=True)),
    )


def _keypoint(row: int, of: Mapping[str, float]) -> Shape:
    point = of["x"], of["y"]
    words = f"{_point(point)}, visibility {number(of['visibility'])}"
    return Shape("keypoint", row, int(of["annotation"]), words, labels=((point, str(row + 1)),))


def _polygons(tables: Tables, example: Mapping[str, Any]) -> Iterator[Shape]:
    """The vertices of polygons stand in no table; an odd number at the end is no vertex."""
    owners = tables.polygons["annotation"]
    written = _in_text(tables, example) if "text" in example else _written(example, "polygon", "polygons")
    for row, numbers in enumerate(written):
        vertices = tuple(zip(map(float, numbers[::2]), map(float, numbers[1::2]), strict=False))
        words = " ".join(f"{vertex}: {_point(point)}" for vertex, point in enumerate(vertices, 1))
        owner = int(owners[row]) if row < len(owners) else -1
        yield Shape("polygon", row, owner, words, vertices, labels=_numbered(vertices))


def _in_text(tables: Tables, example: Mapping[str, Any]) -> list[Sequence[float]]:
    """The polygons of a text, a list of numbers for each row of the table."""
    text, format = example["text"], find_format(example.get("format", "coco"))
    if not len(tables.polygons):
        return []
    if format and format.name != "coco":
        return [*map(partial(_in_line, tables, format.module("edit"), text.encode()), range(len(tables.polygons)))]
    annotations = json.loads(text)["annotations"]
    indices = tables.annotations["index"][tables.polygons["annotation"]].tolist()
    parts = tables.polygons["part"].tolist()
    found = [
        annotations[index]["segmentation"][int(part)] if part >= 0 else None
        for index, part in zip(indices, parts, strict=True)
    ]
    return [numbers if isinstance(numbers, list) else [] for numbers in found]


def _in_line(tables: Tables, edit: Any, data: bytes, row: int) -> Sequence[float]:
    """The numbers of a polygon in its record, which writes fractions of the sides of its image."""
    annotation = tables.polygons["annotation"][row]
    start, end = (int(tables.annotations[name][annotation]) for name in ("start", "end"))
    image = tables.annotations["image"][annotation]
    sides = [float(tables.images[name][image]) for name in ("width", "height")]
    numbers = edit.read_polygons(data[start:end])[int(tables.polygons["part"][row])]
    return [value * sides[place % 2] for place, value in enumerate(numbers)]


def _written(example: Mapping[str, Any], *names: str) -> list[Sequence[float]]:
    """The lists of numbers under some keys, each one list or a list of lists."""
    found: list[Sequence[float]] = []
    for value in (example[name] for name in names if name in example):
        found += value if value and isinstance(value[0], list) else [value]
    return found


def _numbered(vertices: Sequence[Point]) -> tuple[tuple[Point, str], ...]:
    return tuple((point, str(vertex)) for vertex, point in enumerate(vertices, 1))


def _point(point: Point) -> str:
    return f"({number(point[0])}, {number(point[1])})"
