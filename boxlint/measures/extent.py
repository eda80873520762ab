"""The extents of an annotation's box and of its mask, and how they agree. Lengths are in pixels.

The mask is all polygons and run lengths of the annotation together. NaN where there is none, or no box.
"""

from __future__ import annotations

from boxlint.arrays import Array, Numbers, full, namespace, segment_max, segment_min


def box_x_min(boxes_annotation: Array, boxes_x_min: Numbers, row_count: int) -> Numbers:
    """Left edge of the box. Shape (N,)."""
    return _known(segment_min(boxes_x_min, boxes_annotation, row_count))


def box_y_min(boxes_annotation: Array, boxes_y_min: Numbers, row_count: int) -> Numbers:
    """Upper edge of the box. Shape (N,)."""
    return _known(segment_min(boxes_y_min, boxes_annotation, row_count))


def box_x_max(boxes_annotation: Array, boxes_x_max: Numbers, row_count: int) -> Numbers:
    """Right edge of the box. Shape (N,)."""
    return _known(segment_max(boxes_x_max, boxes_annotation, row_count))


def box_y_max(boxes_annotation: Array, boxes_y_max: Numbers, row_count: int) -> Numbers:
    """Lower edge of the box. Shape (N,)."""
    return _known(segment_max(boxes_y_max, boxes_annotation, row_count))


def box_width(box_x_min: Numbers, box_x_max: Numbers) -> Numbers:
    """Width of the box. Shape (N,)."""
    return box_x_max - box_x_min


def box_height(box_y_min: Numbers, box_y_max: Numbers) -> Numbers:
    """Height of the box. Shape (N,)."""
    return box_y_max - box_y_min


def mask_x_min(
    polygons_annotation: Array, polygons_x_min: Numbers, masks_annotation: Array, masks_x_min: Numbers, row_count: int
) -> Numbers:
    """Left edge of the mask. Shape (N,)."""
    return _lowest(polygons_annotation, polygons_x_min, masks_annotation, masks_x_min, row_count)


def mask_y_min(
    polygons_annotation: Array, polygons_y_min: Numbers, masks_annotation: Array, masks_y_min: Numbers, row_count: int
) -> Numbers:
    """Upper edge of the mask. Shape (N,)."""
    return _lowest(polygons_annotation, polygons_y_min, masks_annotation, masks_y_min, row_count)


def mask_x_max(
    polygons_annotation: Array, polygons_x_max: Numbers, masks_annotation: Array, masks_x_max: Numbers, row_count: int
) -> Numbers:
    """Right edge of the mask. Shape (N,)."""
    return -_lowest(polygons_annotation, -polygons_x_max, masks_annotation, -masks_x_max, row_count)


def mask_y_max(
    polygons_annotation: Array, polygons_y_max: Numbers, masks_annotation: Array, masks_y_max: Numbers, row_count: int
) -> Numbers:
    """Lower edge of the mask. Shape (N,)."""
    return -_lowest(polygons_annotation, -polygons_y_max, masks_annotation, -masks_y_max, row_count)


def mask_x_overhang(mask_x_min: Numbers, mask_x_max: Numbers, box_x_min: Numbers, box_x_max: Numbers) -> Numbers:
    """How far the mask leaves the box to the left or to the right, whichever is more; ≤ 0 inside. Shape (N,)."""
    return namespace(mask_x_min).maximum(box_x_min - mask_x_min, mask_x_max - box_x_max)


def mask_y_overhang(mask_y_min: Numbers, mask_y_max: Numbers, box_y_min: Numbers, box_y_max: Numbers) -> Numbers:
    """How far the mask leaves the box upwards or downwards, whichever is more; ≤ 0 inside. Shape (N,)."""
    return namespace(mask_y_min).maximum(box_y_min - mask_y_min, mask_y_max - box_y_max)


def mask_box_iou(
    mask_x_min: Numbers,
    mask_y_min: Numbers,
    mask_x_max: Numbers,
    mask_y_max: Numbers,
    box_x_min: Numbers,
    box_y_min: Numbers,
    box_x_max: Numbers,
    box_y_max: Numbers,
) -> Numbers:
    """Intersection over union of the mask's extent and the box. Unitless, shape (N,)."""
    xp = namespace(mask_x_min)
    zero = full(len(mask_x_min), 0.0, "float64", mask_x_min)
    x_shared = xp.maximum(xp.minimum(mask_x_max, box_x_max) - xp.maximum(mask_x_min, box_x_min), zero)
    y_shared = xp.maximum(xp.minimum(mask_y_max, box_y_max) - xp.maximum(mask_y_min, box_y_min), zero)
    shared = x_shared * y_shared
    mask_area = (mask_x_max - mask_x_min) * (mask_y_max - mask_y_min)
    box_area = (box_x_max - box_x_min) * (box_y_max - box_y_min)
    return shared / (mask_area + box_area - shared)


def _lowest(one_owner: Array, one: Numbers, other_owner: Array, other: Numbers, count: int) -> Numbers:
    """The smallest of the finite values of each annotation in two tables."""
    xp = namespace(one)
    parts = [
        segment_min(values[xp.isfinite(values)], owner[xp.isfinite(values)], count)
        for owner, values in ((one_owner, one), (other_owner, other))
    ]
    return _known(xp.minimum(*parts))


def _known(values: Numbers) -> Numbers:
    """The values, NaN for those of segments that have no row."""
    xp = namespace(values)
    return xp.where(xp.isfinite(values), values, full(len(values), float("nan"), "float64", values))
