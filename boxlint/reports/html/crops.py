"""Pieces of the image files, small enough for a page."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from math import ceil, floor
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from boxlint.image_files.headers import read_header, without_limits
from boxlint.reports.html.drawing import Crop
from boxlint.reports.html.window import Extent

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

_SIDE: Final = 320
"""Pixels of a crop's longer side at most."""
_QUALITY: Final = 72
_KINDS: Final = ("BMP", "GIF", "JPEG", "JPEG2000", "PNG", "PPM", "TIFF", "WEBP")
"""What is decoded: none of these starts another program, as PostScript would."""
_MOST_PIXELS: Final = 150_000_000
"""Of an image that is decoded for a crop: half a gigabyte of memory, in each of the threads."""
_THREADS: Final = 4
_TURNED: Final = 5
"""From this EXIF orientation on, width and height are exchanged."""


class Photo(Struct, frozen=True):
    """An image file as the annotations see it: its size in pixels, and how it is turned for that."""

    path: str
    width: int
    height: int
    orientation: int = 1


def open_photo(path: str, written_width: float, written_height: float) -> Photo | None:
    """The picture of an image whose size is written so; None where it is none that can be shown.

    Labels are mostly drawn on what loaders see, which EXIF has turned. Where the size that is written is the one
    that is stored, and not the turned one, they were drawn on the picture as it is stored.
    """
    header = read_header(path)
    if header.width is None or header.height is None or header.width * header.height > _MOST_PIXELS:
        return None
    orientation = header.orientation or 1
    stored = header.width, header.height
    loaded = stored[::-1] if orientation >= _TURNED else stored
    if stored != loaded and stored[0] == written_width and stored[1] == written_height:
        return Photo(path, *stored)
    return Photo(path, *loaded, orientation)


def crops(wanted: Sequence[tuple[Photo, Extent] | None]) -> Iterator[Crop | None]:
    """The pieces of pictures within extents in pixels; None for what cannot be decoded or lies outside."""
    with without_limits(), ThreadPoolExecutor(_THREADS) as pool:
        yield from pool.map(lambda asked: _crop(*asked) if asked else None, wanted)


def _crop(photo: Photo, extent: Extent) -> Crop | None:
    place = (
        max(floor(extent[0]), 0),
        max(floor(extent[1]), 0),
        min(ceil(extent[2]), photo.width),
        min(ceil(extent[3]), photo.height),
    )
    if place[0] >= place[2] or place[1] >= place[3]:
        return None
    try:
        content = _encoded(photo, place)
    except Exception:  # noqa: BLE001  a decoder of broken files raises whatever it stumbles over
        return None
    return Crop(f"data:image/jpeg;base64,{b64encode(content).decode()}", place)


def _encoded(photo: Photo, place: tuple[int, int, int, int]) -> bytes:
    from PIL import Image

    with Image.open(photo.path, formats=_KINDS) as image:
        # a JPEG can be decoded at an eighth of its size
        spare = max((place[2] - place[0]) // _SIDE, (place[3] - place[1]) // _SIDE, 1)
        image.draft(None, (ceil(image.width / spare), ceil(image.height / spare)))
        picture = _turned(image, photo.orientation)
        scale = picture.width / photo.width, picture.height / photo.height
        edges = [round(edge * scale[axis % 2]) for axis, edge in enumerate(place)]
        edges[2], edges[3] = max(edges[2], edges[0] + 1), max(edges[3], edges[1] + 1)
        piece = _in_colours(picture.crop((edges[0], edges[1], edges[2], edges[3])))
        piece.thumbnail((_SIDE, _SIDE), Image.Resampling.BILINEAR)
        target = BytesIO()
        piece.save(target, "JPEG", quality=_QUALITY, optimize=True)
    return target.getvalue()


def _turned(image: Picture, orientation: int) -> Picture:
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return image.transpose(turns[orientation]) if orientation in turns else image


def _in_colours(image: Picture) -> Picture:
    """Eight bits a channel; what has more is stretched to them, so that its darkest is black and its lightest white."""
    if image.mode not in ("F", "I") and not image.mode.startswith("I;"):
        return image.convert("RGB")
    import numpy as np
    from PIL import Image

    values = np.nan_to_num(np.asarray(image, np.float64))
    values -= values.min()
    return Image.fromarray((values * (255 / (values.max() or 1.0))).astype(np.uint8)).convert("RGB")
