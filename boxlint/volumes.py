"""3-D boxes in coordinates of the world become voxels, where it is known how the voxels of their volume lie in it.

As in MONAI, two opposite corners go through the transform; a voxel's own coordinates are those of its centre.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from boxlint.splicing import with_columns
from boxlint.tables import Tables

_STARTS: Final = ("x_min", "y_min", "z_min")
_ENDS: Final = ("x_max", "y_max", "z_max")
_SIZES: Final = ("width", "height", "depth")
_FROM_LPS: Final = np.array([-1.0, -1.0, 1.0, 1.0])


def in_voxels(tables: Tables) -> Tables:
    """The dataset as its readers gave it, with what volumes say by now."""
    return transformed(tables, transforms(tables, np.arange(len(tables.annotations))))


def transforms(tables: Tables, rows: Any) -> Any:
    """How the boxes of annotations (M,) become voxels: 3 rows of 4 each, (M, 3, 4); NaN where they stay as they are."""
    images, space = tables.images, tables.files["box_space"]
    image, file = (tables.annotations[name][rows] for name in ("image", "file"))
    spaces = [*(space.at(row) for row in range(len(tables.files))), ""]
    is_lps, is_world = (np.array([own in names for own in spaces])[file] for names in (("lps",), ("lps", "ras")))
    found = np.stack([images[f"voxel_{axis}{part}"] for axis in "xyz" for part in "xyzt"], 1).reshape(-1, 3, 4)
    # the last is what −1 reads
    found = np.concatenate([found, np.full((1, 3, 4), np.nan)])[image]
    found = np.where(is_lps[:, None, None], found * _FROM_LPS, found)
    return np.where(is_world[:, None, None], found, np.nan)


def transformed(tables: Tables, found: Any) -> Tables:
    """The dataset with the 3-D boxes of each annotation moved by its transform, (N, 3, 4), where that is known.

    Sizes stay as they are written where one is not positive: that is no length that could be measured in voxels.
    """
    cuboids = tables.cuboids
    own = found[cuboids["annotation"]]
    is_known = np.isfinite(own).all((1, 2))
    if not is_known.any():
        return tables
    start, end, size = (np.column_stack([cuboids[name] for name in names]) for names in (_STARTS, _ENDS, _SIZES))
    with np.errstate(invalid="ignore", over="ignore"):
        corners = [(own[:, :, :3] * corner[:, None, :]).sum(2) + own[:, :, 3] for corner in (start, end)]
        first, last = np.minimum(*corners), np.maximum(*corners)
        is_sized = is_known & (size > 0).all(1)
        columns = {
            **_chosen(_STARTS, is_known, first, start),
            **_chosen(_ENDS, is_known, last, end),
            **_chosen(_SIZES, is_sized, last - first, size),
        }
    return with_columns(tables, "cuboid", columns)


def _chosen(names: tuple[str, ...], where: Any, new: Any, old: Any) -> dict[str, Any]:
    return dict(zip(names, np.where(where[:, None], new, old).T.copy(), strict=True))
