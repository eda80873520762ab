"""Headers of NIfTI files, of which only the first bytes are read: size, spacing, and where the voxels are in the world.

The transform is the one that nibabel and MONAI take: of the sform where there is one, else of the qform.
"""

from __future__ import annotations

import gzip
from typing import Any, Final

import numpy as np
from msgspec import Struct

from boxlint.image_files.volume import Volume, make_volume

SUFFIXES: Final = (".nii", ".nii.gz")
_LONGEST: Final = 540


class _Layout(Struct, frozen=True):
    """Where a version of the header has what: offsets in bytes, and the types of codes, lengths and numbers."""

    size: int
    code: str
    length: str
    number: str
    dim: int
    pixdim: int
    codes: int
    quaternion: int
    rows: int


_LAYOUTS: Final = (
    _Layout(348, "i2", "i2", "f4", dim=40, pixdim=76, codes=252, quaternion=256, rows=280),
    _Layout(540, "i4", "i8", "f8", dim=16, pixdim=104, codes=344, quaternion=352, rows=400),
)


def read_nifti(path: str) -> Volume:
    """The volume of a file, gzipped or not. Raises OSError, EOFError or ValueError where there is no such header."""
    with gzip.open(path) if path.lower().endswith(".gz") else open(path, "rb") as file:
        data = file.read(_LONGEST)
    layout, order = _layout(data)

    def values(kind: str, offset: int, count: int) -> Any:
        return np.frombuffer(data, order + kind, count, offset).astype(np.float64)

    dim, pixdim = values(layout.length, layout.dim, 8), values(layout.number, layout.pixdim, 8)
    # axes beyond those that there are may have any length
    size = np.where(np.arange(1, 4) <= dim[0], dim[1:4], 1)
    spacing = np.abs(pixdim[1:4])
    qform, sform = values(layout.code, layout.codes, 2)
    if sform > 0:
        affine = values(layout.number, layout.rows, 12).reshape(3, 4)
    elif qform > 0:
        numbers = values(layout.number, layout.quaternion, 6)
        handedness = -1 if pixdim[0] < 0 else 1
        affine = np.column_stack([_rotation(numbers[:3]) * (spacing * [1, 1, handedness]), numbers[3:]])
    else:
        affine = np.full((3, 4), np.nan)
    return make_volume(size, spacing, affine)


def _layout(data: bytes) -> tuple[_Layout, str]:
    """Which version a header is of, and its byte order."""
    for layout in _LAYOUTS:
        for order in "<>":
            if len(data) >= layout.size and np.frombuffer(data, f"{order}i4", 1)[0] == layout.size:
                return layout, order
    raise ValueError("the content is no NIfTI header")


def _rotation(vector: Any) -> Any:
    """The matrix (3, 3) of a unit quaternion, given its vector part; its scalar part is not negative."""
    b, c, d = vector
    a = np.sqrt(max(0.0, 1 - b * b - c * c - d * d))
    return np.array([
        [a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)],
        [2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b)],
        [2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - b * b - c * c],
    ])  # fmt: skip
