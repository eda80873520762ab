"""How MONAI writes the six numbers of a 3-D box, its box modes; and which of them a file uses, since none says it.

xyzxyz, xxyyzz and xyxyzz are both corners in three orders, xyzwhd the first corner and the size, cccwhd the centre and
the size.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

NUMBERS: Final = 6
_CORNERS: Final = {"xyzxyz": (0, 1, 2, 3, 4, 5), "xxyyzz": (0, 2, 4, 1, 3, 5), "xyxyzz": (0, 1, 4, 2, 3, 5)}
"""Where the first and the second corner stand; of modes that fit alike, the first is taken."""
_SIZED: Final = "cccwhd"


def cuboids(numbers: Any, mode: str) -> Any:
    """Boxes (N, 6) as they are written: first corner, second corner and size. Shape (N, 9), float64.

    Sizes are those written, and a negative one makes no corners, as in MONAI: both are where it would begin.
    """
    with np.errstate(invalid="ignore", over="ignore"):
        if mode in _CORNERS:
            corners = numbers[:, _CORNERS[mode]]
            return np.column_stack([corners, corners[:, 3:] - corners[:, :3]])
        place, size = numbers[:, :3], numbers[:, 3:]
        extent = np.maximum(size, 0)
        start = place - extent / 2 if mode == _SIZED else place
        end = place + extent / 2 if mode == _SIZED else place + extent
        return np.column_stack([start, end, size])


def written(cuboid: Sequence[float], mode: str) -> list[float]:
    """The six numbers of a box, given its first and second corner."""
    start, end = cuboid[:3], cuboid[3:]
    if mode in _CORNERS:
        ordered = dict(zip(_CORNERS[mode], cuboid, strict=True))
        return [ordered[place] for place in range(NUMBERS)]
    size = [last - first for first, last in zip(start, end, strict=True)]
    place = [first + side / 2 for first, side in zip(start, size, strict=True)] if mode == _SIZED else start
    return [*place, *size]


def find_mode(numbers: Any) -> str:
    """The mode that explains most boxes (N, 6) of a file, those whose numbers are all finite.

    Corners, where most boxes have them in order and at or above 0; centre and size, where most sizes are positive;
    corners again, where most are in order, wherever they are; else centre and size. First corner and size cannot be
    told from centre and size.
    """
    boxes = _finite(numbers)
    most = len(boxes) / 2
    ordered = {mode: _ordered(boxes, mode) for mode in _CORNERS}
    inside = {mode: are_ordered & ~_begin_below(boxes, mode) for mode, are_ordered in ordered.items()}
    for fitting in (inside, {_SIZED: (boxes[:, 3:] > 0).all(1)}, ordered):
        mode = max(fitting, key=lambda name: int(fitting[name].sum()))
        if fitting[mode].sum() > most:
            return mode
    return _SIZED


def find_space(numbers: Any, mode: str) -> str:
    """What the coordinates of boxes (N, 6) are: "lps", of the world, or "voxel".

    Of the world are centres with sizes, and any boxes most of which begin below 0 on some axis.
    """
    boxes = _finite(numbers)
    return "lps" if mode == _SIZED or _begin_below(boxes, mode).sum() > len(boxes) / 2 else "voxel"


def _finite(numbers: Any) -> Any:
    return numbers[np.isfinite(numbers).all(1)]


def _ordered(boxes: Any, mode: str) -> Any:
    return (cuboids(boxes, mode)[:, 6:] > 0).all(1)


def _begin_below(boxes: Any, mode: str) -> Any:
    return (cuboids(boxes, mode)[:, :3] < 0).any(1)
