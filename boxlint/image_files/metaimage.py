"""Headers of MetaImage files: `.mhd`, and `.mha` with the voxels behind them. LUNA16 comes as these."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from boxlint.image_files.volume import Volume, make_volume

SUFFIXES: Final = (".mhd", ".mha")
_HEADER: Final = 1 << 14
"""Bytes in which a header ends."""
_OFFSETS: Final = ("Offset", "Position", "Origin")
_DIRECTIONS: Final = ("TransformMatrix", "Rotation", "Orientation")
_SPACINGS: Final = ("ElementSpacing", "ElementSize")
_TO_RAS: Final = np.array([[-1.0], [-1.0], [1.0]])
"""The world of MetaImage points to the left and back."""


def read_metaimage(path: str) -> Volume:
    """The volume of a file. Raises OSError or ValueError where there is no such header."""
    with open(path, "rb") as file:
        # the voxels follow the last line, which names their file
        text = file.read(_HEADER).partition(b"ElementDataFile")[0].decode("utf-8", "replace")
    fields = {
        key.strip(): value for key, is_field, value in (line.partition("=") for line in text.splitlines()) if is_field
    }
    size, spacing = _numbers(fields, ("DimSize",), 3), _numbers(fields, _SPACINGS, 3, default=np.ones(3))
    if size is None:
        raise ValueError("the content is no MetaImage header of three dimensions")
    offset, direction = _numbers(fields, _OFFSETS, 3), _numbers(fields, _DIRECTIONS, 9, default=np.eye(3).ravel())
    affine = np.full((3, 4), np.nan)
    if offset is not None:
        # each row is the direction of an axis
        affine = _TO_RAS * np.column_stack([direction.reshape(3, 3).T * spacing, offset])
    return make_volume(size, spacing, affine)


def _numbers(fields: Mapping[str, str], names: tuple[str, ...], count: int, default: Any = None) -> Any:
    """The numbers of the first of some fields that is there with so many, else the default."""
    for name in names:
        numbers = fields.get(name, "").split()
        if len(numbers) == count:
            return np.array(numbers, np.float64)
    return default
