"""A small COCO dataset with images, whose names try to be more than names, and whose boxes are hard to draw."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from PIL import Image

HOSTILE: Final = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "]]></svg><svg onload=alert(1)>",
    "javascript:alert(1)",
    "\u202egpj.exe\u2066 שלום",
    "null\x00byte\x1b[31m",
    "&lt;b&gt; &#x3c;",
    "${alert(1)} {{7*7}} `code`",
)
"""Names of categories and images, and ids of annotations."""
BOXES: Final[tuple[list[Any], ...]] = (
    [10, 10, 40, 0],
    [10, 10, 0, 0],
    [50, 40, -20, -20],
    [float("nan"), 10, 20, 20],
    [1e30, 1e30, 10, 10],
    [10, 10, 1e30, 5],
    [-5000, 20, 30, 30],
    [80, 60, 60, 60],
    [float("inf"), float("-inf"), 1, 1],
)
"""Boxes in images of 100 x 80 px."""


def write_hostile(folder: Path) -> Path:
    """Write the dataset, with a picture for some of its images in `images`; the annotation file."""
    pictures = folder / "images"
    pictures.mkdir(parents=True)
    Image.effect_noise((100, 80), 60).convert("RGB").save(pictures / "plain.jpg")
    turned = Image.new("RGB", (100, 80), "navy")
    turned.save(pictures / "turned.jpg", exif=_turned_by(6))
    (pictures / "broken.jpg").write_bytes(b"no picture")
    names = ("plain.jpg", "turned.jpg", "broken.jpg", *HOSTILE)
    annotations = [
        {"id": number, "image_id": image, "category_id": image % len(HOSTILE), "bbox": box, "area": 4, "iscrowd": 0}
        for number, (image, box) in enumerate([(image, box) for image in range(len(names)) for box in BOXES], 1)
    ]
    annotations += [{**annotations[number], "id": name, "bbox": [5, 5, 9, 9]} for number, name in enumerate(HOSTILE)]
    annotations += [{**annotations[-1], "id": f"again {name}"} for name in HOSTILE]
    dataset = {
        "images": [{"id": i, "file_name": name, "width": 100, "height": 80} for i, name in enumerate(names)],
        "annotations": annotations,
        "categories": [{"id": i, "name": name} for i, name in enumerate(HOSTILE)],
    }
    file = folder / "hostile.json"
    text = json.dumps(dataset, indent=1)
    # half of a pair of surrogates, which only the escape of JSON can write
    file.write_text(text.replace("javascript:", r"\ud800javascript:"), encoding="utf-8")
    return file


def _turned_by(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif
