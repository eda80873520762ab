"""What the numbers after the class of a line are, by the kind of YOLO labels."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from msgspec import Struct

BOX: Final = 4
"""Numbers of a box: its center, width and height."""
CORNERS: Final = 8
FEWEST: Final = 6
"""Numbers of a polygon: three points."""


class Layout(Struct, frozen=True):
    """The kind of labels, which is the name of their format; of poses how many `keypoints` of 2 or 3 `dimensions`."""

    kind: str
    keypoints: int = 0
    dimensions: int = 3

    @property
    def count(self) -> int | None:
        """How many numbers follow the class; None where that differs from object to object."""
        if self.kind == "yolo-segment":
            return None
        if self.kind == "yolo-pose":
            return BOX + self.keypoints * self.dimensions
        return CORNERS if self.kind == "yolo-obb" else BOX

    def fits(self, counts: Any) -> Any:
        """Whether lines with so many numbers (N,) have as many as they should. Shape (N,), bool."""
        if self.count is None:
            return (counts >= FEWEST) & (counts % 2 == 0)
        return np.asarray(counts) == self.count

    def expected(self, count: int) -> float:
        """How many numbers a line with `count` of them should have; NaN for a polygon that is one."""
        if self.count is not None:
            return self.count
        return float("nan") if self.fits(count) else max(FEWEST, count + count % 2)
