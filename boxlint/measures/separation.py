"""Shapes in any direction against their image, the rectangle from (0, 0) to (width, height)."""

from __future__ import annotations

from itertools import combinations

from boxlint.arrays import Flags, Numbers, full, namespace
from boxlint.vertices import Points, largest, smallest


def is_outside(points: Points, image_width: Numbers, image_height: Numbers) -> Flags:
    """Whether a line separates the convex hull of the points from the image, touching included. Shape (N,).

    Two convex shapes are apart if and only if the normal of an edge of one of them separates them
    (separating axis theorem; Gottschalk, Lin and Manocha 1996, "OBBTree"). Every hull edge joins two of the
    points. Where the image size is unknown only its left and upper border count.
    """
    xs, ys = [x for x, _ in points], [y for _, y in points]
    outside = (largest(xs) <= 0) | (largest(ys) <= 0) | (smallest(xs) >= image_width) | (smallest(ys) >= image_height)
    xp = namespace(xs[0])
    zero = full(len(xs[0]), 0.0, "float64", xs[0])
    for (x_a, y_a), (x_b, y_b) in combinations(points, 2):
        size = xp.maximum(xp.abs(x_b - x_a), xp.abs(y_b - y_a))
        # scaled, so that huge coordinates do not overflow; 0 / 0 is NaN and separates nothing
        x_normal, y_normal = (y_a - y_b) / size, (x_b - x_a) / size
        shape = [x * x_normal + y * y_normal for x, y in points]
        x_image, y_image = image_width * x_normal, image_height * y_normal
        image_start = xp.minimum(x_image, zero) + xp.minimum(y_image, zero)
        image_end = xp.maximum(x_image, zero) + xp.maximum(y_image, zero)
        outside = outside | (smallest(shape) >= image_end) | (largest(shape) <= image_start)
    return outside


def furthest_overhang(points: Points, image_width: Numbers, image_height: Numbers) -> Numbers:
    """How far the outermost point lies outside the image, 0 inside; unknown sides count as inside. Shape (N,)."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    xp = namespace(xs[0])
    most = full(len(xs[0]), 0.0, "float64", xs[0])
    for side in (-smallest(xs), -smallest(ys), largest(xs) - image_width, largest(ys) - image_height):
        most = xp.where(side > most, side, most)
    return most
