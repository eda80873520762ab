"""The polygons of annotations as they are written: tables do not keep vertices, so their records are read again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from boxlint.tables import Tables

Polygon = list[float]
"""x1, y1, x2, y2, … in pixels."""


def written_polygons(tables: Tables, annotations: Collection[int]) -> Mapping[int, list[Polygon]]:
    """The polygons of some annotations, by row; those whose file has changed or gone have none."""
    from boxlint.formats.registry import find_format
    from boxlint.text.source import read_content, read_source

    by_file: dict[int, list[int]] = {}
    for row in annotations:
        by_file.setdefault(int(tables.annotations["file"][row]), []).append(row)
    found: dict[int, list[Polygon]] = {}
    for file, rows in by_file.items():
        format = find_format(tables.files["format"].at(file))
        edit = format.module("edit") if format else None
        if edit is None or not hasattr(edit, "read_polygons"):
            continue
        path, encoding = Path(tables.files["path"].at(file)), tables.files["encoding"].at(file)
        try:
            # that a file is UTF-8 takes as long to find out as to look through it
            data = read_content(path) if encoding == "utf-8" else read_source(path).data
        except OSError:
            continue
        for row in rows:
            start, end = int(tables.annotations["start"][row]), int(tables.annotations["end"][row])
            if 0 <= start < end <= len(data):
                found[row] = _in_pixels(tables, row, edit.read_polygons(bytes(data[start:end])))
    return found


def _in_pixels(tables: Tables, annotation: int, polygons: list[Polygon]) -> list[Polygon]:
    """Polygons as they are written, in pixels where they are fractions of the sides of their image."""
    image = int(tables.annotations["image"][annotation])
    if image < 0 or not tables.images["has_fractions"][image]:
        return polygons
    sides = tuple(float(tables.images[name][image]) for name in ("width", "height"))
    return [[value * sides[place % 2] for place, value in enumerate(polygon)] for polygon in polygons]
