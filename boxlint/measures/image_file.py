"""The size that is written for an image beside that of its file. Lengths are in pixels."""

from __future__ import annotations

from boxlint.arrays import Array, Flags, Numbers, gather, namespace
from boxlint.segments import segment_any, segment_max, segment_min
from boxlint.vertices import ROUNDING, largest, smallest


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
    polygons_image: Array,
    polygons_x_min: Numbers,
    polygons_y_min: Numbers,
    polygons_x_max: Numbers,
    polygons_y_max: Numbers,
    masks_image: Array,
    masks_width: Numbers,
    masks_height: Numbers,
    keypoints_image: Array,
    keypoints_visibility: Numbers,
    keypoints_x: Numbers,
    keypoints_y: Numbers,
    row_count: int,
) -> Flags:
    """Whether all that is drawn lies inside the written size and inside the file's, to 1e-3 px. Shape (N,).

    Not where a size or a coordinate is unknown. Run lengths fill an image: theirs must be as large as the file.
    """
    xp = namespace(written_width)
    is_labelled = keypoints_visibility > 0
    labelled = keypoints_image[is_labelled]
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
        (polygons_image, (polygons_x_min, polygons_x_max), (polygons_y_min, polygons_y_max)),
        (labelled, (keypoints_x[is_labelled],), (keypoints_y[is_labelled],)),
    )
    width, height = xp.minimum(written_width, loaded_width), xp.minimum(written_height, loaded_height)
    fits = (width > 0) & (height > 0)
    for sizes, side in ((masks_width, loaded_width), (masks_height, loaded_height)):
        fits = fits & ~segment_any(sizes != gather(side, masks_image, float("nan")), masks_image, row_count)
    for image, xs, ys in shapes:
        for values, side in ((xs, width), (ys, height)):
            fits = fits & (segment_min(smallest(values), image, row_count) >= -ROUNDING)
            fits = fits & (segment_max(largest(values), image, row_count) <= side + ROUNDING)
    return fits
