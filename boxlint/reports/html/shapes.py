"""What is drawn for rows: outlines and points, in pixels of the image, with whatever numbers the files hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

import numpy as np
from msgspec import Struct

from boxlint.reports.html.window import Point
from boxlint.tables import Tables
from boxlint.written_polygons import Polygon

DRAWN: Final = ("box", "quad", "rotated", "polygon", "keypoint")
"""Tables whose rows can be drawn."""
_MOST_OTHERS: Final = 60


class Shape(Struct, frozen=True):
    """An outline through points, or single points."""

    points: tuple[Point, ...]
    is_closed: bool = True


class Shapes:
    """The shapes of a dataset's rows."""

    def __init__(self, tables: Tables, polygons: Mapping[int, Sequence[Polygon]]) -> None:
        self._tables = tables
        self._polygons = polygons
        self._by_annotation: dict[str, tuple[Any, Any]] = {}

    def of(self, table: str, row: int) -> list[Shape]:
        """The shapes of a row; an annotation has those of all its tables."""
        if table == "annotation":
            return [shape for own in DRAWN for shape in self._of_annotation(own, row)]
        if table == "keypoint":
            return [Shape((self._point(row),), is_closed=False)]
        if table == "polygon":
            return self._polygon(row)
        if table not in DRAWN:
            return []
        columns = self._tables[table]
        value = {name: float(columns[name][row]) for name in columns.columns if name != "annotation"}
        return [Shape(tuple(_CORNERS[table](value)))]

    def around(self, annotation: int, image: int) -> list[Shape]:
        """An outline for each of the other objects of an image; not all where they are very many."""
        first, last = np.searchsorted(self._images[1], [image, image + 1])
        rows = [row for row in self._images[0][first:last].tolist() if row != annotation]
        return [shape for row in rows[:_MOST_OTHERS] for shape in self.outline(row)]

    def outline(self, annotation: int) -> list[Shape]:
        """The tightest shape that an annotation has, but for polygons."""
        return next(filter(None, (self._of_annotation(table, annotation) for table in ("rotated", "quad", "box"))), [])

    @cached_property
    def _images(self) -> tuple[Any, Any]:
        """The annotations by image: their rows, and beside each the image."""
        image = self._tables.annotations["image"]
        order = np.argsort(image, kind="stable")
        return order, image[order]

    def _of_annotation(self, table: str, annotation: int) -> list[Shape]:
        if table not in self._by_annotation:
            owners = self._tables[table]["annotation"]
            order = np.argsort(owners, kind="stable")
            self._by_annotation[table] = order, owners[order]
        order, owners = self._by_annotation[table]
        first, last = np.searchsorted(owners, [annotation, annotation + 1])
        rows = order[first:last].tolist()
        if table == "keypoint":
            points = tuple(self._point(row) for row in rows if self._tables.keypoints["visibility"][row] != 0)
            return [Shape(points, is_closed=False)] if points else []
        if table == "polygon" and annotation not in self._polygons:
            return []
        return [shape for row in rows for shape in self.of(table, row)]

    def _point(self, row: int) -> Point:
        return float(self._tables.keypoints["x"][row]), float(self._tables.keypoints["y"][row])

    def _polygon(self, row: int) -> list[Shape]:
        """As its record has it, else its extent."""
        columns = self._tables.polygons
        part, annotation = columns["part"][row], int(columns["annotation"][row])
        written = self._polygons.get(annotation, ())
        numbers = written[int(part)] if part < len(written) else []
        if len(numbers) >= 2:
            return [Shape(tuple(zip(numbers[::2], numbers[1::2], strict=False)))]
        return [Shape(tuple(_box({name: float(columns[name][row]) for name in ("x_min", "y_min", "x_max", "y_max")})))]


def _box(value: Mapping[str, float]) -> Iterator[Point]:
    yield value["x_min"], value["y_min"]
    yield value["x_max"], value["y_min"]
    yield value["x_max"], value["y_max"]
    yield value["x_min"], value["y_max"]


def _quad(value: Mapping[str, float]) -> Iterator[Point]:
    for vertex in (1, 2, 3, 4):
        yield value[f"x{vertex}"], value[f"y{vertex}"]


def _rotated(value: Mapping[str, float]) -> Iterator[Point]:
    cosine, sine = value["cosine"], value["sine"]
    for along, across in ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)):
        width, height = along * value["width"], across * value["height"]
        yield (
            value["center_x"] + width * cosine - height * sine,
            value["center_y"] + width * sine + height * cosine,
        )


_CORNERS: Final = {"box": _box, "quad": _quad, "rotated": _rotated}
