"""Corner values that agree though nothing makes them: a script that wrote ymax = xmax.

Counted over training targets that do not fill their image. Pairs that agree for a reason are left out:
squares on the diagonal (both corners agree), and corners in a corner of the image.
"""

from __future__ import annotations

from typing import Final

from boxlint.arrays import Array, Flags, Numbers, cast, namespace
from boxlint.measures.finite import all_finite
from boxlint.measures.share import share
from boxlint.segments import segment_count

FULL: Final = 0.98
"""Share of the image from which on a box fills it."""
_SAME: Final = 1e-6
"""Pixels: `x + width` of a corner that was written as `x_max` comes out a rounding error away."""


def is_partial(
    x_min: Numbers,
    y_min: Numbers,
    x_max: Numbers,
    y_max: Numbers,
    image_coverage: Numbers,
    annotation_is_target: Flags,
) -> Flags:
    """Whether the box is a target with finite corners that does not fill its image. Shape (N,)."""
    return annotation_is_target & all_finite((x_min, y_min, x_max, y_max)) & ~(image_coverage >= FULL)


def x_max_is_y_max(
    x_min: Numbers,
    y_min: Numbers,
    x_max: Numbers,
    y_max: Numbers,
    image_width: Numbers,
    image_height: Numbers,
    is_partial: Flags,
) -> Flags:
    """Whether right and lower edge are one number, for no reason to be seen. Shape (N,)."""
    at_corner = (x_max >= image_width) & (y_max >= image_height)
    return is_partial & _agree(x_max, y_max) & ~_agree(x_min, y_min) & ~at_corner


def x_min_is_y_min(x_min: Numbers, y_min: Numbers, x_max: Numbers, y_max: Numbers, is_partial: Flags) -> Flags:
    """Whether left and upper edge are one number, for no reason to be seen. Shape (N,)."""
    return is_partial & _agree(x_min, y_min) & ~_agree(x_max, y_max) & (x_min > 1)


def x_min_is_y_max(x_min: Numbers, y_max: Numbers, is_partial: Flags) -> Flags:
    """Whether left and lower edge are one number. Shape (N,)."""
    return is_partial & _agree(x_min, y_max)


def x_max_is_y_min(x_max: Numbers, y_min: Numbers, is_partial: Flags) -> Flags:
    """Whether right and upper edge are one number. Shape (N,)."""
    return is_partial & _agree(x_max, y_min)


def _agree(first: Numbers, second: Numbers) -> Flags:
    return namespace(first).abs(first - second) <= _SAME


def partial_box_count(boxes_is_partial: Array, boxes_file_set: Array, row_count: int) -> Numbers:
    """How many boxes of the file set are targets that do not fill their image. Shape (N,)."""
    return cast(segment_count(boxes_file_set, row_count, boxes_is_partial), "float64")


def x_max_is_y_max_share(
    boxes_x_max_is_y_max: Array, boxes_file_set: Array, partial_box_count: Numbers, row_count: int
) -> Numbers:
    """The share of these boxes whose right and lower edge are one number, NaN without boxes. Shape (N,)."""
    return share(segment_count(boxes_file_set, row_count, boxes_x_max_is_y_max), partial_box_count)


def x_min_is_y_min_share(
    boxes_x_min_is_y_min: Array, boxes_file_set: Array, partial_box_count: Numbers, row_count: int
) -> Numbers:
    """The share of these boxes whose left and upper edge are one number, NaN without boxes. Shape (N,)."""
    return share(segment_count(boxes_file_set, row_count, boxes_x_min_is_y_min), partial_box_count)


def x_min_is_y_max_share(
    boxes_x_min_is_y_max: Array, boxes_file_set: Array, partial_box_count: Numbers, row_count: int
) -> Numbers:
    """The share of these boxes whose left and lower edge are one number, NaN without boxes. Shape (N,)."""
    return share(segment_count(boxes_file_set, row_count, boxes_x_min_is_y_max), partial_box_count)


def x_max_is_y_min_share(
    boxes_x_max_is_y_min: Array, boxes_file_set: Array, partial_box_count: Numbers, row_count: int
) -> Numbers:
    """The share of these boxes whose right and upper edge are one number, NaN without boxes. Shape (N,)."""
    return share(segment_count(boxes_file_set, row_count, boxes_x_max_is_y_min), partial_box_count)
