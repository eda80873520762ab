"""The size that is written for an image beside that of its file. Lengths are in pixels."""

from __future__ import annotations

from typing import Final

from boxlint.arrays import Array, Flags, Numbers, namespace, segment_max, segment_min
from boxlint.measures.vertices import ROUNDING, largest, smallest

_FIRST_TURNED: Final = 5
"""From this EXIF orientation on, width and height are exchanged."""


def loaded_width(header_width: Numbers, header_height: Numbers, orientation: Numbers) -> Numbers:
    """The width of the file as most loaders see it, turned as its EXIF orientation says. Shape (N,)."""
    return namespace(orientation).where(orientation >= _FIRST_TURNED, header_height, header_width)


def loaded_height(header_width: Numbers, header_height: Numbers, orientation: Numbers) -> Numbers:
    """The height of the file as most loaders see it, turned as its EXIF orientation says. Shape (N,)."""
    return namespace(orientation).where(orientation >= _FIRST_TURNED, header_width, header_height)


def holds_all_shapes(
    written_width: Numbers,
    written_height: Numbers,
    loaded_width: Numbers,
    loaded_height: Numbers,
    boxes_image: Array,
    boxes_x_min: Numbers,
    boxes_y_min: Numbers,
    boxes_x_max: Numbers,
    boxes_y_max: Numbers,
    quads_image: Array,
    quads_x1: Numbers,
    quads_y1: Numbers,
    quads_x2: Numbers,
    quads_y2: Numbers,
    quads_x3: Numbers,
    quads_y3: Numbers,
    quads_x4: Numbers,
    quads_y4: Numbers,
    rotated_image: Array,
    rotated_center_x: Numbers,
    rotated_center_y: Numbers,
    rotated_width: Numbers,
    rotated_height: Numbers,
    rotated_cosine: Numbers,
    rotated_sine: Numbers,
    row_count: int,
) -> Flags:
    """Whether all that is drawn lies inside the written size and inside the file's, to 1e-3 px. Shape (N,).

    Not where a size or a coordinate is unknown.
    """
    xp = namespace(written_width)
    across = 0.5 * (xp.abs(rotated_width * rotated_cosine) + xp.abs(rotated_height * rotated_sine))
    down = 0.5 * (xp.abs(rotated_width * rotated_sine) + xp.abs(rotated_height * rotated_cosine))
    shapes = (
        (boxes_image, (boxes_x_min, boxes_x_max), (boxes_y_min, boxes_y_max)),
        (quads_image, (quads_x1, quads_x2, quads_x3, quads_x4), (quads_y1, quads_y2, quads_y3, quads_y4)),
        (
            rotated_image,
            (rotated_center_x - across, rotated_center_x + across),
            (rotated_center_y - down, rotated_center_y + down),
        ),
    )
    width, height = xp.minimum(written_width, loaded_width), xp.minimum(written_height, loaded_height)
    fits = (width > 0) & (height > 0)
    for image, xs, ys in shapes:
        for values, side in ((xs, width), (ys, height)):
            fits = fits & (segment_min(smallest(values), image, row_count) >= -ROUNDING)
            fits = fits & (segment_max(largest(values), image, row_count) <= side + ROUNDING)
    return fits
