"""Datalists of MONAI: 3-D boxes in the world and in voxels, some of them with the headers of their volumes."""

from __future__ import annotations

import json
import struct
from typing import Any

from sample_data.makers.dataset import Dataset

NODULES = [[-100.25, 67.5, -231.75, 6.25, 6.25, 6.5], [-19.0, 10.5, -48.25, 5.0, 5.0, 5.25]]
VOXELS = [
    [106, 142.25, 31.5, 114.75, 151, 34.0],
    [13.75, 73.25, 12.5, 38.5, 98, 23.75],
    [4.5, 33.25, 4.5, 12.25, 41.5, 8],
]


def entry(image: str, box: Any, label: Any = None, **others: Any) -> str:
    """A volume; its boxes are all of class 0 unless told otherwise."""
    return json.dumps({"image": image, "box": box, "label": [0] * len(box) if label is None else label, **others})


def datalist(**lists: list[str]) -> bytes:
    """A file of lists of volumes, as text."""
    parts = (f' "{name}": [\n  ' + ",\n  ".join(volumes) + "\n ]" for name, volumes in lists.items())
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def nifti(
    size: tuple[int, ...], spacing: tuple[float, ...] = (1, 1, 1), origin: tuple[float, ...] = (0, 0, 0)
) -> bytes:
    """The header of a NIfTI-1 volume without a voxel; the origin is that of the world of its boxes (LPS)."""
    header = bytearray(352)
    struct.pack_into("<i", header, 0, 348)
    struct.pack_into("<8h", header, 40, 3, *size, 1, 1, 1, 1)
    struct.pack_into("<8f", header, 76, 1, *spacing, 0, 0, 0, 0)
    struct.pack_into("<h", header, 254, 1)
    for row, (length, start, sign) in enumerate(zip(spacing, origin, (-1, -1, 1), strict=True)):
        cells = [0.0, 0.0, 0.0, sign * start]
        cells[row] = sign * length
        struct.pack_into("<4f", header, 280 + 16 * row, *cells)
    header[344:348] = b"n+1\0"
    return bytes(header)


def nifti2(size: tuple[int, ...]) -> bytes:
    """The same of NIfTI-2, for sides that a 16-bit number cannot say."""
    header = bytearray(544)
    struct.pack_into("<i", header, 0, 540)
    header[4:12] = b"n+2\0\r\n\x1a\n"
    struct.pack_into("<8q", header, 16, 3, *size, 1, 1, 1, 1)
    struct.pack_into("<8d", header, 104, 1, 1, 1, 1, 0, 0, 0, 0)
    return bytes(header)


def clean() -> Dataset:
    """A fold in mm with a volume beside it, one in voxels with results of a detector, and volumes to test on."""
    scan = nifti((300, 300, 280), (1.25, 1.25, 1.0), (-180.0, -180.0, -250.0))
    return Dataset(
        "monai/clean",
        {
            "fold0.json": datalist(
                training=[entry("scans/a.nii", NODULES), entry("scans/elsewhere.nii.gz", NODULES[:1], [1])],
                validation=[entry("scans/c.nii.gz", [[30.5, -60.25, -120.0, 9.5, 9.5, 8.75]])],
                test=['"scans/d.nii.gz"'],
            ),
            "voxels.json": datalist(
                validation=[
                    entry("scans/e.mhd", VOXELS, label_scores=[0.97, 0.5, 0.03]),
                    entry("scans/b.nii", [[1, 2, 3, 9, 9.5, 8]], label_scores=[0.5]),
                ]
            ),
            "scans/a.nii": scan,
            "scans/b.nii": nifti((64, 48, 32)),
        },
    )


def dirty() -> Dataset:
    """Boxes that no detector can learn, lists that do not fit together, and volumes with a fault."""
    dataset = Dataset("monai/dirty")
    _voxels(dataset)
    _lists(dataset)
    _world(dataset)
    dataset.files["broken.json"] = datalist(training=[entry("scans/a.nii", VOXELS)])[:-40]
    dataset.plant("BX004", "broken.json")
    return dataset


def _voxels(dataset: Dataset) -> None:
    boxes: list[tuple[Any, ...]] = [
        *((box,) for box in VOXELS),
        ([50, 60, 20, 71, 81, 41], "BX703"),
        ([-2, 10, 5, 20, 30, 15], "BX703"),
        ([10, 10, 10, 15, 15, 10], "BX701"),
        ([40, 40, 20, 30, 50, 30], "BX701"),
        ([20, 20, 20, 25, 25, 20.5], "BX702"),
        ([float("nan"), 20, 20, 25, 25, 30], "BX001"),
        ([20, 20, 25, 25], "BX002"),
        ([20, 20, 30, "25", 25, 35], "BX003"),
        ([20, 20, 30, None, 25, 35], "BX003"),
        ("20 20 30 25 25 35", "BX005"),
        (VOXELS[1], "BX301"),
    ]
    for index, (_, *codes) in enumerate(boxes):
        for code in codes:
            dataset.plant(code, "voxels.json", annotation=index)
    dataset.files["voxels.json"] = datalist(
        training=[entry("scans/a.nii", [box for box, *_ in boxes]), entry("scans/long.nii", VOXELS[:1])]
    )
    dataset.files["scans/a.nii"] = nifti((128, 160, 40))
    dataset.files["scans/long.nii"] = nifti2((40_000, 400, 40))
    dataset.plant("BX705", "voxels.json", image="scans/long.nii")


def _lists(dataset: Dataset) -> None:
    name = "lists.json"
    dataset.files[name] = datalist(
        training=[
            entry("b.nii", VOXELS, [0, 1]),
            entry("c.nii", VOXELS[:1], [0, 0]),
            json.dumps({"image": "d.nii", "label": []}),
            json.dumps({"box": VOXELS[:1], "label": [0]}),
            json.dumps({"image": "f.nii", "box": "none", "label": []}),
            "17",
            entry("g.nii", VOXELS[1:], [0, 1.0]),
            entry("scans/torn.nii", VOXELS[:1]),
        ],
        validation=[entry("h.nii", VOXELS[2:]), entry("elsewhere/g.nii", VOXELS[1:])],
    )
    dataset.files["scans/torn.nii"] = nifti((64, 64, 64))[:200]
    for code, image in (
        ("BX704", "b.nii"),
        ("BX704", "c.nii"),
        ("BX006", "d.nii"),
        ("BX006", ""),
        ("BX005", "f.nii"),
        ("BX005", ""),
        ("BX212", "scans/torn.nii"),
        ("BX908", "elsewhere/g.nii"),
    ):
        dataset.plant(code, name, image=image)
    dataset.plant("BX016", name, annotation=6)


def _world(dataset: Dataset) -> None:
    """Boxes in mm, judged in the voxels of their volume, 0.5 x 0.5 x 2 mm each."""
    boxes: list[tuple[Any, ...]] = [
        (NODULES[0],),
        (NODULES[1],),
        ([-100, 60, -200, 6, 6, 1.5], "BX702"),
        ([-150, 60, -200, 6, 6, 6], "BX703"),
        ([-100, 60, -200, 6, -6, 6], "BX701"),
    ]
    for index, (_, *codes) in enumerate(boxes):
        for code in codes:
            dataset.plant(code, "world.json", annotation=index)
    dataset.files["world.json"] = datalist(training=[entry("scans/w.nii", [box for box, *_ in boxes])])
    dataset.files["scans/w.nii"] = nifti((400, 400, 120), (0.5, 0.5, 2), (-150, -100, -250))
