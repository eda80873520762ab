"""What sets the relatives of COCO apart, formats whose annotations are written as those of COCO."""

from __future__ import annotations

from typing import Final

from msgspec import Struct


class Dialect(Struct, frozen=True):
    """What the annotations of a format must have, and what they need not.

    `required` are the fields that each must have besides its shape. `carries` are fields that ground truth has in this
    format, so that it is worth a word where they are absent. `are_results`: the file is a list of detections, which
    have a score, and a box, a mask or keypoints; images and categories are not listed.
    """

    required: tuple[str, ...] = ("id", "image_id", "category_id")
    carries: frozenset[str] = frozenset({"area", "iscrowd"})
    are_results: bool = False


COCO: Final = Dialect()
DIALECTS: Final = {
    "coco": COCO,
    "lvis": Dialect(carries=frozenset({"area"})),
    "coco-results": Dialect(("image_id", "category_id", "score"), frozenset(), are_results=True),
}
"""By the name of their format."""
