"""Measures of keypoints."""

from __future__ import annotations

from boxlint.arrays import Array, Flags, Numbers, cast, full, namespace
from boxlint.measures.finite import all_finite, first_not_finite
from boxlint.measures.separation import furthest_overhang
from boxlint.segments import segment_count

__all__ = ["is_finite", "not_finite_value", "overhang"]


def is_finite(x: Numbers, y: Numbers, visibility: Numbers) -> Flags:
    """Whether no coordinate nor the visibility is NaN or infinite. Shape (N,)."""
    return all_finite((x, y, visibility))


def not_finite_value(x: Numbers, y: Numbers, visibility: Numbers) -> Numbers:
    """The first NaN or infinite value. Shape (N,)."""
    return first_not_finite((x, y, visibility))


def overhang(x: Numbers, y: Numbers, image_width: Numbers, image_height: Numbers) -> Numbers:
    """How far the keypoint lies outside its image, 0 inside; unknown sides count as inside. Pixels, shape (N,)."""
    return furthest_overhang([(x, y)], image_width, image_height)


def expected_keypoint_number_count(category_keypoint_count: Numbers) -> Numbers:
    """How many numbers the keypoints of this category are: three each. Of annotations, shape (N,)."""
    return 3 * category_keypoint_count


def keypoints_are_whole(keypoint_number_count: Numbers) -> Flags:
    """Whether the list of keypoints has three values a keypoint. Of annotations, shape (N,)."""
    return keypoint_number_count == 3 * namespace(keypoint_number_count).floor(keypoint_number_count / 3)


def visible_keypoint_count(
    keypoints_annotation: Array, keypoints_visibility: Numbers, keypoints_are_whole: Flags, row_count: int
) -> Numbers:
    """How many keypoints are labelled, those with a visibility above 0; NaN without a whole list of keypoints.

    Of annotations, shape (N,).
    """
    count = cast(segment_count(keypoints_annotation, row_count, keypoints_visibility > 0), "float64")
    xp = namespace(count)
    return xp.where(keypoints_are_whole, count, full(row_count, float("nan"), "float64", count))


def has_partial_keypoints(
    annotations_image: Array, annotations_is_target: Flags, annotations_has_keypoint_field: Flags, row_count: int
) -> Flags:
    """Whether some targets of the image have the field `keypoints` and others lack it. Of images, shape (N,)."""
    with_field = segment_count(annotations_image, row_count, annotations_is_target & annotations_has_keypoint_field)
    return (with_field > 0) & (with_field < segment_count(annotations_image, row_count, annotations_is_target))
