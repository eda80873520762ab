"""Sides, aspects, centres and directions of what is drawn, in steps that are taken once and counted by split."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from msgspec import Struct

from boxlint.columns import PART_ROWS, Columns
from boxlint.distributions import bins
from boxlint.distributions.model import Angles, Centers, Sizes
from boxlint.distributions.shapes import Directions, Shapes

SMALL: Final = 32**2
MEDIUM: Final = 96**2
"""Square pixels below which a box is small, and medium, as in COCO's evaluation (`pycocotools/cocoeval.py`)."""
_OUTSIDE: Final = -1
_UNKNOWN: Final = -2
_SIDE_COUNT: Final = (bins.SIDE_OCTAVES[1] - bins.SIDE_OCTAVES[0]) * bins.SIDE_STEPS
_ASPECT_COUNT: Final = (bins.ASPECT_OCTAVES[1] - bins.ASPECT_OCTAVES[0]) * bins.ASPECT_STEPS


class Measured(Struct, frozen=True):
    """M shapes, an annotation each, with the steps that they are in.

    `side` and `aspect` mean nothing unless `is_sized`; `center` is negative where it is outside or unknown.
    """

    annotation: Any
    width: Any
    height: Any
    is_finite: Any
    is_sized: Any
    side: Any
    aspect: Any
    center: Any


def measured(found: Sequence[Shapes], columns: Columns) -> Measured:
    """The steps of all shapes, made part by part."""
    annotation = _joined([part.annotation for part in found]).astype(np.int64, copy=False)
    width, height, x, y = (_joined([getattr(part, name) for part in found]) for name in ("width", "height", "x", "y"))
    count, image = len(annotation), columns("annotation", "image")
    # fractions of an image of unknown size have a centre in it, and no length
    is_unknown = np.append(columns("image", "size_is_assumed"), False)[image[annotation]]
    if is_unknown.any():
        width, height = (np.where(is_unknown, np.nan, sides) for sides in (width, height))
    flags = [np.empty(count, np.bool_) for _ in range(2)]
    side, aspect, center = np.empty(count, np.int32), np.empty(count, np.int16), np.empty(count, np.int16)
    image_width, image_height = _known(columns("image", "width")), _known(columns("image", "height"))
    for start in range(0, count, PART_ROWS):
        rows = slice(start, start + PART_ROWS)
        with np.errstate(all="ignore"):
            flags[0][rows] = is_finite = np.isfinite(width[rows] * height[rows])
            ratio = width[rows] / height[rows]
            # a side of 1e-300 px is as good as none
            flags[1][rows] = is_finite & (width[rows] > 0) & (height[rows] > 0) & np.isfinite(ratio)
            aspect[rows] = bins.octave_steps(ratio, bins.ASPECT_STEPS, bins.ASPECT_OCTAVES)
            side[rows] = _side_steps(height[rows]) * _SIDE_COUNT + _side_steps(width[rows])
            owner = image[annotation[rows]]
            center[rows] = _center_steps(x[rows] / image_width[owner], y[rows] / image_height[owner])
    return Measured(annotation, width, height, flags[0], flags[1], side, aspect, center)


def _joined(columns: Sequence[Any]) -> Any:
    return columns[0] if len(columns) == 1 else np.concatenate([*columns]) if columns else np.empty(0)


def _side_steps(sides: Any) -> Any:
    return bins.octave_steps(sides, bins.SIDE_STEPS, bins.SIDE_OCTAVES).astype(np.int32)


def _known(image_sides: Any) -> Any:
    """The sides of images, NaN where they are unknown, and one more NaN, which the link −1 reads. Shape (N + 1,)."""
    return np.append(np.where(np.isfinite(image_sides) & (image_sides > 0), image_sides, np.nan), np.nan)


def _center_steps(x: Any, y: Any) -> Any:
    is_inside = (x >= 0) & (x <= 1) & (y >= 0) & (y <= 1)
    column, row = (
        np.clip(np.floor(np.where(is_inside, share, 0) * bins.CENTER_STEPS), 0, bins.CENTER_STEPS - 1)
        for share in (x, y)
    )
    steps = np.where(is_inside, row * bins.CENTER_STEPS + column, _OUTSIDE)
    return np.where(np.isfinite(x) & np.isfinite(y), steps, _UNKNOWN).astype(np.int16)


def sizes(measured: Measured, is_member: Any, count: int) -> Sizes:
    """The sides of some shapes, of `count` annotations."""
    chosen = measured.is_sized & is_member
    width, height = measured.width[chosen], measured.height[chosen]
    area = width * height
    smaller = int((area < SMALL).sum())
    medium = int((area < MEDIUM).sum()) - smaller
    finite = int((measured.is_finite & is_member).sum())
    sides = np.bincount(measured.side[chosen], minlength=_SIDE_COUNT**2).reshape(_SIDE_COUNT, _SIDE_COUNT)
    side_edges = bins.octave_edges(bins.SIDE_STEPS, bins.SIDE_OCTAVES, 0, _SIDE_COUNT)
    aspects = np.bincount(measured.aspect[chosen], minlength=_ASPECT_COUNT)
    return Sizes(
        counted=len(width),
        not_counted=count - finite,
        not_positive=finite - len(width),
        width=bins.spread(width),
        height=bins.spread(height),
        area=bins.spread(area),
        aspect=bins.spread(width / height),
        small=smaller,
        medium=medium,
        large=len(width) - smaller - medium,
        sides=bins.grid(sides, side_edges, bins.SIDE_STEPS),
        aspects=bins.histogram(aspects, bins.octave_edges(bins.ASPECT_STEPS, bins.ASPECT_OCTAVES, 0, _ASPECT_COUNT)),
    )


def centers(measured: Measured, is_member: Any, count: int) -> Centers:
    """Where some shapes are in their images, of `count` annotations."""
    steps = measured.center[is_member]
    inside = steps[steps >= 0]
    outside = int((steps == _OUTSIDE).sum())
    side = bins.CENTER_STEPS
    counts = np.bincount(inside, minlength=side * side).reshape(side, side)
    edges = tuple(step / side for step in range(side + 1))
    return Centers(len(inside), outside, count - len(inside) - outside, bins.whole_grid(counts, edges, edges))


def angles(found: Sequence[Directions], is_member: Any) -> Angles:
    """The directions of those turned boxes whose annotation is a member. `is_member` is of annotations."""
    counts = np.zeros(bins.ANGLE_STEPS, np.int64)
    for directions in found:
        degrees = directions.degrees[is_member[directions.annotation]]
        degrees = degrees[np.isfinite(degrees)]
        steps = np.floor(degrees * (bins.ANGLE_STEPS / 180) + 0.5).astype(np.int64) % bins.ANGLE_STEPS
        counts += np.bincount(steps, minlength=bins.ANGLE_STEPS)
    edges = [(step - 0.5) * 180 / bins.ANGLE_STEPS for step in range(bins.ANGLE_STEPS + 1)]
    return Angles(int(counts.sum()), bins.whole_histogram(counts, edges))
