"""Measures of 3-D boxes. Lengths are in the unit in which the boxes are written, unless they say voxels."""

from __future__ import annotations

from boxlint.arrays import Flags, Numbers, full, namespace
from boxlint.measures.finite import all_finite, first_not_finite
from boxlint.measures.identity import cuboid_digest as digest
from boxlint.vertices import smallest

__all__ = [
    "digest",
    "is_finite",
    "not_finite_value",
    "overhang",
    "product_of_sides",
    "shortest_side_in_voxels",
    "squared_diagonal",
]


def is_finite(
    x_min: Numbers,
    y_min: Numbers,
    z_min: Numbers,
    width: Numbers,
    height: Numbers,
    depth: Numbers,
    x_max: Numbers,
    y_max: Numbers,
    z_max: Numbers,
) -> Flags:
    """Whether no coordinate nor size is NaN or infinite. Shape (N,)."""
    return all_finite((x_min, y_min, z_min, width, height, depth, x_max, y_max, z_max))


def not_finite_value(
    x_min: Numbers,
    y_min: Numbers,
    z_min: Numbers,
    width: Numbers,
    height: Numbers,
    depth: Numbers,
    x_max: Numbers,
    y_max: Numbers,
    z_max: Numbers,
) -> Numbers:
    """The first NaN or infinite value. Shape (N,)."""
    return first_not_finite((x_min, y_min, z_min, width, height, depth, x_max, y_max, z_max))


def shortest_side_in_voxels(
    width: Numbers,
    height: Numbers,
    depth: Numbers,
    image_spacing_x: Numbers,
    image_spacing_y: Numbers,
    image_spacing_z: Numbers,
) -> Numbers:
    """The side that spans the fewest voxels, infinite where no spacing is known. Voxels, shape (N,)."""
    xp = namespace(width)
    unknown = full(len(width), float("inf"), "float64", width)
    sides = ((width, image_spacing_x), (height, image_spacing_y), (depth, image_spacing_z))
    return smallest([xp.where(spacing > 0, side / spacing, unknown) for side, spacing in sides])


def overhang(
    x_min: Numbers,
    y_min: Numbers,
    z_min: Numbers,
    x_max: Numbers,
    y_max: Numbers,
    z_max: Numbers,
    image_width: Numbers,
    image_height: Numbers,
    image_depth: Numbers,
) -> Numbers:
    """How far the box sticks out of its volume on the side where it does so most, 0 inside. Voxels, shape (N,).

    An axis along which the size of the volume is unknown counts as inside at both ends: coordinates of the world
    start anywhere.
    """
    xp = namespace(x_min)
    most = full(len(x_min), 0.0, "float64", x_min)
    axes = ((x_min, x_max, image_width), (y_min, y_max, image_height), (z_min, z_max, image_depth))
    for start, end, size in axes:
        for side in (-start, end - size):
            most = xp.where((side > most) & (size > 0), side, most)
    return most


def product_of_sides(width: Numbers, height: Numbers, depth: Numbers) -> Numbers:
    """Width × height × depth. Cubic units, shape (N,)."""
    return width * height * depth


def squared_diagonal(width: Numbers, height: Numbers, depth: Numbers) -> Numbers:
    """Width² + height² + depth². Square units, shape (N,)."""
    return width * width + height * height + depth * depth
