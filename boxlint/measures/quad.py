"""Measures of quadrilaterals. Lengths are in pixels, y down; vertices 1 to 4 in the order written."""

from __future__ import annotations

from boxlint import vertices
from boxlint.arrays import Flags, Numbers, namespace
from boxlint.measures.finite import all_finite, first_not_finite, largest_magnitude
from boxlint.measures.identity import quad_digest as digest
from boxlint.measures.misreading import largest_quad_value as largest_value
from boxlint.measures.precision import gaussian_determinant as _gaussian_determinant
from boxlint.measures.separation import furthest_overhang, is_outside

__all__ = [
    "aspect_ratio",
    "crossing_edge",
    "digest",
    "gaussian_determinant",
    "is_finite",
    "is_outside_image",
    "largest_coordinate",
    "largest_value",
    "longer_side",
    "not_finite_value",
    "overhang",
    "rectangle_fill",
    "reflex_depth",
    "shorter_side",
    "signed_area",
    "vertex_distance",
    "x_max",
    "x_min",
    "y_max",
    "y_min",
]


def is_finite(
    x1: Numbers, y1: Numbers, x2: Numbers, y2: Numbers, x3: Numbers, y3: Numbers, x4: Numbers, y4: Numbers
) -> Flags:
    """Whether no coordinate is NaN or infinite. Shape (N,)."""
    return all_finite((x1, y1, x2, y2, x3, y3, x4, y4))


def not_finite_value(
    x1: Numbers, y1: Numbers, x2: Numbers, y2: Numbers, x3: Numbers, y3: Numbers, x4: Numbers, y4: Numbers
) -> Numbers:
    """The first NaN or infinite coordinate. Shape (N,)."""
    return first_not_finite((x1, y1, x2, y2, x3, y3, x4, y4))


def largest_coordinate(
    x1: Numbers, y1: Numbers, x2: Numbers, y2: Numbers, x3: Numbers, y3: Numbers, x4: Numbers, y4: Numbers
) -> Numbers:
    """The largest absolute coordinate. Shape (N,)."""
    return largest_magnitude((x1, y1, x2, y2, x3, y3, x4, y4))


def shorter_side(
    x1: Numbers, y1: Numbers, x2: Numbers, y2: Numbers, x3: Numbers, y3: Numbers, x4: Numbers, y4: Numbers
) -> Numbers:
    """Shorter side of the smallest enclosing rectangle in any direction. Shape (N,)."""
    return vertices.smallest_rectangle(((x1, y1), (x2, y2), (x3, y3), (x4, y4)))[0]


def longer_side(
    x1: Numbers, y1: Numbers, x2: Numbers, y2: Numbers, x3: Numbers, y3: Numbers, x4: Numbers, y4: Numbers
) -> Numbers:
    """Longer side of the smallest enclosing rectangle in any direction. Shape (N,)."""
    return vertices.smallest_rectangle(((x1, y1), (x2, y2), (x3, y3), (x4, y4)))[1]


def aspect_ratio(shorter_side: Numbers, longer_side: Numbers) -> Numbers:
    """Longer over shorter side of the smallest enclosing rectangle, infinite for a line. Unitless, shape (N,)."""
    return longer_side / shorter_side


def signed_area(
    x1: Numbers, y1: Numbers, x2: Numbers, y2: Numbers, x3: Numbers, y3: Numbers, x4: Numbers, y4: Numbers
) -> Numbers:
    """Area, positive where the vertices run clockwise on screen. Square pixels, shape (N,)."""
    return vertices.signed_area(((x1, y1), (x2, y2), (x3, y3), (x4, y4)))


def rectangle_fill(signed_area: Numbers, shorter_side: Numbers, longer_side: Numbers) -> Numbers:
    """Area over that of the smallest enclosing rectangle, 1 for a rectangle. Unitless, shape (N,)."""
    return namespace(signed_area).abs(signed_area) / (shorter_side * longer_side)


def gaussian_determinant(
    x1: Numbers, y1: Numbers, x2: Numbers, y2: Numbers, x3: Numbers, y3: Numbers, x4: Numbers, y4: Numbers
) -> Numbers:
    """Determinant, in float32, of the covariance of the smallest enclosing rectangle. Shape (N,)."""
    points = ((x1, y1), (x2, y2), (x3, y3), (x4, y4))
    shorter, longer, cosine, sine = vertices.smallest_rectangle(points)
    return _gaussian_determinant(longer, shorter, cosine, sine)


def x_min(x1: Numbers, x2: Numbers, x3: Numbers, x4: Numbers) -> Numbers:
    """Left edge of the upright box around it. Shape (N,)."""
    return vertices.smallest((x1, x2, x3, x4))


def y_min(y1: Numbers, y2: Numbers, y3: Numbers, y4: Numbers) -> Numbers:
    """Upper edge of the upright box around it. Shape (N,)."""
    return vertices.smallest((y1, y2, y3, y4))


def x_max(x1: Numbers, x2: Numbers, x3: Numbers, x4: Numbers) -> Numbers:
    """Right edge of the upright box around it. Shape (N,)."""
    return vertices.largest((x1, x2, x3, x4))


def y_max(y1: Numbers, y2: Numbers, y3: Numbers, y4: Numbers) -> Numbers:
    """Lower edge of the upright box around it. Shape (N,)."""
    return vertices.largest((y1, y2, y3, y4))


def vertex_distance(
    x1: Numbers, y1: Numbers, x2: Numbers, y2: Numbers, x3: Numbers, y3: Numbers, x4: Numbers, y4: Numbers
) -> Numbers:
    """Distance of the two vertices nearest to each other. Shape (N,)."""
    return vertices.smallest_distance(((x1, y1), (x2, y2), (x3, y3), (x4, y4)))


def crossing_edge(
    x1: Numbers, y1: Numbers, x2: Numbers, y2: Numbers, x3: Numbers, y3: Numbers, x4: Numbers, y4: Numbers
) -> Numbers:
    """1 where edge 1–2 crosses edge 3–4, 2 where edge 2–3 crosses edge 4–1, else 0. Shape (N,)."""
    return vertices.crossing_edge(((x1, y1), (x2, y2), (x3, y3), (x4, y4)))


def reflex_depth(
    x1: Numbers, y1: Numbers, x2: Numbers, y2: Numbers, x3: Numbers, y3: Numbers, x4: Numbers, y4: Numbers
) -> Numbers:
    """How far a vertex lies inside the line through its neighbours, ≤ 0 where all is convex. Shape (N,)."""
    return vertices.reflex_depth(((x1, y1), (x2, y2), (x3, y3), (x4, y4)))


def is_outside_image(
    x1: Numbers,
    y1: Numbers,
    x2: Numbers,
    y2: Numbers,
    x3: Numbers,
    y3: Numbers,
    x4: Numbers,
    y4: Numbers,
    image_width: Numbers,
    image_height: Numbers,
) -> Flags:
    """Whether the quadrilateral's convex hull and the image have no area in common. Shape (N,)."""
    return is_outside(((x1, y1), (x2, y2), (x3, y3), (x4, y4)), image_width, image_height)


def overhang(
    x1: Numbers,
    y1: Numbers,
    x2: Numbers,
    y2: Numbers,
    x3: Numbers,
    y3: Numbers,
    x4: Numbers,
    y4: Numbers,
    image_width: Numbers,
    image_height: Numbers,
) -> Numbers:
    """How far the outermost vertex lies outside the image, 0 inside; unknown sides count as inside. Shape (N,)."""
    return furthest_overhang(((x1, y1), (x2, y2), (x3, y3), (x4, y4)), image_width, image_height)
