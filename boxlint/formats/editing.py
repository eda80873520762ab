"""What the formats' edit modules share: neutral field names, and edits within one record.

A record is the text of one annotation, image or category (or of a whole file) as UTF-8. The neutral fields and
their values:

- `box`: (x_min, y_min, x_max, y_max), pixels; `quad`: (x1, y1, …, x4, y4), pixels;
- `rotated`: (center_x, center_y, width, height, angle), pixels and radians;
- `cuboid`: (x_min, y_min, z_min, x_max, y_max, z_max), in the unit of the table;
- `width`, `height` (of an image): whole pixels;
- `area`: square pixels; `iscrowd`: 0 or 1; `difficult`: 0; `num_keypoints`: a count;
- `polygons`: by part, which is the place of a polygon in the annotation's list, the new coordinates of its vertices
  (x1, y1, x2, …), pixels, or () for one that goes;
- `size`: (width, height) of its image in pixels, where an annotation writes fractions of it: no field to change, but
  what the others have to be divided by;
- `box_mode`: how a 3-D box in voxels is written (see `boxlint.formats.monai.modes`), likewise no field to change;
  one in coordinates of the world comes without it;
- `numbers`: true, to write coordinates that are strings as the numbers that they spell;
- `id`: a new integer id; `id_type`, `image_id_type`, `category_id_type`: "integer" or "string", to write an id as;
- `header_lines` (of a file): 0, to remove them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

Values = Mapping[str, Any]
"""New values of one record, by neutral field."""


Numbers = tuple[float, ...]
"""The coordinates of a polygon."""


def combined(earlier: Mapping[int, Numbers], later: Mapping[int, Numbers]) -> dict[int, Numbers]:
    """Changes of polygons as one, by part of the list as it was; the later ones count in the list without what went."""
    gone = sorted(part for part, numbers in earlier.items() if not numbers)
    changes = dict(earlier)
    for part, numbers in later.items():
        place = part
        for other in gone:
            place += other <= place
        changes[place] = numbers
    return changes


class FieldEdit(Struct, frozen=True):
    """One replaced span of a record's text: offsets in bytes from the record's start, and the field it is for."""

    start: int
    end: int
    replacement: bytes
    field: str


class Mask(Struct, frozen=True):
    """What is known of an annotation's mask: area in square pixels, extent (x_min, y_min, x_max, y_max) in pixels."""

    area: float
    extent: tuple[float, float, float, float]
