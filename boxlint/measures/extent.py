"""The extents of an annotation's box and of its mask, and how they agree. Lengths are in pixels.

The mask is all polygons and run lengths of the annotation together. NaN where there is none, or no box.
"""

from __future__ import annotations

from boxlint.arrays import Array, Flags, Numbers, full, namespace
from boxlint.segments import segment_any, segment_max, segment_min
from boxlint.vertices import ROUNDING


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


def mask_width(mask_x_min: Numbers, mask_x_max: Numbers, image_width: Numbers) -> Numbers:
    """Width of the mask within its image. Shape (N,)."""
    low, high = _within(mask_x_min, mask_x_max, image_width)
    return high - low


def mask_height(mask_y_min: Numbers, mask_y_max: Numbers, image_height: Numbers) -> Numbers:
    """Height of the mask within its image. Shape (N,)."""
    low, high = _within(mask_y_min, mask_y_max, image_height)
    return high - low


def has_sound_polygon(polygons_annotation: Array, polygons_is_sound: Flags, row_count: int) -> Flags:
    """Whether the annotation has an outline with an area. Shape (N,)."""
    return segment_any(polygons_is_sound, polygons_annotation, row_count)


def has_unsound_mask(
    polygons_annotation: Array, polygons_is_sound: Flags, masks_annotation: Array, masks_area: Numbers, row_count: int
) -> Flags:
    """Whether a part of the annotation's mask cannot be read or has no area. Shape (N,)."""
    unsound = segment_any(~polygons_is_sound, polygons_annotation, row_count)
    return unsound | segment_any(~(masks_area > 0), masks_annotation, row_count)


def has_upright_area(box_width: Numbers, box_height: Numbers) -> Flags:
    """Whether the annotation has an upright box with an area, to 1e-3 px. Shape (N,)."""
    xp = namespace(box_width)
    is_finite = xp.isfinite(box_width) & xp.isfinite(box_height)
    return is_finite & (box_width > ROUNDING) & (box_height > ROUNDING)


def mask_x_overhang(
    mask_x_min: Numbers, mask_x_max: Numbers, box_x_min: Numbers, box_x_max: Numbers, image_width: Numbers
) -> Numbers:
    """How far the mask within its image leaves the box to the left or right, whichever is more. Shape (N,)."""
    return _overhang(mask_x_min, mask_x_max, box_x_min, box_x_max, image_width)


def mask_y_overhang(
    mask_y_min: Numbers, mask_y_max: Numbers, box_y_min: Numbers, box_y_max: Numbers, image_height: Numbers
) -> Numbers:
    """How far the mask within its image leaves the box upwards or downwards, whichever is more. Shape (N,)."""
    return _overhang(mask_y_min, mask_y_max, box_y_min, box_y_max, image_height)


def mask_box_iou(
    mask_x_min: Numbers,
    mask_y_min: Numbers,
    mask_x_max: Numbers,
    mask_y_max: Numbers,
    box_x_min: Numbers,
    box_y_min: Numbers,
    box_x_max: Numbers,
    box_y_max: Numbers,
    image_width: Numbers,
    image_height: Numbers,
) -> Numbers:
    """Intersection over union of the mask's extent and the box, both within their image. Unitless, shape (N,)."""
    shared: Numbers = 1.0
    mask_area: Numbers = 1.0
    box_area: Numbers = 1.0
    for mask, box, size in (
        ((mask_x_min, mask_x_max), (box_x_min, box_x_max), image_width),
        ((mask_y_min, mask_y_max), (box_y_min, box_y_max), image_height),
    ):
        mask_low, mask_high = _within(*mask, size)
        box_low, box_high = _within(*box, size)
        xp = namespace(mask_low)
        zero = full(len(mask_low), 0.0, "float64", mask_low)
        shared = shared * xp.maximum(xp.minimum(mask_high, box_high) - xp.maximum(mask_low, box_low), zero)
        mask_area, box_area = mask_area * (mask_high - mask_low), box_area * (box_high - box_low)
    return shared / (mask_area + box_area - shared)


def _overhang(mask_low: Numbers, mask_high: Numbers, box_low: Numbers, box_high: Numbers, size: Numbers) -> Numbers:
    """How far the mask leaves the box on one axis, both within an image of this size; at most 0 inside."""
    low, high = _within(mask_low, mask_high, size)
    box_low, box_high = _within(box_low, box_high, size)
    return namespace(low).maximum(box_low - low, high - box_high)


def _within(low: Numbers, high: Numbers, size: Numbers) -> tuple[Numbers, Numbers]:
    """The part of an extent that lies within an image of this size; unknown borders cut nothing."""
    xp = namespace(low)
    return tuple(xp.where(end > size, size, xp.where(end < 0, 0.0, end)) for end in (low, high))


def _lowest(one_owner: Array, one: Numbers, other_owner: Array, other: Numbers, count: int) -> Numbers:
    """The smallest of the finite values of each annotation in two tables."""
    xp, parts = namespace(one), []
    for owner, values in ((one_owner, one), (other_owner, other)):
        parts.append(segment_min(xp.where(xp.isfinite(values), values, float("inf")), owner, count))
    return _known(xp.minimum(*parts))


def _known(values: Numbers) -> Numbers:
    """The values, NaN for those of segments that have no row."""
    xp = namespace(values)
    return xp.where(xp.isfinite(values), values, float("nan"))
