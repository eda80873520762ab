"""The names of the numbers of an object of HRSC2016, in the order of the columns of its two boxes."""

from __future__ import annotations

from typing import Final

BOX: Final = ("box_xmin", "box_ymin", "box_xmax", "box_ymax")
ROTATED: Final = ("mbox_cx", "mbox_cy", "mbox_w", "mbox_h", "mbox_ang")
