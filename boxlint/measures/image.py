"""Measures of images."""

from __future__ import annotations

from boxlint.arrays import Array, Flags, Numbers, cast, segment_count
from boxlint.measures.identifier import id_is_float as has_odd_id
from boxlint.measures.identifier import is_first_odd_id as is_first_odd_id
from boxlint.measures.identifier import odd_id_count as odd_id_count
from boxlint.measures.identity import first_same_file_name as first_same_file_name
from boxlint.measures.identity import first_same_id as first_same_id
from boxlint.measures.identity import repeats_file_name as repeats_file_name
from boxlint.measures.identity import repeats_id as repeats_id
from boxlint.measures.keypoint import has_partial_keypoints as has_partial_keypoints

__all__ = [
    "annotation_count",
    "first_same_file_name",
    "first_same_id",
    "has_odd_id",
    "has_partial_keypoints",
    "has_size",
    "is_first_odd_id",
    "odd_id_count",
    "repeats_file_name",
    "repeats_id",
]


def has_size(width: Numbers, height: Numbers) -> Flags:
    """Whether both width and height are known. Shape (N,)."""
    return (width > 0) & (height > 0)


def annotation_count(annotations_image: Array, row_count: int) -> Numbers:
    """How many annotations the image has. Shape (N,)."""
    return cast(segment_count(annotations_image, row_count), "float64")
