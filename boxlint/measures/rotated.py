"""Measures of rotated boxes. Lengths are in pixels, y down; angles in radians, clockwise on screen."""

from __future__ import annotations

from boxlint.arrays import Flags, Numbers, namespace
from boxlint.measures.finite import all_finite, first_not_finite
from boxlint.measures.finite import largest_magnitude as _largest_magnitude
from boxlint.measures.identity import rotated_digest as digest
from boxlint.measures.misreading import largest_rotated_value as largest_value
from boxlint.measures.misreading import turned_angle as turned_angle
from boxlint.measures.precision import gaussian_determinant as gaussian_determinant
from boxlint.measures.repetition import is_new_size as is_new_size
from boxlint.measures.separation import furthest_overhang, is_outside
from boxlint.vertices import Points

__all__ = [
    "aspect_ratio",
    "digest",
    "gaussian_determinant",
    "is_finite",
    "is_new_size",
    "is_outside_image",
    "largest_coordinate",
    "largest_value",
    "longer_side",
    "not_finite_value",
    "overhang",
    "shorter_side",
    "turned_angle",
]


def is_finite(center_x: Numbers, center_y: Numbers, width: Numbers, height: Numbers, angle: Numbers) -> Flags:
    """Whether centre, sides and angle are all neither NaN nor infinite. Shape (N,)."""
    return all_finite((center_x, center_y, width, height, angle))


def not_finite_value(center_x: Numbers, center_y: Numbers, width: Numbers, height: Numbers, angle: Numbers) -> Numbers:
    """The first NaN or infinite value. Shape (N,)."""
    return first_not_finite((center_x, center_y, width, height, angle))


def largest_coordinate(center_x: Numbers, center_y: Numbers, width: Numbers, height: Numbers) -> Numbers:
    """The largest absolute value of centre and sides. Shape (N,)."""
    return _largest_magnitude((center_x, center_y, width, height))


def shorter_side(width: Numbers, height: Numbers) -> Numbers:
    """The smaller of width and height. Shape (N,)."""
    return namespace(width).minimum(width, height)


def longer_side(width: Numbers, height: Numbers) -> Numbers:
    """The larger of width and height. Shape (N,)."""
    return namespace(width).maximum(width, height)


def aspect_ratio(shorter_side: Numbers, longer_side: Numbers) -> Numbers:
    """Longer over shorter side; without meaning where a side is not positive. Unitless, shape (N,)."""
    return longer_side / shorter_side


def is_outside_image(
    center_x: Numbers,
    center_y: Numbers,
    width: Numbers,
    height: Numbers,
    cosine: Numbers,
    sine: Numbers,
    image_width: Numbers,
    image_height: Numbers,
) -> Flags:
    """Whether the box and its image have no area in common. Shape (N,)."""
    return is_outside(_corners(center_x, center_y, width, height, cosine, sine), image_width, image_height)


def overhang(
    center_x: Numbers,
    center_y: Numbers,
    width: Numbers,
    height: Numbers,
    cosine: Numbers,
    sine: Numbers,
    image_width: Numbers,
    image_height: Numbers,
) -> Numbers:
    """How far the outermost corner lies outside the image, 0 inside; unknown sides count as inside. Shape (N,)."""
    return furthest_overhang(_corners(center_x, center_y, width, height, cosine, sine), image_width, image_height)


def _corners(
    center_x: Numbers, center_y: Numbers, width: Numbers, height: Numbers, cosine: Numbers, sine: Numbers
) -> Points:
    """The corners clockwise on screen, from the one at −width/2, −height/2 before turning."""
    x_half, y_half = 0.5 * width * cosine, 0.5 * width * sine
    x_side, y_side = 0.5 * height * -sine, 0.5 * height * cosine
    signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    return [(center_x + a * x_half + b * x_side, center_y + a * y_half + b * y_side) for a, b in signs]
