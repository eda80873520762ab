"""What the header of a volume says, whatever the kind of its file."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from msgspec import Struct


class Volume(Struct, frozen=True):
    """Size in voxels, spacing in mm, and the transform (3 rows of 4) of a point of the world in mm (RAS) to voxels.

    What is unknown is None. `problem` is why the header cannot be read.
    """

    size: tuple[float, ...] | None = None
    spacing: tuple[float, ...] | None = None
    to_voxels: tuple[float, ...] | None = None
    problem: str = ""


UNKNOWN: Final = Volume()


def make_volume(size: Any, spacing: Any, affine: Any) -> Volume:
    """A volume of a size (3,) and spacing (3,), whose voxels are in the world (RAS) as the transform (3, 4) says.

    Raises ValueError where a side is not positive. A transform that has no inverse, as one of NaN, is unknown.
    """
    if not (size > 0).all():
        raise ValueError(f"the header says {' x '.join(f'{side:g}' for side in size)} voxels")
    whole = np.vstack([affine, [0, 0, 0, 1]])
    is_invertible = np.isfinite(whole).all() and np.linalg.matrix_rank(whole) == len(whole)
    is_spaced = np.isfinite(spacing).all() and (spacing > 0).all()
    return Volume(
        tuple(size.tolist()),
        tuple(spacing.tolist()) if is_spaced else None,
        tuple(np.linalg.inv(whole)[:3].ravel().tolist()) if is_invertible else None,
    )
