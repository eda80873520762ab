"""Measures of images."""

from __future__ import annotations

from boxlint.arrays import Array, Flags, Numbers, cast
from boxlint.measures.file_name import first_other_case as first_other_case
from boxlint.measures.file_name import is_unportable as is_unportable
from boxlint.measures.file_name import names_another_file as names_another_file
from boxlint.measures.file_name import portability_problem as portability_problem
from boxlint.measures.identifier import id_is_float as has_odd_id
from boxlint.measures.identifier import is_first_odd_id as is_first_odd_id
from boxlint.measures.identifier import odd_id_count as odd_id_count
from boxlint.measures.identity import first_same_file_name as first_same_file_name
from boxlint.measures.identity import first_same_id as first_same_id
from boxlint.measures.identity import repeats_file_name as repeats_file_name
from boxlint.measures.identity import repeats_id as repeats_id
from boxlint.measures.image_file import holds_all_shapes as holds_all_shapes
from boxlint.measures.keypoint import has_partial_keypoints as has_partial_keypoints
from boxlint.measures.object_list import first_same_objects as first_same_objects
from boxlint.measures.object_list import has_partial_object as has_partial_object
from boxlint.measures.object_list import object_list_digest as object_list_digest
from boxlint.measures.object_list import outlined_count as outlined_count
from boxlint.measures.object_list import repeats_objects as repeats_objects
from boxlint.measures.object_list import same_objects_name as same_objects_name
from boxlint.measures.split import first_leaked_image as first_leaked_image
from boxlint.measures.split import is_leaked as is_leaked
from boxlint.measures.split import leaked_file_name as leaked_file_name
from boxlint.measures.split import leaked_split as leaked_split
from boxlint.orientation import loaded_height as loaded_height
from boxlint.orientation import loaded_width as loaded_width
from boxlint.segments import segment_count

__all__ = [
    "annotation_count",
    "first_leaked_image",
    "first_other_case",
    "first_same_file_name",
    "first_same_id",
    "first_same_objects",
    "has_odd_id",
    "has_partial_keypoints",
    "has_partial_object",
    "has_size",
    "holds_all_shapes",
    "is_first_odd_id",
    "is_leaked",
    "is_unportable",
    "leaked_file_name",
    "leaked_split",
    "loaded_height",
    "loaded_width",
    "names_another_file",
    "object_list_digest",
    "odd_id_count",
    "outlined_count",
    "portability_problem",
    "repeats_file_name",
    "repeats_id",
    "repeats_objects",
    "same_objects_name",
    "target_count",
]


def has_size(width: Numbers, height: Numbers) -> Flags:
    """Whether both width and height are known. Shape (N,)."""
    return (width > 0) & (height > 0)


def annotation_count(annotations_image: Array, row_count: int) -> Numbers:
    """How many annotations the image has. Shape (N,)."""
    return cast(segment_count(annotations_image, row_count), "float64")


def target_count(annotations_image: Array, annotations_is_target: Flags, row_count: int) -> Numbers:
    """How many training targets the image has. Shape (N,)."""
    return cast(segment_count(annotations_image, row_count, annotations_is_target), "float64")
