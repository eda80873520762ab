"""The outlines of all objects of an image as one thing: images that have the same ones."""

from __future__ import annotations

from boxlint.arrays import Array, Flags, Numbers, Rows, cast, gather
from boxlint.measures.corner_values import FULL
from boxlint.measures.identity import first_equal, mix
from boxlint.measures.rowwise import across_rows
from boxlint.segments import segment_any, segment_count, segment_sum
from boxlint.tables import Text


def object_list_digest(annotations_image: Array, annotations_geometry_digest: Array, row_count: int) -> Rows:
    """A digest of the geometry of all objects of the image, in any order. Shape (N,), int64."""
    return segment_sum(mix([annotations_geometry_digest]), annotations_image, row_count)


def outlined_count(annotations_image: Array, annotations_geometry_digest: Array, row_count: int) -> Numbers:
    """How many objects of the image have a geometry that can be compared. Shape (N,)."""
    return cast(segment_count(annotations_image, row_count, annotations_geometry_digest != 0), "float64")


def has_partial_object(
    annotations_image: Array,
    annotations_geometry_digest: Array,
    annotations_box_image_coverage: Numbers,
    row_count: int,
) -> Flags:
    """Whether the image has an object that does not fill it. Shape (N,)."""
    is_partial = (annotations_geometry_digest != 0) & (annotations_box_image_coverage < FULL)
    return segment_any(is_partial, annotations_image, row_count)


@across_rows
def first_same_objects(
    object_list_digest: Array, outlined_count: Numbers, annotation_count: Numbers, file_set: Array
) -> Rows:
    """The first image of the file set with the same objects, −1 where that is itself or it has none. Shape (N,)."""
    return first_equal([file_set, object_list_digest], (outlined_count > 0) & (outlined_count == annotation_count))


@across_rows
def repeats_objects(first_same_objects: Rows, file_name: Text) -> Flags:
    """Whether an earlier image with another file name has the same objects. Shape (N,)."""
    other = gather(file_name.codes, first_same_objects, -1)
    return (first_same_objects >= 0) & (file_name.codes >= 0) & (other >= 0) & (other != file_name.codes)


@across_rows
def same_objects_name(file_name: Text, first_same_objects: Rows) -> Text:
    """The file name of that earlier image, empty where there is none. Shape (N,)."""
    return Text(gather(file_name.codes, first_same_objects, -1), file_name.values)
