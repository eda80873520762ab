"""The shapes of VoTT's regions, in pixels: each has a box, and its points beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from boxlint.formats.json_shapes import (
    Notation,
    Numbers,
    Path,
    are_upright,
    from_corners,
    from_position,
    numbers_at,
    to_corners,
    to_position,
)

_BOX: Final = tuple(("boundingBox", key) for key in ("left", "top", "width", "height"))
_OUTLINE: Final = "POLYGON"
_ROUNDING: Final = 1e-3
"""Pixels by which the corners of a box may differ from it."""


def find_shapes(record: Mapping[str, Any]) -> Sequence[Notation] | None:
    """The box of a region, and the outline of one that has more than a box.

    Corners that stand beside a box are written with it; a box whose points are others is left as it is.
    """
    points = record.get("points")
    count = len(points) if isinstance(points, list) else 0
    paths: tuple[Path, ...] = tuple(("points", place, axis) for place in range(count) for axis in "xy")
    if record.get("type") == _OUTLINE:
        return [Notation("boxes", _BOX, from_position, None), Notation("polygons", paths, write=None)]
    if not count:
        return [Notation("boxes", _BOX, from_position, to_position)]
    corners, box = numbers_at(record, paths), numbers_at(record, _BOX)
    if corners is None or box is None or not _are_of(corners, from_position(box)):
        return [Notation("boxes", _BOX, from_position, None)]
    return [Notation("boxes", (*_BOX, *paths), _from_both, _to_both)]


def _are_of(corners: Numbers, box: Numbers) -> bool:
    """Whether points are the corners of a box."""
    if not are_upright(corners):
        return False
    return all(abs(own - other) <= _ROUNDING for own, other in zip(from_corners(corners), box, strict=True))


def _from_both(numbers: Numbers) -> Numbers:
    return from_position(numbers[:4])


def _to_both(values: Numbers, written: Numbers) -> Numbers:
    return [*to_position(values, written[:4]), *to_corners(values, written[4:])]
