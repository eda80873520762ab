"""Whole file sets in another notation than their format's: corners for sizes, fractions for pixels, degrees.

Counted over training targets.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from boxlint.arrays import Array, Flags, Numbers, cast, full, namespace
from boxlint.measures.finite import all_finite
from boxlint.measures.share import share
from boxlint.segments import segment_count, segment_max
from boxlint.vertices import largest

_SLACK: Final = 1.0
"""Pixels by which a sound box may stick out (fence posts)."""
_PIXELS: Final = 2.0
"""A fraction above this is none: the box would be twice as large as its image, or beyond the next one."""
_TURN: Final = 6.283185307179586
"""One turn in radians."""


def has_size_and_image(
    x_min: Numbers,
    y_min: Numbers,
    width: Numbers,
    height: Numbers,
    image_width: Numbers,
    image_height: Numbers,
    annotation_is_target: Flags,
) -> Flags:
    """Whether the box is a target with finite numbers in an image of known size. Shape (N,)."""
    return annotation_is_target & all_finite((x_min, y_min, width, height, image_width, image_height))


def runs_past_image(x_max: Numbers, y_max: Numbers, image_width: Numbers, image_height: Numbers) -> Flags:
    """Whether the right or lower edge lies more than 1 px outside the image. Shape (N,)."""
    return (x_max > image_width + _SLACK) | (y_max > image_height + _SLACK)


def fits_as_corners(
    x_min: Numbers, y_min: Numbers, width: Numbers, height: Numbers, image_width: Numbers, image_height: Numbers
) -> Flags:
    """Whether width and height, read as the lower right corner, make a box within the image. Shape (N,)."""
    is_ordered = (width > x_min) & (height > y_min)
    return is_ordered & (width <= image_width + _SLACK) & (height <= image_height + _SLACK)


def box_with_size_count(boxes_has_size_and_image: Array, boxes_file_set: Array, row_count: int) -> Numbers:
    """How many boxes of the file set are targets in an image of known size. Shape (N,)."""
    return cast(segment_count(boxes_file_set, row_count, boxes_has_size_and_image), "float64")


def past_image_share(
    boxes_runs_past_image: Array,
    boxes_has_size_and_image: Array,
    boxes_file_set: Array,
    box_with_size_count: Numbers,
    row_count: int,
) -> Numbers:
    """The share of these boxes that run past their image, NaN without boxes. Shape (N,)."""
    which = boxes_runs_past_image & boxes_has_size_and_image
    return share(segment_count(boxes_file_set, row_count, which), box_with_size_count)


def corners_fit_share(
    boxes_fits_as_corners: Array,
    boxes_has_size_and_image: Array,
    boxes_file_set: Array,
    box_with_size_count: Numbers,
    row_count: int,
) -> Numbers:
    """The share of these boxes that fit into their image when read as corners, NaN without boxes. Shape (N,)."""
    which = boxes_fits_as_corners & boxes_has_size_and_image
    return share(segment_count(boxes_file_set, row_count, which), box_with_size_count)


def largest_box_value(
    x_min: Numbers, y_min: Numbers, width: Numbers, height: Numbers, annotation_is_target: Flags
) -> Numbers:
    """The largest of position and size of a target, NaN for others and where one is not finite. Shape (N,)."""
    return _largest((x_min, y_min, width, height), annotation_is_target)


def largest_quad_value(
    x1: Numbers,
    y1: Numbers,
    x2: Numbers,
    y2: Numbers,
    x3: Numbers,
    y3: Numbers,
    x4: Numbers,
    y4: Numbers,
    annotation_is_target: Flags,
) -> Numbers:
    """The largest coordinate of a target, NaN for others and where one is not finite. Shape (N,)."""
    return _largest((x1, y1, x2, y2, x3, y3, x4, y4), annotation_is_target)


def largest_rotated_value(
    center_x: Numbers, center_y: Numbers, width: Numbers, height: Numbers, annotation_is_target: Flags
) -> Numbers:
    """The largest of centre and size of a target, NaN for others and where one is not finite. Shape (N,)."""
    return _largest((center_x, center_y, width, height), annotation_is_target)


def _largest(columns: Sequence[Array], is_target: Flags) -> Numbers:
    most = largest(columns)
    unknown = full(len(most), float("nan"), "float64", most)
    return namespace(most).where(is_target & all_finite(columns), most, unknown)


def shape_count(
    boxes_largest_value: Numbers,
    boxes_file_set: Array,
    quads_largest_value: Numbers,
    quads_file_set: Array,
    rotated_largest_value: Numbers,
    rotated_file_set: Array,
    row_count: int,
) -> Numbers:
    """How many boxes, quads and rotated boxes of the file set are targets with finite values. Shape (N,)."""
    total = full(row_count, 0, "int64", boxes_largest_value)
    for value, file_set in (
        (boxes_largest_value, boxes_file_set),
        (quads_largest_value, quads_file_set),
        (rotated_largest_value, rotated_file_set),
    ):
        total = total + segment_count(file_set, row_count, namespace(value).isfinite(value))
    return cast(total, "float64")


def largest_value(
    boxes_largest_value: Numbers,
    boxes_file_set: Array,
    quads_largest_value: Numbers,
    quads_file_set: Array,
    rotated_largest_value: Numbers,
    rotated_file_set: Array,
    row_count: int,
) -> Numbers:
    """The largest position or size among the targets of the file set, −inf without any. Shape (N,)."""
    most = full(row_count, float("-inf"), "float64", boxes_largest_value)
    xp = namespace(most)
    for value, file_set in (
        (boxes_largest_value, boxes_file_set),
        (quads_largest_value, quads_file_set),
        (rotated_largest_value, rotated_file_set),
    ):
        known = xp.isfinite(value)
        most = xp.maximum(most, segment_max(value[known], file_set[known], row_count))
    return most


def turned_angle(angle: Numbers, annotation_is_target: Flags) -> Numbers:
    """The absolute angle of a target, NaN for others and where it is not finite. Radians as written, shape (N,)."""
    return _largest((namespace(angle).abs(angle),), annotation_is_target)


def angle_count(rotated_turned_angle: Numbers, rotated_file_set: Array, row_count: int) -> Numbers:
    """How many rotated boxes of the file set are targets with a finite angle. Shape (N,)."""
    known = namespace(rotated_turned_angle).isfinite(rotated_turned_angle)
    return cast(segment_count(rotated_file_set, row_count, known), "float64")


def beyond_turn_share(
    rotated_turned_angle: Numbers, rotated_file_set: Array, angle_count: Numbers, row_count: int
) -> Numbers:
    """The share of these angles that are more than one turn either way, NaN without any. Shape (N,)."""
    return share(segment_count(rotated_file_set, row_count, rotated_turned_angle > _TURN), angle_count)


def largest_angle(rotated_turned_angle: Numbers, rotated_file_set: Array, row_count: int) -> Numbers:
    """The largest of these absolute angles, −inf without any. As written, shape (N,)."""
    known = namespace(rotated_turned_angle).isfinite(rotated_turned_angle)
    return segment_max(rotated_turned_angle[known], rotated_file_set[known], row_count)


def placed_object_count(
    annotations_highest_fraction: Numbers, annotations_is_target: Flags, annotations_file_set: Array, row_count: int
) -> Numbers:
    """How many targets of the file set are placed by fractions of their image. Shape (N,)."""
    known = annotations_is_target & namespace(annotations_highest_fraction).isfinite(annotations_highest_fraction)
    return cast(segment_count(annotations_file_set, row_count, known), "float64")


def pixel_share(
    annotations_highest_fraction: Numbers,
    annotations_is_target: Flags,
    annotations_file_set: Array,
    placed_object_count: Numbers,
    row_count: int,
) -> Numbers:
    """The share of these targets with a value above 2, as pixels have. Shape (N,)."""
    xp = namespace(annotations_highest_fraction)
    beyond = (
        annotations_is_target & xp.isfinite(annotations_highest_fraction) & (annotations_highest_fraction > _PIXELS)
    )
    return share(segment_count(annotations_file_set, row_count, beyond), placed_object_count)
