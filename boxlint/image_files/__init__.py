"""What the image files of a dataset say, between reading and judging: no format knows of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import Any, Final, TypeVar

import numpy as np

from boxlint.image_files.beside import ImagesBeside, sets_with_images_beside
from boxlint.image_files.contents import digests_of_copies
from boxlint.image_files.headers import UNKNOWN, read_header, without_limits
from boxlint.image_files.places import ImageName, ImagePlaces
from boxlint.orientation import loaded_height, loaded_width
from boxlint.schema import GEOMETRY
from boxlint.splicing import with_columns
from boxlint.tables import Tables, intern

Told = TypeVar("Told")
Places = Sequence[tuple[str, ...] | None]
"""For each image the files that it may be; None where nothing tells. Images with the same files share the tuple."""

_TOLD: Final = frozenset(
    {"width", "height", "header_width", "header_height", "orientation", "is_missing_file", "header_problem"}
)
"""The columns that come of file names and headers."""
_THREADS: Final = 8
_TOGETHER: Final = 64
"""Files that a thread reads at a time: to hand over one takes as long as to read it."""


def with_image_files(tables: Tables, folders: Sequence[str], wanted: Collection[str]) -> Tables:
    """The dataset with what its image files, which are somewhere below `folders`, say in the image table.

    Without folders, images that lie beside their labels tell their sizes. Nothing is looked at unless `wanted` names a
    column that comes of it, as "image.header_width", or shapes that are written as fractions of these sizes.
    """
    needs_headers = any(f"image.{name}" in wanted for name in _TOLD) or _needs_sizes(tables, wanted)
    # only copies in another split matter
    needs_contents = bool(folders) and "image.content_digest" in wanted and len(set(tables.images["split"].values)) > 1
    if not len(tables.images) or not (needs_headers or needs_contents):
        return tables
    found = _find(tables, folders, range(len(tables.images)))
    if all(places is None for places in found):
        return tables
    if needs_headers:
        tables = with_columns(tables, "image", _header_columns(tables, found))
    if needs_contents:
        digests = np.array(said_by_all(found, digests_of_copies(_distinct(found).values()), 0), np.int64)
        tables = with_columns(tables, "image", {"content_digest": digests})
    return tables


def image_paths(tables: Tables, folders: Sequence[str], rows: Sequence[int]) -> dict[int, str]:
    """The file of each of some images, by row of the image table; only where there is one and no other may be meant."""
    found = {row: set(places or ()) for row, places in zip(rows, _find(tables, folders, rows), strict=True)}
    return {row: paths.pop() for row, paths in found.items() if len(paths) == 1}


def _needs_sizes(tables: Tables, wanted: Collection[str]) -> bool:
    """Whether shapes are wanted that are fractions of the sizes of images."""
    shapes = GEOMETRY & {name.partition(".")[0] for name in wanted}
    return bool(shapes) and bool(tables.images["has_fractions"].any())


def _find(tables: Tables, folders: Sequence[str], rows: Sequence[int]) -> Places:
    """The files that some images may be: below the folders, or without any beside their labels."""
    if folders:
        places = ImagePlaces(folders)
        return [places.find(name) for name in _names(tables, rows)]
    sets, files = sets_with_images_beside(tables), tables.files
    if not sets:
        return [None] * len(rows)
    beside = ImagesBeside()
    own = tables.images["file"][rows]
    are_beside = np.isin(files["file_set"][own], sets)
    return [
        beside.find(files["path"].at(file)) if is_beside else None
        for file, is_beside in zip(own.tolist(), are_beside.tolist(), strict=True)
    ]


def _names(tables: Tables, rows: Sequence[int]) -> Iterator[ImageName]:
    """What tells the files of some images."""
    from boxlint.formats.registry import WHOLE_DATASETS

    files, images = tables.files, tables.images
    for row, file in zip(rows, images["file"][rows].tolist(), strict=True):
        is_listed = files["format"].at(file) in WHOLE_DATASETS
        yield ImageName(images["file_name"].at(row), files["path"].at(file), is_listed)


def _header_columns(tables: Tables, found: Places) -> dict[str, Any]:
    """The columns that headers tell.

    An image without a written size has that of its file as most loaders see it. Where the two contradict one another
    the size is unknown: nobody says which of them the labels were drawn for, and no box may be judged by the wrong one.
    """
    with without_limits():
        headers = said_by_all(found, read_header, UNKNOWN)
    told = {
        "header_width": np.array([header.width for header in headers], np.float64),
        "header_height": np.array([header.height for header in headers], np.float64),
        "orientation": np.array([header.orientation for header in headers], np.float64),
    }
    width, height = tables.images["width"], tables.images["height"]
    turned = loaded_width(**told), loaded_height(**told)
    stored = told["header_width"], told["header_height"]
    differs = ((width != side) | (height != other) for side, other in (stored, turned))
    is_contradicted = np.logical_and(*differs) & np.isfinite(width + height + stored[0] + stored[1])
    width, height = (np.where(is_contradicted, np.nan, side) for side in (width, height))
    return {
        **told,
        "width": np.where(np.isnan(width) & ~is_contradicted, turned[0], width),
        "height": np.where(np.isnan(height) & ~is_contradicted, turned[1], height),
        "is_missing_file": np.array([paths == () for paths in found], np.bool_),
        "header_problem": intern([header.problem for header in headers]),
    }


def _distinct(found: Places) -> dict[int, tuple[str, ...]]:
    """The files that images may be, once for all images that share the tuple, by its identity."""
    return {id(places): places for places in found if places is not None}


def said_by_all(found: Places, read: Callable[[str], Told], unknown: Told) -> list[Told]:
    """What the files of each image say where they all say the same, else `unknown`."""
    distinct = _distinct(found)
    paths = list({path for places in distinct.values() for path in places})
    # threads, because a network drive lets each file wait
    parts = [paths[start : start + _TOGETHER] for start in range(0, len(paths), _TOGETHER)]
    with ThreadPoolExecutor(_THREADS) as pool:
        answers = pool.map(lambda part: [read(path) for path in part], parts)
        said = dict(zip(paths, chain.from_iterable(answers), strict=True))
    told = {}
    for key, places in distinct.items():
        first, *others = [said[path] for path in places] or [unknown]
        told[key] = first if all(other == first for other in others) else unknown
    return [told.get(id(places), unknown) for places in found]
