"""Measures of boxes. Lengths are in pixels; right and lower edges are exclusive (continuous coordinates)."""

from __future__ import annotations

from boxlint.arrays import Array, Flags, Numbers, cast, full, gather, namespace
from boxlint.measures.corner_values import is_partial as is_partial
from boxlint.measures.corner_values import x_max_is_y_max as x_max_is_y_max
from boxlint.measures.corner_values import x_max_is_y_min as x_max_is_y_min
from boxlint.measures.corner_values import x_min_is_y_max as x_min_is_y_max
from boxlint.measures.corner_values import x_min_is_y_min as x_min_is_y_min
from boxlint.measures.finite import all_finite, first_not_finite
from boxlint.measures.finite import largest_magnitude as _largest_magnitude
from boxlint.measures.frequency import same_size_count as same_size_count
from boxlint.measures.identity import box_digest as digest
from boxlint.measures.misreading import fits_as_corners as fits_as_corners
from boxlint.measures.misreading import has_size_and_image as has_size_and_image
from boxlint.measures.misreading import largest_box_value as largest_value
from boxlint.measures.misreading import runs_past_image as runs_past_image
from boxlint.measures.outlier import aspect_score as aspect_score
from boxlint.measures.outlier import is_sample as is_sample
from boxlint.measures.outlier import size_score as size_score
from boxlint.measures.overlap import is_overlap_candidate as is_overlap_candidate
from boxlint.measures.overlap import largest_iou_with_earlier as largest_iou_with_earlier
from boxlint.measures.overlap import most_similar_earlier_box as most_similar_earlier_box
from boxlint.measures.precision import x_max_float16 as x_max_float16
from boxlint.measures.precision import x_min_float16 as x_min_float16
from boxlint.measures.precision import y_max_float16 as y_max_float16
from boxlint.measures.precision import y_min_float16 as y_min_float16
from boxlint.measures.repetition import is_new_size as is_new_size
from boxlint.segments import segment_count

__all__ = [
    "aspect_ratio",
    "aspect_score",
    "box_count_in_image",
    "clipped_height",
    "clipped_shorter_side",
    "clipped_width",
    "digest",
    "fits_as_corners",
    "has_size_and_image",
    "image_coverage",
    "is_finite",
    "is_new_size",
    "is_overlap_candidate",
    "is_partial",
    "is_sample",
    "largest_coordinate",
    "largest_iou_with_earlier",
    "largest_value",
    "longer_side",
    "most_similar_earlier_box",
    "not_finite_value",
    "overhang",
    "product_of_sides",
    "runs_past_image",
    "same_size_count",
    "shorter_side",
    "size_score",
    "squared_diagonal",
    "x_max_float16",
    "x_max_float32",
    "x_max_is_y_max",
    "x_max_is_y_min",
    "x_max_truncated",
    "x_min_float16",
    "x_min_float32",
    "x_min_is_y_max",
    "x_min_is_y_min",
    "x_min_truncated",
    "y_max_float16",
    "y_max_float32",
    "y_max_truncated",
    "y_min_float16",
    "y_min_float32",
    "y_min_truncated",
]


def is_finite(x_min: Numbers, y_min: Numbers, width: Numbers, height: Numbers, x_max: Numbers, y_max: Numbers) -> Flags:
    """Whether no coordinate nor size is NaN or infinite. Shape (N,)."""
    return all_finite((x_min, y_min, width, height, x_max, y_max))


def not_finite_value(
    x_min: Numbers, y_min: Numbers, width: Numbers, height: Numbers, x_max: Numbers, y_max: Numbers
) -> Numbers:
    """The first NaN or infinite value. Shape (N,)."""
    return first_not_finite((x_min, y_min, width, height, x_max, y_max))


def largest_coordinate(x_min: Numbers, y_min: Numbers, x_max: Numbers, y_max: Numbers) -> Numbers:
    """The largest absolute coordinate. Shape (N,)."""
    return _largest_magnitude((x_min, y_min, x_max, y_max))


def x_min_float32(x_min: Numbers) -> Numbers:
    """The left edge rounded to float32, the precision in which detectors train. Shape (N,)."""
    return _rounded_to_float32(x_min)


def y_min_float32(y_min: Numbers) -> Numbers:
    """The upper edge rounded to float32. Shape (N,)."""
    return _rounded_to_float32(y_min)


def x_max_float32(x_max: Numbers) -> Numbers:
    """The right edge rounded to float32. Shape (N,)."""
    return _rounded_to_float32(x_max)


