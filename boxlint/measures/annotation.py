"""Measures of annotations."""

from __future__ import annotations

from boxlint.arrays import Array, Flags, Numbers, cast, full, namespace
from boxlint.measures.extent import box_height as box_height
from boxlint.measures.extent import box_width as box_width
from boxlint.measures.extent import box_x_max as box_x_max
from boxlint.measures.extent import box_x_min as box_x_min
from boxlint.measures.extent import box_y_max as box_y_max
from boxlint.measures.extent import box_y_min as box_y_min
from boxlint.measures.extent import has_sound_polygon as has_sound_polygon
from boxlint.measures.extent import has_unsound_mask as has_unsound_mask
from boxlint.measures.extent import has_upright_area as has_upright_area
from boxlint.measures.extent import mask_box_iou as mask_box_iou
from boxlint.measures.extent import mask_height as mask_height
from boxlint.measures.extent import mask_width as mask_width
from boxlint.measures.extent import mask_x_max as mask_x_max
from boxlint.measures.extent import mask_x_min as mask_x_min
from boxlint.measures.extent import mask_x_overhang as mask_x_overhang
from boxlint.measures.extent import mask_y_max as mask_y_max
from boxlint.measures.extent import mask_y_min as mask_y_min
from boxlint.measures.extent import mask_y_overhang as mask_y_overhang
from boxlint.measures.identifier import id_is_float, reference_is_odd
from boxlint.measures.identifier import is_first_odd_id as is_first_odd_id
from boxlint.measures.identifier import odd_id_count as odd_id_count
from boxlint.measures.identity import conflicting_category as conflicting_category
from boxlint.measures.identity import conflicts_in_category as conflicts_in_category
from boxlint.measures.identity import first_conflicting_object as first_conflicting_object
from boxlint.measures.identity import first_same_geometry as first_same_geometry
from boxlint.measures.identity import first_same_id as first_same_id
from boxlint.measures.identity import first_same_object as first_same_object
from boxlint.measures.identity import geometry_digest as geometry_digest
from boxlint.measures.identity import is_comparable as is_comparable
from boxlint.measures.identity import repeats_id as repeats_id
from boxlint.measures.identity import repeats_object as repeats_object
from boxlint.measures.identity import repeats_record as repeats_record
from boxlint.measures.identity import shares_geometry as shares_geometry
from boxlint.measures.keypoint import expected_keypoint_number_count as expected_keypoint_number_count
from boxlint.measures.keypoint import keypoints_are_whole as keypoints_are_whole
from boxlint.measures.keypoint import visible_keypoint_count as visible_keypoint_count
from boxlint.measures.overlap import box_quad_iou as box_quad_iou
from boxlint.segments import segment_max
from boxlint.tables import FIRST_TEXT_KEY, MISSING_KEY, Keys, Text

__all__ = [
    "area_difference",
    "box_area",
    "box_height",
    "box_image_coverage",
    "box_quad_iou",
    "box_width",
    "box_x_max",
    "box_x_min",
    "box_y_max",
    "box_y_min",
    "conflicting_category",
    "conflicts_in_category",
    "expected_keypoint_number_count",
    "first_conflicting_object",
    "first_same_geometry",
    "first_same_id",
    "first_same_object",
    "geometry_digest",
    "has_odd_id",
    "has_sound_polygon",
    "has_unsound_mask",
    "has_upright_area",
    "is_comparable",
    "is_first_odd_id",
    "keypoints_are_whole",
    "label",
    "lacks_image",
    "mask_box_iou",
    "mask_height",
    "mask_width",
    "mask_x_max",
    "mask_x_min",
    "mask_x_overhang",
    "mask_y_max",
    "mask_y_min",
    "mask_y_overhang",
    "names_category",
    "odd_id_count",
    "repeats_id",
    "repeats_object",
    "repeats_record",
    "shares_geometry",
    "visible_keypoint_count",
]


def lacks_image(image: Array, written_image_id: Keys) -> Flags:
    """Whether an image is named and is not there. Shape (N,)."""
    return (image < 0) & (written_image_id.numbers != MISSING_KEY)


def names_category(category: Array, written_category_id: Keys) -> Flags:
    """Whether a category is named, by id or by name, be it there or not. Shape (N,)."""
    return (category >= 0) | (written_category_id.numbers != MISSING_KEY)


def label(written_category_id: Keys) -> Numbers:
    """The category id as a number, NaN where it is none. Shape (N,)."""
    number = written_category_id.numbers
    unknown = full(len(number), float("nan"), "float64", number)
    return namespace(number).where(number > FIRST_TEXT_KEY, cast(number, "float64"), unknown)


def box_area(
    boxes_annotation: Array,
    boxes_width: Array,
    boxes_height: Array,
    rotated_annotation: Array,
    rotated_width: Array,
    rotated_height: Array,
    row_count: int,
) -> Numbers:
    """Width × height of the annotation's box, upright or rotated; NaN unless both are positive and finite.

    Square pixels, shape (N,).
    """
    upright = _largest_area(boxes_annotation, boxes_width, boxes_height, row_count)
    rotated = _largest_area(rotated_annotation, rotated_width, rotated_height, row_count)
    xp = namespace(upright)
    area = xp.where(upright >= rotated, upright, rotated)
    return xp.where(area > 0, area, float("nan"))


def _largest_area(annotation: Array, width: Array, height: Array, count: int) -> Numbers:
    xp = namespace(width)
    is_sound = (width > 0) & (height > 0) & xp.isfinite(width) & xp.isfinite(height)
    return segment_max(xp.where(is_sound, width * height, float("-inf")), annotation, count)


def area_difference(area: Numbers, box_area: Numbers) -> Numbers:
    """How far the written area is from width × height of the box. Square pixels, shape (N,)."""
    return namespace(area).abs(area - box_area)


def has_odd_id(
    id_type: Text,
    image_id_type: Text,
    category_id_type: Text,
    image: Array,
    category: Array,
    images_id_type: Text,
    categories_id_type: Text,
) -> Flags:
    """Whether one of the ids is a float or of another JSON type than the id it refers to. Shape (N,)."""
    return (
        id_is_float(id_type)
        | reference_is_odd(image_id_type, images_id_type, image)
        | reference_is_odd(category_id_type, categories_id_type, category)
    )


def box_image_coverage(boxes_annotation: Array, boxes_image_coverage: Numbers, row_count: int) -> Numbers:
    """The share of the image that the annotation's box covers, −inf without a box or an image size. Shape (N,)."""
    is_known = namespace(boxes_image_coverage).isfinite(boxes_image_coverage)
    return segment_max(boxes_image_coverage[is_known], boxes_annotation[is_known], row_count)
