"""Write folders of many small files, clean, and the same bytes for the same number of files."""

from __future__ import annotations

import json
import struct
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
from msgspec import Struct

SEED: Final = 2018
SIDE: Final = 1024
"""Width and height of every image in pixels."""
CLASSES: Final = (
    *("plane", "ship", "storage-tank", "baseball-diamond", "tennis-court", "basketball-court", "harbor", "bridge"),
    *("large-vehicle", "small-vehicle", "helicopter", "roundabout", "soccer-ball-field", "swimming-pool"),
)
_BLOCK: Final = 1000
"""Files drawn together."""
_IMAGE_BYTES: Final = 75_000
"""Bytes of an image within a file, which takes 100 kB of its text."""


class Objects(Struct, frozen=True):
    """The objects of one file: class numbers and centres, sides in pixels, and angles in radians, a row each."""

    category: list[int]
    center: Any
    sides: Any
    angle: Any


class Layout(Struct, frozen=True):
    """How the files of a format lie in a folder: their place, how many objects each has, and the text of them.

    `beside` writes what else the folder needs.
    """

    place: str
    mean_objects: int
    write: Callable[[int, Objects], str]
    beside: Callable[[Path, int], None]


def generate(root: Path, format: str, count: int) -> None:
    """Write `count` files of a format below a new folder."""
    layout = LAYOUTS[format]
    first = root / layout.place.format(number=0)
    first.parent.mkdir(parents=True)
    for number, objects in enumerate(_draw(count, layout.mean_objects)):
        with open(root / layout.place.format(number=number), "w", encoding="ascii", newline="\n") as file:
            file.write(layout.write(number, objects))
    layout.beside(root, count)


def _draw(count: int, mean_objects: int) -> Iterator[Objects]:
    """The objects of each file, at least one, each in a cell of its own of a grid over the image."""
    grid = 8
    cell = SIDE // grid
    for start in range(0, count, _BLOCK):
        generator = np.random.default_rng([SEED, mean_objects, start])
        files = min(_BLOCK, count - start)
        counts = np.clip(generator.poisson(mean_objects, files), 1, grid**2)
        cells = np.argsort(generator.random((files, grid**2)), axis=1)
        for file in range(files):
            rows = int(counts[file])
            corner = np.stack([cells[file, :rows] % grid, cells[file, :rows] // grid], axis=1) * cell
            yield Objects(
                category=generator.integers(0, len(CLASSES), rows).tolist(),
                center=corner + cell / 2 + generator.uniform(-8, 8, (rows, 2)),
                sides=generator.uniform(12, 72, (rows, 2)),
                angle=generator.uniform(-np.pi / 4, np.pi / 4, rows),
            )


def _dota(_: int, objects: Objects) -> str:
    """Corners clockwise on the screen, a digit behind the point, as the tools of DOTA write them."""
    half = objects.sides[:, None, :] / 2 * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
    cosine, sine = np.cos(objects.angle)[:, None], np.sin(objects.angle)[:, None]
    x = objects.center[:, :1] + half[:, :, 0] * cosine - half[:, :, 1] * sine
    y = objects.center[:, 1:] + half[:, :, 0] * sine + half[:, :, 1] * cosine
    corners = np.stack([x, y], axis=2).reshape(-1, 8).tolist()
    return "".join(
        f"{' '.join(f'{value:.1f}' for value in row)} {CLASSES[category]} {index % 7 // 6}\n"
        for index, (row, category) in enumerate(zip(corners, objects.category, strict=True))
    )


def _voc(number: int, objects: Objects) -> str:
    low = np.rint(objects.center - objects.sides / 2).astype(int).tolist()
    high = np.rint(objects.center + objects.sides / 2).astype(int).tolist()
    records = "".join(
        f"\t<object>\n\t\t<name>{CLASSES[category]}</name>\n\t\t<pose>Unspecified</pose>\n"
        "\t\t<truncated>0</truncated>\n\t\t<difficult>0</difficult>\n\t\t<bndbox>\n"
        f"\t\t\t<xmin>{left}</xmin>\n\t\t\t<ymin>{top}</ymin>\n"
        f"\t\t\t<xmax>{right}</xmax>\n\t\t\t<ymax>{bottom}</ymax>\n\t\t</bndbox>\n\t</object>\n"
        for category, (left, top), (right, bottom) in zip(objects.category, low, high, strict=True)
    )
    return (
        f"<annotation>\n\t<folder>VOC2012</folder>\n\t<filename>{number:06}.jpg</filename>\n"
        "\t<source>\n\t\t<database>The VOC2007 Database</database>\n\t\t<annotation>PASCAL VOC2007</annotation>\n"
        "\t\t<image>flickr</image>\n\t</source>\n"
        f"\t<size>\n\t\t<width>{SIDE}</width>\n\t\t<height>{SIDE}</height>\n\t\t<depth>3</depth>\n\t</size>\n"
        f"\t<segmented>0</segmented>\n{records}</annotation>\n"
    )


def _yolo(_: int, objects: Objects) -> str:
    rows = np.concatenate([objects.center, objects.sides], axis=1) / SIDE
    return "".join(
        f"{category} {' '.join(f'{value:.6f}' for value in row)}\n"
        for category, row in zip(objects.category, rows.tolist(), strict=True)
    )


def _labelme(number: int, objects: Objects) -> str:
    """Boxes, and the image as text, as labelme stores it by default; any bytes will do for it."""
    corners = np.stack([objects.center - objects.sides / 2, objects.center + objects.sides / 2], axis=1)
    shapes = [
        {"label": CLASSES[category], "points": points, "group_id": None, "shape_type": "rectangle", "flags": {}}
        for category, points in zip(objects.category, corners.tolist(), strict=True)
    ]
    document = {
        "version": "5.2.1",
        "flags": {},
        "shapes": shapes,
        "imagePath": f"{number:06}.jpg",
        "imageData": b64encode(np.random.default_rng([SEED, number]).bytes(_IMAGE_BYTES)).decode(),
        "imageHeight": SIDE,
        "imageWidth": SIDE,
    }
    return json.dumps(document, indent=2) + "\n"


def _nothing(_root: Path, _count: int) -> None:
    """The files are all that there is."""


def _images_and_names(root: Path, count: int) -> None:
    """Image files, which readers of YOLO ask for the size, and the names of the classes."""
    (root / "images").mkdir()
    picture = _empty_picture()
    for number in range(count):
        (root / "images" / f"{number:06}.png").write_bytes(picture)
    names = "".join(f"  {number}: {name}\n" for number, name in enumerate(CLASSES))
    for folder in (root, root / "labels"):
        (folder / "data.yaml").write_text(f"train: images\nval: images\nnames:\n{names}", encoding="ascii")


def _empty_picture() -> bytes:
    """A black PNG of one bit a pixel."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", SIDE, SIDE, 1, 0, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress(bytes((SIDE // 8 + 1) * SIDE), 9))
    return b"\x89PNG\r\n\x1a\n" + header + rows + chunk(b"IEND", b"")


LAYOUTS: Final = {
    "dota": Layout("labelTxt/P{number:06}.txt", 10, _dota, _nothing),
    "voc": Layout("Annotations/{number:06}.xml", 3, _voc, _nothing),
    "labelme": Layout("{number:06}.json", 10, _labelme, _nothing),
    "yolo": Layout("labels/{number:06}.txt", 3, _yolo, _images_and_names),
}
"""Format → the folder that its readers expect."""
