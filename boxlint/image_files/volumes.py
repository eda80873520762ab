"""What the files of volumes say, for the image table: their size, and how their voxels lie in the world."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from boxlint.image_files import said_by_all
from boxlint.image_files.metaimage import SUFFIXES as METAIMAGE
from boxlint.image_files.metaimage import read_metaimage
from boxlint.image_files.nifti import SUFFIXES as NIFTI
from boxlint.image_files.nifti import read_nifti
from boxlint.image_files.places import ImageName, ImagePlaces
from boxlint.image_files.volume import UNKNOWN, Volume
from boxlint.path_names import shown
from boxlint.splicing import with_columns, with_values
from boxlint.tables import Tables, intern

_SIDES: Final = ("width", "height", "depth")
_SPACINGS: Final = ("spacing_x", "spacing_y", "spacing_z")
_TO_VOXELS: Final = tuple(f"voxel_{axis}{part}" for axis in "xyz" for part in "xyzt")


def with_volumes(tables: Tables, folders: Sequence[str]) -> Tables:
    """The dataset with the sizes of volumes whose files are where their paths say, or somewhere below `folders`.

    Paths are relative to the annotation file. What is written in coordinates of the world keeps an unknown size where
    nothing says how they become voxels.
    """
    space, images = tables.files["box_space"], tables.images
    rows = np.flatnonzero(space.codes[images["file"]] >= 0)
    if not len(rows):
        return tables
    found = _places(tables, rows, folders)
    volumes = said_by_all(found, read_volume, UNKNOWN)
    columns: dict[str, list[list[float]]] = {name: [[], []] for name in (*_SIDES, *_SPACINGS, *_TO_VOXELS)}
    for row, volume in zip(rows.tolist(), volumes, strict=True):
        is_voxel = space.at(int(images["file"][row])) == "voxel"
        for name, value in _told_of(volume, is_voxel=is_voxel).items():
            columns[name][0].append(row)
            columns[name][1].append(value)
    told_columns: dict[str, Any] = {
        name: with_values(images[name], np.array(places), values)
        for name, (places, values) in columns.items()
        if places
    }
    problems = dict(zip(rows.tolist(), (volume.problem for volume in volumes), strict=True))
    told_columns["header_problem"] = intern(
        [problems.get(row) or images["header_problem"].at(row) for row in range(len(images))]
    )
    missing = [bool(folders) and not places for places in found]
    told_columns["is_missing_file"] = with_values(images["is_missing_file"], rows, missing)
    return with_columns(tables, "image", told_columns)


def _told_of(volume: Volume, *, is_voxel: bool) -> Mapping[str, float]:
    """The columns that a volume tells of its image, by name; a voxel is 1 long where boxes are or become voxels."""
    is_placed = is_voxel or volume.to_voxels is not None
    values: dict[str, float] = {}
    if volume.size and is_placed:
        values |= zip(_SIDES, volume.size, strict=True)
        values |= dict.fromkeys(_SPACINGS, 1.0)
    elif volume.spacing:
        values |= zip(_SPACINGS, volume.spacing, strict=True)
    if volume.to_voxels and not is_voxel:
        values |= zip(_TO_VOXELS, volume.to_voxels, strict=True)
    return values


def read_volume(path: str) -> Volume:
    """What the header of a file says; unknown where its name is not one of a volume."""
    name = path.lower()
    read = read_nifti if name.endswith(NIFTI) else read_metaimage if name.endswith(METAIMAGE) else None
    if read is None:
        return UNKNOWN
    try:
        return read(path)
    except (OSError, EOFError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return Volume(problem=f"{shown(Path(path))}: the header cannot be read: {said}")


def _places(tables: Tables, rows: Any, folders: Sequence[str]) -> list[tuple[str, ...] | None]:
    """The files that each of some images may be; names of series have no suffix."""
    below = ImagePlaces(folders) if folders else None
    found: list[tuple[str, ...] | None] = []
    for row in rows.tolist():
        name = tables.images["file_name"].at(row)
        file = tables.files["path"].at(int(tables.images["file"][row]))
        named = [name, *(name + suffix for suffix in (*METAIMAGE, *NIFTI))] if name else []
        beside = [os.path.join(os.path.dirname(file), path) for path in named]
        places = tuple(path for path in beside if os.path.isfile(path))[:1]
        for path in named if below and not places else ():
            places = places or (below.find(ImageName(path, file, is_listed=True)) or () if below else ())
        found.append(places)
    return found