def y_max_float32(y_max: Numbers) -> Numbers:
    """The lower edge rounded to float32. Shape (N,)."""
    return _rounded_to_float32(y_max)


def _rounded_to_float32(values: Numbers) -> Numbers:
    return cast(cast(values, "float32"), "float64")


def x_min_truncated(x_min: Numbers) -> Numbers:
    """The left edge cut to a whole number, as `int(float(text))` does. Shape (N,)."""
    return namespace(x_min).trunc(x_min)


def y_min_truncated(y_min: Numbers) -> Numbers:
    """The upper edge cut to a whole number. Shape (N,)."""
    return namespace(y_min).trunc(y_min)


def x_max_truncated(x_max: Numbers) -> Numbers:
    """The right edge cut to a whole number. Shape (N,)."""
    return namespace(x_max).trunc(x_max)


def y_max_truncated(y_max: Numbers) -> Numbers:
    """The lower edge cut to a whole number. Shape (N,)."""
    return namespace(y_max).trunc(y_max)


def shorter_side(width: Numbers, height: Numbers) -> Numbers:
    """The smaller of width and height. Shape (N,)."""
    return namespace(width).minimum(width, height)


def longer_side(width: Numbers, height: Numbers) -> Numbers:
    """The larger of width and height. Shape (N,)."""
    return namespace(width).maximum(width, height)


def aspect_ratio(shorter_side: Numbers, longer_side: Numbers) -> Numbers:
    """Longer over shorter side, at least 1; NaN where the shorter side is not positive. Unitless, shape (N,)."""
    return _divided(longer_side, shorter_side)


def product_of_sides(width: Numbers, height: Numbers) -> Numbers:
    """Width × height. Square pixels, shape (N,)."""
    return width * height


def squared_diagonal(width: Numbers, height: Numbers) -> Numbers:
    """Width² + height². Square pixels, shape (N,)."""
    return width * width + height * height


def overhang(
    x_min: Numbers,
    y_min: Numbers,
    x_max: Numbers,
    y_max: Numbers,
    image_width: Numbers,
    image_height: Numbers,
    file_has_amodal_boxes: Flags,
) -> Numbers:
    """How far the box sticks out on the side where it does so most, 0 inside; unknown sides count as inside.

    So do amodal boxes, which are meant to stick out. Pixels, shape (N,).
    """
    xp = namespace(x_min)
    most = full(len(x_min), 0.0, "float64", x_min)
    for side in (-x_min, -y_min, x_max - image_width, y_max - image_height):
        most = xp.where((side > most) & ~file_has_amodal_boxes, side, most)
    return most


def clipped_width(x_min: Numbers, x_max: Numbers, image_width: Numbers) -> Numbers:
    """Width of what lies inside the image, negative where nothing does. Pixels, shape (N,)."""
    return _clipped_side(x_min, x_max, image_width)


def clipped_height(y_min: Numbers, y_max: Numbers, image_height: Numbers) -> Numbers:
    """Height of what lies inside the image, negative where nothing does. Pixels, shape (N,)."""
    return _clipped_side(y_min, y_max, image_height)


def _clipped_side(start: Numbers, end: Numbers, size: Numbers) -> Numbers:
    xp = namespace(start)
    # comparisons, not minimum: where the size is unknown the end stays as it is
    return xp.where(end > size, size, end) - xp.where(start < 0, full(len(start), 0.0, "float64", start), start)


def clipped_shorter_side(clipped_width: Numbers, clipped_height: Numbers) -> Numbers:
    """The smaller side of what lies inside the image. Pixels, shape (N,)."""
    return namespace(clipped_width).minimum(clipped_width, clipped_height)


def image_coverage(
    clipped_width: Numbers, clipped_height: Numbers, image_width: Numbers, image_height: Numbers
) -> Numbers:
    """The share of the image that the box covers, 0 where it lies outside, NaN without an image size. Shape (N,)."""
    xp = namespace(clipped_width)
    covered = xp.where(
        (clipped_width < 0) | (clipped_height < 0),
        full(len(clipped_width), 0.0, "float64", clipped_width),
        clipped_width * clipped_height,
    )
    return _divided(covered, image_width * image_height)


def box_count_in_image(image: Array, images_width: Numbers) -> Numbers:
    """How many boxes the image of this one has. Shape (N,)."""
    count = cast(segment_count(image, len(images_width)), "float64")
    return gather(count, image, float("nan"))


def _divided(dividend: Numbers, divisor: Numbers) -> Numbers:
    xp = namespace(divisor)
    missing = full(len(divisor), float("nan"), "float64", divisor)
    return dividend / xp.where(divisor > 0, divisor, missing)
