"""The shapes of Datumaro's annotations, pixels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from boxlint.formats.json_shapes import Notation, from_position, to_position

BOX: Final = "bbox"
_BOX: Final = Notation("boxes", tuple((BOX, place) for place in range(4)), from_position, to_position)
_LISTS: Final = {BOX: "boxes", "polygon": "polygons", "polyline": "", "points": ""}
OBJECTS: Final = frozenset({*_LISTS, "mask", "ellipse", "rotated_bbox", "cuboid_3d", "cuboid_2d", "skeleton"})
"""The types of annotations that are about an object; the others are about the whole picture."""


def find_shapes(record: Mapping[str, Any]) -> Sequence[Notation] | None:
    """The shape of an annotation: a box or a polygon; no geometry for lines, points, masks and boxes in space.

    None where there are no four numbers, or the points are no list.
    """
    kind = str(record.get("type"))
    if kind not in _LISTS:
        return [Notation("", ())]
    numbers = record.get(BOX if kind == BOX else "points")
    if not isinstance(numbers, list):
        return None
    if kind == BOX:
        return [_BOX] if len(numbers) == len(_BOX.paths) else None
    return [Notation(_LISTS[kind], tuple(("points", place) for place in range(len(numbers))))]
